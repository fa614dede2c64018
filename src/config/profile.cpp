// SPDX-License-Identifier: MIT
#include "config/profile.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "util/text.hpp"

namespace audit::config {
namespace {

std::string check_fail_on(const std::optional<std::string>& level) {
  for (const char* known : {"error", "warning", "info", "never"}) {
    if (level == known) return {};
  }
  return fmt::format("unknown level '{}'; write error, warning, info or never",
                     level.value_or(std::string()));
}

std::string check_table(const Node& node) {
  if (node.kind == Node::Kind::table) return {};
  return fmt::format("expected a table, got a {}", show(node.kind));
}

/// Header texts of one override: a text or an array of texts.
std::vector<Text> header_texts(const Node& node, util::Diagnostics& diagnostics) {
  std::vector<Text> headers;
  if (node.kind == Node::Kind::array) {
    KeyType<std::vector<Text>>::read(node, headers, diagnostics);
    if (node.items.empty()) diagnostics.error(node.spot, "name at least one header");
  } else {
    Text header;
    if (KeyType<Text>::read(node, header, diagnostics)) headers.push_back(std::move(header));
  }
  return headers;
}

void read_header_overrides(const Node& columns, std::vector<HeaderOverride>& overrides,
                           util::Diagnostics& diagnostics) {
  for (const Node::Entry& table : columns.entries) {
    if (table.value.kind != Node::Kind::table) {
      report_wrong_type(table.value, "table", diagnostics);
      continue;
    }
    for (const Node::Entry& column : table.value.entries) {
      HeaderOverride change;
      change.table = {table.key, table.spot};
      change.column = {column.key, column.spot};
      change.headers = header_texts(column.value, diagnostics);
      if (!change.headers.empty()) overrides.push_back(std::move(change));
    }
  }
}

/// `table` and the keys of a schema's column.
void read_new_column(const Node& node, std::vector<NewColumn>& columns,
                     util::Diagnostics& diagnostics) {
  if (node.kind != Node::Kind::table) {
    report_wrong_type(node, "table", diagnostics);
    return;
  }
  Node rest = node;
  std::erase_if(rest.entries, [](const Node::Entry& entry) { return entry.key == "table"; });
  NewColumn added;
  bool good = true;
  if (const Node* const table = node.find("table")) {
    good = KeyType<Text>::read(*table, added.table, diagnostics);
  } else {
    diagnostics.error(node.spot, "a column needs the key 'table'",
                      "The table that it is added to.");
    good = false;
  }
  auto decoded = ColumnDraft::keys().decode(rest, ColumnDraft::k_what, diagnostics);
  added.column = std::move(decoded.value);
  if (added.column.internal) {
    diagnostics.error(node.spot, "a profile's column can't be internal");
  }
  if (good && decoded.good) columns.push_back(std::move(added));
}

/// A profile that an option names; relative files start where the program was started.
Reference from_outside(const std::string& name, const std::string& said_by) {
  Reference reference;
  reference.text.text = name;
  reference.text.spot.file = said_by;
  return reference;
}

class ProfileReader {
 public:
  ProfileReader(const Files& files, const ProfileChoice& choice, util::Diagnostics& diagnostics)
      : files_(files),
        choice_(choice),
        bundle_{join_path(choice.rules_folder, "profiles"), "profile"},
        diagnostics_(diagnostics) {}

  Profile read() {
    if (!choice_.config_file.empty()) {
      read_file(from_outside(choice_.config_file, choice_.config_file), true);
    } else if (!choice_.name.empty()) {
      read_file(from_outside(choice_.name, "--profile"), false);
    } else {
      read_default();
      return std::move(profile_);
    }
    fill_from_default();
    return std::move(profile_);
  }

 private:
  /// The bundled profile that says it is the default: its name, or nothing.
  [[nodiscard]] std::optional<std::string> find_default() const {
    for (const std::string& path : files_.list(bundle_.folder)) {
      Node root;
      // Faults are told only of profiles that are used.
      util::Diagnostics unused;
      const auto text = files_.read(path);
      if (!text || !parse_toml(path, *text, root, unused)) continue;
      const Node* const mark = root.find("default");
      if (mark != nullptr && mark->boolean) return stem_of(path);
    }
    return std::nullopt;
  }

  void read_default() {
    if (const auto name = find_default()) {
      read_file(from_outside(*name, *name), false);
    } else {
      diagnostics_.error({"--profile"}, "no bundled profile is the default", "name one");
    }
  }

  /// A profile that stands alone takes the calendar and the reminder window of the default profile.
  void fill_from_default() {
    if (profile_.calendar.given() && profile_.remind) return;
    const auto name = find_default();
    if (!name || *name == choice_.name) return;
    util::Diagnostics unused;
    const Profile usual = read_profile(files_, {choice_.rules_folder, *name, {}}, unused);
    if (!profile_.calendar.given()) profile_.calendar = usual.calendar;
    if (!profile_.remind) profile_.remind = usual.remind;
  }

  /// A path is a file whatever it is called: --config says so.
  std::optional<Opened> open(const Reference& reference, bool is_path) {
    if (!is_path) return open_reference(files_, bundle_, reference, diagnostics_);
    Opened opened{reference.text.text, {}, files_.identity(reference.text.text)};
    auto text = files_.read(opened.path);
    if (!text) {
      diagnostics_.error(reference.text.spot, "the profile can't be read");
      return std::nullopt;
    }
    opened.text = std::move(*text);
    return opened;
  }

