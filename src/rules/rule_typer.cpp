// SPDX-License-Identifier: MIT
#include "rules/rule_typer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/names.hpp"
#include "rules/example.hpp"
#include "rules/form_keys.hpp"
#include "rules/needs.hpp"
#include "rules/values.hpp"

namespace audit::rules {
namespace {

using model::Type;

/// The literal durations that an expression of type duration may come to.
void collect_durations(const Expression& expression, std::vector<calendar::Duration>& found) {
  if (expression.type != Type::duration) return;
  if (const auto* const literal = std::get_if<calendar::Duration>(&expression.value)) {
    found.push_back(*literal);
  }
  for (const Expression& part : expression.args) collect_durations(part, found);
}

class RuleTyper {
 public:
  RuleTyper(const RuleDraft& draft, const PackHeader& pack, const RuleContext& context,
            util::Diagnostics& diagnostics)
      : draft_(draft), pack_(pack), context_(context), diagnostics_(diagnostics) {}

  std::optional<TypedRule> run() {
    const auto form = choose_form(draft_, diagnostics_);
    const auto table = draft_.for_each.given()
                           ? find_table(draft_.for_each, context_.schema, diagnostics_)
                           : std::nullopt;
    read_parameters();
    read_plain_keys();
    if (form) rule_.form = *form;
    if (table) {
      rule_.table = *table;
      read_expressions();
      read_texts();
    }
    if (!form || !table || broken_) return std::nullopt;
    read_unit();
    return std::move(rule_);
  }

 private:
  void read_parameters() {
    for (const config::Node::Entry& entry : draft_.params.entries) {
      if (!config::is_snake_case(entry.key)) {
        diagnostics_.error(entry.spot, fmt::format("'{}' is no name for a parameter: write "
                                                   "lower-case letters, digits and '_'",
                                                   entry.key));
      }
      const auto value = read_value(entry.value, diagnostics_);
      if (!value) {
        broken_ = true;
        continue;
      }
      rule_.parameters.push_back({entry.key, *type_of(*value), *value, *value});
    }
    const auto changes = context_.overrides.parameters.find(draft_.id.text);
    if (changes != context_.overrides.parameters.end()) {
      change_parameters(changes->second, rule_.parameters, diagnostics_);
    }
    for (const Parameter& parameter : rule_.parameters) parameters_[parameter.name] = parameter;
  }

  void read_plain_keys() {
    rule_.id = draft_.id.text;
    rule_.pack = pack_.name.text;
    rule_.severity = severity();
    rule_.cite = draft_.cite;
    rule_.rationale = draft_.rationale;
    rule_.tags = draft_.tags;
    rule_.spot = draft_.spot;
    rule_.remind = draft_.remind ? draft_.remind->duration : context_.remind;
    if (pack_.effective) rule_.effective.push_back({pack_.effective->from, pack_.effective->until});
    if (draft_.effective)
      rule_.effective.push_back({draft_.effective->from, draft_.effective->until});
    for (const Text& text : draft_.needs) {
      if (auto need = read_need(text, context_.schema, diagnostics_)) {
        rule_.needs.push_back(std::move(*need));
      }
    }
    for (const ExampleDraft& example : draft_.examples) {
      rule_.examples.push_back(read_example(example, context_.schema, diagnostics_));
    }
  }

  [[nodiscard]] Severity severity() const {
    const auto changed = context_.overrides.severities.find(draft_.id.text);
    if (changed != context_.overrides.severities.end()) return changed->second;
    for (const Severity known : {Severity::error, Severity::warning, Severity::info}) {
      if (draft_.severity == findings::show(known)) return known;
    }
    return Severity::error;
  }

  [[nodiscard]] Scope scope(bool shown) const {
    Scope scope;
    scope.schema = &context_.schema;
    scope.derived = &context_.derived;
    scope.names = &context_.names;
    scope.sets = &context_.sets;
    scope.parameters = &parameters_;
    scope.table = rule_.table;
    scope.shown = shown;
    return scope;
  }

