// SPDX-License-Identifier: MIT
#include <algorithm>

#include "reports/format.hpp"
#include "reports/formats.hpp"
#include "util/text.hpp"

namespace audit::reports {

const std::vector<Format>& formats() {
  // A new format is a file of its own, a line in formats.hpp and an entry here.
  // clang-format off
  static const std::vector<Format> all = {
      {"text", ".txt", "for a person at a terminal: rates, what was not checked, findings by rule", write_text},
      {"json", ".json", "for scripts: everything, as rules/report.schema.json describes it", write_json},
      {"ndjson", ".ndjson", "for streams: one finding a line, as in json", write_ndjson, false},
      {"csv", ".csv", "for spreadsheets: one finding a line", write_csv, false},
      {"html", ".html", "for managers: one page with rates, charts and findings to sort and search", write_html},
      {"xlsx", ".xlsx", "for managers: a workbook with summary, charts, findings to filter", write_xlsx},
      {"md", ".md", "for the monthly report or a mail: rates, changes against last month, findings", write_markdown},
      {"junit", ".xml", "for CI: a test suite per table, a test case per rule", write_junit},
      {"sarif", ".sarif", "for code-scanning viewers: SARIF 2.1.0, with file and line of each record", write_sarif},
      {"github", "", "for GitHub Actions: annotations on standard output", write_github},
  };
  // clang-format on
  return all;
}

const Format* find_format(std::string_view name) {
  const auto found = std::ranges::find(formats(), name, &Format::name);
  return found == formats().end() ? nullptr : &*found;
}

const Format* format_of_file(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return nullptr;
  const std::string extension = util::fold(name.substr(dot));
  const auto found = std::ranges::find_if(
      formats(), [&](const Format& format) { return extension == format.extension; });
  return found == formats().end() ? nullptr : &*found;
}

}  // namespace audit::reports
