// SPDX-License-Identifier: MIT
#include "ingest/input_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "ingest/problem_log.hpp"
#include "model/warning_codes.hpp"
#include "util/text.hpp"

namespace audit::ingest {

using model::ColumnIndex;
using model::InputWarning;
using model::k_none;
using model::Table;

namespace {

// Report tools, old and new spreadsheets stop at these, with or without the header.
constexpr std::array<uint64_t, 5> k_row_limits = {10000, 65535, 65536, 1048575, 1048576};
constexpr std::array<uint32_t, 2> k_sheet_limits = {65536, 1048576};
constexpr int32_t k_early_days = 30;
constexpr uint64_t k_orphans_one_in = 20;  // 5 %

std::string counted(uint64_t count, std::string_view thing) {
  return fmt::format("{} {}{}", util::with_commas(static_cast<int64_t>(count)), thing,
                     count == 1 ? "" : "s");
}

class InputChecks {
 public:
  explicit InputChecks(const InputCheckTask& task) : task_(task), data_(*task.data) {
    newest_of_file_.assign(task.inputs->size(), calendar::k_no_date);
    newest_of_table_.assign(data_.tables.size(), calendar::k_no_date);
    for (size_t table = 0; table < data_.tables.size(); ++table) find_newest(table);
  }
  std::vector<InputWarning> run();

 private:
  void find_newest(size_t index);
  void check_age(uint32_t index);
  void check_row_limit(uint32_t index);
  void check_cut_off(uint32_t index);
  void check_ends(size_t index);
  void check_orphans();
  void check_programmes();
  void check_overlaps();
  void warn(std::string code, std::string file, const std::string& table, std::string text);
  [[nodiscard]] std::string only_file(size_t table) const;
  [[nodiscard]] const std::string& name(uint32_t input) const {
    return (*task_.inputs)[input].recognised->input->name();
  }

