// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "manual/catalogue.hpp"
#include "manual/markdown.hpp"
#include "rules/explain.hpp"
#include "rules/values.hpp"

namespace audit::manual {
namespace {

std::string source_of(const rules::TypedRule& rule, std::string_view key) {
  const auto found =
      std::ranges::find(rule.source, key, &std::pair<std::string, std::string>::first);
  return found == rule.source.end() ? std::string() : found->second;
}

/// "- **Policy**: text", or nothing where there is none.
std::string line(std::string_view title, const std::string& text) {
  return text.empty() ? std::string() : fmt::format("- **{}**: {}\n", title, text);
}

std::string codes(const std::vector<std::string>& names) {
  std::vector<std::string> marked;
  for (const std::string& name : names) marked.push_back(code(name));
  return fmt::format("{}", fmt::join(marked, ", "));
}

std::string parameters_of(const rules::TypedRule& rule) {
  std::vector<std::string> entries;
  for (const rules::Parameter& parameter : rule.parameters) {
    const std::string value = rules::show_value(parameter.value);
    const std::string declared = rules::show_value(parameter.declared);
    entries.push_back(
        fmt::format("{} = {}{}", code(parameter.name), code(value),
                    value == declared ? "" : fmt::format(" (the rule's own: {})", code(declared))));
  }
  return fmt::format("{}", fmt::join(entries, ", "));
}

std::string needs_of(const rules::TypedRule& rule) {
  std::vector<std::string> needs;
  for (const rules::Need& need : rule.needs) needs.push_back(need.text);
  return codes(needs);
}

std::string effective_of(const rules::TypedRule& rule) {
  std::vector<std::string> ranges;
  for (const rules::EffectiveRange& range : rule.effective) {
    ranges.push_back(fmt::format("{}..{}", range.from ? iso(*range.from) : "",
                                 range.until ? iso(*range.until) : ""));
  }
  return fmt::format("{}", fmt::join(ranges, ", "));
}

/// The derived columns that the rule leads to, with their place on the page.
std::string terms_of(const rules::Explanation& explanation) {
  std::vector<std::string> terms;
  for (const auto& [name, meaning] : explanation.terms) {
    terms.push_back(fmt::format("[{}](#{})", code(name), anchor("derived columns")));
  }
  return fmt::format("{}", fmt::join(terms, ", "));
}

/// A table of the example's records: columns in the order first met, missing cells empty.
std::string records(const std::string& name, const std::vector<rules::ExampleRow>& rows) {
  std::vector<std::string> columns;
  for (const rules::ExampleRow& row : rows) {
    for (const auto& [column, cell] : row) {
      if (std::ranges::find(columns, column) == columns.end()) columns.push_back(column);
    }
  }
  std::vector<std::string> headers = {name};
  headers.insert(headers.end(), columns.begin(), columns.end());
  Table table(headers);
  for (size_t i = 0; i < rows.size(); ++i) {
    std::vector<std::string> cells = {fmt::format("{}", i + 1)};
    for (const std::string& column : columns) {
      const auto cell =
          std::ranges::find(rows[i], column, &std::pair<std::string, std::string>::first);
      cells.push_back(cell == rows[i].end() ? std::string() : plain(cell->second));
    }
    table.add(std::move(cells));
  }
  return table.text();
}

std::string examples_of(const rules::TypedRule& rule, const rules::Settings& settings) {
  std::string out;
  for (const rules::Example& example : rule.examples) {
    out +=
        fmt::format("Example: {}. As of {}: **{}**.\n\n", plain(example.name), iso(example.as_of),
                    example.expect.empty() ? "no obligation"
                                           : fmt::format("{}", fmt::join(example.expect, ", ")));
    for (const auto& [table, rows] : example.tables) {
      if (!rows.empty()) out += records(settings.schema.tables[table].name, rows);
    }
  }
  return out;
}

}  // namespace

std::string rule_section(const rules::TypedRule& rule, const rules::Settings& settings,
                         bool enabled) {
  const rules::Explanation explanation = rules::explain(rule, settings.schema, settings.rules);
  std::string out = fmt::format("### {}\n\n**{}** ({}, {}{})\n\n", code(rule.id), plain(rule.title),
                                show(rule.severity), show(rule.form),
                                enabled ? "" : "; not enabled in this profile");
  for (const std::string& sentence : explanation.sentences) out += plain(sentence) + "\n";
  out += '\n';
  out += line("Why", plain(rule.rationale));
  out += line("Policy", plain(rule.cite));
  out += line("Message", plain(source_of(rule, "message")));
  out += line("Remedy", plain(source_of(rule, "remedy")));
  out += line("Parameters", parameters_of(rule));
  out += line("Judges", effective_of(rule));
  out += line("Skipped without", needs_of(rule));
  out += line("Columns", codes(explanation.columns));
  out += line("Rests on", terms_of(explanation));
  return out + '\n' + examples_of(rule, settings);
}

}  // namespace audit::manual
