// SPDX-License-Identifier: MIT
// waivers draft: what was approved in a worklist becomes TOML to add to the waiver file.
#include <fmt/format.h>

#include <cstdio>
#include <set>

#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "cli/worklist_answers.hpp"
#include "ingest/cell.hpp"
#include "ingest/problem_log.hpp"
#include "reports/summary.hpp"
#include "util/atomic_file.hpp"
#include "util/diagnostics.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

using reports::WorklistColumn;

/// What came of one line of the worklist.
struct Verdict {
  std::string toml;      ///< a [[waiver]]; empty: none
  std::string left_out;  ///< a waiver was meant, and why it is not drafted
};

/// What the lines without a request for a waiver say.
struct OtherLines {
  uint64_t fixed = 0;
  uint64_t disputed = 0;
  uint64_t unanswered = 0;
};

std::string toml_text(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (byte < ' ' || byte == 0x7F) {
      quoted += fmt::format("\\u{:04X}", static_cast<unsigned>(byte));
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

std::string waiver_toml(const WorklistLine& line, calendar::Date approved_on,
                        calendar::Date until) {
  std::string toml = "[[waiver]]\n";
  const auto add = [&toml](const char* key, const std::string& value) {
    if (!value.empty()) toml += fmt::format("{:<11} = {}\n", key, value);
  };
  const auto add_text = [&](const char* key, WorklistColumn column) {
    if (!line.of(column).empty()) add(key, toml_text(line.of(column)));
  };
  add_text("rule", WorklistColumn::rule);
  add_text("participant", WorklistColumn::participant);
  add_text("record", WorklistColumn::record_key);
  add_text("approved_by", WorklistColumn::approved_by);
  add("approved_on", calendar::iso(approved_on));
  add("until", calendar::iso(until));
  add_text("reason", WorklistColumn::reason);
  return toml;
}

/// The columns without which a waiver can't be drafted, and are empty.
std::string missing_cells(const WorklistLine& line) {
  std::vector<std::string_view> missing;
  for (const WorklistColumn column :
       {WorklistColumn::rule, WorklistColumn::record_key, WorklistColumn::reason,
        WorklistColumn::until, WorklistColumn::approved_by}) {
    if (line.of(column).empty()) missing.push_back(reports::worklist_header(column));
  }
  return fmt::format("{}", fmt::join(missing, ", "));
}

Verdict judge_request(const WorklistLine& line, calendar::Date today) {
  if (const std::string missing = missing_cells(line); !missing.empty()) {
    return {{}, fmt::format("a waiver was requested; not filled in: {}", missing)};
  }
  const std::string& until_text = line.of(WorklistColumn::until);
  const ingest::DateCell until = ingest::read_date(until_text);
  if (until.fault != ingest::DateFault::none || !until.rest.empty()) {
    return {{}, ingest::problem_with("its Until is not a date", until_text, false)};
  }
  if (until.days < today.days) {
    return {{}, fmt::format("its Until, {}, is over", calendar::iso(calendar::Date{until.days}))};
  }
  return {waiver_toml(line, today, calendar::Date{until.days}), {}};
}

Verdict judge(const WorklistLine& line, calendar::Date today, OtherLines& others) {
  if (!line.readable) return {{}, "the line can't be read; is a quote not closed?"};
  const std::string& disposition = line.of(WorklistColumn::disposition);
  const auto says = [&](std::string_view word) { return util::equal_folded(disposition, word); };
  if (says(reports::k_disposition_waiver)) return judge_request(line, today);
  if (says(reports::k_disposition_fixed)) {
    ++others.fixed;
  } else if (says(reports::k_disposition_disputed)) {
    ++others.disputed;
  } else if (disposition.empty()) {
    ++others.unanswered;
  } else {
    return {{},
            fmt::format("its Disposition is none of '{}', '{}', '{}'", reports::k_disposition_fixed,
                        reports::k_disposition_waiver, reports::k_disposition_disputed)};
  }
  return {};
}

struct Drafts {
  std::vector<std::string> waivers;  ///< in the order of the lines, each once
  std::vector<std::string> left_out;
  OtherLines others;
};

Drafts draft(const std::vector<AnsweredList>& worklists, calendar::Date today) {
  Drafts drafts;
  std::set<std::string> known;
  for (const AnsweredList& worklist : worklists) {
    for (const WorklistLine& line : worklist.lines) {
      Verdict verdict = judge(line, today, drafts.others);
      if (!verdict.left_out.empty()) {
        drafts.left_out.push_back(
            fmt::format("{}:{}: left out: {}", worklist.name, line.line, verdict.left_out));
      }
      if (verdict.toml.empty() || !known.insert(verdict.toml).second) continue;
      drafts.waivers.push_back(std::move(verdict.toml));
    }
  }
  return drafts;
}

std::string text_of(const Drafts& drafts, const std::string& worklist) {
  std::string text = fmt::format(
      "# Waivers drafted from {}. Read them, then add them to your waiver file;\n"
      "# 'caljobs-audit waivers check FILE' finds every slip.\n",
      util::visible(worklist));
  for (const std::string& waiver : drafts.waivers) text += "\n" + waiver;
  return text;
}

void write(const std::string& text, const std::string& path) {
  if (path.empty()) {
    util::StandardOutput out;
    out.append(text);
    out.flush();
    return;
  }
  util::AtomicFile file(path);
  file.append(text);
  file.commit();
}

void say(const Drafts& drafts) {
  for (const std::string& text : drafts.left_out) {
    std::fprintf(stderr, "%s\n", util::visible(text).c_str());
  }
  std::fprintf(
      stderr,
      "caljobs-audit: %s drafted; %s left out; %llu fixed, %llu disputed, %llu not answered\n",
      reports::counted(drafts.waivers.size(), "waiver").c_str(),
      reports::counted(drafts.left_out.size(), "line").c_str(),
      static_cast<unsigned long long>(drafts.others.fixed),
      static_cast<unsigned long long>(drafts.others.disputed),
      static_cast<unsigned long long>(drafts.others.unanswered));
}

}  // namespace

int waivers_draft(const Arguments& arguments) {
  calendar::Date approved = today();
  util::Diagnostics diagnostics;
  if (!arguments.rules.as_of.empty()) {
    const auto date = calendar::parse_iso(arguments.rules.as_of);
    if (!date) {
      diagnostics.error({.file = "--as-of"}, fmt::format("'{}' is not a date; expected YYYY-MM-DD",
                                                         util::visible(arguments.rules.as_of)));
    }
    approved = date.value_or(approved);
  }
  if (!arguments.output.empty() && arguments.output == arguments.worklist) {
    diagnostics.error({.file = "--output"}, "the worklist itself would be overwritten");
  }
  if (diagnostics.has_errors()) {
    std::fputs(diagnostics.render().c_str(), stderr);
    return static_cast<int>(util::ExitCode::usage);
  }
  const Drafts drafts = draft(read_worklists(arguments.worklist), approved);
  write(text_of(drafts, arguments.worklist), arguments.output);
  say(drafts);
  return static_cast<int>(util::ExitCode::clean);
}

}  // namespace audit::cli
