// SPDX-License-Identifier: MIT
// `case`: the audit of `check`, of which one participant's share is shown with all its arithmetic.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <tuple>

#include "cli/audit_run.hpp"
#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "cli/set_aside.hpp"
#include "cli/view_outputs.hpp"
#include "engine/explain.hpp"
#include "findings/case_file.hpp"
#include "findings/describe.hpp"
#include "findings/fingerprint.hpp"
#include "reports/case_views.hpp"
#include "rules/values.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

using findings::CaseFile;
using findings::CaseObligation;
using findings::Obligation;
using findings::RuleOutcome;
using model::k_none;
using util::ExitCode;

/// All dates and labels of every table that belongs to a participant, and what spans are drawn of.
std::vector<engine::Shown> shown_columns(const model::Schema& schema) {
  std::vector<engine::Shown> shown;
  for (model::TableIndex t = 0; t < schema.tables.size(); ++t) {
    const model::TableDef& table = schema.tables[t];
    const bool own = t == schema.participants ||
                     std::ranges::any_of(table.relations, [&](model::RelationIndex relation) {
                       return schema.relations[relation].parent == schema.participants;
                     });
    if (!own) continue;
    for (model::ColumnIndex c = 0; c < table.columns.size(); ++c) {
      const model::ColumnDef& column = table.columns[c];
      if (column.type == model::Type::date && !column.personal) shown.push_back({t, {c}});
    }
    for (const model::ColumnIndex column : table.label) shown.push_back({t, {column}});
    for (const model::SpanDef& span : table.spans) {
      shown.push_back({t, {span.from}});
      if (span.until != k_none) shown.back().columns.push_back(span.until);
    }
  }
  return shown;
}

/// The participant that is meant, or Fatal{input} that says what could be meant instead.
uint32_t participant_row(const model::Dataset& data, const std::string& state_id) {
  if (const auto row = findings::find_participant(data, state_id)) return *row;
  std::string advice = "; it is compared exactly, as the export writes it";
  if (data.schema->applications != k_none) {
    const model::Table& applications = data.tables[data.schema->applications];
    const findings::Records records(data, data.schema->applications);
    const uint32_t code =
        applications.key.pool ? applications.key.pool->find(util::trim(state_id)) : 0;
    for (uint32_t row = 0; code != 0 && row < applications.rows; ++row) {
      if (applications.key.codes[row] != code || records.participant(row).empty()) continue;
      advice = fmt::format("; it is an application of participant '{}'",
                           util::visible(records.participant(row)));
    }
  }
  throw util::Fatal(ExitCode::input, fmt::format("no record of a participant '{}' in the input{}",
                                                 util::visible(state_id), advice));
}

/// The participant's obligations among those of a rule, with the texts of the findings.
RuleOutcome share_of(RuleOutcome&& whole, const model::Dataset& data, const std::string& id) {
  RuleOutcome share = std::move(whole);
  if (share.obligations.empty()) return share;
  const std::vector<Obligation> all = std::move(share.obligations);
  const findings::TextList messages = std::move(share.messages);
  const findings::TextList remedies = std::move(share.remedies);
  share.obligations.clear();
  share.messages.clear();
  share.remedies.clear();
  const findings::Records records(data, share.table);
  size_t told = 0;
  for (const Obligation& obligation : all) {
    const bool is_finding = findings::is_violation(obligation.status) ||
                            obligation.status == findings::Status::upcoming;
    const size_t at = is_finding ? told++ : 0;
    if (records.participant(obligation.row) != id) continue;
    share.obligations.push_back(obligation);
    if (!is_finding) continue;
    share.messages.push_back(messages[at]);
    share.remedies.push_back(remedies[at]);
  }
  return share;
}

