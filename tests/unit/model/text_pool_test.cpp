// SPDX-License-Identifier: MIT
#include "model/text_pool.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

using audit::model::TextPool;

namespace {

std::string random_text(std::mt19937_64& random) {
  // Sizes around a one-byte size, a block and its neighbours, and mostly those of identifiers.
  constexpr size_t k_sizes[] = {1,   2,     3,     7,     8,     9,     254,   255,
                                256, 65530, 65531, 65535, 65536, 65541, 200000};
  const size_t size =
      random() % 200 == 0 ? k_sizes[random() % std::size(k_sizes)] : 1 + random() % 6;
  std::string text(size, 'x');
  for (size_t i = 0; i < std::min<size_t>(size, 3); ++i)
    text[i] = static_cast<char>('a' + random() % 8);
  return text;
}

}  // namespace

TEST_CASE("a pool gives each text one code, and the text of each code") {
  std::mt19937_64 random(20261122);
  TextPool pool;
  std::map<std::string, uint32_t> plain;
  for (int i = 0; i < 20000; ++i) {
    const std::string text = random_text(random);
    const auto known = plain.find(text);
    CHECK(pool.find(text) == (known == plain.end() ? 0 : known->second));
    const uint32_t code = pool.intern(text);
    CHECK(code == plain.try_emplace(text, static_cast<uint32_t>(plain.size() + 1)).first->second);
  }
  CHECK(pool.size() == plain.size() + 1);
  for (const auto& [text, code] : plain) CHECK(pool.text(code) == text);
}

TEST_CASE("the empty text is missing") {
  TextPool pool;
  CHECK(pool.intern("") == 0);
  CHECK(pool.find("") == 0);
  CHECK(pool.text(0).empty());
  CHECK(pool.size() == 1);
}

TEST_CASE("views stay as the pool grows") {
  TextPool pool;
  const std::string_view first = pool.text(pool.intern("first"));
  for (int i = 0; i < 100000; ++i) pool.intern(std::to_string(i));
  CHECK(first == "first");
  CHECK(first.data() == pool.text(pool.find("first")).data());
}

TEST_CASE("the codes of another pool's texts") {
  TextPool pool;
  TextPool other;
  for (int i = 0; i < 200; i += 2) pool.intern(std::to_string(i));
  for (int i = 0; i < 200; i += 3) other.intern(std::to_string(i));
  const std::vector<uint32_t> found = pool.find_all(other);
  REQUIRE(found.size() == other.size());
  CHECK(found[0] == 0);
  for (uint32_t code = 1; code < other.size(); ++code) {
    CHECK(found[code] == pool.find(other.text(code)));
    CHECK((found[code] == 0) == ((code - 1) * 3 % 2 == 1));
  }
  const std::vector<uint32_t> interned = pool.intern_all(other);
  for (uint32_t code = 1; code < other.size(); ++code) {
    CHECK(pool.text(interned[code]) == other.text(code));
  }
  CHECK(pool.find_all(other) == interned);
}

TEST_CASE("a pool that forgot its index knows the same texts, and takes more") {
  std::mt19937_64 random(20261123);
  TextPool pool;
  TextPool twin;
  for (int round = 0; round < 4; ++round) {
    for (int i = 0; i < 300; ++i) {
      const std::string text = random_text(random);
      CHECK(pool.intern(text) == twin.intern(text));
    }
    pool.forget_index();
    pool.fetch(TextPool::hash_of("any"));
    for (int i = 0; i < 300; ++i) {
      const std::string text = random_text(random);
      CHECK(pool.find(text) == twin.find(text));
    }
    CHECK(pool.find_all(twin) == twin.find_all(pool));
  }
}

TEST_CASE("texts that were appended: the first code of each, as a map tells them") {
  std::mt19937_64 random(7);
  for (int turn = 0; turn < 300; ++turn) {
    TextPool pool;
    std::map<std::string, uint32_t> plain;
    std::vector<uint32_t> first{0};
    const uint64_t kinds = std::vector<uint64_t>{5, 300, 100000}[static_cast<size_t>(turn) % 3];
    const size_t texts = random() % 2000;
    for (size_t i = 0; i < texts; ++i) {
      const std::string text = "N" + std::to_string(random() % kinds);
      const uint32_t code = pool.append(text);
      CHECK(code == i + 1);
      first.push_back(plain.try_emplace(text, code).first->second);
    }
    CHECK(pool.append("") == 0);
    const std::vector<uint32_t> found = pool.first_alike();
    if (plain.size() == texts) {
      CHECK(found.empty());
    } else {
      CHECK(found == first);
    }
    for (const auto& [text, code] : plain) CHECK(pool.find(text) == code);
    for (const auto& [text, code] : plain) CHECK(pool.intern(text) == code);
    CHECK(pool.intern("new") == texts + 1);
    for (const auto& [text, code] : plain) CHECK(pool.find(text) == code);
  }
}

TEST_CASE("texts that were appended to those that were interned") {
  TextPool pool;
  CHECK(pool.intern("a") == 1);
  CHECK(pool.intern("b") == 2);
  CHECK(pool.first_alike().empty());
  CHECK(pool.append("a") == 3);
  CHECK(pool.append("c") == 4);
  CHECK(pool.first_alike() == std::vector<uint32_t>{0, 1, 2, 1, 4});
}
