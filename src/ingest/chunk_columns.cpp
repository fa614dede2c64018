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

std::vector<bool> read_columns(const model::Schema& schema, model::TableIndex table,
                               const ChunkOptions& options) {
  const model::TableRequest* request = options.look_only ? nullptr : options.request;
  std::vector<bool> read = stored_columns(schema, table, request);
  const std::vector<bool> looked = looked_columns(schema, table, options);
  for (size_t i = 0; i < read.size(); ++i) read[i] = read[i] || looked[i];
  if (request == nullptr) return read;
  for (const model::ProbeRequest& probe : request->probes) read[probe.column] = true;
  return read;
}

}  // namespace audit::ingest
