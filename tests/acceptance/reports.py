# SPDX-License-Identifier: MIT
"""What two JSON reports of the same data must have in common, however it was written down."""
import collections
import json

COUNTS = ("rows", "accepted", "rejected", "ignored")


def rows_by_table(report):
    counts = collections.defaultdict(collections.Counter)
    for given in report["inputs"]:
        counts[given["table"]].update({name: given[name] for name in COUNTS})
    return dict(counts)


def findings(report):
    """Each finding, but for where it stands, and how often."""
    found = collections.Counter()
    for finding in report["findings"]:
        finding["record"].pop("file")
        finding["record"].pop("line")
        found[json.dumps(finding, sort_keys=True)] += 1
    return found
