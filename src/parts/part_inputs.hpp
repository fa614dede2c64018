// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ingest/load.hpp"
#include "parts/manifest.hpp"

namespace audit::parts {

/// A part, ready to be loaded instead of recognised inputs.
struct PartInputs {
  Manifest manifest;
  std::vector<std::unique_ptr<ingest::Input>> inputs;
  std::vector<ingest::Recognised> recognised;
};

/// Throws Fatal{input}: see read_manifest; also where the manifest names a table or column that
/// `schema` lacks.
PartInputs open_part(const std::string& folder, const model::Schema& schema);

/// Makes of a loaded part what the whole run knows of its inputs: their names, row counts, data
/// problems and warnings. Throws Fatal{input} if a file of the part is not as it was written.
void restore_whole(model::Dataset& data, const Manifest& manifest);

}  // namespace audit::parts
