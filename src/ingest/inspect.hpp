// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ingest/load.hpp"

namespace audit::ingest {

/// One header of an input, and what became of it. Dates as in columns (k_no_date = none).
struct InspectedHeader {
  std::string header;     ///< as written, made visible
  std::string column;     ///< canonical name; empty: not mapped
  bool known = false;     ///< not mapped, but a header that real reports of the table have
  std::string nearest;    ///< not mapped and not known: the nearest column's name, or empty
  std::string type;       ///< of the column: "date", "text", …
  bool personal = false;  ///< then no range is given
  std::vector<std::string> date_forms;  ///< of a date column: "M/D/YYYY", the commonest first
  bool has_times = false;               ///< some dates have a time, which is dropped
  uint64_t present = 0;                 ///< dates that could be read
  uint64_t faulty = 0;                  ///< cells that are no value of the type
  int32_t first = calendar::k_no_date;
  int32_t last = calendar::k_no_date;
};

/// How one input was understood.
struct Inspection {
  model::InputFile
      file;             ///< table (empty: not recognised), encoding, delimiter, header line, counts
  std::string why;      ///< "14 of 27 headers are columns of activities; 2 more are known"
  std::string problem;  ///< why it was not recognised
  std::optional<calendar::Date> run_date;
  std::vector<InspectedHeader> headers;      ///< in the file's order; blank ones left out
  std::vector<std::string> absent_columns;   ///< columns of the table that no header is
  std::vector<model::DataProblem> problems;  ///< of this file
};

struct InspectionReport {
  std::vector<Inspection> inputs;  ///< by name
  std::vector<model::InputWarning> warnings;
  bool unaudited_input = false;
};

/// Reads the inputs as check does, but looks at all columns.
InspectionReport inspect(const std::vector<Recognised>& recognised, const model::Schema& schema,
                         const LoadOptions& options);

/// The `[columns.<table>]` blocks for a profile: each mapped header, and each unknown one as a
/// comment.
std::string columns_block(const InspectionReport& report);

}  // namespace audit::ingest
