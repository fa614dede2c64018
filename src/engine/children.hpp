// SPDX-License-Identifier: MIT
#pragma once

#include "engine/compiler.hpp"

namespace audit::engine {

/// The children that a selection leads to, `where` included. The children of all records of a batch
/// are laid end to end and walked in child batches: no pair of records is looked at that the links
/// do not join.
class Children {
 public:
  Children(Compiler& compiler, const rules::Selection& selection);

  /// Whether two records that lead to the same parent have the same children: `where` does not ask
  /// which of them it is.
  [[nodiscard]] bool shared_by_parent() const { return shared_; }
  [[nodiscard]] const Way& way() const { return way_; }

  /// Calls chunk(const Batch&) for child batches of at most `limit` children, in the order of the
  /// outer rows and then of the children; each child passes `where`, its owner is the position in
  /// `batch`. `parents`: way().follow(batch). Rows for which wanted(position) is false are left
  /// out; it is asked when the walk comes to the row.
  template <class Wanted, class Chunk>
  void walk(const Batch& batch, std::span<const uint32_t> parents, Scratch& scratch,
            Wanted&& wanted, Chunk&& chunk) const {
    Vector& space = scratch.vectors[slot_];
    Cursor cursor;
    while (cursor.position < parents.size()) {
      space.rows.clear();
      space.owner.clear();
      while (cursor.position < parents.size() && space.rows.size() < k_chunk) {
        if (cursor.next == 0 && !wanted(cursor.position)) {
          ++cursor.position;
        } else {
          take(parents, cursor, space);
        }
      }
      const Batch children = filtered(batch, scratch, space);
      if (!children.rows.empty()) chunk(children);
    }
  }

 private:
  static constexpr size_t k_chunk = 4096;

  struct Cursor {
    size_t position = 0;
    uint32_t next = 0;  // how many children of this position were taken
  };
  void take(std::span<const uint32_t> parents, Cursor& cursor, Vector& space) const;
  Batch filtered(const Batch& outer, Scratch& scratch, Vector& space) const;

  size_t slot_;
  Way way_;
  const model::Links& links_;
  NodePtr where_;  // may be absent: all
  bool shared_;
};

/// Whether an expression that is read in a child asks for `outer.`.
bool asks_outer(const rules::Expression& expression);

}  // namespace audit::engine
