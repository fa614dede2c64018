// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "calendar/calendar.hpp"
#include "model/schema.hpp"
#include "rules/typed_rule.hpp"
#include "util/diagnostics.hpp"

namespace audit::config {
class Files;
}

namespace audit::rules {

/// What the command line says about the rules, over what the profile says.
struct Options {
  std::string rules_folder;  ///< the bundled rules/ tree
  std::string profile;       ///< bundled name; empty: the config's, else the default
  std::string config_file;   ///< a profile file; empty: none
  std::string columns_from;  ///< a profile file of which only the columns and packs count; or empty
  std::vector<std::string> extra_packs;  ///< --rules FILE|DIR
  std::vector<std::string> only;         ///< ids or prefix.*
  std::vector<std::string> skip;
  std::vector<std::pair<std::string, std::string>> parameters;  ///< "ID.name" → value text
  std::string calendar;                                      ///< name or file; empty: the profile's
  std::string remind;                                        ///< empty: the profile's
  std::vector<std::pair<std::string, std::string>> columns;  ///< "TABLE.column" → header
  unsigned threads = 1;     ///< that read and check; the result is the same
  bool suspicions = false;  ///< rules check: warn of what is allowed, but more often a slip
};

/// Everything that is settled before data is read.
struct Settings {
  model::Schema schema;  ///< bundled, with the profile's [columns] and [[column]]
  RuleSet rules;
  calendar::Calendar calendar;
  std::string profile;  ///< its name, for the report
  calendar::Duration remind;
  std::optional<calendar::Date> as_of;  ///< where the profile sets one
  std::string fail_on = "error";
  std::optional<calendar::Duration> max_age;  ///< empty: the default of 7 days
  std::vector<std::string> expect;            ///< tables that must be there
  std::string waivers;                        ///< file, relative to the profile already resolved
};

/// Reads the bundled schema, packs, sets, calendars and profiles and the user's own; checks them
/// all. Faults (all of all files) go to `diagnostics`; the result counts only if there are no
/// errors.
Settings load(const Options& options, util::Diagnostics& diagnostics);
/// The same from files that need not lie on a disk.
Settings load(const Options& options, const config::Files& files, util::Diagnostics& diagnostics);

}  // namespace audit::rules
