// SPDX-License-Identifier: MIT
// The findings as the script reads them: one array a column, so that a hundred thousand of them are
// parsed and filtered quickly. Texts that recur are numbers into a list of their own.
#include <fmt/format.h>

#include <string_view>
#include <unordered_map>

#include "reports/html/parts.hpp"

namespace audit::reports::html {

using findings::Audit;
using findings::Finding;

namespace {

/// {"name":…,"name":…} of columns, each an array with an entry a finding.
class Columns {
 public:
  Columns(Page& page, const findings::FindingList& findings) : page_(&page), findings_(&findings) {}

  /// 0 stands for none: dates are never written as such (see dates()).
  template <typename Get>
  void numbers(std::string_view name, const Get& get) {
    begin(name);
    for (const Finding& finding : *findings_) number(int64_t{get(finding)});
    end(']');
  }

  template <typename Get>
  void dates(std::string_view name, const Get& get) {
    begin(name);
    for (const Finding& finding : *findings_) {
      const int32_t day = get(finding);
      if (day == calendar::k_no_date) {
        separate();
        page_->buffer() += "null";
      } else {
        number(day);
      }
    }
    end(']');
  }

  template <typename Get>
  void texts(std::string_view name, const Get& get) {
    begin(name);
    for (const Finding& finding : *findings_) {
      separate();
      append_script_text(page_->buffer(), get(finding));
      page_->settle();
    }
    end(']');
  }

  /// {"list":[…],"at":[…]}: each text once, in the order of the findings.
  template <typename Get>
  void recurring(std::string_view name, const Get& get) {
    std::vector<uint32_t> at;
    at.reserve(findings_->size());
    std::vector<std::string_view> list;
    std::unordered_map<std::string_view, uint32_t> known;  // never iterated
    for (const Finding& finding : *findings_) {
      const std::string_view text = get(finding);
      const auto [found, is_new] = known.try_emplace(text, static_cast<uint32_t>(list.size()));
      if (is_new) list.push_back(text);
      at.push_back(found->second);
    }
    begin(name, "{\"list\":[");
    for (const std::string_view text : list) {
      separate();
      append_script_text(page_->buffer(), text);
      page_->settle();
    }
    page_->buffer() += "],\"at\":[";
    comma_due_ = false;
    for (const uint32_t code : at) number(code);
    page_->buffer() += ']';
    end('}');
  }

 private:
  void begin(std::string_view name, std::string_view open = "[") {
    page_->buffer() += fmt::format("{}\"{}\":{}", first_ ? "" : ",\n", name, open);
    first_ = false;
    comma_due_ = false;
  }
  void separate() {
    if (comma_due_) page_->buffer() += ',';
    comma_due_ = true;
  }
  void number(int64_t value) {
    separate();
    const fmt::format_int digits(value);
    page_->buffer().append(digits.data(), digits.size());
    page_->settle();
  }
  void end(char bracket) { page_->buffer() += bracket; }

