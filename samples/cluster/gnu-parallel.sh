#!/bin/sh
# SPDX-License-Identifier: MIT
# Audits exports in parts with GNU parallel, here or on several machines.
#
#     gnu-parallel.sh INPUT PARTS DIR [OPTION ...]
#
# DIR is made. For other machines, let all of them see it under one name and set
# PARALLEL="--sshlogin host1,host2" (see parallel(1)). It must be yours alone: the parts hold
# personal data. The OPTIONs are those of `caljobs-audit partition`; every part is audited with the
# same. Ends as one run over everything would: 0, 1 or 3, with DIR/report.json and DIR/report.csv.
set -eu
umask 077

if [ $# -lt 3 ]; then
  echo "usage: gnu-parallel.sh INPUT PARTS DIR [OPTION ...]" >&2
  exit 2
fi
input=$1
parts=$2
dir=$3
shift 3
mkdir "$dir"
code=0
caljobs-audit partition "$input" --parts "$parts" --into "$dir/parts" --quiet "$@" || code=$?
[ "$code" -eq 0 ] || [ "$code" -eq 3 ] || exit "$code"

# 0, 1 and 3 say what was found; anything else went wrong and stops the rest.
# shellcheck disable=SC2016  # the inner shell expands them
seq "$parts" | parallel --quote --halt soon,fail=1 sh -c '
  dir=$1 n=$2
  shift 2
  code=0
  caljobs-audit check "$dir/parts/part-$n" --quiet --threads 1 -o "$dir/part-$n.json" "$@" || code=$?
  if [ "$code" -eq 1 ] || [ "$code" -eq 3 ]; then code=0; fi
  exit "$code"' audit-part "$dir" {} "$@"

exec caljobs-audit merge "$dir"/part-*.json --quiet -o "$dir/report.json" -o "$dir/report.csv"
