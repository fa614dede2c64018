// SPDX-License-Identifier: MIT
#include "rules/form_keys.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace audit::rules {
namespace {

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

/// A key of the rule that holds an expression, and its place.
struct Given {
  std::string name;
  util::Spot spot;
};

std::vector<Given> given_keys(const RuleDraft& rule) {
  std::vector<Given> given;
  for (const ExpressionKey& key : expression_keys()) {
    const Text& text = rule.*key.text;
    if (text.given()) given.push_back({key.name, text.spot});
  }
  return given;
}

std::string all_forms() {
  std::string all;
  for (const FormKeys& form : form_keys()) {
    all += fmt::format("{}{} ({})", all.empty() ? "" : "; ", show(form.form), form.summary);
  }
  return all;
}

/// Which forms the rule's keys speak of, each with the key that does.
struct Sign {
  const FormKeys* form;
  Given key;
};

std::vector<Sign> find_signs(const std::vector<Given>& given) {
  std::vector<Sign> signs;
  for (const FormKeys& form : form_keys()) {
    const auto key =
        std::ranges::find_if(given, [&](const Given& g) { return has(form.signature, g.name); });
    if (key != given.end()) signs.push_back({&form, *key});
  }
  return signs;
}

/// `due`, or `from` and `within`; `date` goes with `due` only.
bool check_deadline(const RuleDraft& rule, util::Diagnostics& diagnostics) {
  const bool due = rule.due.given();
  const bool from = rule.from.given();
  const bool within = rule.within.given();
  if (due && (from || within)) {
    const Text& other = within ? rule.within : rule.from;
    diagnostics.error(other.spot,
                      fmt::format("'{}' can't stand beside 'due': a deadline has 'due', "
                                  "or 'from' and 'within'",
                                  within ? "within" : "from"),
                      within ? "" : "the trigger beside 'due' is called 'date'");
    return false;
  }
  if (!due && !(from && within)) {
    diagnostics.error(rule.spot, fmt::format("a deadline needs 'due', or 'from' and 'within'{}",
                                             from     ? "; 'within' is missing"
                                             : within ? "; 'from' is missing"
                                                      : ""));
    return false;
  }
  if (from && rule.date.given()) {
    diagnostics.error(rule.date.spot, "'date' can't stand beside 'from', which is the trigger");
    return false;
  }
  return true;
}

}  // namespace

const std::vector<FormKeys>& form_keys() {
  static const std::vector<FormKeys> k_forms = {
      {Form::requirement, "'require'",                {"require"},                           {"require"}, {"date"}},
      {Form::deadline,
       "'due', or 'from' and 'within'; and 'met_on'", {"within", "due", "met_on", "lapses"},
       {"met_on"},
       {"from", "within", "due", "date", "lapses"}                                                                },
      {Form::recurring,
       "'from', 'every' and 'events'",                {"every", "events", "until"},
       {"from", "every", "events"},
       {"until"}                                                                                                  },
  };
  return k_forms;
}

std::optional<Form> choose_form(const RuleDraft& rule, util::Diagnostics& diagnostics) {
  const std::vector<Given> given = given_keys(rule);
  const std::vector<Sign> signs = find_signs(given);
  if (signs.empty()) {
    diagnostics.error(rule.spot, fmt::format("rule '{}' has none of the three forms", rule.id.text),
                      "write one: " + all_forms());
    return std::nullopt;
  }
  if (signs.size() > 1) {
    std::vector<std::string> told;
    for (const Sign& sign : signs) {
      told.push_back(fmt::format("{} ('{}')", show(sign.form->form), sign.key.name));
    }
    diagnostics.error(signs.back().key.spot,
                      fmt::format("rule '{}' has keys of more than one form: {}", rule.id.text,
                                  fmt::join(told, " and ")),
                      "a rule has one of the forms " + all_forms());
    return std::nullopt;
  }
  const FormKeys& form = *signs.front().form;
  bool good = true;
  for (const Given& key : given) {
    if (key.name == "where" || has(form.required, key.name) || has(form.allowed, key.name))
      continue;
    diagnostics.error(key.spot, fmt::format("'{}' is no key of a {}", key.name, show(form.form)),
                      fmt::format("its keys are {}", form.summary));
    good = false;
  }
  for (const std::string& name : form.required) {
    if (std::ranges::find(given, name, &Given::name) != given.end()) continue;
    diagnostics.error(rule.spot, fmt::format("a {} needs the key '{}'", show(form.form), name),
                      fmt::format("its keys are {}", form.summary));
    good = false;
  }
  if (form.form == Form::deadline && !check_deadline(rule, diagnostics)) good = false;
  if (!good) return std::nullopt;
  return form.form;
}

}  // namespace audit::rules
