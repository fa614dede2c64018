// SPDX-License-Identifier: MIT
#include "model/row_files.hpp"

#include <algorithm>

namespace audit::model {

RowFiles::RowFiles(std::initializer_list<uint32_t> files) {
  for (const uint32_t file : files) append(1, file);
}

uint32_t RowFiles::operator[](size_t row) const {
  if (row < runs_.front().end) return runs_.front().file;  // mostly it is the only one
  return std::ranges::upper_bound(runs_, row, {}, &Run::end)->file;
}

std::pair<uint32_t, uint32_t> RowFiles::rows_of(uint32_t file) const {
  size_t first = 0;
  for (const Run& run : runs_) {
    if (run.file == file) return {static_cast<uint32_t>(first), static_cast<uint32_t>(run.end)};
    first = run.end;
  }
  return {0, 0};
}

void RowFiles::append(size_t rows, uint32_t file) {
  if (rows == 0) return;
  if (runs_.empty() || runs_.back().file != file) runs_.push_back({size(), file});
  runs_.back().end += rows;
}

void RowFiles::compact(const std::vector<bool>& keep) {
  RowFiles kept;
  size_t row = 0;
  for (const Run& run : runs_) {
    size_t rows = 0;
    for (; row < run.end; ++row) rows += size_t{keep[row]};
    kept.append(rows, run.file);
  }
  *this = std::move(kept);
}

bool operator==(const RowFiles& a, const RowFiles& b) {
  const auto same = [](const RowFiles::Run& one, const RowFiles::Run& other) {
    return one.end == other.end && one.file == other.file;
  };
  return std::ranges::equal(a.runs_, b.runs_, same);
}

}  // namespace audit::model
