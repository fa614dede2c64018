// SPDX-License-Identifier: MIT
#include "engine/node.hpp"

#include <numeric>

namespace audit::engine {

Remaining::Remaining(const Batch& batch, Vector& space) : now_(batch), space_(space) {
  space_.positions.resize(batch.size());
  std::iota(space_.positions.begin(), space_.positions.end(), 0U);
  positions_ = space_.positions;
}

// The first time, the rows are copied out of the batch that others hold; later ones move within.
void Remaining::prepare() {
  if (copied_) return;
  copied_ = true;
  space_.rows.assign(now_.rows.begin(), now_.rows.end());
  space_.owner.assign(now_.owner.begin(), now_.owner.end());
  space_.own.assign(now_.own.begin(), now_.own.end());
}

void Remaining::move(size_t from, size_t to) {
  space_.positions[to] = space_.positions[from];
  space_.rows[to] = space_.rows[from];
  if (!space_.owner.empty()) space_.owner[to] = space_.owner[from];
  if (!space_.own.empty()) space_.own[to] = space_.own[from];
}

void Remaining::shrink(size_t size) {
  positions_ = positions_.first(size);
  now_.rows = std::span<const uint32_t>(space_.rows).first(size);
  if (!space_.owner.empty()) now_.owner = std::span<const uint32_t>(space_.owner).first(size);
  if (!space_.own.empty()) {
    now_.own = std::span<const findings::Obligation* const>(space_.own).first(size);
  }
}

Way::Way(bool outer, const std::vector<model::RelationIndex>& hops, const model::Dataset& data)
    : outer_(outer) {
  for (const model::RelationIndex hop : hops) parents_.push_back(&data.links[hop].parent);
}

std::span<const uint32_t> Way::follow(const Batch& batch, std::vector<uint32_t>& buffer) const {
  if (!joins()) return batch.rows;
  buffer.assign(batch.rows.begin(), batch.rows.end());
  if (outer_) {
    for (size_t i = 0; i < buffer.size(); ++i) buffer[i] = batch.outer->rows[batch.owner[i]];
  }
  for (const model::ParentRows* parent : parents_) {
    for (uint32_t& row : buffer) {
      row = row == model::k_none || parent->empty() ? model::k_none : (*parent)[row];
    }
  }
  return buffer;
}

}  // namespace audit::engine
