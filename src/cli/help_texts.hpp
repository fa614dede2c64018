// SPDX-License-Identifier: MIT
#pragma once

namespace audit::cli {

// The worked examples under each command's --help.

inline constexpr const char* k_purpose =
    "Audits CalJOBS exports against data-entry policies: what was met, what was late, what is "
    "overdue, "
    "what falls due soon.";

inline constexpr const char* k_check_examples = R"(Examples:
  caljobs-audit check exports/
      audits every CSV, workbook and archive in the folder by the default profile
  caljobs-audit check services.xlsx notes.csv --profile five --as-of 2026-01-31 \
      -o report.json -o findings.csv
      audits two reports as of a date and writes two files beside the summary on the terminal

Exit codes: 0 audited, nothing at or above --fail-on; 1 violations; 2 command line, profile or rule
wrong; 3 input can't be audited; 4 output can't be written; 70 a bug.)";

inline constexpr const char* k_verify_examples = R"(Examples:
  caljobs-audit check exports/ --as-of 2026-01-31 --evidence january.zip -o january.html
      audits, and keeps in one file what the audit rests on: rules, options, hashes, the report
  caljobs-audit verify january.zip exports/
      audits the same exports again by the rules in the file; says "identical" or what differs

Exit codes: 0 identical; 1 something differs; 2 command line or evidence file wrong; 3 the input
can't be read.)";

inline constexpr const char* k_partition_examples = R"(Examples:
  caljobs-audit partition exports/ --parts 16 --into parts --as-of 2026-01-31
      writes parts/part-1 to parts/part-16, each with all records of its participants and a manifest
  caljobs-audit partition exports.zip --parts 4 --into parts --profile five && \
      for n in 1 2 3 4; do
        caljobs-audit check parts/part-$n --profile five --quiet -o part-$n.json
      done
      audits each part by the rules that it was made for; any machine can take any part

Exit codes: 0 written; 2 command line, profile or rule wrong; 3 some input can't be audited (the
parts are written all the same, and say so); 4 the folder can't be written.)";

inline constexpr const char* k_merge_examples = R"(Examples:
  caljobs-audit merge part-*.json -o report.json -o report.csv
      makes the report that a run over everything would have made, in any format
  caljobs-audit merge part-*.json --quiet --format json --fail-on warning > report.json
      exits as that run would have: 1 on violations of that severity or worse)";
inline constexpr const char* k_worklist_examples = R"(Examples:
  caljobs-audit worklist exports/ --days 30 -o worklist.html
      a page with a section for each case manager, to print or to tick off
  caljobs-audit worklist exports/ --split-to worklists --format csv
      one CSV file a case manager, with columns to say what became of each item

Exit codes: 0 written, whether anything is to be done or not; 2 command line, profile or rule wrong;
3 input can't be audited; 4 output can't be written.)";

inline constexpr const char* k_case_examples = R"(Examples:
  caljobs-audit case 100023 exports/ -o case.html
      the participant's timeline, drawn, and every obligation with the days counted
  caljobs-audit case 100023 exports/ --finding 0123456789abcdef0123456789abcdef
      one finding of a report: trigger, days counted and not counted, due date, rule and source

Exit codes: 0 shown; 2 command line, profile or rule wrong; 3 no such participant or finding, or
input can't be audited; 4 output can't be written.)";

inline constexpr const char* k_inspect_examples = R"(Examples:
  caljobs-audit inspect exports/
      shows for each file the table recognised, each column's mapping, dates, rows and problems
  caljobs-audit inspect odd-report.csv --table activities=odd-report.csv --write-profile
      prints a [columns] block for a profile, with the columns that were not recognised)";

inline constexpr const char* k_rules_examples = R"(Examples:
  caljobs-audit rules list --profile five
      one line a rule: id, severity, title
  caljobs-audit rules test my-rules.toml
      runs every example of every rule, one's own included, through the real engine)";

inline constexpr const char* k_list_examples = R"(Examples:
  caljobs-audit rules list
      the rules of the default profile
  caljobs-audit rules list --profile all --only 'entry.*'
      all rules about timely entry)";

inline constexpr const char* k_show_examples = R"(Examples:
  caljobs-audit rules show entry.activity
      what the rule checks, its parameters, source and examples
  caljobs-audit rules show note.every-30-days --config our-board.toml
      the same with the limits of one's own profile)";

