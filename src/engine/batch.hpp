// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "calendar/date.hpp"
#include "calendar/duration.hpp"
#include "findings/obligation.hpp"
#include "model/dataset.hpp"

namespace audit::engine {

/// Records that expressions are read in, all of one table. Views what its maker holds.
struct Batch {
  std::span<const uint32_t> rows;
  /// In a `where`: the batch of the directly enclosing aggregate's records, and by row the position
  /// in outer->rows of the record that the aggregate is taken of.
  const Batch* outer = nullptr;
  std::span<const uint32_t> owner;
  /// In a message: by row, the obligation that it speaks of. Empty elsewhere.
  std::span<const findings::Obligation* const> own;

  [[nodiscard]] size_t size() const { return rows.size(); }
};

/// Texts that a function made for the rows of one batch. Keeps its memory from batch to batch.
class TextStore {
 public:
  void reset() { used_ = 0; }
  /// An empty text to fill; stays where it is until reset().
  std::string& next() {
    if (used_ == texts_.size()) texts_.emplace_back();
    std::string& text = texts_[used_++];
    text.clear();
    return text;
  }

 private:
  std::deque<std::string> texts_;
  size_t used_ = 0;
};

/// A node's values for a batch: the one vector of its type holds a value a row; and working space
/// that is kept from batch to batch, so that no row costs an allocation.
struct Vector {
  std::vector<int32_t> dates;
  std::vector<int64_t> numbers;
  std::vector<uint8_t> bools;
  std::vector<std::string_view> texts;
  std::vector<calendar::Duration> durations;

  TextStore made;
  std::vector<uint32_t> rows;
  std::vector<uint32_t> owner;
  std::vector<uint32_t> positions;
  std::vector<int32_t> bounds;
  std::vector<const findings::Obligation*> own;
  std::vector<std::pair<uint32_t, int64_t>> pairs;
};

/// What one thread needs to run the nodes of one compiler: a vector for each.
struct Scratch {
  explicit Scratch(size_t slots) : vectors(slots) {}
  std::vector<Vector> vectors;
};

// What a value of each type is in a vector, and which value means "missing".
struct DateKind {
  using Element = int32_t;
  static constexpr auto cells = &Vector::dates;
  static constexpr Element missing() { return calendar::k_no_date; }
  static constexpr bool present(Element value) { return value != calendar::k_no_date; }
};
struct NumberKind {
  using Element = int64_t;
  static constexpr auto cells = &Vector::numbers;
  static constexpr Element missing() { return model::k_no_number; }
  static constexpr bool present(Element value) { return value != model::k_no_number; }
};
struct BoolKind {
  using Element = uint8_t;
  static constexpr auto cells = &Vector::bools;
  static constexpr Element missing() { return model::k_no_bool; }
  static constexpr bool present(Element value) { return value != model::k_no_bool; }
};
/// Of text and identifiers. A missing text is an empty one.
struct TextKind {
  using Element = std::string_view;
  static constexpr auto cells = &Vector::texts;
  static constexpr Element missing() { return {}; }
  static constexpr bool present(Element value) { return !value.empty(); }
};
struct DurationKind {
  using Element = calendar::Duration;
  static constexpr auto cells = &Vector::durations;
  static constexpr Element missing() {
    return {.count = std::numeric_limits<int64_t>::min(), .unit = calendar::Unit::days};
  }
  static constexpr bool present(Element value) {
    return value.count != std::numeric_limits<int64_t>::min();
  }
};

/// Calls `body` with the kind that stands for `type`.
template <class Body>
auto with_kind(model::Type type, Body&& body) {
  switch (type) {
    case model::Type::date:
      return body(DateKind{});
    case model::Type::number:
      return body(NumberKind{});
    case model::Type::boolean:
      return body(BoolKind{});
    case model::Type::duration:
      return body(DurationKind{});
    case model::Type::text:
    case model::Type::identifier:
      break;
  }
  return body(TextKind{});
}

/// A number as columns and vectors hold it.
constexpr int64_t scaled(int64_t whole) { return whole * model::k_number_scale; }

}  // namespace audit::engine
