// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/keys.hpp"
#include "config/profile.hpp"

/// A rule file as written: keys decoded, expressions still texts with their places, names not yet
/// looked up.
namespace audit::rules {

using config::Text;

struct EffectiveDraft {
  static constexpr const char* k_what = "an effective range";
  static const config::Keys<EffectiveDraft>& keys();

  std::optional<calendar::Date> from;
  std::optional<calendar::Date> until;
  util::Spot spot;
};

struct PackHeader {
  static constexpr const char* k_what = "a pack";
  static const config::Keys<PackHeader>& keys();

  Text name;
  std::string title;
  std::string source;
  std::optional<EffectiveDraft> effective;
};

struct SetDraft {
  static constexpr const char* k_what = "a set";
  static const config::Keys<SetDraft>& keys();

  Text name;
  config::Node values;
  std::string doc;
};

struct DeriveDraft {
  static constexpr const char* k_what = "a derived column";
  static const config::Keys<DeriveDraft>& keys();

  Text table;
  Text name;
  Text value;
  std::string doc;
};

struct ExampleDraft {
  static constexpr const char* k_what = "an example";
  static const config::Keys<ExampleDraft>& keys();

  std::string name;
  calendar::Date as_of;
  std::vector<Text> expect;
  std::vector<config::Node::Entry> tables;  ///< table → array of rows
  util::Spot spot;
};

struct RuleDraft {
  static constexpr const char* k_what = "a rule";
  static const config::Keys<RuleDraft>& keys();

  Text id;
  Text title;
  std::string severity = "error";
  Text for_each;
  Text where;
  config::Node params;  ///< table: name → value
  Text require;
  Text date;
  Text from;
  Text within;
  Text due;
  Text met_on;
  Text lapses;
  Text every;
  Text events;
  Text until;
  Text message;
  Text remedy;
  std::string cite;
  std::string rationale;
  std::vector<Text> needs;
  std::optional<config::DurationText> remind;
  std::optional<EffectiveDraft> effective;
  std::vector<std::string> tags;
  bool enabled = true;
  std::vector<ExampleDraft> examples;
  util::Spot spot;
};

struct PackDraft {
  static constexpr const char* k_what = "a rule file";
  static const config::Keys<PackDraft>& keys();

  PackHeader header;
  std::vector<SetDraft> sets;
  std::vector<DeriveDraft> derived;
  std::vector<RuleDraft> rules;
};

/// The keys of a rule that hold expressions, in the order in which `rules show` lists them.
struct ExpressionKey {
  const char* name;
  Text RuleDraft::*text;
};
const std::vector<ExpressionKey>& expression_keys();

/// A rule file's draft; faults go to `diagnostics`.
PackDraft read_pack_draft(const std::string& file, const std::string& text,
                          util::Diagnostics& diagnostics);

}  // namespace audit::rules
