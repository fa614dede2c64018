// SPDX-License-Identifier: MIT
#include "rules/draft.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/names.hpp"
#include "util/text.hpp"

namespace audit::rules {
namespace {

using config::Keys;

std::string check_id(const Text& id) {
  const auto is_good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  const std::string& text = id.text;
  const bool edges = !text.empty() && text.front() != '.' && text.back() != '.' &&
                     text.front() != '-' && text.find("..") == std::string::npos;
  if (edges && std::ranges::all_of(text, is_good)) return {};
  return fmt::format("'{}' is no id: write lower-case letters, digits, '-' and '.'", text);
}

std::string check_severity(const std::string& name) {
  if (name == "error" || name == "warning" || name == "info") return {};
  return fmt::format("unknown severity '{}'; write error, warning or info", name);
}

std::string check_given(const std::string& text) {
  return util::trim(text).empty() ? "the text is empty" : "";
}

std::string check_text(const Text& text) { return check_given(text.text); }

std::string check_range(const std::optional<EffectiveDraft>& range) {
  if (!range || !range->from || !range->until || *range->from <= *range->until) return {};
  return fmt::format("the range ends before it starts: {} to {}", calendar::iso(*range->from),
                     calendar::iso(*range->until));
}

std::string check_table(const config::Node& node) {
  if (node.kind == config::Node::Kind::table) return {};
  return fmt::format("expected a table, got a {}", config::show(node.kind));
}

std::string check_array(const config::Node& node) {
  if (node.kind == config::Node::Kind::array) return {};
  return fmt::format("expected an array, got a {}", config::show(node.kind));
}

void add_expressions(Keys<RuleDraft>& keys) {
  keys.optional("where", &RuleDraft::where, "Which of the records; a condition.", check_text)
      .optional("require", &RuleDraft::require, "Requirement: the condition that must hold.",
                check_text)
      .optional("date", &RuleDraft::date, "Requirement, or deadline with due: the trigger date.",
                check_text)
      .optional("from", &RuleDraft::from, "Deadline or recurring: the trigger date.", check_text)
      .optional("within", &RuleDraft::within,
                "Deadline: the time allowed after the trigger; the due date is on time.",
                check_text)
      .optional("due", &RuleDraft::due, "Deadline: the due date itself.", check_text)
      .optional("met_on", &RuleDraft::met_on,
                "Deadline: when it happened; missing means it has not.", check_text)
      .optional("lapses", &RuleDraft::lapses,
                "Deadline: from this date on, what has not happened is no longer owed.", check_text)
      .optional("every", &RuleDraft::every, "Recurring: the longest time between two events.",
                check_text)
      .optional("events", &RuleDraft::events, "Recurring: the dates on which it happened.",
                check_text)
      .optional("until", &RuleDraft::until, "Recurring: its last day; missing means it still runs.",
                check_text);
}

Keys<RuleDraft> rule_keys() {
  Keys<RuleDraft> keys;
  keys.required("id", &RuleDraft::id, "Unique; lower-case letters, digits, '-' and '.'.", check_id)
      .required("title", &RuleDraft::title, "One line; may hold {$parameter}.", check_text)
      .required("severity", &RuleDraft::severity, "error, warning or info.", check_severity)
      .required("for_each", &RuleDraft::for_each, "The table whose records carry the obligation.");
  add_expressions(keys);
  keys.optional("params", &RuleDraft::params, "Named values that a profile can override.",
                check_table)
      .required("message", &RuleDraft::message,
                "What a finding says; {…} holds an expression over the record.", check_text)
      .optional("remedy", &RuleDraft::remedy, "What to do about it; as message.")
      .required("cite", &RuleDraft::cite, "The policy's document and section.", check_given)
      .optional("rationale", &RuleDraft::rationale, "How an ambiguity of the policy was read.")
      .optional("needs", &RuleDraft::needs,
                "Tables and table.columns without which the rule is skipped; alternatives are "
                "joined by ' or '.")
      .optional("remind", &RuleDraft::remind,
                "How long before its due date an obligation is told; else the profile's.")
      .optional("effective", &RuleDraft::effective, "The trigger dates that the rule judges.",
                check_range)
      .optional("tags", &RuleDraft::tags, "Words to find it by.")
      .optional("enabled", &RuleDraft::enabled, "false: off until a profile enables it.")
      .optional("example", &RuleDraft::examples, "Records and what must come of them; a test.");
  return keys;
}

}  // namespace

const Keys<EffectiveDraft>& EffectiveDraft::keys() {
  static const auto k_keys =
      Keys<EffectiveDraft>{}
          .optional("from", &EffectiveDraft::from, "The first trigger date.")
          .optional("until", &EffectiveDraft::until, "The last trigger date.");
  return k_keys;
}

const Keys<PackHeader>& PackHeader::keys() {
  static const auto k_keys =
      Keys<PackHeader>{}
          .required("name", &PackHeader::name, "The name that profiles list it by.", check_id)
          .optional("title", &PackHeader::title, "Whose rules these are.")
          .optional("source", &PackHeader::source, "The policy texts they come from.")
          .optional("effective", &PackHeader::effective, "The trigger dates that its rules judge.",
                    check_range);
  return k_keys;
}

const Keys<SetDraft>& SetDraft::keys() {
  static const auto k_keys =
      Keys<SetDraft>{}
          .required("name", &SetDraft::name, "Written @name in expressions.", config::check_name)
          .required("values", &SetDraft::values, "Texts, numbers or dates, all of one type.",
                    check_array)
          .optional("doc", &SetDraft::doc, "What the values are.");
  return k_keys;
}

const Keys<DeriveDraft>& DeriveDraft::keys() {
  static const auto k_keys =
      Keys<DeriveDraft>{}
          .required("table", &DeriveDraft::table, "The table that gets the column.")
          .required("name", &DeriveDraft::name, "The column's name.", config::check_name)
          .required("value", &DeriveDraft::value, "An expression over the table's record.",
                    check_text)
          .optional("doc", &DeriveDraft::doc, "What the column says.");
  return k_keys;
}

const Keys<ExampleDraft>& ExampleDraft::keys() {
  static const auto k_keys =
      Keys<ExampleDraft>{}
          .required("name", &ExampleDraft::name, "What it shows.", check_given)
          .required("as_of", &ExampleDraft::as_of, "The as-of date.")
          .required("expect", &ExampleDraft::expect,
                    "The statuses, in the order of the records, then of due dates; [] is no "
                    "obligation.")
          .rest(&ExampleDraft::tables, "A table's records: arrays of { column = value }.");
  return k_keys;
}

const Keys<RuleDraft>& RuleDraft::keys() {
  static const Keys<RuleDraft> k_keys = rule_keys();
  return k_keys;
}

const Keys<PackDraft>& PackDraft::keys() {
  static const auto k_keys =
      Keys<PackDraft>{}
          .required("pack", &PackDraft::header, "What the file is.")
          .optional("set", &PackDraft::sets, "Named lists of values.")
          .optional("derive", &PackDraft::derived, "Columns computed from others.")
          .optional("rule", &PackDraft::rules, "The rules.");
  return k_keys;
}

const std::vector<ExpressionKey>& expression_keys() {
  static const std::vector<ExpressionKey> k_keys = {
      {"where",   &RuleDraft::where  },
      {"require", &RuleDraft::require},
      {"date",    &RuleDraft::date   },
      {"from",    &RuleDraft::from   },
      {"within",  &RuleDraft::within },
      {"due",     &RuleDraft::due    },
      {"met_on",  &RuleDraft::met_on },
      {"lapses",  &RuleDraft::lapses },
      {"every",   &RuleDraft::every  },
      {"events",  &RuleDraft::events },
      {"until",   &RuleDraft::until  },
  };
  return k_keys;
}

PackDraft read_pack_draft(const std::string& file, const std::string& text,
                          util::Diagnostics& diagnostics) {
  config::Node root;
  if (!config::parse_toml(file, text, root, diagnostics)) return {};
  return PackDraft::keys().decode(root, PackDraft::k_what, diagnostics).value;
}

}  // namespace audit::rules
