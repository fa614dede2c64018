#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Each claim of check.py holds of a small good tree and fails once the tree is broken."""
import pathlib
import sys
import tempfile

import check

HEAD = "// SPDX-License-Identifier: MIT\n"
GOOD = {
    "src/CMakeLists.txt": "# SPDX-License-Identifier: MIT\naudit_stage(util)\n"
                          "audit_stage(calendar DEPENDS util LIBRARIES fmt::fmt)\n",
    "src/main.cpp": HEAD + '#include "cli/run.hpp"\n',
    "src/cli/run.hpp": HEAD + "#pragma once\n",
    "src/cli/run.cpp": HEAD + '#include "engine/a.hpp"\nauto t = std::chrono::system_clock::now();\n',
    "src/engine/a.cpp": HEAD + '#include "rules/b.hpp"\n#include <vector>\nauto x = "office";\n',
    "src/util/long.cpp": HEAD + "// Over 400 lines: a table.\n" + "\n" * 500,
    "rules/schema.toml": '[[table]]\nname = "activities"\n[[table.column]]\nname = "actual_begin"\n',
    "rules/activity-codes.csv": "code,title\n205,Plan\n",
    "README.md": "",
}
BROKEN = [
    ("include_order", "src/reports/a.cpp", HEAD + '#include "rules/b.hpp"\n'),
    ("include_order", "src/findings/a.cpp", HEAD + '#include "rules/b.hpp"\n'),
    ("include_order", "src/history/a.cpp", HEAD + '#include "engine/b.hpp"\n'),
    ("include_order", "src/main.cpp", HEAD + '#include "engine/b.hpp"\n'),
    ("include_order", "src/engine/b.cpp", HEAD + '#include "b.hpp"\n'),
    ("include_order", "src/extras/b.cpp", HEAD),
    ("cmake_order", "src/CMakeLists.txt", "audit_stage(reports DEPENDS util rules)\n"),
    ("outside_world", "src/engine/b.cpp", HEAD + 'auto e = std::getenv("HOME");\n'),
    ("outside_world", "src/ingest/b.cpp", HEAD + "auto t = std::time(nullptr);\n"),
    ("file_length", "src/util/b.cpp", HEAD + "\n" * 400),
    ("policy_words", "src/engine/b.cpp", HEAD + 'auto c = column("actual_begin");\n'),
    ("policy_words", "src/engine/b.cpp", HEAD + 'if (code == "205") return;\n'),
    ("licence_lines", "src/engine/b.cpp", "int x;\n"),
    ("licence_lines", "src/engine/b.hpp", HEAD + "int x;\n"),
    ("layout", "notes.txt", "x"),
    ("macros", "src/engine/b.cpp", HEAD + "#define LIMIT 5\n"),
    ("macros", "src/engine/b.hpp", HEAD + "#pragma once\nusing namespace std;\n"),
    ("unfinished", "src/engine/b.cpp", HEAD + "// TO" "DO\n"),
    ("unfinished", "samples/a.md", "see /ho" "me/someone\n"),
]


def faults_of(name, files):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for path, content in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(content, encoding="utf-8")
        return list(getattr(check, name)(root))


def main():
    wrong = []
    for claim in check.CLAIMS:
        found = faults_of(claim.__name__, GOOD)
        wrong += [f"{claim.__name__} does not hold of the good tree: {found}"] if found else []
        if not any(name == claim.__name__ for name, _, _ in BROKEN):
            wrong.append(f"{claim.__name__} is never seen to fail")
    for name, path, content in BROKEN:
        if not faults_of(name, {**GOOD, path: content}):
            wrong.append(f"{name} misses {path}: {content!r}")
    print("\n".join(wrong) or f"{len(BROKEN)} broken trees were found out")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
