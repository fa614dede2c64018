// SPDX-License-Identifier: MIT
// `check --format json-schema`: the JSON Schema of the JSON report, as it is installed.
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>

#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "util/atomic_file.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::cli {

int print_report_schema(const Arguments& arguments) {
  if (!arguments.report.outputs.empty()) {
    std::fputs(
        "caljobs-audit: --format json-schema prints the schema and audits nothing; leave out "
        "--output\n",
        stderr);
    return static_cast<int>(util::ExitCode::usage);
  }
  const std::string folder =
      arguments.rules.rules_folder.empty() ? find_rules_folder() : arguments.rules.rules_folder;
  const std::string path = folder + "/report.schema.json";
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rbe"));
  if (file == nullptr) {
    throw util::Fatal(util::ExitCode::usage, fmt::format("cannot read '{}'", util::visible(path)));
  }
  util::StandardOutput out;
  std::array<char, 8192> bytes{};
  for (size_t got = 1; got > 0;) {
    got = std::fread(bytes.data(), 1, bytes.size(), file.get());
    out.append(std::string_view(bytes.data(), got));
  }
  out.flush();
  return static_cast<int>(util::ExitCode::clean);
}

}  // namespace audit::cli
