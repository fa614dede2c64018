// SPDX-License-Identifier: MIT
// Any bytes as the first lines of an export, against the bundled schema: either a table with every
// header accounted for, or a reason; and `inspect` has something to say of it. The first byte may
// force a table.
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "config/files.hpp"
#include "config/schema_file.hpp"
#include "ingest/header.hpp"
#include "ingest/inspect.hpp"
#include "util/fatal.hpp"

namespace {

using namespace audit;

const model::Schema& bundled_schema() {
  static const model::Schema schema = [] {
    const std::string path = AUDIT_RULES_DIR "/schema.toml";
    util::Diagnostics diagnostics;
    model::Schema read =
        config::read_schema(path, config::DiskFiles().read(path).value(), diagnostics);
    AUDIT_ASSERT(diagnostics.list().empty());
    for (model::TableDef& table : read.tables) table.bundled.clear();  // other files play no part
    return read;
  }();
  return schema;
}

void check(const ingest::Recognised& recognised, const model::Schema& schema) {
  if (recognised.table == model::k_none) {
    AUDIT_ASSERT(!recognised.problem.empty());
    return;
  }
  const model::TableDef& table = schema.tables.at(recognised.table);
  AUDIT_ASSERT(recognised.problem.empty() && !recognised.why.empty());
  AUDIT_ASSERT(recognised.header_line >= 1 && recognised.header_line <= 20);
  AUDIT_ASSERT(recognised.headers.size() == recognised.header_cells);
  AUDIT_ASSERT(recognised.column_of.size() == recognised.header_cells);
  std::set<model::ColumnIndex> mapped;
  for (const model::ColumnIndex column : recognised.column_of) {
    if (column == model::k_none) continue;
    AUDIT_ASSERT(column < table.columns.size());
    AUDIT_ASSERT(mapped.insert(column).second);
  }
  for (const model::ColumnIndex column : ingest::required_columns(table)) {
    AUDIT_ASSERT(ingest::exported_columns(recognised, schema).at(column));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const model::Schema& schema = bundled_schema();
  // A byte that is no ASCII forces a table; any other leaves it to the header.
  std::string forced;
  if (data[0] >= 0x80) forced = schema.tables[data[0] % schema.tables.size()].name;
  std::vector<std::unique_ptr<ingest::Input>> inputs;
  inputs.push_back(ingest::memory_input("fuzz.csv", std::string(data + 1, data + size), forced));
  ingest::RecogniseOptions options;
  options.bounds.columns = 200;
  const auto recognised = ingest::recognise(inputs, schema, options);
  AUDIT_ASSERT(recognised.size() == 1);
  check(recognised[0], schema);
  const bool is_other =
      recognised[0].table != model::k_none && schema.tables[recognised[0].table].name != forced;
  AUDIT_ASSERT(forced.empty() || !is_other);
  ingest::LoadOptions load;
  load.as_of = *calendar::parse_iso("2026-01-31");
  load.max_bad_rows = size;
  const ingest::InspectionReport report = ingest::inspect(recognised, schema, load);
  AUDIT_ASSERT(report.inputs.size() == 1);
  AUDIT_ASSERT(report.inputs[0].file.table.empty() == !report.inputs[0].problem.empty());
  static_cast<void>(ingest::columns_block(report));
  return 0;
}
