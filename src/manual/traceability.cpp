// SPDX-License-Identifier: MIT
#include "manual/traceability.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "manual/markdown.hpp"
#include "util/text.hpp"

namespace audit::manual {

const config::Keys<Duty>& Duty::keys() {
  static const auto k_keys =
      config::Keys<Duty>{}
          .required("section", &Duty::section, "The section of the policy.")
          .required("words", &Duty::words, "The words that place the duty.")
          .optional("rules", &Duty::rules, "The rules that check it.")
          .optional("why", &Duty::why, "Why data cannot show it, or shows only a part.");
  return k_keys;
}

const config::Keys<Policy>& Policy::keys() {
  static const auto k_keys =
      config::Keys<Policy>{}
          .required("title", &Policy::title, "The policy text.")
          .required("duty", &Policy::duties, "Its paragraphs that place a duty on staff.");
  return k_keys;
}

const config::Keys<Traceability>& Traceability::keys() {
  static const auto k_keys =
      config::Keys<Traceability>{}.required("policy", &Traceability::policies, "The policy texts.");
  return k_keys;
}

Traceability read_traceability(const std::string& file, const std::string& text,
                               util::Diagnostics& diagnostics) {
  diagnostics.remember_source(file, text);
  config::Node root;
  if (!config::parse_toml(file, text, root, diagnostics)) return {};
  return Traceability::keys().decode(root, Traceability::k_what, diagnostics).value;
}

void check_traceability(const Traceability& table, const std::string& file,
                        const std::vector<std::string>& known,
                        const std::vector<std::string>& bundled, util::Diagnostics& diagnostics) {
  std::set<std::string> named;
  for (const Policy& policy : table.policies) {
    for (const Duty& duty : policy.duties) {
      if (duty.rules.empty() && duty.why.empty()) {
        diagnostics.error(duty.spot, "a duty names the rules that check it, or says why none can");
      }
      for (const config::Text& rule : duty.rules) {
        named.insert(rule.text);
        if (std::ranges::find(known, rule.text) != known.end()) continue;
        const std::string near = util::nearest_name(rule.text, known);
        diagnostics.error(rule.spot, fmt::format("there is no rule '{}'", rule.text),
                          near.empty() ? "" : fmt::format("did you mean '{}'?", near));
      }
    }
  }
  for (const std::string& id : bundled) {
    if (named.contains(id)) continue;
    diagnostics.error({file, 0, 0, 1}, fmt::format("no duty names the rule '{}'", id),
                      "add it to the paragraph that it checks");
  }
}

std::string traceability_section(const Traceability& table) {
  std::string out;
  for (const Policy& policy : table.policies) {
    out += fmt::format("### {}\n\n", policy.title);
    Table duties({"Section", "The policy's words", "Checked by", "Limits of the data"});
    for (const Duty& duty : policy.duties) {
      std::vector<std::string> links;
      for (const config::Text& rule : duty.rules) links.push_back(link_to(rule.text));
      duties.add({plain(duty.section), plain(duty.words),
                  links.empty() ? "no rule" : fmt::format("{}", fmt::join(links, ", ")),
                  plain(duty.why)});
    }
    out += duties.text();
  }
  return out;
}

}  // namespace audit::manual
