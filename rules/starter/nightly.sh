#!/bin/sh
# SPDX-License-Identifier: MIT
# Audits the exports of this folder, keeps the reports by date, and mails when something is wrong.
#
#   nightly.sh             audit, keep the reports, mail; for cron, or by hand
#   nightly.sh --no-mail   the same, but leave the mail for --send; for a sandbox that mail can't leave
#   nightly.sh --send      send what --no-mail left
#
# Prints nothing unless something is wrong. Ends with the exit code of 'caljobs-audit check' (0 clean, 1 violations,
# 2 settings wrong, 3 exports can't be audited, 4 an output can't be written, 70 a bug, 129, 130, 143 interrupted),
# and with 4 if another run holds the lock or the mail could not be sent. See caljobs-audit-nightly(7).
set -u
umask 077
mode=${1:-}
folder=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 4

# ---- Settings --------------------------------------------------------------------------------------------------
program='@PROGRAM@'
exports=$folder/exports                  # the folder, or file, to audit
profile=$folder/caljobs-audit.toml
reports=$folder/reports                  # holds a folder for each day: reports/2026-11-22
files="report.json report.html findings.csv" # what a day's folder holds; their endings say the formats
keep=60                                  # how many days are kept
new_only=no                              # yes: only violations that the last kept report did not hold count
mail_to=                                 # addresses, with commas; empty: print instead, and cron mails that
mail_when=wrong                          # wrong: exit code not 0, or an export was cut off; always
mailer=/usr/sbin/sendmail                # reads a message from standard input, with -oi -t
# Further options of 'caljobs-audit check', e.g.: set -- --store "$folder/history.db" --fail-on warning
set --
# ---- End of settings -------------------------------------------------------------------------------------------

day=$(date +%Y-%m-%d)
work=                                    # where this run's reports are
unfinished=                              # the same until they stand in their place
child=
interrupted=

# An exit code, or cut: nothing is wrong with what was there, but an export ends in the middle of a row. The summary of
# the run says so.
outcome() {
  if [ "$1" = 0 ] && [ -n "$work" ] && grep -q '^- Warning [^ ]*cut-off' "$work/summary.md" 2>/dev/null; then
    echo cut
  else
    echo "$1"
  fi
}

# What an exit code means, for a person.
sentence() {
  case $(outcome "$1") in
    cut) echo "An export was cut off: what it lacks was not checked. Export it again, and audit again." ;;
    0) echo "Nothing is wrong: no violation of the severity that counts." ;;
    1) echo "There are violations. What they are, and what to do, stands in the reports." ;;
    2) echo "Nothing was audited: the settings, the profile or a rule is wrong." ;;
    3) echo "The exports could not be audited, or only in part. The messages say why." ;;
    4) echo "The run could not do its work to the end: an output could not be written." ;;
    70) echo "The audit failed by a fault of the program. Please report it, with the messages." ;;
    129 | 130 | 143) echo "The audit was interrupted. Nothing half-written is left." ;;
    126 | 127) echo "Nothing was audited: the program '$program' can't be run; correct 'program' in nightly.sh." ;;
    137) echo "The audit was killed, as a machine that runs out of memory does." ;;
    *) echo "The audit ended with an exit code that it does not document: $1." ;;
  esac
}

headline() {
  case $(outcome "$1") in
    cut) echo "an export was cut off" ;;
    0) echo "nothing is wrong" ;;
    1) echo "violations" ;;
    3) echo "audited in part or not at all" ;;
    *) echo "the audit failed" ;;
  esac
}

# The body of a mail: exit code $1, a further sentence $2; the run's messages and summary.
body() {
  sentence "$1"
  [ -z "$2" ] || printf '%s\n' "$2"
  if [ -n "$work" ] && [ -s "$work/messages.txt" ]; then
    printf '\nMessages:\n'
    cat "$work/messages.txt"
  fi
  if [ -n "$work" ] && [ -s "$work/summary.md" ]; then
    echo
    cat "$work/summary.md"
  fi
  printf '\n-- \n%s on %s, exit code %s; reports: %s\n' "$day" "$(uname -n)" "$1" "$reports"
}

message() {
  printf 'To: %s\nSubject: caljobs-audit %s: %s\n' "$mail_to" "$day" "$(headline "$1")"
  printf 'MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n'
  printf 'Content-Transfer-Encoding: 8bit\nAuto-Submitted: auto-generated\n\n'
  body "$1" "$2"
}

# Sends the file $1; it stays where that fails.
send() {
  if "$mailer" -oi -t <"$1"; then
    rm -f -- "$1"
  else
    echo "nightly.sh: the mail could not be sent by $mailer; it is kept as $1" >&2
    return 1
  fi
}

