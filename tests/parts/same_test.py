#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""same_test.py PROGRAM INPUT: audited in 1, 2, 3 and 7 parts, an input gives a single run's bytes."""
import pathlib
import sys
import tempfile

import support

program, source = sys.argv[1:3]
with tempfile.TemporaryDirectory() as folder:
    options = ["--as-of", "2026-01-31", "--no-config", "--profile", "all"]
    faults = support.same_as_single(program, [source], [1, 2, 3, 7], options, pathlib.Path(folder))
print("\n".join(faults))
sys.exit(1 if faults else 0)
