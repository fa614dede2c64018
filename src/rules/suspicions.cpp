// SPDX-License-Identifier: MIT
#include "rules/suspicions.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <map>

#include "rules/values.hpp"
#include "util/regex.hpp"

namespace audit::rules {
namespace {

bool is_name_part(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

/// `mark` ('$' or '@') and `name` stand in `text` as a word.
bool reads(std::string_view text, char mark, std::string_view name) {
  const std::string word = mark + std::string(name);
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    if (end == text.size() || !is_name_part(text[end])) return true;
  }
  return false;
}

std::vector<std::string_view> texts_of(const RuleDraft& rule) {
  std::vector<std::string_view> texts = {rule.title.text, rule.message.text, rule.remedy.text};
  for (const ExpressionKey& key : expression_keys()) texts.push_back((rule.*key.text).text);
  return texts;
}

void find_unused_parameters(const RuleDraft& rule, util::Diagnostics& diagnostics) {
  const auto texts = texts_of(rule);
  for (const config::Node::Entry& parameter : rule.params.entries) {
    const bool used = std::ranges::any_of(
        texts, [&](std::string_view text) { return reads(text, '$', parameter.key); });
    if (used) continue;
    diagnostics.warning(parameter.spot, fmt::format("nothing in rule '{}' reads the parameter '{}'",
                                                    rule.id.text, parameter.key));
  }
}

void find_unused_sets(const std::vector<Pack>& packs, util::Diagnostics& diagnostics) {
  std::vector<std::string_view> texts;
  for (const Pack& pack : packs) {
    for (const DeriveDraft& derived : pack.draft.derived) texts.emplace_back(derived.value.text);
    for (const RuleDraft& rule : pack.draft.rules)
      std::ranges::copy(texts_of(rule), std::back_inserter(texts));
  }
  for (const Pack& pack : packs) {
    for (const SetDraft& set : pack.draft.sets) {
      const bool used = std::ranges::any_of(
          texts, [&](std::string_view text) { return reads(text, '@', set.name.text); });
      if (used) continue;
      diagnostics.warning(set.name.spot, fmt::format("no rule reads the set '{}'", set.name.text));
    }
  }
}

/// All that decides a rule's obligations. Ranges are part of it: two versions of a rule with
/// adjoining ranges are how a policy change is written.
std::string condition_of(const TypedRule& rule) {
  std::string condition = fmt::format("{} {}", rule.table, show(rule.form));
  for (const auto& [key, text] : rule.source) {
    if (key != "message" && key != "remedy") condition += fmt::format("\x1F{}={}", key, text);
  }
  for (const Parameter& parameter : rule.parameters) {
    condition += fmt::format("\x1F${}={}", parameter.name, show_value(parameter.value));
  }
  for (const EffectiveRange& range : rule.effective) {
    condition += fmt::format("\x1F{}..{}", range.from ? calendar::iso(*range.from) : "",
                             range.until ? calendar::iso(*range.until) : "");
  }
  return condition;
}

std::vector<const TypedRule*> all_rules(const RuleSet& rules) {
  std::vector<const TypedRule*> all;
  for (const auto* list : {&rules.rules, &rules.disabled}) {
    for (const TypedRule& rule : *list) all.push_back(&rule);
  }
  std::ranges::sort(all, {}, [](const TypedRule* rule) { return rule->id; });
  return all;
}

void find_twins(const std::vector<const TypedRule*>& rules, util::Diagnostics& diagnostics) {
  std::map<std::string, const TypedRule*> known;
  for (const TypedRule* rule : rules) {
    const auto [first, added] = known.emplace(condition_of(*rule), rule);
    if (added) continue;
    diagnostics.warning(rule->spot, fmt::format("rule '{}' has the same condition as '{}'",
                                                rule->id, first->second->id));
  }
}

bool matches_nothing(const std::string& pattern) {
  const auto compiled = util::shared_regex(pattern, {.case_sensitive = false});
  return compiled->ok() && RE2::PartialMatch("", *compiled);
}

/// Patterns of `matches` that fit the empty text fit every text.
void find_empty_patterns(const Expression& expression, util::Diagnostics& diagnostics) {
  if (expression.op == Op::matches) {
    const auto* const pattern = std::get_if<std::string>(&expression.value);
    if (pattern != nullptr && matches_nothing(*pattern)) {
      diagnostics.warning(expression.spot,
                          fmt::format("the pattern '{}' matches every text", *pattern));
    }
  }
  for (const Expression& part : expression.args) find_empty_patterns(part, diagnostics);
  if (expression.selection.where) find_empty_patterns(*expression.selection.where, diagnostics);
}

void find_empty_patterns(const TypedRule& rule, util::Diagnostics& diagnostics) {
  for (const auto* expression : {&rule.where, &rule.require, &rule.date, &rule.from, &rule.within,
                                 &rule.due, &rule.met_on, &rule.lapses, &rule.every, &rule.until}) {
    if (*expression) find_empty_patterns(**expression, diagnostics);
  }
  if (rule.events && rule.events->where) find_empty_patterns(*rule.events->where, diagnostics);
}

}  // namespace

void find_suspicions(const std::vector<Pack>& packs, const RuleSet& rules,
                     const std::set<std::string>& used, util::Diagnostics& diagnostics) {
  for (const Pack& pack : packs) {
    for (const RuleDraft& rule : pack.draft.rules) {
      find_unused_parameters(rule, diagnostics);
      if (!rule.enabled || used.contains(rule.id.text)) continue;
      diagnostics.warning(rule.id.spot, fmt::format("no profile uses the rule '{}'", rule.id.text),
                          "a rule that is meant to be off says `enabled = false`");
    }
  }
  find_unused_sets(packs, diagnostics);
  const auto all = all_rules(rules);
  find_twins(all, diagnostics);
  for (const TypedRule* rule : all) find_empty_patterns(*rule, diagnostics);
  for (const DerivedColumn& derived : rules.derived)
    find_empty_patterns(derived.value, diagnostics);
}

}  // namespace audit::rules
