// SPDX-License-Identifier: MIT
#include "reports/worklist.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "reports/summary.hpp"
#include "util/text.hpp"

namespace audit::reports {

namespace {

using calendar::k_no_date;
using findings::Finding;
using findings::Status;

constexpr int32_t k_late_days = 30;  // spec 5: "late ones of the last 30 days under --with-late"

/// Where a status stands in a section.
int rank(Status status) {
  switch (status) {
    case Status::overdue:
      return 0;
    case Status::failed:
      return 1;
    case Status::upcoming:
      return 2;
    default:
      return 3;
  }
}

bool is_wanted(const Finding& finding, int32_t as_of, const WorklistChoice& choice) {
  switch (finding.status) {
    case Status::overdue:
    case Status::failed:
      return true;
    case Status::upcoming:
      return !choice.days || int64_t{finding.due} - as_of <= int64_t{*choice.days};
    case Status::late:
      return choice.with_late && finding.met_on >= as_of - k_late_days;
    case Status::met:
    case Status::pending:
      break;
  }
  return false;
}

bool comes_before(const WorkItem& a, const WorkItem& b) {
  const auto place = [](const WorkItem& item) {
    const Finding& finding = item.finding;
    const int32_t day = finding.due != k_no_date ? finding.due : finding.trigger;
    return std::tuple(rank(finding.status), day == k_no_date ? calendar::k_last_day : day);
  };
  return place(a) < place(b);
}

/// Names that Windows keeps for devices, with whatever extension.
bool is_device(const std::string& folded) {
  constexpr std::array k_devices{"con", "prn", "aux", "nul"};
  if (std::ranges::find(k_devices, folded) != k_devices.end()) return true;
  const bool numbered = folded.starts_with("com") || folded.starts_with("lpt");
  return numbered && folded.size() == 4 && folded[3] >= '0' && folded[3] <= '9';
}

/// Letters that any file system of today takes: ASCII, Latin, Greek, Cyrillic.
bool is_letter_or_digit(char32_t c) {
  if (c < 0x80) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
  const bool latin = c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7;
  const bool greek = c >= 0x386 && c <= 0x3FF && c != 0x387;
  return latin || greek || (c >= 0x400 && c <= 0x52F && (c < 0x482 || c > 0x489));
}

/// "O'Brien, Anna" -> "O-Brien-Anna".
std::string file_name(std::string_view name) {
  constexpr size_t most_bytes = 80;
  std::string made;
  for (size_t at = 0; at < name.size() && made.size() < most_bytes;) {
    const char32_t c = util::next_code_point(name, at);
    if (is_letter_or_digit(c)) {
      util::append_utf8(made, c);
    } else if (!made.empty() && made.back() != '-') {
      made += '-';
    }
  }
  while (made.ends_with('-')) made.pop_back();
  return made;
}

}  // namespace

Worklist make_worklist(const findings::Audit& audit, const WorklistChoice& choice) {
  Worklist list{.audit = &audit,
                .choice = choice,
                .with_names = false,
                .sections = {},
                .items = 0,
                .waived = 0};
  const int32_t as_of = audit.run.as_of.days;
  std::map<std::string, std::vector<WorkItem>> by_manager;
  for (const Finding& finding : audit.findings) {
    if (!is_wanted(finding, as_of, choice)) continue;
    const bool own = choice.case_manager.empty() ||
                     util::equal_folded(finding.case_manager, choice.case_manager);
    if (!own) continue;
    if (finding.waived) {
      ++list.waived;
      continue;
    }
    WorkItem item{.finding = finding, .rule = &audit.rules[finding.rule], .days_left = {}};
    const bool open = finding.status == Status::overdue || finding.status == Status::upcoming;
    if (open && finding.due != k_no_date) item.days_left = int64_t{finding.due} - as_of;
    by_manager[std::string(finding.case_manager)].push_back(item);
    ++list.items;
    list.with_names = list.with_names || !finding.participant_name.empty();
  }
  for (auto& [name, items] : by_manager) {
    // The findings' own order settles what falls due together.
    std::ranges::stable_sort(items, comes_before);
    list.sections.push_back({name, std::move(items)});
  }
  std::stable_partition(list.sections.begin(), list.sections.end(),
                        [](const WorkSection& section) { return !section.case_manager.empty(); });
  return list;
}

Worklist only_section(const Worklist& list, size_t section) {
  Worklist one = list;
  one.sections = {list.sections[section]};
  one.items = one.sections[0].items.size();
  one.waived = 0;  // of all sections
  return one;
}

const std::vector<ViewFormat<Worklist>>& worklist_formats() {
  static const std::vector<ViewFormat<Worklist>> all = {
      {"text", ".txt",  write_worklist_text},
      {"csv",  ".csv",  write_worklist_csv },
      {"xlsx", ".xlsx", write_worklist_xlsx},
      {"html", ".html", write_worklist_html}
  };
  return all;
}

std::string section_name(const WorkSection& section) {
  return section.case_manager.empty() ? "No case manager" : section.case_manager;
}

std::string days_left_words(const WorkItem& item) {
  if (!item.days_left) return {};
  const int64_t days = *item.days_left;
  if (days == 0) return "due today";
  if (days > 0) return counted(static_cast<uint64_t>(days), "day") + " left";
  return counted(static_cast<uint64_t>(-days), "day") + " overdue";
}

std::string section_counts(const WorkSection& section) {
  std::string text;
  for (const Status status : {Status::overdue, Status::failed, Status::upcoming, Status::late}) {
    const auto count = std::ranges::count_if(
        section.items, [&](const WorkItem& item) { return item.finding.status == status; });
    if (count == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, findings::show(status));
  }
  return text;
}

std::vector<std::string> file_names(const std::vector<WorkSection>& sections) {
  const std::string nobody = "no-case-manager";
  std::vector<std::string> names;
  std::map<std::string, bool> taken{
      {nobody, true}
  };
  for (const WorkSection& section : sections) {
    if (section.case_manager.empty()) {
      names.push_back(nobody);
      continue;
    }
    std::string wanted = file_name(section.case_manager);
    if (wanted.empty()) wanted = "case-manager";
    std::string name = wanted;
    const auto is_free = [&](const std::string& one) {
      return !is_device(util::fold(one)) && !taken.contains(util::fold(one));
    };
    for (int number = 2; !is_free(name); ++number) name = fmt::format("{}-{}", wanted, number);
    taken[util::fold(name)] = true;
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace audit::reports