inline constexpr const char* k_rules_check_examples = R"(Examples:
  caljobs-audit rules check
      checks the bundled rules and the profile in the working directory
  caljobs-audit rules check my-rules.toml --input exports/
      checks a rule file: every error with line, column and what to write instead; and tells of
      rules whose `where` leaves out every record of the exports)";

inline constexpr const char* k_completion_examples = R"(Examples:
  caljobs-audit completion bash > ~/.local/share/bash-completion/completions/caljobs-audit
      completes commands, options, rule ids and profiles in bash
  caljobs-audit completion fish > ~/.config/fish/completions/caljobs-audit.fish
      the same in fish)";

inline constexpr const char* k_rules_test_examples = R"(Examples:
  caljobs-audit rules test
      runs all examples of all bundled rules
  caljobs-audit rules test my-rules.toml --only 'my.*'
      runs the examples of one's own rules; exits 1 if one fails)";

inline constexpr const char* k_docs_examples = R"(Examples:
  caljobs-audit rules docs > rules.md
      the catalogue of all bundled rules, with the guide to writing rules of one's own
  caljobs-audit rules docs --config our-board.toml --only 'my.*'
      one's own rules, with the limits of one's own profile)";

inline constexpr const char* k_waivers_examples = R"(Examples:
  caljobs-audit waivers check waivers.toml
      checks a waiver file and tells which waivers have expired or soon will
  caljobs-audit waivers draft answered-worklist.xlsx -o new-waivers.toml
      drafts a waiver for each line whose waiver was approved)";

inline constexpr const char* k_waivers_check_examples = R"(Examples:
  caljobs-audit waivers check
      checks the waiver file that the profile in the working directory names
  caljobs-audit waivers check north.toml south.toml --as-of 2026-03-31
      checks two files; tells what has expired by then)";

inline constexpr const char* k_waivers_draft_examples = R"(Examples:
  caljobs-audit waivers draft answered-worklist.csv
      prints a waiver for each line with Disposition "waiver requested" that has Reason, Until and
      Approved by filled in; says on standard error which lines it left out, and why
  caljobs-audit waivers draft answered-worklist.xlsx -o new-waivers.toml
      writes them to a file, to be read and added to the waiver file)";

inline constexpr const char* k_history_examples = R"(Examples:
  caljobs-audit check exports/ --store history.db
      audits, and records the audit
  caljobs-audit history new --store history.db
      the violations that the last audit reported and the one before did not)";

inline constexpr const char* k_history_list_examples = R"(Examples:
  caljobs-audit history list --store history.db
      every audit recorded, with its violations and its rate
  caljobs-audit history list --store history.db --profile five --format csv -o audits.csv
      those of one profile, for a spreadsheet)";

inline constexpr const char* k_history_trend_examples = R"(Examples:
  caljobs-audit history trend --store history.db --by office
      a line an office, a column an audit
  caljobs-audit history trend --store history.db --name entry.case-note
      one rule, a line an audit)";

inline constexpr const char* k_history_show_examples = R"(Examples:
  caljobs-audit history show --store history.db
      the last audit: its inputs, rates by rule, how many violations are new, persist, are resolved
  caljobs-audit history show --store history.db --as-of 2026-01-31 --by case_manager
      an earlier one, by case manager)";

inline constexpr const char* k_history_new_examples = R"(Examples:
  caljobs-audit history new --store history.db
      what the last audit reported and the one before did not
  caljobs-audit history new --store history.db --since 2026-01-01 --format csv -o new.csv
      what is new since the last audit up to that day, for a spreadsheet)";

inline constexpr const char* k_history_resolved_examples = R"(Examples:
  caljobs-audit history resolved --store history.db
      what is over since the audit before: met late, record changed, record gone, rule changed, waived
  caljobs-audit history resolved --store history.db --since 2026-01-01
      since the last audit up to that day)";

inline constexpr const char* k_history_prune_examples = R"(Examples:
  caljobs-audit history prune --store history.db --before 2024-07-01
      forgets the audits as of days before 1 July 2024, and the violations that were over by then
  caljobs-audit history prune --store history.db --before 2026-01-01
      keeps this year's; what is still open keeps the day on which it was first seen)";

inline constexpr const char* k_init_examples = R"(Examples:
  caljobs-audit init
      writes into the working directory: a profile, a rule pack, a file of waivers, and a script
      with systemd units and a crontab that run the audit every night
  caljobs-audit init our-board && caljobs-audit rules test --config our-board/caljobs-audit.toml
      starts a folder of one's own and runs all examples, those of its rule pack too)";

}  // namespace audit::cli
