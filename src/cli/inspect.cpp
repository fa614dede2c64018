// SPDX-License-Identifier: MIT
// `inspect`: how the input was understood, before anyone trusts an audit of it.
#include "ingest/inspect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "cli/commands.hpp"
#include "cli/session.hpp"
#include "util/atomic_file.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

using util::ExitCode;

constexpr size_t k_problems_shown = 10;
constexpr size_t k_widest_header = 40;

std::string plural(uint64_t count, const char* word) {
  return fmt::format("{} {}{}", util::with_commas(static_cast<int64_t>(count)), word,
                     count == 1 ? "" : "s");
}

const char* delimiter_name(char delimiter) {
  switch (delimiter) {
    case '\t':
      return "tabs";
    case ';':
      return "semicolons";
    case '|':
      return "bars";
    default:
      return "commas";
  }
}

/// Width on a terminal, for alignment: code points, which is right for the letters headers have.
size_t width_of(std::string_view text) {
  return static_cast<size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string padded(const std::string& text, size_t width) {
  const size_t have = width_of(text);
  return have >= width ? text : text + std::string(width - have, ' ');
}

std::string dates_of(const ingest::InspectedHeader& header) {
  if (header.type != "date") return {};
  std::string text = header.personal ? fmt::format("{} present", plural(header.present, "date"))
                     : header.present == 0 ? std::string("no dates")
                                           : fmt::format("{} to {}", calendar::iso({header.first}),
                                                         calendar::iso({header.last}));
  if (!header.date_forms.empty())
    text += fmt::format(", {}", fmt::join(header.date_forms, " and "));
  if (header.has_times) text += ", times dropped";
  if (header.faulty > 0) text += fmt::format(", {} not dates", header.faulty);
  return text;
}

std::string mapping_of(const ingest::InspectedHeader& header) {
  if (!header.column.empty()) return fmt::format("{:<28}{}", header.column, dates_of(header));
  if (header.known) return "not needed";
  if (!header.nearest.empty()) {
    return fmt::format("not mapped; the nearest column is {}", header.nearest);
  }
  return "not mapped";
}

void print_headers(const ingest::Inspection& input, std::string& out) {
  size_t width = 0;
  for (const auto& header : input.headers) width = std::max(width, width_of(header.header));
  width = std::min(width, k_widest_header);
  for (const auto& header : input.headers) {
    std::string line = fmt::format("  {}  {}", padded(header.header, width), mapping_of(header));
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  if (!input.absent_columns.empty()) {
    out += fmt::format("  columns of the table that the file does not have: {}\n",
                       fmt::join(input.absent_columns, ", "));
  }
}

void print_problems(const std::vector<model::DataProblem>& problems, std::string& out) {
  if (problems.empty()) return;
  uint64_t total = 0;
  for (const model::DataProblem& problem : problems) total += problem.count > 1 ? 0 : 1;
  out += fmt::format("  data problems: {}\n", util::with_commas(static_cast<int64_t>(total)));
  size_t shown = 0;
  for (const model::DataProblem& problem : problems) {
    if (shown++ == k_problems_shown) {
      out += "    … (all of them: 'caljobs-audit check … --format json')\n";
      break;
    }
    out += problem.line == 0 ? std::string("    ") : fmt::format("    line {}: ", problem.line);
    if (!problem.column.empty()) out += util::visible(problem.column) + ": ";
    out += util::visible(problem.problem) + (problem.row_rejected ? " (row rejected)" : "") + "\n";
  }
}

void print_input(const ingest::Inspection& input, std::string& out) {
  const model::InputFile& file = input.file;
  out += util::visible(file.path) + "\n";
  if (file.table.empty()) {
    out += fmt::format("  not recognised: {}\n", util::visible(input.problem));
    print_problems(input.problems, out);
    return;
  }
  out += fmt::format("  table {}: {}\n", file.table, util::visible(input.why));
  const bool sheet = file.encoding == "workbook";
  out += fmt::format(
      "  {}, header on line {}{}\n",
      sheet ? "workbook sheet"
            : fmt::format("{}, separated by {}", file.encoding, delimiter_name(file.delimiter)),
      file.header_line, input.run_date ? ", run on " + calendar::iso(*input.run_date) : "");
  out += fmt::format("  {}: {} accepted, {} rejected, {} ignored; {} that are no rows\n",
                     plural(file.rows, "row"), file.accepted, file.rejected, file.ignored,
                     plural(file.lines_ignored, "line"));
  if (!file.audited) out += "  too many rejected rows: this file would not be audited\n";
  print_headers(input, out);
  print_problems(input.problems, out);
}

std::string describe(const ingest::InspectionReport& report) {
  std::string out;
  for (const ingest::Inspection& input : report.inputs) {
    print_input(input, out);
    out += "\n";
  }
  for (const model::InputWarning& warning : report.warnings) {
    out +=
        fmt::format("warning: {}: {}\n", util::visible(warning.file), util::visible(warning.text));
  }
  return out;
}

void print_listing_problems(const ingest::Listing& listing, std::string& out) {
  for (const model::DataProblem& problem : listing.problems) {
    out += fmt::format("{}: {}\n", util::visible(problem.file), util::visible(problem.problem));
  }
}

ExitCode inspect_inputs(const Arguments& arguments) {
  const Setup setup = set_up(arguments.rules, arguments.input, false);
  const Inputs inputs = open_inputs(arguments.input, setup.settings.schema);
  const ingest::LoadOptions options = load_options(setup, inputs, arguments.input);
  const ingest::InspectionReport report =
      ingest::inspect(inputs.recognised, setup.settings.schema, options);
  std::string text;
  if (arguments.write_profile) {
    text = ingest::columns_block(report);
  } else {
    print_listing_problems(inputs.listing, text);
    text += describe(report);
  }
  util::StandardOutput out;
  out.append(text);
  out.flush();
  return report.unaudited_input || inputs.listing.failed ? ExitCode::input : ExitCode::clean;
}

}  // namespace

int inspect(const Arguments& arguments) {
  try {
    return static_cast<int>(inspect_inputs(arguments));
  } catch (const Refused&) {
    return static_cast<int>(ExitCode::usage);
  }
}

}  // namespace audit::cli
