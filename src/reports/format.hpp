// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "findings/audit.hpp"
#include "findings/part.hpp"
#include "util/atomic_file.hpp"

namespace audit::reports {

struct FormatOptions {
  bool colour = false;        ///< text only
  unsigned width = 100;       ///< text only: the terminal's
  std::string by = "rule";    ///< rule, case_manager, office, region, program: the summary's rows
  bool csv_raw = false;       ///< no formula neutralisation
  double target = 1.0;        ///< html: the rate, 0 to 1, that bars and trend are measured against
  bool summary_only = false;  ///< md only: fit for a mail's body, without the findings
  unsigned threads = 1;       ///< json, ndjson, csv: how many may render findings
  const findings::Part* part = nullptr;  ///< json only: what `merge` needs of a part's audit
};

/// One report format; the list is formats() (catalogue.cpp).
struct Format {
  const char* name;       ///< "json"
  const char* extension;  ///< ".json"; empty: stdout only
  const char* summary;    ///< for --help
  void (*write)(const findings::Audit& audit, const FormatOptions& options, util::Output& out);
  bool tells_gaps = true;  ///< says which rules were skipped and what input was not audited
};

const std::vector<Format>& formats();
const Format* find_format(std::string_view name);
const Format* format_of_file(std::string_view path);  ///< by extension, any case

}  // namespace audit::reports
