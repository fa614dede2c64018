// SPDX-License-Identifier: MIT
#include "manual/traceability.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using audit::manual::check_traceability;
using audit::manual::read_traceability;
using audit::manual::traceability_section;
using audit::util::Diagnostics;

namespace {

constexpr const char* k_table = R"([[policy]]
title = "Handbook"
[[policy.duty]]
section = "1"
words   = "do it | soon"
rules   = ["a.one", "a.two"]
[[policy.duty]]
section = "2"
words   = "keep the paper"
why     = "Paper is not data."
)";

std::vector<std::string> faults_of(const std::string& text, const std::vector<std::string>& known,
                                   const std::vector<std::string>& bundled) {
  Diagnostics diagnostics;
  const auto table = read_traceability("t.toml", text, diagnostics);
  check_traceability(table, "t.toml", known, bundled, diagnostics);
  std::vector<std::string> faults;
  for (const auto& fault : diagnostics.list()) faults.push_back(fault.text);
  return faults;
}

}  // namespace

TEST_CASE("traceability: a table in order has no fault") {
  CHECK(faults_of(k_table, {"a.one", "a.two", "my.own"}, {"a.one", "a.two"}).empty());
}

TEST_CASE("traceability: rules that are not there, and rules that nobody names") {
  CHECK(faults_of(k_table, {"a.one"}, {"a.one"}) ==
        std::vector<std::string>{"there is no rule 'a.two'"});
  CHECK(faults_of(k_table, {"a.one", "a.two", "a.three"}, {"a.one", "a.two", "a.three"}) ==
        std::vector<std::string>{"no duty names the rule 'a.three'"});
}

TEST_CASE("traceability: a duty names rules or says why none can check it") {
  const std::string silent =
      "[[policy]]\ntitle = 'H'\n[[policy.duty]]\nsection = '1'\nwords = 'x'\n";
  CHECK(faults_of(silent, {}, {}) ==
        std::vector<std::string>{"a duty names the rules that check it, or says why none can"});
  CHECK(faults_of("[[policy]]\ntitle = 'H'\n", {}, {}).size() == 1);  // no duty at all
}

TEST_CASE("traceability: the page's tables") {
  Diagnostics diagnostics;
  const std::string page = traceability_section(read_traceability("t.toml", k_table, diagnostics));
  CHECK(diagnostics.list().empty());
  CHECK(page.find("### Handbook\n") == 0);
  CHECK(page.find("| 1 | do it \\| soon | [`a.one`](#aone), [`a.two`](#atwo) |  |") !=
        std::string::npos);
  CHECK(page.find("| 2 | keep the paper | no rule | Paper is not data. |") != std::string::npos);
}
