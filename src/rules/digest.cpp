// SPDX-License-Identifier: MIT
#include "rules/digest.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rules/values.hpp"
#include "util/hash.hpp"

namespace audit::rules {
namespace {

/// A text in which no two different lists of fields look alike: each field with its length.
class Canonical {
 public:
  void add(std::string_view field) { text_ += fmt::format("{}:{};", field.size(), field); }
  void add(const char* field) { add(std::string_view(field)); }
  void add(bool field) { add(std::string_view(field ? "1" : "0")); }
  void add(int64_t field) { add(fmt::format("{}", field)); }
  void add(uint32_t field) { add(int64_t{field}); }
  void add(int field) { add(int64_t{field}); }
  void add_date(const std::optional<calendar::Date>& field) {
    add(field ? calendar::iso(*field) : std::string());
  }
  void add(const std::vector<std::string>& fields) {
    add(static_cast<int64_t>(fields.size()));
    for (const std::string& field : fields) add(field);
  }
  void add_value(const Value& value) {
    const auto type = type_of(value);
    add(type ? model::show(*type) : "");
    add(show_value(value));
  }

  [[nodiscard]] std::string hash() const { return util::hash_hex(text_); }

 private:
  std::string text_;
};

void add_rule(const TypedRule& rule, const model::Schema& schema, Canonical& text) {
  text.add(rule.id);
  text.add(rule.title);
  text.add(findings::show(rule.severity));
  text.add(schema.tables[rule.table].name);
  text.add(show(rule.form));
  text.add(rule.cite);
  text.add(calendar::show(rule.remind));
  for (const auto& [key, source] : rule.source) {
    text.add(key);
    text.add(source);
  }
  std::vector<Parameter> parameters = rule.parameters;
  std::ranges::sort(parameters, {}, &Parameter::name);
  for (const Parameter& parameter : parameters) {
    text.add(parameter.name);
    text.add_value(parameter.value);
  }
  for (const EffectiveRange& range : rule.effective) {
    text.add_date(range.from);
    text.add_date(range.until);
  }
  std::vector<std::string> needs;
  for (const Need& need : rule.needs) needs.push_back(need.text);
  std::ranges::sort(needs);
  text.add(needs);
}

void add_set(const std::string& name, const ValueSet& set, Canonical& text) {
  text.add(name);
  text.add(model::show(set.type));
  std::vector<std::string> values;
  for (const Value& value : set.values) values.push_back(show_value(value));
  std::ranges::sort(values);
  text.add(values);
}

void add_sets(const RuleSet& rules, Canonical& text) {
  for (const auto& [name, set] : rules.sets) add_set(name, *set, text);
}

/// Sets that the rule's own text or some derived column names. "@a" in "@ab" counts too: a digest
/// may say more than it must.
void add_sets_of(const TypedRule& rule, const RuleSet& rules, Canonical& text) {
  for (const auto& [name, set] : rules.sets) {
    const std::string mention = "@" + name;
    const auto names_it = [&](const std::string& source) {
      return source.find(mention) != std::string::npos;
    };
    if (std::ranges::any_of(rule.source, [&](const auto& key) { return names_it(key.second); }) ||
        std::ranges::any_of(rules.derived, names_it, &DerivedColumn::source)) {
      add_set(name, *set, text);
    }
  }
}

void add_derived(const RuleSet& rules, const model::Schema& schema, Canonical& text) {
  std::vector<std::string> columns;
  for (const DerivedColumn& derived : rules.derived) {
    columns.push_back(
        fmt::format("{}.{}={}", schema.tables[derived.table].name, derived.name, derived.source));
  }
  std::ranges::sort(columns);
  text.add(columns);
}

void add_calendar(const calendar::Calendar& calendar,
                  const std::vector<calendar::Holiday>& holidays, Canonical& text) {
  text.add(calendar.name());
  for (const calendar::Holiday& day : holidays) {
    text.add(static_cast<int64_t>(day.kind));
    text.add(
        fmt::format("{}-{} {} {} {} {}", day.month, day.day, day.weekday, day.nth, day.offset,
                    day.kind == calendar::Holiday::Kind::one_off ? calendar::iso(day.date) : ""));
    text.add(fmt::format("{} {} {} {}", static_cast<int>(day.on_saturday),
                         static_cast<int>(day.on_sunday), day.first_year, day.last_year));
  }
  for (const calendar::Suspension& suspension : calendar.suspensions()) {
    text.add(calendar::iso(suspension.from));
    text.add(calendar::iso(suspension.until));
    text.add(suspension.rules);
  }
}

void add_table(const model::TableDef& table, Canonical& text) {
  text.add(table.name);
  text.add(fmt::format("{} {}", table.optional, table.implied));
  for (const model::ColumnDef& column : table.columns) {
    text.add(column.name);
    text.add(model::show(column.type));
    text.add(column.headers);
    text.add(column.optional);
  }
  text.add(table.key.value_or(model::k_none));
  for (const auto& choices : table.default_key) {
    for (const model::ColumnIndex column : choices) text.add(column);
    text.add("|");
  }
  for (const auto* parts : {&table.extractions, &table.trailing_text}) {
    for (const model::Extraction& part : *parts) {
      text.add(fmt::format("{} {} {}", part.from, part.into, part.pattern));
    }
  }
  for (const model::IgnoreMark& mark : table.ignore) {
    text.add(fmt::format("{} {}", mark.column, mark.pattern));
  }
}

void add_schema(const model::Schema& schema, Canonical& text) {
  for (const model::TableDef& table : schema.tables) add_table(table, text);
  for (const model::Relation& relation : schema.relations) {
    text.add(fmt::format("{} {} {} {}", relation.name, relation.child, relation.parent,
                         fmt::join(relation.through, ",")));
    for (const model::LinkWay& way : relation.ways) {
      for (const model::LinkPart& part : way.parts) {
        text.add(fmt::format("{} {} {} {}", part.child, part.parent, part.child_relation,
                             part.parent_relation));
      }
      text.add(fmt::format("{} {}", fmt::join(way.only_if_missing, ","), way.unique));
    }
  }
  text.add(schema.footer_words);
  text.add(schema.missing_words);
  text.add(schema.not_applicable_words);
}

}  // namespace

std::string rule_digest(const TypedRule& rule, const Settings& settings) {
  Canonical text;
  add_rule(rule, settings.schema, text);
  add_sets_of(rule, settings.rules, text);
  add_derived(settings.rules, settings.schema, text);
  add_calendar(settings.calendar, {}, text);
  return text.hash();
}

std::string rules_digest(const Settings& settings, const std::vector<calendar::Holiday>& holidays,
                         const std::vector<std::string>& bundled_data) {
  Canonical text;
  for (const TypedRule& rule : settings.rules.rules) add_rule(rule, settings.schema, text);
  add_sets(settings.rules, text);
  add_derived(settings.rules, settings.schema, text);
  add_calendar(settings.calendar, holidays, text);
  add_schema(settings.schema, text);
  text.add(bundled_data);
  return text.hash();
}

}  // namespace audit::rules
