// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace audit::model {

/// What a value is. `identifier` is text that compares exactly (after trimming); `text` compares as
/// util::fold does. Columns are never of type duration; expressions may be.
enum class Type : uint8_t { text, identifier, number, date, boolean, duration };

const char* show(Type type);  ///< "text", "identifier", "number", "date", "bool", "duration"

using TableIndex = uint32_t;     ///< into Schema::tables
using ColumnIndex = uint32_t;    ///< into TableDef::columns; derived columns follow (see Dataset)
using RelationIndex = uint32_t;  ///< into Schema::relations
inline constexpr uint32_t k_none = 0xFFFFFFFF;  ///< "no such table, column, relation or row"

struct ColumnDef {
  std::string name;  ///< canonical, snake_case
  Type type = Type::text;
  std::vector<std::string> headers;  ///< aliases; the canonical name is always one
  bool personal = false;             ///< may never be shown (spec 7, "Personal columns")
  bool optional = false;             ///< counts as missing when not exported
  bool entry_date = false;           ///< when the record was entered; empty or bad = a data problem
  bool internal = false;             ///< made by the schema (an extraction), no header of its own
  std::string doc;
  std::string event;  ///< of a date: what happened that day, in a timeline; empty: by its name
};

/// One equality of a link: child column = parent column, compared exactly where the parent's column
/// is an identifier, else as the rule language compares text; or, with the relations set instead,
/// both records have the same parent through them ("the same participant").
struct LinkPart {
  ColumnIndex child = k_none;
  ColumnIndex parent = k_none;
  RelationIndex child_relation = k_none;
  RelationIndex parent_relation = k_none;
};
/// One way to find the parent: all parts must be present and equal.
struct LinkWay {
  std::vector<LinkPart> parts;
  std::vector<ColumnIndex>
      only_if_missing;  ///< the way counts only where these child cells are missing
  bool unique =
      false;  ///< several fitting parents: none (otherwise the one whose key is lowest as text)
};

/// child → parent. `name` is the path in the rule language ("application"); the child's plural
/// table name is the child set of the parent.
struct Relation {
  std::string name;
  TableIndex child = k_none;
  TableIndex parent = k_none;
  /// Relations of the child to other parents, tried first: the parent is that parent's `name`
  /// (a participant through the application). They win over `ways` that lead elsewhere.
  std::vector<RelationIndex> through;
  std::vector<LinkWay> ways;  ///< the first that finds a parent wins
  bool reference = false;     ///< the parent is a reference table: no orphan problem per file, but
                              ///< one data problem per unknown value
};

/// Takes a part of a cell into another column where that has no column of its own in the file, or
/// into an internal column: the first capture group of `pattern` (RE2), if any, else the whole
/// match.
struct Extraction {
  ColumnIndex from = k_none;
  ColumnIndex into = k_none;
  std::string pattern;
};

/// A row is ignored (counted, never audited) when this column's text matches.
struct IgnoreMark {
  ColumnIndex column = k_none;
  std::string pattern;
};

/// From one date to another, what a timeline draws of a record. The columns may be derived ones, so
/// that they are known only when the rules are: see rules::load.
struct SpanDef {
  enum class Look : uint8_t { plain, running, paused, end };
  std::string lane;   ///< heading of the row that it is drawn in
  std::string words;  ///< what goes on in that time; empty: the record's label alone
  Look look = Look::plain;
  std::string from_name;
  std::string until_name;  ///< empty: a point in time
  ColumnIndex from = k_none;
  ColumnIndex until = k_none;  ///< missing in a record: it goes on
};

struct TableDef {
  std::string name;      ///< plural: "activities"
  std::string singular;  ///< "activity"
  std::string doc;
  std::vector<ColumnDef> columns;
  std::vector<RelationIndex> relations;               ///< in which this table is the child
  std::optional<ColumnIndex> key;                     ///< its own key column
  std::vector<std::vector<ColumnIndex>> default_key;  ///< parts; of each, the first present column
  [[nodiscard]] bool has_default_key() const { return !default_key.empty(); }
  std::vector<ColumnIndex> required;  ///< without these headers a file is not this table
  bool optional = false;              ///< absent = empty, for rules that read it
  bool implied = false;               ///< a record exists for each key met in any table read
  std::string bundled;                ///< file under rules/ used when no input is this table; or ""
  /// Where text after a date goes if the file has no such column: date column → text column.
  std::vector<Extraction> trailing_text;
  std::vector<Extraction> extractions;
  std::vector<IgnoreMark> ignore;
  std::vector<std::string>
      known_headers;  ///< of real reports, explained but not read (folded match)
  std::string
      flag_missing;  ///< bool column whose missing value in a reference table is a data problem
  std::string lane;  ///< its heading in a timeline: "Services"
  std::vector<ColumnIndex> label;  ///< columns that tell a person which record it is; may be none
  std::vector<SpanDef> spans;

  [[nodiscard]] std::optional<ColumnIndex> find(std::string_view column) const;
};

/// What the tables are; from rules/schema.toml and the profile's [columns] and [[column]].
struct Schema {
  std::vector<TableDef> tables;
  std::vector<Relation> relations;
  std::vector<std::string>
      footer_words;  ///< begin a footer or totals line ("Total", "Report generated")
  std::vector<std::string>
      run_date_words;  ///< begin the line that holds a report's date ("Run date")
  std::vector<std::string> missing_words;  ///< missing in every column ("NULL", "None Selected")
  std::vector<std::string> not_applicable_words;  ///< missing in a date, number or bool column only

  // Roles: what the reports say of every record, as column or table names of this schema.
  TableIndex participants = k_none;  ///< the table whose key is a finding's `participant`
  TableIndex applications = k_none;  ///< the table whose key is a finding's `application`
  std::string region_column;         ///< of the record, else of its application
  std::string office_column;
  std::string case_manager_column;
  std::string program_column;
  std::vector<std::string> name_columns;  ///< of participants: shown under --with-names only

  [[nodiscard]] std::optional<TableIndex> find_table(std::string_view plural) const;
  /// The relation of `child` with this name, or nothing.
  [[nodiscard]] std::optional<RelationIndex> find_relation(TableIndex child,
                                                           std::string_view name) const;
  /// The relation through which `child_plural` is a child set of `parent`, or nothing.
  [[nodiscard]] std::optional<RelationIndex> find_child_set(TableIndex parent,
                                                            std::string_view child_plural) const;
};

}  // namespace audit::model
