// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "config/keys.hpp"

/// The tables of rules/schema.toml as written: names are still texts with their places.
namespace audit::config {

struct ColumnDraft {
  static constexpr const char* k_what = "a column";
  static const Keys<ColumnDraft>& keys();

  Text name;
  std::string type = "text";
  std::vector<Text> headers;
  bool personal = false;
  bool optional = false;
  bool entry_date = false;
  bool internal = false;
  std::string doc;
  Text event;
};

struct IgnoreDraft {
  static constexpr const char* k_what = "an ignore mark";
  static const Keys<IgnoreDraft>& keys();

  Text column;
  Text pattern;
};

struct ExtractionDraft {
  static constexpr const char* k_what = "an extraction";
  static const Keys<ExtractionDraft>& keys();

  Text from;
  Text into;
  Text pattern;
};

struct TrailingTextDraft {
  static constexpr const char* k_what = "a trailing text";
  static const Keys<TrailingTextDraft>& keys();

  Text from;
  Text into;
};

struct WayDraft {
  static constexpr const char* k_what = "a way";
  static const Keys<WayDraft>& keys();

  std::vector<Text> on;
  std::vector<Text> only_if_missing;
  bool unique = false;
  util::Spot spot;
};

struct RelationDraft {
  static constexpr const char* k_what = "a relation";
  static const Keys<RelationDraft>& keys();

  Text name;
  Text parent;
  std::vector<Text> through;
  bool reference = false;
  std::vector<WayDraft> ways;
  util::Spot spot;
};

struct SpanDraft {
  static constexpr const char* k_what = "a span";
  static const Keys<SpanDraft>& keys();

  Text from;
  Text until;
  std::string lane;
  std::string words;
  std::string look = "plain";
  util::Spot spot;
};

struct TableDraft {
  static constexpr const char* k_what = "a table";
  static const Keys<TableDraft>& keys();

  Text name;
  Text singular;
  std::string doc;
  Text key;
  std::vector<Text> default_key;
  std::vector<Text> required;
  bool optional = false;
  bool implied = false;
  std::string bundled;
  Text flag_missing;
  std::vector<std::string> known_headers;
  std::vector<IgnoreDraft> ignore;
  std::vector<TrailingTextDraft> trailing_text;
  std::vector<ExtractionDraft> extract;
  std::vector<ColumnDraft> columns;
  std::vector<RelationDraft> relations;
  std::string lane;
  std::vector<Text> label;
  std::vector<SpanDraft> spans;
  util::Spot spot;
};

struct RolesDraft {
  static constexpr const char* k_what = "the roles";
  static const Keys<RolesDraft>& keys();

  Text participants;
  Text applications;
  Text region;
  Text office;
  Text case_manager;
  Text program;
  std::vector<Text> names;
};

struct SchemaDraft {
  static constexpr const char* k_what = "a schema";
  static const Keys<SchemaDraft>& keys();

  std::vector<std::string> footer_words;
  std::vector<std::string> run_date_words;
  std::vector<std::string> missing_words;
  std::vector<std::string> not_applicable_words;
  RolesDraft roles;
  std::vector<TableDraft> tables;
};

}  // namespace audit::config
