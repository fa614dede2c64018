// SPDX-License-Identifier: MIT
#include "ingest/chunk_columns.hpp"

#include "ingest/needs.hpp"

namespace audit::ingest {

std::vector<bool> stored_columns(const model::Schema& schema, model::TableIndex table,
                                 const model::TableRequest* request) {
  std::vector<bool> stored = always_read(schema, table);
  if (request == nullptr || !request->wanted) return stored;
  for (size_t i = 0; i < stored.size() && i < request->keep.size(); ++i) {
    if (request->keep[i]) stored[i] = true;
  }
  return stored;
}

std::vector<bool> looked_columns(const model::Schema& schema, model::TableIndex table,
                                 const ChunkOptions& options) {
  const model::TableDef& def = schema.tables[table];
  std::vector<bool> looked(def.columns.size(), options.facts);
  if (options.look_only) looked = stored_columns(schema, table, options.request);
  for (size_t i = 0; i < looked.size(); ++i) {
    if (is_text(def.columns[i].type)) looked[i] = false;
  }
  return looked;
}

std::vector<bool> wanted_columns(std::vector<bool> stored, const std::vector<bool>& looked,
                                 const ChunkOptions& options) {
  if (options.request != nullptr && !options.look_only) {
    for (const model::ProbeRequest& probe : options.request->probes) stored[probe.column] = true;
  }
  for (size_t i = 0; i < stored.size(); ++i) {
    if (looked[i]) stored[i] = true;
  }
  return stored;
}

std::vector<bool> read_columns(const model::Schema& schema, model::TableIndex table,
                               const ChunkOptions& options) {
  return wanted_columns(
      stored_columns(schema, table, options.look_only ? nullptr : options.request),
      looked_columns(schema, table, options), options);
}

}  // namespace audit::ingest
