#!/bin/sh
# SPDX-License-Identifier: MIT
# Audits exports on a Slurm cluster: one array task a part.
#
#     slurm-array.sh INPUT PARTS DIR [OPTION ...]
#
# DIR is made; it must lie where all nodes see it, and only you: the parts hold personal data. The
# OPTIONs are those of `caljobs-audit partition` (--profile, --config, --as-of, --rules, …); every
# part is audited with the same. Ends as one run over everything would: 0, 1 or 3, with
# DIR/report.json and DIR/report.csv.
set -eu
umask 077

# 0, 1 and 3 say what was found; anything else went wrong.
is_result() { [ "$1" -eq 0 ] || [ "$1" -eq 1 ] || [ "$1" -eq 3 ]; }

if [ "${1:-}" = --part ]; then
  dir=$2
  shift 2
  code=0
  n=$SLURM_ARRAY_TASK_ID
  caljobs-audit check "$dir/parts/part-$n" --quiet --threads "${SLURM_CPUS_PER_TASK:-1}" \
    -o "$dir/part-$n.json" "$@" || code=$?
  if is_result "$code"; then exit 0; else exit "$code"; fi
fi

if [ "${1:-}" = --merge ]; then
  exec caljobs-audit merge "$2"/part-*.json --quiet -o "$2/report.json" -o "$2/report.csv"
fi

if [ $# -lt 3 ]; then
  echo "usage: slurm-array.sh INPUT PARTS DIR [OPTION ...]" >&2
  exit 2
fi
input=$1
parts=$2
dir=$3
shift 3
mkdir "$dir"
code=0
caljobs-audit partition "$input" --parts "$parts" --into "$dir/parts" --quiet "$@" || code=$?
is_result "$code" || exit "$code"

# More memory or time: add --mem, --time, --cpus-per-task here.
job=$(sbatch --parsable --job-name=caljobs-part --array="1-$parts" --output="$dir/part-%a.log" \
  "$0" --part "$dir" "$@")
# Begins once every part is audited; never, if one failed. --wait ends with its exit code.
code=0
sbatch --wait --job-name=caljobs-merge --dependency="afterok:${job%%;*}" --kill-on-invalid-dep=yes \
  --output="$dir/merge.log" "$0" --merge "$dir" || code=$?
[ ! -s "$dir/merge.log" ] || cat "$dir/merge.log" >&2
exit "$code"