/// `due` as the rule writes it, each $parameter by its value.
std::string formula_of(const rules::TypedRule& rule) {
  if (rule.form != rules::Form::deadline || rule.within) return {};
  const auto due =
      std::ranges::find(rule.source, "due", &std::pair<std::string, std::string>::first);
  if (due == rule.source.end()) return {};
  std::string formula = due->second;
  // Longer names first: $limit may be the beginning of another's name.
  std::vector<const rules::Parameter*> parameters;
  for (const rules::Parameter& parameter : rule.parameters) parameters.push_back(&parameter);
  std::ranges::stable_sort(parameters, std::ranges::greater{},
                           [](const rules::Parameter* one) { return one->name.size(); });
  for (const rules::Parameter* parameter : parameters) {
    const std::string name = "$" + parameter->name;
    const std::string value = rules::show_value(parameter->value);
    for (size_t at = formula.find(name); at != std::string::npos;
         at = formula.find(name, at + value.size())) {
      formula.replace(at, name.size(), value);
    }
  }
  return formula;
}

void append_obligations(const rules::TypedRule& rule, const RuleOutcome& share, const Setup& setup,
                        const Examined& examined, CaseFile& file,
                        std::vector<CaseObligation>& out) {
  if (share.obligations.empty()) return;
  const findings::Records records(examined.data, share.table);
  auto explained = engine::explain(rule, examined.plan, examined.data, setup.settings.calendar,
                                   setup.as_of, share.obligations);
  for (size_t i = 0; i < share.obligations.size(); ++i) {
    const Obligation& obligation = share.obligations[i];
    CaseObligation one;
    one.finding = findings::describe(obligation, records);
    one.finding.table = examined.data.schema->tables[share.table].name;
    one.finding.late_in_business_days = share.in_business_days;
    one.finding.message =
        file.keep(explained[i].message + findings::clock_note(obligation, share.in_business_days));
    one.finding.remedy = file.keep(explained[i].remedy);
    one.finding.fingerprint =
        findings::fingerprint(share.id, one.finding.table, one.finding.key, one.finding.trigger);
    one.limit = std::move(explained[i].limit);
    one.formula = formula_of(rule);
    one.to_due = std::move(explained[i].to_due);
    one.late = std::move(explained[i].late);
    one.late_until = explained[i].late_until;
    one.record = findings::record_label(examined.data, share.table, obligation.row);
    out.push_back(std::move(one));
  }
}

/// By due date, else trigger, undated ones last; then by rule and record.
void sort_obligations(CaseFile& file) {
  const auto day = [](const CaseObligation& one) {
    if (one.finding.due != calendar::k_no_date) return one.finding.due;
    return one.finding.trigger != calendar::k_no_date ? one.finding.trigger : calendar::k_last_day;
  };
  std::ranges::stable_sort(file.obligations, [&](const CaseObligation& a, const CaseObligation& b) {
    return std::tuple(day(a), a.finding.rule, a.finding.key, a.finding.trigger) <
           std::tuple(day(b), b.finding.rule, b.finding.key, b.finding.trigger);
  });
}

/// What is wrong with the input is said only of the participant's own records.
void keep_own_problems(CaseFile& file) {
  std::set<std::pair<std::string, uint32_t>> own;
  for (const findings::CaseEvent& event : file.events) own.emplace(event.file, event.line);
  std::erase_if(file.audit.problems, [&](const model::DataProblem& problem) {
    return problem.line == 0 || !own.contains({problem.file, problem.line});
  });
}

