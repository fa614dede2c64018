// SPDX-License-Identifier: MIT
#include "ingest/release.hpp"

#include <doctest/doctest.h>

#include "test_schema.hpp"

using namespace audit;
using ingest::testing::at;
using ingest::testing::cell;
using ingest::testing::Files;
using ingest::testing::Load;
using ingest::testing::parent_key;

namespace {

/// Loaded as an audit that asks for the contact dates of notes alone.
model::Dataset lean_load(const std::string& notes) {
  Load load(Files{
      {"c.csv", "App ID,State ID,Program\n1,9,x\n2,8,x\n"       },
      {"n.csv", "note_id,App ID,State ID,Contact Date\n" + notes}
  });
  const model::Schema& schema = *load.data.schema;
  for (model::TableRequest& request : load.requests)
    request.keep.assign(request.keep.size(), false);
  load.requests[at(schema, "notes")].keep[at(schema, "notes", "contact")] = true;
  ingest::LoadOptions options;
  options.lean = true;
  return ingest::load(load.recognised, schema, load.requests, options);
}

size_t held(const model::Dataset& data, const char* name) {
  const model::Schema& schema = *data.schema;
  return data.tables[at(schema, "notes")].columns[at(schema, "notes", name)].codes.size();
}

}  // namespace

TEST_CASE("release: what only links needed goes; keys, links, and what was asked for stay") {
  const model::Dataset data = lean_load("n1,1,9,1/5/2026\nn2,2,8,1/6/2026\n");
  const model::Table& notes = data.tables[at(*data.schema, "notes")];
  CHECK(held(data, "state_id") == 0);
  CHECK(notes.columns[at(*data.schema, "notes", "state_id")].exported);
  CHECK(notes.columns[at(*data.schema, "notes", "note_id")].codes.empty());
  CHECK(notes.key.text(0) == "n1");
  CHECK(notes.key.pool->find("n2") == notes.key.codes[1]);
  CHECK(notes.key.pool->find("n3") == 0);
  CHECK(cell(notes, 1, "contact") == "2026-01-06");
  CHECK(parent_key(data, "notes", 0, "person") == "9");
  CHECK(parent_key(data, "notes", 1, "case") == "2");
}

TEST_CASE(
    "release: the application stays as it is written, a participant where some row has none") {
  CHECK(held(lean_load("n1,1,9,1/5/2026\nn2,2,8,1/6/2026\n"), "case_id") == 2);
  CHECK(held(lean_load("n1,1,9,1/5/2026\nn2,2,8,1/6/2026\n"), "state_id") == 0);
  CHECK(held(lean_load("n1,1,9,1/5/2026\nn2,7,,1/6/2026\n"), "case_id") == 2);
  CHECK(held(lean_load("n1,1,9,1/5/2026\nn2,7,,1/6/2026\n"), "state_id") == 2);
}

TEST_CASE("release: when the rules are evaluated, texts and parents are all that is left") {
  model::Dataset data = lean_load("n1,1,9,1/5/2026\nn2,2,8,1/6/2026\n");
  const model::Schema& schema = *data.schema;
  model::Table& notes = data.tables[at(schema, "notes")];
  const model::Column& contact = notes.columns[at(schema, "notes", "contact")];
  CHECK(contact.dates.size() == 2);
  notes.probes.resize(1);
  ingest::release_values(data);
  CHECK(contact.dates.empty());
  CHECK(contact.exported);
  CHECK(notes.probes.empty());
  CHECK(notes.rows == 2);
  CHECK(notes.key.text(1) == "n2");
  CHECK(held(data, "case_id") == 2);
  CHECK(parent_key(data, "notes", 0, "person") == "9");
  for (const model::Links& links : data.links) {
    CHECK(links.offsets.empty());
    CHECK(links.children.empty());
  }
}
