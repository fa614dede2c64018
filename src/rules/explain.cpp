// SPDX-License-Identifier: MIT
#include "rules/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "rules/explain_words.hpp"
#include "rules/language/language.hpp"

namespace audit::rules {
namespace {

/// The expressions of a rule that decide, in the order of its keys.
std::vector<const Expression*> expressions_of(const TypedRule& rule) {
  std::vector<const Expression*> all;
  for (const auto* expression : {&rule.where, &rule.require, &rule.date, &rule.from, &rule.within,
                                 &rule.due, &rule.met_on, &rule.lapses, &rule.every, &rule.until}) {
    if (expression->has_value()) all.push_back(&**expression);
  }
  return all;
}

/// Collects what a rule reads, through derived columns to the columns of the input.
class Collector {
 public:
  Collector(const model::Schema& schema, const RuleSet& rules) : schema_(schema), rules_(rules) {}

  void take(const Reads& reads) {
    for (const auto& [table, column] : reads.columns) read(table, column);
    for (const auto& [table, column] : reads.if_exported) read(table, column);
  }
  void fill(Explanation& explanation) const {
    explanation.columns.assign(columns_.begin(), columns_.end());
    for (size_t i = 0; i < rules_.derived.size(); ++i) {
      if (!derived_.contains(i)) continue;
      const DerivedColumn& column = rules_.derived[i];
      explanation.terms.emplace_back(
          fmt::format("{}.{}", schema_.tables[column.table].name, column.name),
          explain(column.value, column.table, schema_, rules_));
    }
  }

 private:
  void read(model::TableIndex table, model::ColumnIndex column) {
    const model::TableDef& def = schema_.tables[table];
    if (column < def.columns.size()) {
      columns_.insert(fmt::format("{}.{}", def.name, def.columns[column].name));
      return;
    }
    for (size_t i = 0; i < rules_.derived.size(); ++i) {
      const DerivedColumn& derived = rules_.derived[i];
      if (derived.table != table || derived.column != column || !derived_.insert(i).second)
        continue;
      Reads reads;
      collect_reads(derived.value, table, reads);
      take(reads);  // as deep as derived columns use each other
    }
  }

  const model::Schema& schema_;
  const RuleSet& rules_;
  std::set<std::string> columns_;
  std::set<size_t> derived_;
};

/// The sentences of the three forms.
class Sentences {
 public:
  Sentences(const TypedRule& rule, const model::Schema& schema, const RuleSet& rules)
      : rule_(rule), words_(schema, rules, rule.table) {
    std::string head = fmt::format("For each {}", singular(schema, rule.table));
    if (rule.where) head += fmt::format(" for which this holds: {}", words_.of(*rule.where));
    lines_.push_back(head + ".");
  }

  std::vector<std::string> run() {
    switch (rule_.form) {
      case Form::requirement:
        requirement();
        break;
      case Form::deadline:
        deadline();
        break;
      case Form::recurring:
        recurring();
        break;
    }
    return std::move(lines_);
  }

 private:
  void say(std::string text) { lines_.push_back(std::move(text)); }
  std::string of(const std::optional<Expression>& expression) {
    return expression ? words_.of(*expression) : std::string("nothing");
  }

  void requirement() {
    say(fmt::format("This must hold: {}.", of(rule_.require)));
    if (rule_.date) say(fmt::format("It is dated by {}.", of(rule_.date)));
  }

  void deadline() {
    if (rule_.due) {
      say(fmt::format("It is due on {}; that day is on time.", of(rule_.due)));
      if (rule_.date) say(fmt::format("The trigger is {}.", of(rule_.date)));
    } else {
      say(fmt::format("It is due {} after {}; that day is on time.", of(rule_.within),
                      of(rule_.from)));
    }
    say(fmt::format("It is met on {}; while that is missing, it has not happened.",
                    of(rule_.met_on)));
    if (rule_.lapses) {
      say(fmt::format("It lapses if it has not happened and is due on or after {}.",
                      of(rule_.lapses)));
    }
  }

  void recurring() {
    say(fmt::format("From {} on, something must happen at least every {}.", of(rule_.from),
                    of(rule_.every)));
    if (rule_.events) say(fmt::format("What counts is {}.", words_.of(*rule_.events)));
    if (rule_.until) {
      say(fmt::format("It ends on {}; while that is missing, it goes on.", of(rule_.until)));
    }
  }

  const TypedRule& rule_;
  Wording words_;
  std::vector<std::string> lines_;
};

}  // namespace

std::string explain(const Expression& expression, model::TableIndex table,
                    const model::Schema& schema, const RuleSet& rules) {
  return Wording(schema, rules, table).of(expression);
}

Explanation explain(const TypedRule& rule, const model::Schema& schema, const RuleSet& rules) {
  Explanation explanation;
  explanation.sentences = Sentences(rule, schema, rules).run();
  Collector collector(schema, rules);
  Reads reads;
  for (const Expression* expression : expressions_of(rule)) {
    collect_reads(*expression, rule.table, reads);
  }
  if (rule.events) collect_reads(*rule.events, rule.table, reads);
  collector.take(reads);
  collector.fill(explanation);
  return explanation;
}

}  // namespace audit::rules