CaseFile open_case(const Setup& setup, Examined& examined, const Arguments& arguments,
                   const findings::AssembleOptions& options) {
  CaseFile file;
  const uint32_t row = participant_row(examined.data, arguments.choice.participant);
  file.participant = std::string(util::trim(arguments.choice.participant));
  std::vector<RuleOutcome> shares;
  std::vector<std::vector<CaseObligation>> by_rule;
  for (size_t i = 0; i < examined.outcomes.size(); ++i) {
    shares.push_back(share_of(std::move(examined.outcomes[i]), examined.data, file.participant));
    append_obligations(setup.settings.rules.rules[i], shares.back(), setup, examined, file,
                       by_rule.emplace_back());
  }
  // The rules are by id already, as assemble() orders them: a rule's place stays its place.
  for (size_t i = 0; i < by_rule.size(); ++i) {
    for (CaseObligation& one : by_rule[i]) {
      one.finding.rule = static_cast<uint32_t>(i);
      file.obligations.push_back(std::move(one));
    }
  }
  file.audit = findings::assemble(std::move(shares), examined.data, options);
  file.events = findings::case_events(examined.data, row);
  file.spans = findings::case_spans(examined.data, row);
  if (options.with_names && examined.data.schema->participants != k_none) {
    const findings::Records records(examined.data, examined.data.schema->participants);
    file.participant_name = records.participant_name(row);
  }
  sort_obligations(file);
  keep_own_problems(file);
  return file;
}

/// What a waiver or the baseline says of a finding is said of its obligation.
void mark_set_aside(CaseFile& file) {
  std::map<findings::Fingerprint, findings::Finding> marked;
  for (const findings::Finding& finding : file.audit.findings) {
    if (finding.waived || finding.baselined) marked.emplace(finding.fingerprint, finding);
  }
  for (CaseObligation& one : file.obligations) {
    const auto found = marked.find(one.finding.fingerprint);
    if (found == marked.end()) continue;
    one.finding.waived = found->second.waived;
    one.finding.baselined = found->second.baselined;
  }
}

void keep_one(CaseFile& file, const std::string& fingerprint) {
  if (fingerprint.empty()) return;
  std::erase_if(file.obligations, [&](const CaseObligation& one) {
    return !util::equal_folded(one.finding.fingerprint.hex(), fingerprint);
  });
  if (file.obligations.empty()) {
    throw util::Fatal(ExitCode::input,
                      fmt::format("participant '{}' has no obligation with the fingerprint '{}'; "
                                  "without --finding all are shown, each with its own",
                                  util::visible(file.participant), util::visible(fingerprint)));
  }
  file.one_obligation = true;
}

ExitCode audit_case(const Arguments& arguments) {
  const double started = monotonic_seconds();
  const std::string started_at = now_text();
  const ReportArguments& report = arguments.report;
  const Setup setup = set_up(arguments.rules, arguments.input, report.quiet);
  const SetAside set_aside = read_set_aside(setup, report);
  ViewOutputs<CaseFile> outputs(reports::case_formats(), arguments);

  const Inputs inputs = open_inputs(arguments.input, setup.settings.schema);
  const bool show_progress = !report.quiet && stderr_is_terminal();
  std::vector<engine::Shown> shown = shown_columns(setup.settings.schema);
  const auto names = shown_names(setup.settings.schema, report.with_names);
  shown.insert(shown.end(), names.begin(), names.end());
  Examined examined =
      examine(setup, inputs, arguments.input, show_progress, Keep::every_obligation, shown);
  findings::AssembleOptions options{describe_run(setup, arguments.rules.period, started_at),
                                    report.with_names};
  options.run.seconds = monotonic_seconds() - started;
  CaseFile file = open_case(setup, examined, arguments, options);
  apply(set_aside, setup, file.audit);
  mark_set_aside(file);
  keep_one(file, arguments.choice.fingerprint);

  outputs.write(file);
  const auto reasons = shortcomings(file.audit, examined, setup.settings, report.strict);
  for (const std::string& reason : reasons) {
    std::fprintf(stderr, "caljobs-audit: %s\n", reason.c_str());
  }
  return reasons.empty() ? ExitCode::clean : ExitCode::input;
}

}  // namespace

int show_case(const Arguments& arguments) {
  try {
    return static_cast<int>(audit_case(arguments));
  } catch (const Refused&) {
    return static_cast<int>(ExitCode::usage);
  }
}

}  // namespace audit::cli
