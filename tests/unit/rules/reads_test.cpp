// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "unit/rules/language_schema.hpp"

using namespace audit;
using audit::tests::LanguageWorld;
using audit::tests::text_at;

namespace {

/// "activities.code …; relations; child sets; if exported"
std::string show(const rules::Reads& reads, const model::Schema& schema) {
  const auto columns = [&](const auto& list) {
    std::string text;
    for (const auto& [table, column] : list) {
      const auto& def = schema.tables[table];
      text += fmt::format(" {}.{}", def.name,
                          column < def.columns.size()
                              ? def.columns[column].name
                              : fmt::format("+{}", column - def.columns.size()));
    }
    return text;
  };
  std::string text = "columns" + columns(reads.columns) + "; up";
  for (const auto relation : reads.relations) {
    const auto& way = schema.relations[relation];
    text += fmt::format(" {}→{}", schema.tables[way.child].name, schema.tables[way.parent].name);
  }
  text += "; sets";
  for (const auto table : reads.tables) text += " " + schema.tables[table].name;
  return text + "; soft" + columns(reads.if_exported);
}

}  // namespace

TEST_CASE("what an expression reads") {
  const LanguageWorld world;
  struct Row {
    const char* table;
    const char* text;
    const char* reads;
  };
  const std::vector<Row> rows = {
      {"activities",   "as_of < 2026-01-01",                                "columns; up; sets; soft"                          },
      {"activities",   "code == title and code in @codes",
       "columns activities.code activities.title; up; sets; soft"                                                              },
      {"activities",   "application.participant.last_service is present",
       "columns participants.+0; up activities→applications applications→participants; sets; soft"                         },
      {"activities",   "application is missing",                            "columns; up activities→applications; sets; soft"},
      {"applications", "exists(activities where code == outer.program)",
       "columns activities.code applications.program; up activities→applications; sets activities; "
       "soft"                                                                                                                  },
      {"applications", "all(participant.case_notes, contact_date > as_of)",
       "columns case_notes.contact_date; up applications→participants case_notes→participants; "
       "sets case_notes; soft"                                                                                                 },
      {"applications", "max(activities.actual_end where is_open) < as_of",
       "columns activities.actual_end activities.+0; up activities→applications; sets activities; "
       "soft"                                                                                                                  },
      {"activities",   "filled(code, title)",
       "columns; up; sets; soft activities.code activities.title"                                                              },
      {"applications", "exists(case_notes where filled(subject))",
       "columns; up case_notes→applications; sets case_notes; soft case_notes.subject"                                       },
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.text));
    util::Diagnostics diagnostics;
    const auto scope = world.scope(row.table);
    const auto found = rules::check_expression(text_at(row.text), scope, std::nullopt, diagnostics);
    REQUIRE_MESSAGE(found.has_value(), diagnostics.render());
    rules::Reads reads;
    rules::collect_reads(*found, scope.table, reads);
    CHECK(show(reads, world.schema) == row.reads);
  }
}

TEST_CASE("what a selection of events reads") {
  const LanguageWorld world;
  util::Diagnostics diagnostics;
  const auto scope = world.scope("applications");
  const auto found = rules::check_events(
      text_at("participant.case_notes.contact_date where app_id == outer.app_id"), scope,
      diagnostics);
  REQUIRE(found.has_value());
  rules::Reads reads;
  rules::collect_reads(*found, scope.table, reads);
  CHECK(show(reads, world.schema) ==
        "columns case_notes.contact_date case_notes.app_id applications.app_id; up "
        "applications→participants case_notes→participants; sets case_notes; soft");
}
