#!/bin/sh
# SPDX-License-Identifier: MIT
# From a fresh clone to a first report: installs what is missing, builds the program, audits the
# synthetic reports in samples/real-reports and says what to do next.
#     sh samples/quickstart.sh [FOLDER FOR THE REPORTS]
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
out=${1:-$here/build/quickstart}
case $out in /*) ;; *) out=$PWD/$out ;; esac
cd "$here"

# One word more here is one report more.
formats="html json csv"

echo "1. Installing what is missing"
sh .ci/install build
echo "2. Building (two to five minutes the first time)"
if command -v ccache >/dev/null 2>&1; then
  export CMAKE_CXX_COMPILER_LAUNCHER=ccache
fi
mkdir -p "$out"
log=$out/build.log
if ! { cmake --preset release -DBUILD_TESTING=OFF &&
  cmake --build --preset release --target caljobs-audit; } </dev/null >"$log" 2>&1; then
  tail -n 30 "$log" >&2
  echo "quickstart: the build failed; all of it is in $log" >&2
  exit 1
fi
program=$here/build/release/bin/caljobs-audit

echo "3. Auditing samples/real-reports/csv, as of 31 January 2026"
set -- check samples/real-reports/csv --profile five --no-config --as-of 2026-01-31
written=
for format in $formats; do
  case $format in
    csv) name=findings.csv ;;
    *) name=report.$format ;;
  esac
  set -- "$@" -o "$out/$name"
  written="$written
    $out/$name"
done
echo
status=0
"$program" "$@" </dev/null || status=$?
echo
if [ "$status" -gt 1 ]; then
  echo "quickstart: caljobs-audit ended with code $status" >&2
  exit "$status"
fi

cat <<END
The whole of it is in:$written

Next, your own exports. Save each CalJOBS report as CSV or XLSX into one folder and run
    $program inspect FOLDER
    $program check FOLDER -o findings.csv
The first says how each file was understood; the second audits. Nothing leaves this machine.
README.md has the rest.
END
