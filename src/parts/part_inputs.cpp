// SPDX-License-Identifier: MIT
#include "parts/part_inputs.hpp"

#include <fmt/format.h>

#include "ingest/part_rows.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::parts {

using model::k_none;

namespace {

ingest::Recognised recognise(const ManifestInput& entry, ingest::Input& input,
                             const model::Schema& schema, const std::string& folder) {
  ingest::Recognised recognised;
  recognised.input = &input;
  const auto table = schema.find_table(entry.whole.table);
  if (!table)
    refuse_part(folder, fmt::format("there is no table '{}'", util::visible(entry.whole.table)));
  recognised.table = *table;
  recognised.header_line = entry.whole.header_line;
  recognised.header_cells = static_cast<uint32_t>(entry.headers.size());
  recognised.headers = entry.headers;
  for (const std::string& name : entry.columns) {
    const auto column = schema.tables[*table].find(name);
    if (!name.empty() && !column) {
      refuse_part(folder, fmt::format("there is no column '{}'", util::visible(name)));
    }
    recognised.column_of.push_back(name.empty() ? k_none : *column);
  }
  if (recognised.column_of.size() != recognised.headers.size()) {
    refuse_part(folder, "its manifest has not a column for each header");
  }
  recognised.why = fmt::format("part of {}", entry.whole.path);
  return recognised;
}

}  // namespace

PartInputs open_part(const std::string& folder, const model::Schema& schema) {
  PartInputs part;
  part.manifest = read_manifest(folder);
  for (const ManifestInput& entry : part.manifest.inputs) {
    if (entry.stored.empty()) continue;
    part.inputs.push_back(
        std::make_unique<ingest::PartInput>(entry.whole.path, folder + "/" + entry.stored));
    part.recognised.push_back(recognise(entry, *part.inputs.back(), schema, folder));
  }
  return part;
}

void restore_whole(model::Dataset& data, const Manifest& manifest) {
  std::vector<uint32_t> place;  // of each input read, in the whole
  for (uint32_t i = 0; i < manifest.inputs.size(); ++i) {
    const ManifestInput& entry = manifest.inputs[i];
    if (entry.stored.empty()) continue;
    AUDIT_ASSERT(place.size() < data.inputs.size());
    const model::InputFile& read = data.inputs[place.size()];
    AUDIT_ASSERT(read.path == entry.whole.path);
    if (!read.audited || read.rows != entry.stored_rows || read.digest != entry.stored_digest) {
      refuse_part(
          entry.stored,
          "it is not as `partition` wrote it, or cannot be read; partition the exports again");
    }
    place.push_back(i);
  }
  AUDIT_ASSERT(place.size() == data.inputs.size());
  for (model::Table& table : data.tables) {
    table.file.change([&place](uint32_t file) { return file == k_none ? k_none : place[file]; });
  }
  data.inputs.clear();
  for (const ManifestInput& entry : manifest.inputs) data.inputs.push_back(entry.whole);
  data.problems = manifest.problems;
  data.warnings = manifest.warnings;
  data.unaudited_input = manifest.unaudited_input;
  data.warnings.push_back(
      {k_part_warning,
       {},
       {},
       fmt::format(
           "this is part {} of {}: it holds the findings of its participants only, and the "
           "inputs, data problems and other warnings of the whole; merge the reports of all "
           "parts",
           manifest.number, manifest.of)});
}

}  // namespace audit::parts
