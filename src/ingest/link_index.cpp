// SPDX-License-Identifier: MIT
#include "ingest/link_index.hpp"

#include "ingest/columns.hpp"
#include "util/text.hpp"

namespace audit::ingest {

using model::Column;
using model::Type;

namespace {

uint64_t mixed(uint64_t value) {
  value ^= value >> 32U;
  value *= 0x9E3779B97F4A7C15ULL;
  return value ^ (value >> 29U);
}

uint64_t raw_value(const Column& column, uint32_t row) {
  switch (column.type) {
    case Type::date:
      return static_cast<uint64_t>(static_cast<int64_t>(column.dates[row]));
    case Type::number:
      return static_cast<uint64_t>(column.numbers[row]);
    default:
      return column.bools[row];
  }
}

}  // namespace

size_t ValueIndex::slot_of(uint64_t value) const {
  const size_t mask = slots_.size() - 1;
  size_t slot = mixed(value) & mask;
  while (slots_[slot] != 0 && values_[slots_[slot] - 1] != value) slot = (slot + 1) & mask;
  return slot;
}

uint32_t ValueIndex::find(uint64_t value) const { return slots_[slot_of(value)]; }

uint32_t ValueIndex::add(uint64_t value) {
  size_t slot = slot_of(value);
  if (slots_[slot] != 0) return slots_[slot];
  if (values_.size() * 2 >= slots_.size()) {
    grow();
    slot = slot_of(value);
  }
  values_.push_back(value);
  return slots_[slot] = static_cast<uint32_t>(values_.size());
}

void ValueIndex::grow() {
  slots_.assign(slots_.size() * 2, 0);
  const size_t mask = slots_.size() - 1;
  for (uint32_t i = 0; i < values_.size(); ++i) {
    size_t slot = mixed(values_[i]) & mask;
    while (slots_[slot] != 0) slot = (slot + 1) & mask;
    slots_[slot] = i + 1;
  }
}

PartNumbers::PartNumbers(const Column& child, const Column& parent, bool exact, unsigned threads)
    : child_{&child, nullptr}, parent_{&parent, nullptr} {
  if (is_text(child.type) && is_text(parent.type)) {
    number_texts(child, parent, exact, threads);
  } else if (child.type == parent.type) {
    number_values(parent);
  } else {
    comparable_ = false;
  }
}

PartNumbers::PartNumbers(const model::Links& child, const model::Links& parent)
    : child_{nullptr, &child}, parent_{nullptr, &parent} {}

void PartNumbers::number_texts(const Column& child, const Column& parent, bool exact,
                               unsigned threads) {
  if (exact) {
    // The parent's codes are the numbers.
    if (child.pool != parent.pool) by_child_code_ = parent.pool->find_all(*child.pool, threads);
    return;
  }
  model::TextPool forms;
  by_parent_code_.assign(parent.pool->size(), 0);
  for (uint32_t code = 1; code < parent.pool->size(); ++code) {
    by_parent_code_[code] = forms.intern(util::fold(parent.pool->text(code)));
  }
  by_child_code_.assign(child.pool->size(), 0);
  for (uint32_t code = 1; code < child.pool->size(); ++code) {
    by_child_code_[code] = forms.find(util::fold(child.pool->text(code)));
  }
}

void PartNumbers::number_values(const Column& parent) {
  for (uint32_t row = 0; row < size_of(parent); ++row) {
    if (!is_missing(parent, row)) values_.add(raw_value(parent, row));
  }
}

uint32_t PartNumbers::number(const Side& side, uint32_t row,
                             const std::vector<uint32_t>& by_code) const {
  if (!comparable_) return 0;
  if (side.links != nullptr) {
    const model::ParentRows& parent = side.links->parent;
    return row < parent.size() && parent[row] != model::k_none ? parent[row] + 1 : 0;
  }
  const Column& column = *side.column;
  if (row >= size_of(column)) return 0;
  if (is_text(column.type)) {
    const uint32_t code = column.codes[row];
    return by_code.empty() ? code : by_code[code];
  }
  return is_missing(column, row) ? 0 : values_.find(raw_value(column, row));
}

}  // namespace audit::ingest
