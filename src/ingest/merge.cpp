// SPDX-License-Identifier: MIT
#include "ingest/merge.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "util/text.hpp"

namespace audit::ingest {

using model::ColumnDef;
using model::ColumnIndex;
using model::Type;

namespace {

/// When the row was entered, as read; without it, before all others.
int32_t entered(const model::TableDef& def, const MergeRow& row) {
  for (ColumnIndex column = 0; column < def.columns.size(); ++column) {
    if (!def.columns[column].entry_date) continue;
    const std::string& text = row.texts[column];
    return text.empty() ? calendar::k_no_date : read_date(text).days;
  }
  return calendar::k_no_date;
}

/// The rows by rank, the winner of every conflict first. Settled before any gap is filled.
std::vector<size_t> ranked(const model::TableDef& def, const std::vector<MergeRow>& rows) {
  std::vector<int32_t> when;
  for (const MergeRow& row : rows) when.push_back(entered(def, row));
  std::vector<size_t> order(rows.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, [&](size_t a, size_t b) {
    return std::tie(when[a], rows[a].raw->full_text, rows[a].raw->signature) >
           std::tie(when[b], rows[b].raw->full_text, rows[b].raw->signature);
  });
  return order;
}

/// Compares the cells of one column as values, not as they were written.
class Comparison {
 public:
  Comparison(const model::TableDef& def, const CellReader& cells, ColumnIndex column)
      : cells_(cells),
        index_(column),
        def_(def.columns[column]),
        scratch_(make_column(def_.type)) {}

  /// A bad value counts as no value: the other row's is taken.
  bool is_usable(const std::string& text) {
    if (text.empty() || is_text(def_.type)) return !text.empty();
    scratch_ = make_column(def_.type);
    push(scratch_, value_of(text));
    return !is_missing(scratch_, 0);
  }
  bool differ(const std::string& a, const std::string& b) {
    if (a == b) return false;
    if (def_.type == Type::identifier) return true;
    if (def_.type == Type::text) return !util::equal_folded(a, b);
    const Value first = value_of(a);
    const Value second = value_of(b);
    return std::tie(first.date, first.number, first.boolean) !=
           std::tie(second.date, second.number, second.boolean);
  }

 private:
  Value value_of(const std::string& text) { return cells_.read(index_, text, scratch_).value; }

  const CellReader& cells_;
  ColumnIndex index_;
  const ColumnDef& def_;
  model::Column scratch_;
};

}  // namespace

Merged merge_rows(const model::TableDef& def, const CellReader& cells,
                  const std::vector<MergeRow>& rows) {
  Merged merged;
  merged.texts.resize(def.columns.size());
  const std::vector<size_t> order = ranked(def, rows);
  size_t best_rank = order.size();
  for (ColumnIndex column = 0; column < def.columns.size(); ++column) {
    Comparison cell(def, cells, column);
    const auto usable = [&](size_t row) { return cell.is_usable(rows[row].texts[column]); };
    const auto winner = std::ranges::find_if(order, usable);
    if (winner == order.end()) continue;
    merged.texts[column] = rows[*winner].texts[column];
    const auto loses = [&](size_t row) {
      return usable(row) && cell.differ(merged.texts[column], rows[row].texts[column]);
    };
    const auto loser = std::find_if(winner + 1, order.end(), loses);
    if (loser == order.end()) continue;
    merged.conflicts.push_back({column, *winner, *loser, rows[*loser].texts[column]});
    best_rank = std::min(best_rank, static_cast<size_t>(winner - order.begin()));
  }
  if (best_rank < order.size()) merged.standing = order[best_rank];
  return merged;
}

}  // namespace audit::ingest
