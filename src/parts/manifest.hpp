// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "calendar/date.hpp"
#include "model/dataset.hpp"

namespace audit::parts {

inline constexpr const char* k_manifest_name = "manifest.json";
/// The code of the warning that a part's report carries: it is no report of the whole.
inline constexpr const char* k_part_warning = "part";

/// One input of the whole, and what of it lies in the part.
struct ManifestInput {
  model::InputFile whole;  ///< as a run over everything reports it
  std::string stored;  ///< name of the file in the part's folder; empty: it could not be audited
  uint64_t stored_rows = 0;
  std::string stored_digest;         ///< "xxh3:" + 32 hex digits
  std::vector<std::string> headers;  ///< the original's, by position
  std::vector<std::string> columns;  ///< of the table, by position; empty: none
};

/// What a part's audit must know of the whole (spec: "each part carries a manifest of original
/// paths, lines, digests, row counts and data problems"; the lines stand with the rows).
struct Manifest {
  uint32_t number = 1;  ///< from 1
  uint32_t of = 1;
  std::string whole;  ///< the same for all parts of one partition: 32 hex digits
  std::string version;
  calendar::Date as_of;
  std::string rules_digest;
  std::vector<ManifestInput> inputs;
  std::vector<model::DataProblem> problems;
  std::vector<model::InputWarning> warnings;
  std::vector<std::string> empty_tables;  ///< present, and without a record in the whole
  bool unaudited_input = false;
};

/// The manifest as JSON; ends with a digest over the rest.
std::string to_json(const Manifest& manifest);

/// Is there a part in this folder? (A manifest.json of something else is none.)
bool is_part_folder(const std::string& folder);

/// Throws Fatal{input} that names the file and says why: not readable, no manifest, changed by
/// hand, names that lead out of the folder.
Manifest read_manifest(const std::string& folder);

/// Sets `whole`: a hash over everything that all parts have in common.
void name_the_whole(Manifest& manifest);

/// A file of a part is not as the manifest says: Fatal{input} that names it.
[[noreturn]] void refuse_part(const std::string& file, const std::string& why);

}  // namespace audit::parts
