// SPDX-License-Identifier: MIT
#include "config/schema_draft.hpp"

#include "config/names.hpp"

namespace audit::config {

const Keys<ColumnDraft>& ColumnDraft::keys() {
  static const auto k_keys =
      Keys<ColumnDraft>{}
          .required("name", &ColumnDraft::name, "The column's name, in snake_case.", check_name)
          .optional("type", &ColumnDraft::type, "text, identifier, number, date or bool.",
                    check_column_type)
          .optional(
              "headers", &ColumnDraft::headers,
              "The headers that exports use for it; case, spaces and punctuation don't count.")
          .optional("personal", &ColumnDraft::personal, "Never shown in a report or message.")
          .optional("optional", &ColumnDraft::optional,
                    "Counts as missing where an export lacks it.")
          .optional("entry_date", &ColumnDraft::entry_date,
                    "When the record was entered; an empty one is a data problem.")
          .optional("internal", &ColumnDraft::internal,
                    "Made by an extraction; has no header of its own.")
          .optional("doc", &ColumnDraft::doc, "What the column holds.")
          .optional("event", &ColumnDraft::event,
                    "Of a date: what happened that day, as a timeline words it.");
  return k_keys;
}

const Keys<IgnoreDraft>& IgnoreDraft::keys() {
  static const auto k_keys =
      Keys<IgnoreDraft>{}
          .required("column", &IgnoreDraft::column, "The column that is looked at.")
          .required("pattern", &IgnoreDraft::pattern,
                    "A row whose cell matches is counted, never audited (RE2).", check_pattern);
  return k_keys;
}

const Keys<ExtractionDraft>& ExtractionDraft::keys() {
  static const auto k_keys =
      Keys<ExtractionDraft>{}
          .required("from", &ExtractionDraft::from, "The column that holds the text.")
          .required("into", &ExtractionDraft::into,
                    "The column that gets a part of it where the file has none of its own.")
          .required("pattern", &ExtractionDraft::pattern,
                    "The part: the first group, else the whole match (RE2).", check_pattern);
  return k_keys;
}

const Keys<TrailingTextDraft>& TrailingTextDraft::keys() {
  static const auto k_keys =
      Keys<TrailingTextDraft>{}
          .required("from", &TrailingTextDraft::from, "A date column with text after the date.")
          .required("into", &TrailingTextDraft::into,
                    "The text column that gets it where the file has none of its own.");
  return k_keys;
}

const Keys<WayDraft>& WayDraft::keys() {
  static const auto k_keys =
      Keys<WayDraft>{}
          .required("on", &WayDraft::on,
                    "\"child=parent\" columns that must be equal; \"child==parent\" relations that "
                    "must lead to the same record.")
          .optional("only_if_missing", &WayDraft::only_if_missing,
                    "The way counts only where these cells of the child are missing.")
          .optional("unique", &WayDraft::unique, "Several fitting parents are none.");
  return k_keys;
}

const Keys<RelationDraft>& RelationDraft::keys() {
  static const auto k_keys =
      Keys<RelationDraft>{}
          .required("name", &RelationDraft::name, "The parent's name in the rule language.",
                    check_name)
          .required("parent", &RelationDraft::parent, "The parent's table.")
          .optional("through", &RelationDraft::through,
                    "Relations of this table whose parents have a relation of the same name; tried "
                    "before the ways.")
          .optional("reference", &RelationDraft::reference, "The parent is a reference table.")
          .optional("ways", &RelationDraft::ways,
                    "How the parent is found; the first way that finds one wins.");
  return k_keys;
}

const Keys<SpanDraft>& SpanDraft::keys() {
  static const auto k_keys =
      Keys<SpanDraft>{}
          .required("from", &SpanDraft::from, "The date, a derived one too, on which it begins.")
          .optional("until", &SpanDraft::until,
                    "The date on which it ends; missing in a record, it goes on. Without this key "
                    "it is a point in time.")
          .optional("lane", &SpanDraft::lane, "The heading that it is drawn under.")
          .optional("words", &SpanDraft::words, "What goes on in that time.")
          .optional("look", &SpanDraft::look, "plain, running, paused or end.", check_look);
  return k_keys;
}

const Keys<TableDraft>& TableDraft::keys() {
  static const auto k_keys =
      Keys<TableDraft>{}
          .required("name", &TableDraft::name, "The table's name, plural.", check_name)
          .required("singular", &TableDraft::singular, "One of its records.", check_name)
          .optional("doc", &TableDraft::doc, "What its records are.")
          .optional("key", &TableDraft::key, "The column that tells its records apart.")
          .optional(
              "default_key", &TableDraft::default_key,
              "Columns joined to a key where the file has none; \"a|b\" is the first present.")
          .optional("required", &TableDraft::required,
                    "Columns without which a file is not this table.")
          .optional("optional", &TableDraft::optional, "Counts as empty where it is not exported.")
          .optional("implied", &TableDraft::implied,
                    "A record exists for each of its keys that any table names.")
          .optional("bundled", &TableDraft::bundled,
                    "The file under rules/ that is used where no input is this table.")
          .optional("flag_missing", &TableDraft::flag_missing,
                    "The bool column whose missing value is a data problem.")
          .optional("known_headers", &TableDraft::known_headers,
                    "Headers of real reports that are known, but not read.")
          .optional("ignore", &TableDraft::ignore, "Rows that are counted, never audited.")
          .optional("trailing_text", &TableDraft::trailing_text, "Where text after a date goes.")
          .optional("extract", &TableDraft::extract, "Parts of cells that fill other columns.")
          .required("column", &TableDraft::columns, "The columns.")
          .optional("relation", &TableDraft::relations, "The parents.")
          .optional("lane", &TableDraft::lane, "Its heading in a timeline.")
          .optional("label", &TableDraft::label,
                    "Columns that tell a person which record it is; none may be personal.")
          .optional("span", &TableDraft::spans, "What a timeline draws from one date to another.");
  return k_keys;
}

const Keys<RolesDraft>& RolesDraft::keys() {
  static const auto k_keys =
      Keys<RolesDraft>{}
          .optional("participants", &RolesDraft::participants,
                    "The table whose key is a finding's participant.")
          .optional("applications", &RolesDraft::applications,
                    "The table whose key is a finding's application.")
          .optional("region", &RolesDraft::region, "The column that holds a record's region.")
          .optional("office", &RolesDraft::office, "The column that holds a record's office.")
          .optional("case_manager", &RolesDraft::case_manager,
                    "The column that holds a record's case manager.")
          .optional("program", &RolesDraft::program, "The column that holds a record's programme.")
          .optional("names", &RolesDraft::names,
                    "Columns of participants shown under --with-names.");
  return k_keys;
}

const Keys<SchemaDraft>& SchemaDraft::keys() {
  static const auto k_keys =
      Keys<SchemaDraft>{}
          .optional("footer_words", &SchemaDraft::footer_words,
                    "Words that begin a totals or footer line.")
          .optional("run_date_words", &SchemaDraft::run_date_words,
                    "Words that begin the line with a report's date.")
          .optional("missing_words", &SchemaDraft::missing_words,
                    "Cells that are missing in every column.")
          .optional("not_applicable_words", &SchemaDraft::not_applicable_words,
                    "Cells that are missing in a date, number or bool column.")
          .optional("roles", &SchemaDraft::roles, "What the reports say of every record.")
          .required("table", &SchemaDraft::tables, "The tables.");
  return k_keys;
}

}  // namespace audit::config