  void read_file(const Reference& reference, bool is_config) {
    const auto opened = open(reference, is_config);
    if (!opened) return;
    if (std::ranges::find(open_, opened->identity, &Opened::identity) != open_.end()) {
      diagnostics_.error(reference.text.spot,
                         fmt::format("profiles extend each other in a circle: {}, {}",
                                     list_paths(open_), opened->path));
      return;
    }
    Node root;
    if (!parse_toml(opened->path, opened->text, root, diagnostics_)) return;
    ProfileFile file;
    file.path = opened->path;
    file.folder = folder_of(opened->path);
    file.draft = ProfileDraft::keys().decode(root, ProfileDraft::k_what, diagnostics_).value;
    open_.push_back(*opened);
    extend(file, is_config);
    open_.pop_back();
    apply(file);
    profile_.name = !file.draft.name.empty() ? file.draft.name : stem_of(file.path);
    profile_.chain.push_back(std::move(file));
  }

  void extend(const ProfileFile& file, bool is_config) {
    if (is_config && !choice_.name.empty()) {
      read_file(from_outside(choice_.name, "--profile"), false);
    } else if (file.draft.extends.given()) {
      read_file({file.draft.extends, file.folder}, false);
    }
  }

  void apply(const ProfileFile& file) {
    const ProfileDraft& draft = file.draft;
    if (draft.calendar.given()) profile_.calendar = {draft.calendar, file.folder};
    if (draft.remind) profile_.remind = draft.remind->duration;
    if (draft.fail_on) profile_.fail_on = draft.fail_on;
    if (draft.waivers.given()) profile_.waivers = join_path(file.folder, draft.waivers.text);
    if (draft.as_of) profile_.as_of = draft.as_of;
    if (draft.max_age) profile_.max_age = draft.max_age->duration;
    if (draft.expect) profile_.expect = *draft.expect;
    read_header_overrides(draft.columns, profile_.headers, diagnostics_);
    for (const Node& column : draft.new_columns) {
      read_new_column(column, profile_.columns, diagnostics_);
    }
    for (const SuspensionDraft& suspension : draft.suspensions) {
      check_suspension(suspension, diagnostics_);
      profile_.suspensions.push_back(suspension);
    }
  }

  const Files& files_;
  const ProfileChoice& choice_;
  Bundle bundle_;
  util::Diagnostics& diagnostics_;
  Profile profile_;
  std::vector<Opened> open_;  // files whose `extends` is being read
};

}  // namespace

bool KeyType<DurationText>::read(const Node& node, DurationText& into,
                                 util::Diagnostics& diagnostics) {
  if (!KeyType<Text>::read(node, into.text, diagnostics)) return false;
  const auto duration = calendar::parse_duration(node.text);
  if (!duration) {
    diagnostics.error(node.spot, fmt::format("'{}' is no duration", node.text),
                      "write it as \"14 days\" or \"5 business days\"");
    return false;
  }
  into.duration = *duration;
  return true;
}

const Keys<ProfileDraft>& ProfileDraft::keys() {
  static const auto k_keys =
      Keys<ProfileDraft>{}
          .optional("name", &ProfileDraft::name, "Its name in reports; else that of its file.")
          .optional("title", &ProfileDraft::title, "Whom it is for.")
          .optional("default", &ProfileDraft::is_default,
                    "The bundled profile that is used where none is named.")
          .optional("extends", &ProfileDraft::extends,
                    "The profile that this one builds on: a bundled name or a file.")
          .optional("calendar", &ProfileDraft::calendar, "A bundled calendar or a calendar file.")
          .optional("remind", &ProfileDraft::remind,
                    "How long before its due date an obligation is told.")
          .optional("fail_on", &ProfileDraft::fail_on,
                    "The severity from which violations make the exit code 1: error, warning, info "
                    "or never.",
                    check_fail_on)
          .optional("packs", &ProfileDraft::packs,
                    "Bundled packs or pack files; added to those of the extended profile.")
          .optional("enable", &ProfileDraft::enable,
                    "Single rules, by id or by a prefix ending in \".*\".")
          .optional("disable", &ProfileDraft::disable, "The same; wins over enable.")
          .optional("waivers", &ProfileDraft::waivers, "The file of waivers.")
          .optional("as_of", &ProfileDraft::as_of, "The as-of date; else today.")
          .optional("max_age", &ProfileDraft::max_age, "How old an export may be; else 7 days.")
          .optional("expect", &ProfileDraft::expect, "Tables that must be in the input.")
          .optional("params", &ProfileDraft::params, "By rule id: parameters with other values.",
                    check_table)
          .optional("severity", &ProfileDraft::severity, "By rule id: another severity.",
                    check_table)
          .optional("sets", &ProfileDraft::sets,
                    "By set: other values, or { add = […], remove = […] }.", check_table)
          .optional("columns", &ProfileDraft::columns,
                    "By table: columns and the header, or headers, that hold them.", check_table)
          .optional("column", &ProfileDraft::new_columns,
                    "A new column: `table` and the keys of a schema's column.")
          .optional("suspension", &ProfileDraft::suspensions, "Days on which deadlines rest.");
  return k_keys;
}

Profile read_profile(const Files& files, const ProfileChoice& choice,
                     util::Diagnostics& diagnostics) {
  return ProfileReader(files, choice, diagnostics).read();
}

}  // namespace audit::config
