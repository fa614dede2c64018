// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>

#include "config/profile.hpp"
#include "rules/draft.hpp"
#include "rules/language/language.hpp"

namespace audit::rules {

/// The sets of all packs, and what a profile makes of them.
class SetTable {
 public:
  /// A [[set]]; a name that is taken is an error that names both places.
  void add(const SetDraft& draft, util::Diagnostics& diagnostics);

  /// A profile's [sets]: `name = […]` replaces, `name = { add = […], remove = […] }` changes. An
  /// unknown set or a value of another type is an error; removing what is not there a warning.
  void change(const config::Node& sets, util::Diagnostics& diagnostics);

  [[nodiscard]] Sets made() const;

 private:
  struct Entry {
    ValueSet set;
    util::Spot spot;
  };

  static void add_values(const config::Node& values, ValueSet& set, util::Diagnostics& diagnostics);
  static void change_one(const config::Node& change, ValueSet& set, util::Diagnostics& diagnostics);

  std::map<std::string, Entry> sets_;
};

}  // namespace audit::rules
