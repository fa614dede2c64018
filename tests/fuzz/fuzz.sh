#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Fuzzes each target (or those named) for so many seconds, as many at once as there are processors:
#     tests/fuzz/fuzz.sh SECONDS [NAME...]
# 0 seconds: the corpus only. What a target finds lies in build/found/NAME, what it said in
# build/found/NAME.log; the answer is a line a target and 1 if any of them failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# One target: its corpus, then for the time asked.
one() {
  local name=$1 found=build/found/$1 log=build/found/$1.log
  local limit=(-max_total_time="$seconds")
  if [ "$seconds" -eq 0 ]; then limit=(-runs=0); fi
  # An audit reaches so much code that to weigh each input by its features takes longer than to run it.
  if [ "$name" = check ]; then limit+=(-entropic=0 -max_len=3000); fi
  mkdir -p "$found"
  if ! "build/asan/tests/${name}_fuzzer" "${limit[@]}" -timeout="${FUZZ_TIMEOUT:-60}" -rss_limit_mb=4096 \
    -print_final_stats=1 -artifact_prefix="$found/" "$found" "tests/fuzz/corpus/$name" \
    >"$log" 2>&1; then
    printf '%s: FAILED, see %s\n' "$name" "$log"
    grep -m 1 -A 20 -E 'ERROR|runtime error|bug in' "$log" || tail -n 20 "$log"
    return 1
  fi
  printf '%s: %s executions, %s edges\n' "$name" \
    "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" \
    "$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)"
}

seconds=$1
if [ "${2-}" = --one ]; then
  one "$3"
  exit
fi
shift
if [ $# -eq 0 ]; then
  for source in tests/fuzz/*_fuzzer.cpp; do set -- "$@" "$(basename "$source" _fuzzer.cpp)"; done
fi
printf '%s\n' "$@" | xargs -P "${FUZZ_JOBS:-$(nproc)}" -n 1 tests/fuzz/fuzz.sh "$seconds" --one
