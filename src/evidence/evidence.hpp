// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "calendar/date.hpp"
#include "evidence/archive.hpp"
#include "evidence/recorded_files.hpp"
#include "ingest/source.hpp"
#include "rules/load.hpp"

namespace audit::evidence {

/// One input, and the file that it is or lies in.
struct EvidenceInput {
  std::string path;          ///< as in the report
  std::string sha256;        ///< of the file's bytes as stored, 64 hex digits
  std::string forced_table;  ///< --table; or empty
};

/// All that a finding depends on, and the report: enough to audit the same inputs again.
struct Evidence {
  std::string version;
  calendar::Date as_of;
  std::string rules_digest;
  rules::Options rules;  ///< the command line's; rules_folder is k_rules_folder
  std::string period;    ///< as given, or empty
  std::string max_age;   ///< as given, or empty
  std::optional<uint64_t> max_bad_rows;
  ingest::Bounds bounds;
  bool with_names = false;
  std::string waivers;   ///< the path of --waivers, as given; its text is among `files`
  std::string baseline;  ///< the bytes of --baseline; or empty
  std::string baseline_path;
  std::vector<EvidenceInput> inputs;  ///< by path
  FileRecord files;
  std::string report;  ///< the JSON report's bytes
};

/// SHA-256 of the files that the inputs are or lie in (of standard input: of what was read), each
/// file read once. Throws ingest::InputError.
std::vector<EvidenceInput> hash_inputs(const std::vector<std::unique_ptr<ingest::Input>>& inputs);

/// evidence.json, report.json, baseline.json where there is one, and the rules' files.
Members to_members(const Evidence& evidence);
/// Throws Fatal{usage} that names `path`: it is not what to_members made.
Evidence from_members(Members members, const std::string& path);

}  // namespace audit::evidence