  Page* page_;
  const findings::FindingList* findings_;
  bool first_ = true;
  bool comma_due_ = false;
};

void append_rules_data(Page& page, const Audit& audit) {
  std::string& out = page.buffer();
  out += "\"rules\":[";
  for (size_t i = 0; i < audit.rules.size(); ++i) {
    const findings::RuleResult& rule = audit.rules[i];
    out += i == 0 ? "\n{" : ",\n{";
    out += "\"id\":";
    append_script_text(out, rule.id);
    out += ",\"title\":";
    append_script_text(out, rule.title);
    out += ",\"cite\":";
    append_script_text(out, rule.cite);
    out += ",\"limited\":";
    append_script_text(out, fmt::format("{}", fmt::join(rule.limited_by, ", ")));
    out += fmt::format(",\"severity\":{},\"business\":{}}}", static_cast<int>(rule.severity),
                       rule.in_business_days);
  }
  out += "],\n";
}

void append_days_off(Page& page, const Audit& audit) {
  std::string& out = page.buffer();
  out += "\"days_off\":[";
  for (size_t i = 0; i < audit.days_off.size(); ++i) {
    out += fmt::format("{}[{},", i == 0 ? "" : ",", audit.days_off[i].date);
    append_script_text(out, audit.days_off[i].name);
    out += ']';
  }
  out += "],\n";
}

void append_problems_data(Page& page, const Audit& audit) {
  std::string& out = page.buffer();
  out += "\"problems\":[";
  // The first ones stand in the page itself.
  for (size_t i = k_static_rows; i < audit.problems.size(); ++i) {
    const model::DataProblem& problem = audit.problems[i];
    out += i == k_static_rows ? "\n[" : ",\n[";
    append_script_text(out, problem.file);
    out += fmt::format(",{},", problem.line);
    append_script_text(out, problem.column);
    out += ',';
    append_script_text(out, problem.problem);
    out += fmt::format(",{},{}]", problem.row_rejected ? 1 : 0, problem.count);
    page.settle();
  }
  out += "],\n";
}

void append_columns_data(Page& page, const findings::FindingList& all, TotalsCheck& check) {
  Columns columns(page, all);
  columns.numbers("rule", [](const Finding& f) { return f.rule; });
  columns.numbers("status", [&check](const Finding& f) {
    check.count(f);
    return static_cast<int>(f.status);
  });
  columns.numbers("aside",
                  [](const Finding& f) { return (f.waived ? 1 : 0) + (f.baselined ? 2 : 0); });
  columns.dates("trigger", [](const Finding& f) { return f.trigger; });
  columns.dates("due", [](const Finding& f) { return f.due; });
  columns.dates("met", [](const Finding& f) { return f.met_on; });
  columns.numbers("late", [](const Finding& f) { return f.late_by; });
  columns.numbers("business", [](const Finding& f) { return f.late_in_business_days ? 1 : 0; });
  columns.numbers("paused", [](const Finding& f) { return f.paused_days; });
  columns.numbers("counted", [](const Finding& f) { return f.counted_days; });
  columns.numbers("line", [](const Finding& f) { return f.line; });
  const auto text = [&columns](std::string_view name, std::string_view Finding::*member) {
    columns.texts(name, [member](const Finding& f) { return f.*member; });
  };
  const auto recurring = [&columns](std::string_view name, std::string_view Finding::*member) {
    columns.recurring(name, [member](const Finding& f) { return f.*member; });
  };
  recurring("participant", &Finding::participant);
  recurring("name", &Finding::participant_name);
  recurring("application", &Finding::application);
  recurring("table", &Finding::table);
  recurring("file", &Finding::file);
  recurring("region", &Finding::region);
  recurring("office", &Finding::office);
  recurring("case_manager", &Finding::case_manager);
  recurring("program", &Finding::program);
  recurring("remedy", &Finding::remedy);
  text("key", &Finding::key);
  text("message", &Finding::message);
  columns.texts("fingerprint", [](const Finding& f) { return f.fingerprint.hex(); });
}

}  // namespace

void append_data(Page& page, const View& view, TotalsCheck& check) {
  const Audit& audit = *view.audit;
  page.raw("<script type=\"application/json\" id=\"data\">\n{");
  page.buffer() += fmt::format("\"as_of\":{},\"count\":{},\"remind\":", audit.run.as_of.days,
                               audit.findings.size());
  append_script_text(page.buffer(), audit.run.remind);
  page.buffer() += ",\"calendar\":";
  append_script_text(page.buffer(), audit.run.calendar);
  page.buffer() += ",\n";
  append_rules_data(page, audit);
  append_days_off(page, audit);
  append_problems_data(page, audit);
  page.raw("\"findings\":{");
  append_columns_data(page, audit.findings, check);
  page.raw("}}\n</script>\n");
}

}  // namespace audit::reports::html
