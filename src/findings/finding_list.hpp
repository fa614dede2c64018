// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "findings/finding.hpp"
#include "findings/texts.hpp"

namespace audit::findings {

/// A finding as a list keeps it: a tenth of the bytes that it would take with texts of its own.
struct PackedFinding {
  Fingerprint fingerprint;
  TextCode participant = 0;
  TextCode application = 0;
  TextCode table = 0;
  TextCode key = 0;
  TextCode file = 0;
  TextCode region = 0;
  TextCode office = 0;
  TextCode case_manager = 0;
  TextCode program = 0;
  TextCode participant_name = 0;
  TextCode message = 0;
  TextCode remedy = 0;
  uint32_t line = 0;
  int32_t trigger = calendar::k_no_date;
  int32_t due = calendar::k_no_date;
  int32_t met_on = calendar::k_no_date;
  int32_t late_by = 0;
  int32_t paused_days = 0;
  int32_t counted_days = 0;
  uint32_t rule : 24 = 0;
  uint32_t status : 4 = 0;
  bool late_in_business_days : 1 = false;
  bool waived : 1 = false;
  bool baselined : 1 = false;
};

/// For a vector whose new elements are written before they are read, and not by the thread that
/// makes it larger: leaves them as they are.
template <class T>
struct Unfilled : std::allocator<T> {
  template <class U>
  struct rebind {  // NOLINT(readability-identifier-naming): the standard's name
    using other = Unfilled<U>;
  };
  template <class U>
  void construct(U* /*at*/) noexcept {}
  template <class U, class... From>
  void construct(U* at, From&&... from) {
    std::construct_at(at, std::forward<From>(from)...);
  }
};

/// Many findings in little memory. Each is made when it is looked at; its texts are good as long as
/// the list, or a copy of it, lives.
class FindingList {
 public:
  class Iterator;

  [[nodiscard]] size_t size() const { return packed_.size(); }
  [[nodiscard]] bool empty() const { return packed_.empty(); }
  [[nodiscard]] Finding operator[](size_t at) const;
  [[nodiscard]] Finding front() const { return (*this)[0]; }
  [[nodiscard]] Iterator begin() const;
  [[nodiscard]] Iterator end() const;
  /// Its rule alone, without a look at the rest.
  [[nodiscard]] uint32_t rule(size_t at) const { return packed_[at].rule; }

  void push_back(const Finding& finding);  ///< Keeps its texts.
  void append(const FindingList& other);
  void replace(size_t at, const Finding& finding);  ///< Keeps its texts.
  /// change(Finding&) of one of them, whose texts then need to live no longer than the call.
  template <class Change>
  void change(size_t at, const Change& change) {
    Finding finding = (*this)[at];
    change(finding);
    replace(at, finding);
  }
  void set_waived(size_t at) { packed_[at].waived = true; }
  void set_baselined(size_t at, bool baselined) { packed_[at].baselined = baselined; }

  // For what makes many of them.
  void reserve(size_t size) { packed_.reserve(size); }
  void push_back(const PackedFinding& finding) { packed_.push_back(finding); }
  /// Room for so many behind the last; each must be put, by whatever thread, before it is looked
  /// at.
  void extend(size_t count) { packed_.resize(packed_.size() + count); }
  void put(size_t at, const PackedFinding& finding) { packed_[at] = finding; }
  [[nodiscard]] const PackedFinding& packed(size_t at) const { return packed_[at]; }
  [[nodiscard]] Texts& texts() { return texts_; }
  [[nodiscard]] const Texts& texts() const { return texts_; }
  /// Puts the finding that is now at first + order[i] at first + i, in place; uses `order` up.
  /// Threads may do so with different ones.
  void arrange(size_t first, std::span<uint32_t> order);

 private:
  PackedFinding pack(const Finding& finding);

  std::vector<PackedFinding, Unfilled<PackedFinding>> packed_;
  Texts texts_;
};

class FindingList::Iterator {
 public:
  using iterator_concept = std::random_access_iterator_tag;
  using iterator_category = std::input_iterator_tag;
  using value_type = Finding;
  using difference_type = std::ptrdiff_t;
  using pointer = void;
  using reference = Finding;

  Iterator() = default;
  Iterator(const FindingList& list, size_t at)
      : list_(&list), at_(static_cast<difference_type>(at)) {}

  Finding operator*() const { return (*list_)[static_cast<size_t>(at_)]; }
  Finding operator[](difference_type n) const { return *(*this + n); }
  Iterator& operator+=(difference_type n) {
    at_ += n;
    return *this;
  }
  Iterator& operator-=(difference_type n) { return *this += -n; }
  Iterator& operator++() { return *this += 1; }
  Iterator& operator--() { return *this -= 1; }
  Iterator operator++(int) {
    Iterator before = *this;
    ++*this;
    return before;
  }
  Iterator operator--(int) {
    Iterator before = *this;
    --*this;
    return before;
  }
  friend Iterator operator+(Iterator it, difference_type n) { return it += n; }
  friend Iterator operator+(difference_type n, Iterator it) { return it += n; }
  friend Iterator operator-(Iterator it, difference_type n) { return it -= n; }
  friend difference_type operator-(const Iterator& a, const Iterator& b) { return a.at_ - b.at_; }
  bool operator==(const Iterator& other) const { return at_ == other.at_; }
  auto operator<=>(const Iterator& other) const { return at_ <=> other.at_; }

 private:
  const FindingList* list_ = nullptr;
  difference_type at_ = 0;
};

inline FindingList::Iterator FindingList::begin() const { return {*this, 0}; }
inline FindingList::Iterator FindingList::end() const { return {*this, size()}; }

}  // namespace audit::findings