# Tells the outcome to whom it concerns, and ends: exit code $1, a further sentence $2.
conclude() {
  code=$1
  trap '' HUP INT TERM
  if [ -d "$reports" ]; then
    printf '%s exit %s: %s %s\n' "$(date '+%Y-%m-%d %H:%M:%S')" "$1" "$(sentence "$1")" "$2" >>"$reports/nightly.log"
  fi
  if [ "$(outcome "$1")" != 0 ] || [ "$mail_when" = always ]; then
    if [ -z "$mail_to" ]; then
      body "$1" "$2"
    elif message "$1" "$2" >"$reports/.mail.new" && mv -f -- "$reports/.mail.new" "$reports/.mail"; then
      if [ "$mode" = --no-mail ]; then
        [ "$(outcome "$1")" = 0 ] || sentence "$1" >&2
      elif ! send "$reports/.mail"; then
        case $code in 0 | 1 | 3) code=4 ;; esac
      fi
    else
      body "$1" "$2"
      case $code in 0 | 1 | 3) code=4 ;; esac
    fi
  fi
  [ -z "$unfinished" ] || rm -rf -- "$unfinished"
  exit "$code"
}

# The days that have reports, oldest first.
days() {
  for path in "$reports"/[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]; do
    [ -d "$path" ] && [ ! -L "$path" ] && printf '%s\n' "${path##*/}"
  done
  return 0
}

# Puts the run's folder in the place of the day's; a run by hand replaces that of the night.
publish() {
  former=$reports/.former.$$
  rm -rf -- "$former"
  if [ -e "$reports/$day" ]; then mv -- "$reports/$day" "$former" || return 1; fi
  if ! mv -- "$work" "$reports/$day"; then
    [ ! -e "$former" ] || mv -- "$former" "$reports/$day"
    return 1
  fi
  work=$reports/$day
  unfinished=
  rm -rf -- "$former"
}

prune() {
  excess=$(($(days | wc -l) - keep))
  [ "$excess" -gt 0 ] || return 0
  days | head -n "$excess" | while IFS= read -r old; do rm -rf -- "${reports:?}/$old"; done
}

stop() {
  interrupted=$1
  [ -z "$child" ] || kill -s TERM "$child" 2>/dev/null
}

case $mode in
  '' | --no-mail) ;;
  --send)
    [ -n "$mail_to" ] || exit 0
    if [ -s "$reports/.mail" ]; then
      send "$reports/.mail" || exit 4
    elif [ "${MONITOR_SERVICE_RESULT:-success}" != success ]; then
      # systemd tells how the unit ended that started this one.
      why="It did not come to its end: $MONITOR_SERVICE_RESULT, ${MONITOR_EXIT_CODE:-} ${MONITOR_EXIT_STATUS:-}."
      message 4 "$why" | "$mailer" -oi -t || exit 4
    fi
    exit 0
    ;;
  *)
    echo "usage: nightly.sh [--no-mail | --send]" >&2
    exit 2
    ;;
esac

case $keep in '' | 0 | *[!0-9]*) conclude 2 "'keep' in nightly.sh is a number from 1." ;; esac
case $mail_when in wrong | always) ;; *) conclude 2 "'mail_when' in nightly.sh is wrong or always." ;; esac
command -v flock >/dev/null || conclude 2 "flock is missing (Debian's package util-linux)."
if ! { mkdir -p -- "$reports" && : >>"$reports/.lock"; } 2>/dev/null; then
  conclude 4 "The folder $reports can't be written."
fi

# One run at a time. The lock goes with the process, so that nothing stale is ever left.
exec 9>>"$reports/.lock"
flock -n 9 || conclude 4 "Another run holds $reports/.lock; this one has done nothing."
rm -rf -- "$reports"/.night.* "$reports"/.former.* # what a run left that was killed outright

trap 'stop 129' HUP
trap 'stop 130' INT
trap 'stop 143' TERM
work=$(mktemp -d "$reports/.night.XXXXXX") || conclude 4 "The folder $reports can't be written."
unfinished=$work

if [ "$new_only" = yes ]; then
  for last in $(days); do
    if [ "$last" != "$day" ] && [ -s "$reports/$last/report.json" ]; then baseline=$reports/$last/report.json; fi
  done
  [ -z "${baseline:-}" ] || set -- --baseline "$baseline" "$@"
fi
for name in $files; do
  set -- "$@" --output "$work/$name"
done
"$program" check "$exports" --config "$profile" --quiet --format md --summary-only "$@" \
  </dev/null >"$work/summary.md" 2>"$work/messages.txt" 9>&- &
child=$!
[ -z "$interrupted" ] || stop "$interrupted"
wait "$child"
code=$?
# A signal ends `wait` before the program has ended.
while kill -0 "$child" 2>/dev/null; do
  wait "$child"
  code=$?
done
child=
[ -z "$interrupted" ] || code=$interrupted

case $code in
  0 | 1 | 3)
    made=
    for name in $files; do
      [ ! -s "$work/$name" ] || made=yes
    done
    if [ -n "$made" ]; then
      [ -s "$work/messages.txt" ] || rm -f -- "$work/messages.txt"
      publish || conclude 4 "The reports could not be moved to $reports/$day."
      prune
    fi
    ;;
esac
conclude "$code" "${made:+The reports of the day are in $work.}"
