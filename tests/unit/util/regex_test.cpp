// SPDX-License-Identifier: MIT
#include "util/regex.hpp"

#include <doctest/doctest.h>
#include <re2/re2.h>

#include <string>

using audit::util::shared_regex;

TEST_CASE("regex: a pattern is compiled once for each way to compile it") {
  const auto first = shared_regex("a+b", {});
  CHECK(shared_regex("a+b", {}) == first);
  const auto caseless = shared_regex("a+b", {.case_sensitive = false});
  CHECK(caseless != first);
  CHECK(re2::RE2::FullMatch("AAB", *caseless));
  CHECK_FALSE(re2::RE2::FullMatch("AAB", *first));
  CHECK(shared_regex("a+b", {.most_bytes = 1 << 20}) != first);
}

TEST_CASE("regex: what is no pattern, or too large a one, is not ok") {
  CHECK_FALSE(shared_regex("a(", {})->ok());
  const std::string large = "((a{100}){100}){100}";
  CHECK_FALSE(shared_regex(large, {})->ok());
  CHECK_FALSE(shared_regex("(\\pL{40}){20}", {})->ok());
  CHECK(shared_regex("(\\pL{40}){20}", {.most_bytes = int64_t{256} << 20U})->ok());
}

TEST_CASE("regex: what was forgotten to make room is compiled again") {
  const auto first = shared_regex("first", {});
  for (int i = 0; i < 2'100; ++i) shared_regex("x" + std::to_string(i), {});
  const auto again = shared_regex("first", {});
  CHECK(again != first);
  CHECK(re2::RE2::FullMatch("first", *first));
  CHECK(re2::RE2::FullMatch("first", *again));
}
