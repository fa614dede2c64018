// SPDX-License-Identifier: MIT
#include "engine/literal_search.hpp"

#include <doctest/doctest.h>

#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "util/ascii.hpp"

namespace {

using audit::engine::LiteralSearch;
using audit::util::Kernel;

using Place = std::pair<uint32_t, size_t>;  // literal, end

/// Takes places until `most` are told.
class Places final : public LiteralSearch::Listener {
 public:
  explicit Places(size_t most) : most_(most) {}
  bool found(uint32_t literal, size_t end) override {
    ++told;
    places.emplace(literal, end);
    return told < most_;
  }
  std::set<Place> places;
  size_t told = 0;

 private:
  size_t most_;
};

/// The obvious way: each literal at each place.
std::set<Place> places_of(const std::vector<std::string>& literals, std::string text) {
  for (char& c : text) c = audit::util::ascii_lower(c);
  std::set<Place> places;
  for (uint32_t i = 0; i < literals.size(); ++i) {
    for (size_t at = text.find(literals[i]); at != std::string::npos;
         at = text.find(literals[i], at + 1)) {
      places.emplace(i, at + literals[i].size());
    }
  }
  return places;
}

const Kernel k_kernels[] = {Kernel::portable, Kernel::avx2, Kernel::avx512};

/// One list of literals, by each kernel.
class Searches {
 public:
  explicit Searches(const std::vector<std::string>& literals) : literals_(literals) {
    for (const Kernel kernel : k_kernels) by_kernel_.emplace_back(literals, kernel);
  }
  void compare(const std::string& text) const {
    const std::set<Place> expected = places_of(literals_, text);
    // Memory of its own, so that a sanitizer sees what is read beyond it.
    const std::vector<char> bytes(text.begin(), text.end());
    for (const LiteralSearch& search : by_kernel_) {
      Places places(expected.size() + 1);
      search.search({bytes.data(), bytes.size()}, places);
      // And none of them is told twice.
      const bool agrees = places.places == expected && places.told == expected.size();
      if (agrees) continue;
      CAPTURE(text);
      CAPTURE(&search - by_kernel_.data());
      REQUIRE(agrees);
    }
  }

 private:
  std::vector<std::string> literals_;
  std::vector<LiteralSearch> by_kernel_;
};

std::string random_text(std::mt19937& random, std::string_view letters, size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += letters[random() % letters.size()];
  return text;
}

TEST_CASE("literals: all kernels find what each literal at each place finds") {
  std::mt19937 random(20261123);
  // '`' and '@', '{' and '[' are one another's other case, were they letters.
  constexpr std::string_view k_few = "abc";
  for (int round = 0; round < 400; ++round) {
    std::vector<std::string> literals(1 + random() % 30);
    const std::string_view letters = round % 2 == 0 ? k_few : "ab`{1+z\x7F";
    for (std::string& literal : literals) literal = random_text(random, letters, 1 + random() % 12);
    const Searches searches(literals);
    for (int i = 0; i < 4; ++i) {
      std::string text = random_text(random, "abcABC`{@[1+zZ\x7F\xE1", random() % 700);
      for (int n = 0; n < 5; ++n) text.insert(random() % (text.size() + 1), literals[0]);
      searches.compare(text);
    }
  }
}

TEST_CASE("literals: at every place round the ends of chunks and of the text") {
  const std::vector<std::string> literals = {"x",         "yz", "abc",       "wxyz",
                                             "contacted", "a",  "voicemails"};
  const Searches searches(literals);
  for (size_t size = 0; size < 140; ++size) {
    for (const std::string& literal : literals) {
      if (literal.size() > size) continue;
      for (size_t at = 0; at + literal.size() <= size; ++at) {
        std::string text(size, '.');
        text.replace(at, literal.size(), literal);
        searches.compare(text);
      }
    }
  }
}

TEST_CASE("literals: many at many places, and every byte") {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  Searches({"a", "z", "0", "\x7F", "+"}).compare(all + all + all);
  Searches({"a", "aa", "aaaaaaaaaaaa"}).compare(std::string(3000, 'A'));
}

TEST_CASE("literals: the search ends where the listener has enough") {
  for (const Kernel kernel : k_kernels) {
    const LiteralSearch search({"ab", "b"}, kernel);
    for (const size_t most : {1U, 2U, 7U}) {
      Places places(most);
      std::string text;
      for (int i = 0; i < 1000; ++i) text += "ab ";
      search.search(text, places);
      CHECK(places.told == most);
    }
  }
}

}  // namespace
