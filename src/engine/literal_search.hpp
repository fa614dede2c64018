// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/gram_kernels.hpp"

namespace audit::engine {

/// Finds every place of many short ASCII texts in another, ASCII letter case ignored, in one walk.
/// Shared by threads.
///
/// Of each literal the four bytes that are rarest in English stand for it. They go into eight
/// buckets, and for each place of a text a few instructions tell the buckets of which some four
/// bytes may begin there ("Teddy", the method of Hyperscan for few literals, Wang et al., NSDI
/// 2019). Those literals are compared.
class LiteralSearch {
 public:
  class Listener {
   public:
    /// A literal, by its place in the list, ends before text[end]. False: look no further.
    virtual bool found(uint32_t literal, size_t end) = 0;

   protected:
    Listener() = default;
    ~Listener() = default;
    Listener(const Listener&) = default;
    Listener(Listener&&) = default;
    Listener& operator=(const Listener&) = default;
    Listener& operator=(Listener&&) = default;
  };

  /// The literals are folded to lower case, and none is empty; one may be there many times.
  explicit LiteralSearch(const std::vector<std::string>& literals,
                         util::Kernel kernel = util::Kernel::automatic);
  void search(std::string_view text, Listener& listener) const;

 private:
  static constexpr size_t k_buckets = 8;
  static constexpr size_t k_chunks = 8;  // that are looked at before what is found is compared

  struct Literal {
    std::string text;
    uint64_t start = 0;             // its first eight bytes, or all, with all letters lower …
    uint64_t start_mask = 0;        // … and the bits of them that are compared
    size_t gram_at = 0;             // where in it its gram begins
    std::vector<uint32_t> numbers;  // its places in the list
  };
  struct Chunks {
    size_t base = 0;  // where in the text they begin
    size_t count = 0;
    uint64_t places = 0;  // of each: those that are looked at
  };

  void put_into_bucket(const Literal& literal, size_t bucket);
  [[nodiscard]] static bool stands_at(const Literal& literal, std::string_view text, size_t begin);
  // False: look no further.
  /// `data`: the text, or a copy of it with room for the last chunk's grams.
  bool search_chunks(const char* data, std::string_view text, const Chunks& chunks,
                     Listener& listener) const;
  bool tell_at(unsigned buckets, std::string_view text, size_t gram, Listener& listener) const;
  bool tell_short(std::string_view text, size_t begin, Listener& listener) const;
  static bool tell_all(const Literal& literal, size_t begin, Listener& listener);
  [[nodiscard]] std::span<const Literal> bucket(size_t number) const {
    return std::span(literals_).subspan(bucket_begins_[number],
                                        bucket_begins_[number + 1] - bucket_begins_[number]);
  }

  GramFunction grams_;
  GramTables tables_;
  std::vector<Literal> literals_;  // by bucket
  std::vector<size_t> short_;      // those that are shorter than a gram
  std::array<size_t, k_buckets + 1> bucket_begins_{};
};

}  // namespace audit::engine