  const InputCheckTask& task_;
  const model::Dataset& data_;
  std::vector<int32_t> newest_of_file_;
  std::vector<int32_t> newest_of_table_;
  std::vector<InputWarning> warnings_;
};

/// Entry dates after the as-of date are slips or a later export's: they say nothing of its age.
void InputChecks::find_newest(size_t index) {
  const Table& table = data_.tables[index];
  for (ColumnIndex i = 0; i < table.columns.size(); ++i) {
    const model::Column& column = table.columns[i];
    if (!table.def->columns[i].entry_date || column.type != model::Type::date) continue;
    for (uint32_t row = 0; row < column.dates.size(); ++row) {
      if (column.dates[row] > task_.as_of.days || table.file[row] == k_none) continue;
      int32_t& of_file = newest_of_file_[table.file[row]];
      of_file = std::max(of_file, column.dates[row]);
      newest_of_table_[index] = std::max(newest_of_table_[index], column.dates[row]);
    }
  }
}

void InputChecks::warn(std::string code, std::string file, const std::string& table,
                       std::string text) {
  warnings_.push_back({std::move(code), std::move(file), table, std::move(text)});
}

/// The table's file, if it has only one.
std::string InputChecks::only_file(size_t table) const {
  std::string file;
  for (uint32_t input = 0; input < task_.inputs->size(); ++input) {
    if ((*task_.inputs)[input].recognised->table != table || (*task_.inputs)[input].bundled)
      continue;
    if (!file.empty()) return {};
    file = name(input);
  }
  return file;
}

void InputChecks::check_age(uint32_t index) {
  const ReadInput& input = (*task_.inputs)[index];
  const auto run_date =
      input.recognised->run_date ? input.recognised->run_date : input.chunk.run_date;
  const int32_t date = run_date ? run_date->days : newest_of_file_[index];
  if (date == calendar::k_no_date) return;
  const int64_t age = int64_t{task_.as_of.days} - date;
  if (age <= task_.max_age_days) return;
  warn(
      "stale", name(index), data_.schema->tables[input.recognised->table].name,
      fmt::format("the export is {} old on {}: its {} is {}; at most {} are usual. Is it the "
                  "latest export?",
                  counted(static_cast<uint64_t>(age), "day"), calendar::iso(task_.as_of),
                  run_date ? "run date" : "newest entry date", calendar::iso({date}),
                  counted(static_cast<uint64_t>(std::max<int64_t>(task_.max_age_days, 0)), "day")));
}

void InputChecks::check_row_limit(uint32_t index) {
  const ReadInput& input = (*task_.inputs)[index];
  const bool rows_at_limit =
      std::ranges::find(k_row_limits, input.chunk.rows) != k_row_limits.end();
  const bool line_at_limit =
      std::ranges::find(k_sheet_limits, input.chunk.last_line) != k_sheet_limits.end();
  if (!rows_at_limit && !line_at_limit) return;
  warn("row-limit", name(index), data_.schema->tables[input.recognised->table].name,
       fmt::format(
           "it ends after {}, where report tools and spreadsheets stop: rows may be missing. "
           "Export it in parts, by date",
           counted(input.chunk.rows, "row")));
}

void InputChecks::check_cut_off(uint32_t index) {
  const ReadInput& input = (*task_.inputs)[index];
  if (!input.chunk.cut_off) return;
  warn(model::k_cut_off_warning, name(index), data_.schema->tables[input.recognised->table].name,
       fmt::format("it ends in the middle of the row at line {}: the file seems to be cut off, and "
                   "later records are missing. Export it again",
                   input.chunk.last_line));
}

void InputChecks::check_ends(size_t index) {
  int32_t others = calendar::k_no_date;
  for (size_t table = 0; table < newest_of_table_.size(); ++table) {
    if (table != index) others = std::max(others, newest_of_table_[table]);
  }
  const int32_t newest = newest_of_table_[index];
  if (newest == calendar::k_no_date || others == calendar::k_no_date) return;
  if (int64_t{others} - newest < k_early_days) return;
  warn("ends-early", only_file(index), data_.schema->tables[index].name,
       fmt::format("its newest entry date is {}, that of the other tables {}: later records may be "
                   "missing",
                   calendar::iso({newest}), calendar::iso({others})));
}

void InputChecks::check_orphans() {
  for (const Orphans& orphans : task_.orphans) {
    const model::Relation& relation = data_.schema->relations[orphans.relation];
    const Table& child = data_.tables[relation.child];
    if (orphans.count * k_orphans_one_in <= child.rows) continue;
    warn("orphans", only_file(relation.child), child.def->name,
         fmt::format(
             "{} of {} ({:.1f} %) name a record of {} that is not in the input: the exports "
             "may be of different days or offices",
             util::with_commas(static_cast<int64_t>(orphans.count)), counted(child.rows, "record"),
             100.0 * static_cast<double>(orphans.count) / child.rows,
             data_.schema->tables[relation.parent].name));
  }
}

void InputChecks::check_programmes() {
  const model::Schema& schema = *data_.schema;
  if (schema.applications == k_none || !data_.tables[schema.applications].present) return;
  const Table& table = data_.tables[schema.applications];
  const auto program = table.def->find(schema.program_column);
  if (!program || size_of(table.columns[*program]) == 0) return;
  const model::Column& column = table.columns[*program];
  if (!is_text(column.type)) return;
  const std::vector<bool> in_use = codes_in_use(column);
  std::string only;
  for (uint32_t code = 1; code < in_use.size(); ++code) {
    if (!in_use[code]) continue;
    if (!only.empty() && !util::equal_folded(only, column.pool->text(code))) return;
    if (only.empty()) only = column.pool->text(code);
  }
  if (only.empty()) return;
  warn("one-programme", only_file(schema.applications), table.def->name,
       fmt::format("it holds applications of one programme only ({}): the exit clock runs over all "
                   "programmes, so soft-exit findings may be wrong for co-enrolled participants",
                   quoted(only, false)));
}

void InputChecks::check_overlaps() {
  for (size_t table = 0; table < task_.overlaps.size(); ++table) {
    for (const Overlap& overlap : task_.overlaps[table]) {
      warn("overlap", name(overlap.second), data_.schema->tables[table].name,
           fmt::format(
               "it shares {} with {}, and the rows have no ids of their own: records that are "
               "in both are counted twice",
               counted(overlap.keys, "default key"), name(overlap.first)));
    }
  }
}

std::vector<InputWarning> InputChecks::run() {
  for (uint32_t input = 0; input < task_.inputs->size(); ++input) {
    const ReadInput& read = (*task_.inputs)[input];
    if (read.bundled || !read.audited) continue;
    check_age(input);
    check_row_limit(input);
    check_cut_off(input);
  }
  for (size_t table = 0; table < data_.tables.size(); ++table) check_ends(table);
  check_orphans();
  check_programmes();
  check_overlaps();
  std::ranges::stable_sort(warnings_, [](const InputWarning& a, const InputWarning& b) {
    return std::tie(a.code, a.file, a.table, a.text) < std::tie(b.code, b.file, b.table, b.text);
  });
  return std::move(warnings_);
}

}  // namespace

std::vector<InputWarning> check_inputs(const InputCheckTask& task) {
  return InputChecks(task).run();
}

}  // namespace audit::ingest
