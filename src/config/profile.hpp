// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "calendar/duration.hpp"
#include "config/calendar_file.hpp"
#include "config/keys.hpp"
#include "config/reference.hpp"
#include "config/schema_file.hpp"

namespace audit::config {

/// A duration as a profile writes it, with its place.
struct DurationText {
  Text text;
  calendar::Duration duration;
};

template <>
struct KeyType<DurationText> {
  static std::string spelt() { return "duration"; }
  static bool read(const Node& node, DurationText& into, util::Diagnostics& diagnostics);
  static std::string show(const DurationText& value) { return calendar::show(value.duration); }
};

/// A profile file as written.
struct ProfileDraft {
  static constexpr const char* k_what = "a profile";
  static const Keys<ProfileDraft>& keys();

  std::string name;
  std::string title;
  bool is_default = false;
  Text extends;
  Text calendar;
  std::optional<DurationText> remind;
  std::optional<std::string> fail_on;
  std::vector<Text> packs;
  std::vector<Text> enable;
  std::vector<Text> disable;
  Text waivers;
  std::optional<calendar::Date> as_of;
  std::optional<DurationText> max_age;
  std::optional<std::vector<Text>> expect;
  Node params;    ///< rule id → table of parameters
  Node severity;  ///< rule id → text
  Node sets;      ///< set → array, or table of add and remove
  Node columns;   ///< table → table of column → header or headers
  std::vector<Node> new_columns;
  std::vector<SuspensionDraft> suspensions;
};

/// One file of a chain of profiles.
struct ProfileFile {
  std::string path;
  std::string folder;  ///< in which relative names start
  ProfileDraft draft;
};

/// A profile with all that it extends. Single values: the last file that gives one wins.
struct Profile {
  std::string name;                ///< for the report
  std::vector<ProfileFile> chain;  ///< the extended profile first
  Reference calendar;
  std::optional<calendar::Duration> remind;
  std::optional<std::string> fail_on;
  std::string waivers;  ///< path, resolved; empty: none
  std::optional<calendar::Date> as_of;
  std::optional<calendar::Duration> max_age;
  std::vector<Text> expect;
  std::vector<HeaderOverride> headers;
  std::vector<NewColumn> columns;
  std::vector<SuspensionDraft> suspensions;
};

/// Which profile is asked for.
struct ProfileChoice {
  std::string rules_folder;
  std::string name;  ///< a bundled profile (or a file); instead of what the config file extends
  std::string config_file;  ///< a profile file; empty: none
};

/// Reads the chain of profiles. Neither a name nor a config file: the bundled profile that says
/// `default = true`. Faults, a circle of `extends` among them, are reported.
Profile read_profile(const Files& files, const ProfileChoice& choice,
                     util::Diagnostics& diagnostics);

}  // namespace audit::config
