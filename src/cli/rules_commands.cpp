// SPDX-License-Identifier: MIT
// rules list and show: what the rule set says, without any data.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "calendar/duration.hpp"
#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "cli/session.hpp"
#include "rules/explain.hpp"
#include "rules/values.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

using util::ExitCode;

struct Loaded {
  rules::Settings settings;
  util::Diagnostics diagnostics;
};

Loaded load_rules(const Arguments& arguments) {
  const std::string folder =
      arguments.rules.rules_folder.empty() ? find_rules_folder() : arguments.rules.rules_folder;
  rules::Options options = rule_options(arguments.rules, folder);
  options.extra_packs.insert(options.extra_packs.end(), arguments.rule_files.begin(),
                             arguments.rule_files.end());
  Loaded loaded;
  loaded.settings = rules::load(options, loaded.diagnostics);
  std::fputs(loaded.diagnostics.render().c_str(), stderr);
  return loaded;
}

/// Text broken at spaces to `width`, each line after `indent`; a pack may come from anyone, so that
/// control characters are shown.
std::string wrapped(const std::string& text, size_t width, const std::string& indent) {
  std::string out;
  std::string line = indent;
  size_t at = 0;
  while (at < text.size()) {
    const size_t end = std::min(text.find_first_of(" \n", at), text.size());
    const std::string word = util::visible(std::string_view(text).substr(at, end - at));
    if (line.size() > indent.size() && line.size() + 1 + word.size() > width) {
      out += line + "\n";
      line = indent;
    }
    if (!word.empty()) line += (line.size() > indent.size() ? " " : "") + word;
    at = end + 1;
  }
  return out + line + "\n";
}

void print_line(const rules::TypedRule& rule, const char* state, size_t id_width) {
  std::printf("%s\n", fmt::format("{:<{}}  {:<8}{:<10}{}", rule.id, id_width,
                                  findings::show(rule.severity), state, util::visible(rule.title))
                          .c_str());
}

void print_parameters(const rules::TypedRule& rule) {
  if (rule.parameters.empty()) return;
  std::puts("Parameters");
  for (const rules::Parameter& parameter : rule.parameters) {
    const std::string value = rules::show_value(parameter.value);
    const std::string declared = rules::show_value(parameter.declared);
    const std::string own = value == declared ? "" : " (the rule's own: " + declared + ")";
    std::printf("  %s = %s\n", parameter.name.c_str(), util::visible(value + own).c_str());
  }
  std::putchar('\n');
}

void print_section(const char* title, const std::string& text, size_t width) {
  if (text.empty()) return;
  std::printf("%s\n%s\n", title, wrapped(text, width, "  ").c_str());
}

/// "- name: meaning", one a derived column.
void print_terms(const rules::Explanation& explanation, size_t width) {
  if (explanation.terms.empty()) return;
  std::puts("In which");
  for (const auto& [name, meaning] : explanation.terms) {
    std::fputs(wrapped(fmt::format("{}: {}", name, meaning), width, "  ").c_str(), stdout);
  }
  std::putchar('\n');
}

void print_source(const rules::TypedRule& rule, size_t width) {
  std::puts("As it is written");
  for (const auto& [key, text] : rule.source) {
    if (key == "remedy" || key == "message") continue;
    std::printf("  %-8s %s", key.c_str(), wrapped(text, width, "           ").substr(11).c_str());
  }
  std::putchar('\n');
  for (const auto& [key, text] : rule.source) {
    if (key == "message") print_section("Message", text, width);
    if (key == "remedy") print_section("Remedy", text, width);
  }
}

void print_rule(const rules::TypedRule& rule, const rules::Settings& settings, bool enabled) {
  const size_t width = std::min(terminal_width(), 100U);
  const rules::Explanation explanation = rules::explain(rule, settings.schema, settings.rules);
  std::printf("%s: %s\n%s, %s, for each record of %s, pack %s%s\n\n", rule.id.c_str(),
              util::visible(rule.title).c_str(), findings::show(rule.severity),
              rules::show(rule.form), settings.schema.tables[rule.table].name.c_str(),
              util::visible(rule.pack).c_str(), enabled ? "" : "; not enabled in this profile");
  print_section("Policy", rule.cite, width);
  std::puts("What it checks");
  for (const std::string& sentence : explanation.sentences) {
    std::fputs(wrapped(sentence, width, "  ").c_str(), stdout);
  }
  std::putchar('\n');
  print_terms(explanation, width);
  print_section("How the policy was read", rule.rationale, width);
  print_parameters(rule);
  print_source(rule, width);
  print_section("Columns it reads", fmt::format("{}", fmt::join(explanation.columns, ", ")), width);
  std::puts("Examples");
  for (const rules::Example& example : rule.examples) {
    std::printf("  %s → %s\n", util::visible(example.name).c_str(),
                example.expect.empty()
                    ? "no obligation"
                    : fmt::format("{}", fmt::join(example.expect, ", ")).c_str());
  }
}

const rules::TypedRule* find_rule(const std::vector<rules::TypedRule>& rules,
                                  const std::string& id) {
  const auto found = std::ranges::find(rules, id, &rules::TypedRule::id);
  return found == rules.end() ? nullptr : &*found;
}

int unknown_rule(const rules::RuleSet& rules, const std::string& id) {
  std::vector<std::string> known;
  for (const auto* list : {&rules.rules, &rules.disabled}) {
    for (const rules::TypedRule& rule : *list) known.push_back(rule.id);
  }
  const std::string near = util::nearest_name(id, known);
  std::fprintf(stderr, "caljobs-audit: there is no rule '%s'%s\n", util::visible(id).c_str(),
               near.empty() ? "; 'caljobs-audit rules list --profile all' lists them"
                            : ("; did you mean '" + near + "'?").c_str());
  return static_cast<int>(ExitCode::usage);
}

int list_profiles(const Arguments& arguments) {
  const std::string folder =
      arguments.rules.rules_folder.empty() ? find_rules_folder() : arguments.rules.rules_folder;
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder + "/profiles", error)) {
    if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  for (const std::string& name : names) std::puts(name.c_str());
  return static_cast<int>(ExitCode::clean);
}

}  // namespace

int rules_list(const Arguments& arguments) {
  if (arguments.list_profiles) return list_profiles(arguments);
  const Loaded loaded = load_rules(arguments);
  if (loaded.diagnostics.has_errors()) return static_cast<int>(ExitCode::usage);
  const rules::RuleSet& rules = loaded.settings.rules;
  size_t id_width = 0;
  for (const rules::TypedRule& rule : rules.rules) id_width = std::max(id_width, rule.id.size());
  for (const rules::TypedRule& rule : rules.rules)
    print_line(rule, rules::show(rule.form), id_width);
  std::printf("\n%zu rules in profile %s; %zu more are known and not enabled\n", rules.rules.size(),
              loaded.settings.profile.c_str(), rules.disabled.size());
  return static_cast<int>(ExitCode::clean);
}

int rules_show(const Arguments& arguments) {
  const Loaded loaded = load_rules(arguments);
  if (loaded.diagnostics.has_errors()) return static_cast<int>(ExitCode::usage);
  const rules::RuleSet& rules = loaded.settings.rules;
  if (const auto* rule = find_rule(rules.rules, arguments.rule_id)) {
    print_rule(*rule, loaded.settings, true);
  } else if (const auto* disabled = find_rule(rules.disabled, arguments.rule_id)) {
    print_rule(*disabled, loaded.settings, false);
  } else {
    return unknown_rule(rules, arguments.rule_id);
  }
  return static_cast<int>(ExitCode::clean);
}

}  // namespace audit::cli
