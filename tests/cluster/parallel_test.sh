#!/bin/sh
# SPDX-License-Identifier: MIT
# parallel_test.sh PROGRAM RECIPE INPUT: the GNU parallel recipe gives a single run's bytes.
set -eu
program=$1
recipe=$2
input=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
PATH=$(dirname "$program"):$PATH
export PATH

options="--as-of 2026-01-31 --no-config --skip note.acronyms"
single=0
# shellcheck disable=SC2086 # options are words
caljobs-audit check "$input" $options --quiet -o "$folder/report.json" -o "$folder/report.csv" ||
  single=$?
merged=0
# shellcheck disable=SC2086
sh "$recipe" "$input" 5 "$folder/with blank" $options || merged=$?
[ "$single" -eq "$merged" ] || { echo "exit codes: $single alone, $merged in parts"; exit 1; }
for file in report.json report.csv; do
  sed '/"started_at"/d' "$folder/$file" > "$folder/a"
  sed '/"started_at"/d' "$folder/with blank/$file" > "$folder/b"
  cmp "$folder/a" "$folder/b"
done
echo "the same bytes in 5 parts by GNU parallel; exit code $merged"
