// SPDX-License-Identifier: MIT
#include "ingest/collisions.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

#include "util/memory.hpp"

// Few rows share a key with another. Only those are read a second time, as text: the first pass
// keeps no text. Many at once (a file given twice) are taken in portions, one after the other.
namespace audit::ingest {

namespace {

constexpr uint64_t k_most_portion = uint64_t{256} << 20U;  // bytes
constexpr uint64_t k_portion_share = 8;                    // of a limit on memory
constexpr uint64_t k_row_overhead = 1024;                  // strings and nodes beside a row's bytes

using Rows = std::map<uint32_t, RawRow>;

class Resolver {
 public:
  explicit Resolver(const CollisionTask& task)
      : task_(task), def_(task.schema->tables[task.table]), cells_(*task.schema, def_) {
    readings_.resize(task.inputs->size());
  }
  void settle(const KeyGroup& group, const Rows& rows);
  Resolution result() { return std::move(result_); }

 private:
  [[nodiscard]] std::vector<const RawRow*> without_duplicates(const KeyGroup& group,
                                                              const Rows& rows);
  void merge(const std::vector<const RawRow*>& rows);
  void number(std::vector<const RawRow*> rows, bool base_taken);
  void note_overlaps(const std::vector<const RawRow*>& rows);
  RowReading& reading(uint32_t input);

  const CollisionTask& task_;
  const model::TableDef& def_;
  CellReader cells_;
  std::vector<std::optional<RowReading>> readings_;
  Resolution result_;
};

/// The group's rows, in order, but of rows alike in every column only the first.
std::vector<const RawRow*> Resolver::without_duplicates(const KeyGroup& group, const Rows& rows) {
  std::vector<const RawRow*> kept;
  std::set<std::string_view> seen;
  for (const uint32_t row : group.rows) {
    const RawRow& raw = rows.at(row);
    if (def_.key && !seen.insert(raw.signature).second) {
      result_.ignored.push_back(row);
    } else {
      kept.push_back(&raw);
    }
  }
  return kept;
}

void Resolver::settle(const KeyGroup& group, const Rows& rows) {
  std::vector<const RawRow*> given;
  std::vector<const RawRow*> defaults;
  for (const RawRow* raw : without_duplicates(group, rows)) {
    ((*task_.given)[raw->row] ? given : defaults).push_back(raw);
  }
  if (given.size() > 1) merge(given);
  if (defaults.empty()) return;
  note_overlaps(defaults);
  number(std::move(defaults), !given.empty());
}

RowReading& Resolver::reading(uint32_t input) {
  if (!readings_[input]) {
    readings_[input].emplace(*task_.schema, *(*task_.inputs)[input],
                             std::vector<bool>(def_.columns.size(), true));
  }
  return *readings_[input];
}

void Resolver::merge(const std::vector<const RawRow*>& rows) {
  MergedRecord record;
  std::vector<MergeRow> merge_from;
  RowTexts texts(def_.columns.size());
  for (const RawRow* raw : rows) {
    const std::vector<std::string_view> cells(raw->cells.begin(), raw->cells.end());
    std::ranges::fill(texts.of, std::string_view{});
    reading(raw->input).read(cells, texts);
    merge_from.push_back({
        raw, {texts.of.begin(), texts.of.end()}
    });
    record.members.push_back(raw->row);
    record.rows.push_back({raw->row, raw->input, raw->line, {}, {}, {}});
  }
  record.merged = merge_rows(def_, cells_, merge_from);
  record.row = record.members[record.merged.standing];
  result_.merged.push_back(std::move(record));
}

void Resolver::number(std::vector<const RawRow*> rows, bool base_taken) {
  std::ranges::sort(rows, [](const RawRow* a, const RawRow* b) {
    return std::tie(a->full_text, a->signature, a->row) <
           std::tie(b->full_text, b->signature, b->row);
  });
  uint32_t n = base_taken ? 2 : 1;
  for (const RawRow* raw : rows) {
    if (n > 1) result_.numbered.emplace_back(raw->row, n);
    ++n;
  }
}

void Resolver::note_overlaps(const std::vector<const RawRow*>& rows) {
  std::set<uint32_t> inputs;
  for (const RawRow* raw : rows) inputs.insert(raw->input);
  for (auto first = inputs.begin(); first != inputs.end(); ++first) {
    for (auto second = std::next(first); second != inputs.end(); ++second) {
      ++result_.overlaps[{*first, *second}];
    }
  }
}

uint64_t portion_bytes() {
  const uint64_t limit = util::memory_limit();
  return limit == 0 ? k_most_portion : std::min(k_most_portion, limit / k_portion_share);
}

}  // namespace

std::vector<KeyGroup> equal_keys(const model::Codes& key_codes, uint32_t keys) {
  if (key_codes.count_up()) return {};
  std::vector<uint32_t> count(keys, 0);
  for (uint32_t row = 0; row < key_codes.size(); ++row) ++count[key_codes[row]];
  std::vector<uint32_t> group_of(keys, model::k_none);
  std::vector<KeyGroup> groups;
  for (uint32_t row = 0; row < key_codes.size(); ++row) {
    const uint32_t code = key_codes[row];
    if (count[code] < 2) continue;
    if (group_of[code] == model::k_none) {
      group_of[code] = static_cast<uint32_t>(groups.size());
      groups.emplace_back();
    }
    groups[group_of[code]].rows.push_back(row);
  }
  return groups;
}

Resolution resolve(const CollisionTask& task, const std::vector<KeyGroup>& groups) {
  Resolver resolver(task);
  RowFinder finder(*task.inputs, *task.schema, task.bounds);
  const uint64_t row_bytes = 3 * task.bytes_per_row + k_row_overhead;
  const uint64_t portion = portion_bytes();
  for (size_t start = 0; start < groups.size();) {
    size_t end = start;
    std::vector<RowPlace> places;
    while (end < groups.size() && places.size() * row_bytes < portion) {
      for (const uint32_t row : groups[end].rows) {
        places.push_back({(*task.file)[row], (*task.line)[row], row});
      }
      ++end;
    }
    const Rows rows = finder.find(std::move(places));
    for (size_t group = start; group < end; ++group) resolver.settle(groups[group], rows);
    start = end;
  }
  return resolver.result();
}

}  // namespace audit::ingest
