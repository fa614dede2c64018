// SPDX-License-Identifier: MIT
#include "cli/listing.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/json_writer.hpp"
#include "reports/neutralise.hpp"
#include "reports/summary.hpp"
#include "reports/text_table.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

constexpr const char* k_schema = "caljobs-audit/history/1";
constexpr const char* k_byte_order_mark = "\xEF\xBB\xBF";

std::string shown(const ListingValue& value, bool is_rate) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<uint64_t>(&value)) return reports::grouped(*number);
  if (const auto* real = std::get_if<double>(&value)) {
    return is_rate ? reports::percent(*real) : fmt::format("{}", *real);
  }
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "yes" : "";
  return is_rate ? reports::percent(std::nullopt) : std::string();
}

bool is_number(const Listing& listing, size_t column) {
  return std::ranges::any_of(listing.rows, [column](const auto& row) {
    return std::holds_alternative<uint64_t>(row[column]) ||
           std::holds_alternative<double>(row[column]);
  });
}

/// Dates, ids and numbers stay whole; what is long goes on in a second line, but not in crumbs.
reports::TextTable::Column text_column(const Listing& listing, size_t column) {
  using Fit = reports::TextTable::Fit;
  constexpr size_t k_short = 16;
  constexpr size_t k_least = 28;
  const ListingColumn& of = listing.columns[column];
  if (of.is_rate || is_number(listing, column)) return {of.head, true, Fit::fixed, 0, of.priority};
  size_t longest = 0;
  for (const auto& row : listing.rows) {
    longest = std::max(longest, reports::display_width(util::visible(shown(row[column], false))));
  }
  if (longest <= k_short) return {of.head, false, Fit::fixed, 0, of.priority};
  return {of.head, false, Fit::wrap, std::min(longest, k_least), of.priority};
}

void write_text(const Listing& listing, unsigned width, util::Output& out) {
  for (const std::string& paragraph : listing.intro) {
    for (const std::string& line : reports::wrap(util::visible(paragraph), width)) {
      out.append(line + "\n");
    }
  }
  if (listing.rows.empty()) {
    out.append(listing.if_empty.empty() ? "" : listing.if_empty + "\n");
    return;
  }
  std::vector<reports::TextTable::Column> columns;
  for (size_t c = 0; c < listing.columns.size(); ++c) columns.push_back(text_column(listing, c));
  reports::TextTable table(columns);
  for (const auto& row : listing.rows) {
    std::vector<reports::TextTable::Cell> cells;
    for (size_t c = 0; c < row.size(); ++c) {
      cells.push_back({shown(row[c], listing.columns[c].is_rate)});
    }
    table.add(std::move(cells));
  }
  table.drop_empty_columns();
  out.append(table.render(0, width, false));
}

std::string csv_cell(const ListingValue& value) {
  if (const auto* number = std::get_if<uint64_t>(&value)) return fmt::format("{}", *number);
  if (const auto* real = std::get_if<double>(&value)) return fmt::format("{}", *real);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return {};
  std::string cell = util::visible(*text);
  if (reports::begins_formula(*text)) cell.insert(0, 1, '\'');
  if (cell.find_first_of(",\"\r\n") == std::string::npos && !cell.starts_with(' ') &&
      !cell.ends_with(' ')) {
    return cell;
  }
  std::string quoted = "\"";
  for (const char c : cell) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

void write_csv(const Listing& listing, util::Output& out) {
  std::string line = k_byte_order_mark;
  for (size_t c = 0; c < listing.columns.size(); ++c) {
    line += fmt::format("{}{}", c == 0 ? "" : ",", listing.columns[c].key);
  }
  out.append(line + "\r\n");
  for (const auto& row : listing.rows) {
    line.clear();
    for (size_t c = 0; c < row.size(); ++c) {
      if (c > 0) line += ',';
      line += csv_cell(row[c]);
    }
    out.append(line + "\r\n");
  }
}

void write_value(reports::JsonWriter& json, const ListingValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    json.text(*text);
  } else if (const auto* number = std::get_if<uint64_t>(&value)) {
    json.number(*number);
  } else if (const auto* real = std::get_if<double>(&value)) {
    json.real(*real);
  } else if (const auto* flag = std::get_if<bool>(&value)) {
    json.boolean(*flag);
  } else {
    json.null();
  }
}

void write_json(const Listing& listing, util::Output& out) {
  reports::JsonWriter json(out);
  json.begin_object();
  const auto field = [&json](std::string_view name, const ListingValue& value) {
    json.line(2);
    json.key(name);
    write_value(json, value);
  };
  field("schema", std::string(k_schema));
  field("command", listing.command);
  for (const auto& [name, value] : listing.facts) field(name, value);
  json.line(2);
  json.key("rows");
  json.begin_array();
  for (const auto& row : listing.rows) {
    json.line(4);
    json.begin_object();
    for (size_t c = 0; c < row.size(); ++c) {
      json.key(listing.columns[c].key);
      write_value(json, row[c]);
    }
    json.end_object();
  }
  if (!listing.rows.empty()) json.line(2);
  json.end_array();
  json.line(0);
  json.end_object();
  json.end_document();
  json.flush();
}

}  // namespace

ListingValue text_value(std::string text) {
  if (text.empty()) return {};
  return text;
}

void write_listing(const Listing& listing, const std::string& format, unsigned width,
                   util::Output& out) {
  if (format == "csv") {
    write_csv(listing, out);
  } else if (format == "json") {
    write_json(listing, out);
  } else {
    write_text(listing, width, out);
  }
}

}  // namespace audit::cli
