// SPDX-License-Identifier: MIT
#include "rules/suspicions.hpp"

#include <doctest/doctest.h>

#include "unit/rules/load_support.hpp"

namespace {

using audit::config::FileTexts;
using audit::config::MemoryFiles;
using audit::rules::load;
using audit::rules::Options;
using audit::util::Diagnostics;
using namespace audit::test;

/// The small world, without what is suspicious in it.
FileTexts plain_world() {
  FileTexts files = small_world();
  std::string& pack = files["rules/packs/one.toml"];
  const std::string unread = ", least = 10, code = \"205\"";
  pack.erase(pack.find(unread), unread.size());
  std::string& core = files["rules/core.toml"];
  const size_t at = core.find("[[set]]\nname = \"quarters\"");
  core.erase(at, core.find("[[derive]]") - at);
  return files;
}

Diagnostics check(const FileTexts& files) {
  Options options = small_options();
  options.suspicions = true;
  Diagnostics diagnostics;
  load(options, MemoryFiles(files), diagnostics);
  CHECK_FALSE(diagnostics.has_errors());
  return diagnostics;
}

std::string rule_text(const std::string& id, const std::string& more) {
  return "[[rule]]\nid = \"" + id +
         "\"\ntitle = \"t\"\nseverity = \"info\"\nfor_each = \"cases\"\nmessage = \"m\"\ncite = "
         "\"c\"\n" +
         more + "\n";
}

TEST_CASE("suspicions: there are none in plain rules") {
  CHECK(check(plain_world()).render() == "");
}

TEST_CASE("suspicions: they are told only where they are asked for") {
  Diagnostics diagnostics;
  load(small_options(), MemoryFiles(small_world()), diagnostics);
  CHECK(diagnostics.list().empty());
}

TEST_CASE("suspicions: parameters and sets that nothing reads") {
  const Diagnostics found = check(small_world());
  REQUIRE(found.list().size() == 3);
  CHECK(found.list()[0].text == "nothing in rule 'a.entered' reads the parameter 'least'");
  CHECK(found.list()[0].spot.line == 12);
  CHECK(found.list()[1].text == "nothing in rule 'a.entered' reads the parameter 'code'");
  CHECK(found.list()[2].text == "no rule reads the set 'quarters'");
  CHECK(found.list()[2].spot.line == 10);
}

TEST_CASE("suspicions: a parameter whose name begins another's is not read by it") {
  FileTexts files = plain_world();
  files["rules/packs/one.toml"] +=
      rule_text("c", "params = { a = 1, a_b = 2 }\nrequire = \"amount > $a_b\"");
  const Diagnostics found = check(files);
  REQUIRE(found.list().size() == 1);
  CHECK(found.list()[0].text == "nothing in rule 'c' reads the parameter 'a'");
}

TEST_CASE("suspicions: a rule that no profile uses, but for those that ship disabled") {
  FileTexts files = plain_world();
  files["rules/packs/two.toml"] = "[pack]\nname = \"two\"\n" +
                                  rule_text("unused", "require = \"amount > 1\"") +
                                  rule_text("used", "require = \"amount > 2\"") +
                                  rule_text("off", "require = \"amount > 3\"\nenabled = false");
  files["rules/profiles/bare.toml"] = "enable = [\"used\"]\n";
  const Diagnostics found = check(files);
  REQUIRE(found.list().size() == 1);
  CHECK(found.list()[0].text == "no profile uses the rule 'unused'");
}

TEST_CASE("suspicions: two rules with one condition, unless their ranges differ") {
  FileTexts files = plain_world();
  files["rules/packs/one.toml"] +=
      rule_text("c1", "require = \"amount > 1\"\neffective = { until = 2025-06-30 }") +
      rule_text("c2", "require = \"amount > 1\"\neffective = { from = 2025-07-01 }") +
      rule_text("c3", "require = \"amount > 1\"\neffective = { from = 2025-07-01 }");
  const Diagnostics found = check(files);
  REQUIRE(found.list().size() == 1);
  CHECK(found.list()[0].text == "rule 'c3' has the same condition as 'c2'");
}

TEST_CASE("suspicions: a pattern that matches every text") {
  FileTexts files = plain_world();
  files["rules/packs/one.toml"] +=
      rule_text("c1", "require = \"program matches '[0-9]*'\"") +
      rule_text("c2", "require = \"count(notes where case.program matches 'x?') > 0\"") +
      rule_text("c3", "require = \"program matches '^[0-9]+$'\"");
  const Diagnostics found = check(files);
  REQUIRE(found.list().size() == 2);
  CHECK(found.list()[0].text == "the pattern '[0-9]*' matches every text");
  CHECK(found.list()[1].text == "the pattern 'x?' matches every text");
}

}  // namespace
