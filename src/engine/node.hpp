// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "engine/batch.hpp"

namespace audit::engine {

/// One step of a compiled expression, bound to a data set's columns. Immutable: any thread may run
/// it, each with a scratch of its own. One virtual call a batch.
class Node {
 public:
  explicit Node(size_t slot) : slot_(slot) {}
  virtual ~Node() = default;
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;
  Node(Node&&) = delete;
  Node& operator=(Node&&) = delete;

  /// A value for each row of the batch, in the vector of the node's type; there until the node is
  /// evaluated again with the same scratch.
  const Vector& evaluate(const Batch& batch, Scratch& scratch) const {
    Vector& out = scratch.vectors[slot_];
    run(batch, scratch, out);
    return out;
  }

 private:
  virtual void run(const Batch& batch, Scratch& scratch, Vector& out) const = 0;

  size_t slot_;
};

using NodePtr = std::unique_ptr<const Node>;

/// The rows of a batch that are still undecided; in the working space of `space`, which the batch
/// that it makes views.
class Remaining {
 public:
  Remaining(const Batch& batch, Vector& space);

  [[nodiscard]] const Batch& batch() const { return now_; }
  /// By row of batch(): its position in the first batch.
  [[nodiscard]] std::span<const uint32_t> positions() const { return positions_; }
  [[nodiscard]] bool empty() const { return now_.rows.empty(); }

  /// Keeps the rows for which keep(index) holds; index counts the rows of batch().
  template <class Keep>
  void retain(Keep&& keep) {
    size_t kept = 0;
    const size_t size = now_.size();
    while (kept < size && keep(kept)) ++kept;
    if (kept == size) return;
    prepare();
    for (size_t i = kept + 1; i < size; ++i) {
      if (keep(i)) move(i, kept++);
    }
    shrink(kept);
  }

 private:
  void prepare();
  void move(size_t from, size_t to);
  void shrink(size_t size);

  Batch now_;
  std::span<const uint32_t> positions_;
  Vector& space_;
  bool copied_ = false;
};

/// From each row of a batch up through parents to the record that a path or selection speaks of.
class Way {
 public:
  Way(bool outer, const std::vector<model::RelationIndex>& hops, const model::Dataset& data);

  /// By row: the record, or model::k_none where a parent is not there. `buffer` may be used.
  std::span<const uint32_t> follow(const Batch& batch, std::vector<uint32_t>& buffer) const;
  /// Whether several rows of a batch may lead to one record.
  [[nodiscard]] bool joins() const { return outer_ || !parents_.empty(); }

 private:
  bool outer_;
  std::vector<const model::ParentRows*> parents_;  // of the data set; empty = no record has one
};

}  // namespace audit::engine