  std::optional<Expression> read(const Text& text, Type type, bool shown) {
    if (!text.given()) return std::nullopt;
    auto checked = check_expression({text.text, text.spot}, scope(shown), type, diagnostics_);
    broken_ = broken_ || !checked;
    return checked;
  }

  void read_expressions() {
    rule_.where = read(draft_.where, Type::boolean, false);
    rule_.require = read(draft_.require, Type::boolean, false);
    rule_.date = read(draft_.date, Type::date, true);
    rule_.from = read(draft_.from, Type::date, true);
    rule_.within = read(draft_.within, Type::duration, false);
    rule_.due = read(draft_.due, Type::date, true);
    rule_.met_on = read(draft_.met_on, Type::date, true);
    rule_.lapses = read(draft_.lapses, Type::date, false);
    rule_.every = read(draft_.every, Type::duration, false);
    rule_.until = read(draft_.until, Type::date, false);
    if (draft_.events.given()) {
      rule_.events =
          check_events({draft_.events.text, draft_.events.spot}, scope(true), diagnostics_);
      broken_ = broken_ || !rule_.events;
    }
    for (const ExpressionKey& key : expression_keys()) {
      const Text& text = draft_.*key.text;
      if (text.given()) rule_.source.emplace_back(key.name, text.text);
    }
  }

  std::optional<Template> read_template(const Text& text, bool title) {
    Scope words = scope(true);
    words.own_words = !title;
    auto checked = check_template({text.text, text.spot}, words, title, diagnostics_);
    broken_ = broken_ || !checked;
    return checked;
  }

  void read_texts() {
    if (draft_.title.given()) {
      if (const auto title = read_template(draft_.title, true)) rule_.title = filled(*title);
    }
    if (draft_.message.given()) {
      if (auto made = read_template(draft_.message, false)) rule_.message = std::move(*made);
      rule_.source.emplace_back("message", draft_.message.text);
    }
    if (draft_.remedy.given()) {
      if (auto made = read_template(draft_.remedy, false)) rule_.remedy = std::move(*made);
      rule_.source.emplace_back("remedy", draft_.remedy.text);
    }
  }

  /// A title holds parameters only, which are literals by now.
  static std::string filled(const Template& title) {
    std::string text;
    for (const auto& part : title.parts) {
      if (const auto* const plain = std::get_if<std::string>(&part)) {
        text += *plain;
      } else {
        text += show_value(std::get<Expression>(part).value);
      }
    }
    return text;
  }

  /// Whether lateness counts business days: as `within` or `every` does.
  void read_unit() {
    const bool recurring = rule_.form == Form::recurring;
    const auto& expression = recurring ? rule_.every : rule_.within;
    if (!expression) return;
    const Text& text = recurring ? draft_.every : draft_.within;
    std::vector<calendar::Duration> durations;
    collect_durations(*expression, durations);
    size_t business = 0;
    for (const calendar::Duration duration : durations) {
      if (duration.unit == calendar::Unit::business_days) ++business;
      if (recurring && duration.count <= 0) {
        diagnostics_.error(
            text.spot, fmt::format("'every' must be positive, not '{}'", calendar::show(duration)));
      }
    }
    if (business != 0 && business != durations.size()) {
      diagnostics_.error(
          text.spot,
          fmt::format("'{}' mixes business days with other units", recurring ? "every" : "within"),
          "how late a finding is can be counted in one of them only");
    }
    rule_.in_business_days = business != 0;
  }

  const RuleDraft& draft_;
  const PackHeader& pack_;
  const RuleContext& context_;
  util::Diagnostics& diagnostics_;
  TypedRule rule_;
  Parameters parameters_;
  bool broken_ = false;
};

}  // namespace

std::optional<TypedRule> type_rule(const RuleDraft& draft, const PackHeader& pack,
                                   const RuleContext& context, util::Diagnostics& diagnostics) {
  return RuleTyper(draft, pack, context, diagnostics).run();
}

}  // namespace audit::rules
