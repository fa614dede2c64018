#!/bin/sh
# SPDX-License-Identifier: MIT
# The five rules by this program and, as SQL, by DuckDB, over the same synthetic exports: do all counts
# agree, and what does each take in time and memory? Needs node and npm; leaves nothing behind.
#     sh tests/bench/side-by-side.sh BUILD-FOLDER [APPLICATIONS] [ROUNDS] [SEED] [VIOLATING-PERCENT]
# 50,000 applications, which is what is meant by "the benchmark", are 612 MB.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=${1:?"usage: side-by-side.sh BUILD-FOLDER [APPLICATIONS] [ROUNDS]"}
applications=${2:-50000}
rounds=${3:-5}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

npm install --silent --no-audit --no-fund --prefix "$folder/package" @duckdb/node-api
if [ $# -gt 3 ]; then shift 3; else shift $#; fi
"$build/tests/generate" "$folder/exports" "$applications" "$@"
python3 "$here/side_by_side.py" --program "$build/bin/caljobs-audit" --package "$folder/package" \
  --exports "$folder/exports" --rounds "$rounds"
