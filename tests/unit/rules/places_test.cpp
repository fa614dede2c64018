// SPDX-License-Identifier: MIT
#include "rules/language/places.hpp"

#include <doctest/doctest.h>

#include "config/node.hpp"
#include "unit/rules/language_schema.hpp"

using namespace audit;
using audit::tests::LanguageWorld;

namespace {

/// The places of the faults of the file's only expression, read through TOML.
std::vector<util::Spot> faults_of(const std::string& file) {
  const LanguageWorld world;
  config::Node root;
  util::Diagnostics diagnostics;
  REQUIRE(config::parse_toml("rules.toml", file, root, diagnostics));
  const config::Node* where = root.find("where");
  REQUIRE(where != nullptr);
  rules::check_expression({where->text, where->spot}, world.scope("activities"), std::nullopt,
                          diagnostics);
  std::vector<util::Spot> spots;
  for (const auto& fault : diagnostics.list()) spots.push_back(fault.spot);
  return spots;
}

/// The one fault stands at the first `word` of the file.
void check_at(const std::string& file, const std::string& word) {
  CAPTURE(file);
  const std::string before = file.substr(0, file.find(word));
  const auto line = static_cast<uint32_t>(1 + std::ranges::count(before, '\n'));
  const size_t column = before.size() - (before.rfind('\n') + 1) + 1;
  const auto spots = faults_of(file);
  REQUIRE(spots.size() == 1);
  CHECK(spots[0] == util::Spot{"rules.toml", line, static_cast<uint32_t>(column),
                               static_cast<uint32_t>(word.size())});
}

}  // namespace

TEST_CASE("the caret stands under the word, whatever TOML does to the text") {
  check_at("where = \"nope is present\"\n", "nope");
  check_at("where = 'code == \"a\" and nope is present'\n", "nope");
  check_at("where = \"code == \\\"a\\\" and nope is present\"\n", "nope");
  check_at("# one\n\nwhere = \"code == \\\"\\u00e9\\\" and nope\"\n", "nope");
  check_at("where = \"\"\"code == \"a\" and nope\"\"\"\n", "nope");
  check_at("where = \"\"\"\ncode == \"a\"\n  and nope\"\"\"\n", "nope");
  check_at("where = '''\ncode matches \"^\\d\"\n  and nope'''\n", "nope");
  check_at("where = \"\"\"\ncode == \\\"a\\\" \\\n   and \\\n  nope\"\"\"\n", "nope");
  check_at("where = \"code == '\\t\\\\' and nope\"\n", "nope");
  check_at("where = \"code == 'é' and nope\"\r\n", "nope");
  check_at("where = \"\"\"\r\ncode == 'a'\r\n and nope\"\"\"\r\n", "nope");
}

TEST_CASE("a caret never leaves its line") {
  const auto joined = faults_of("where = \"\"\"created_on \\\n  - actual_begin < as_of\"\"\"\n");
  REQUIRE(joined.size() == 1);
  CHECK(joined[0] == util::Spot{"rules.toml", 1, 12, 11});
  const auto broken = faults_of("where = '''created_on\n  - actual_begin < as_of'''\n");
  REQUIRE(broken.size() == 1);
  CHECK(broken[0] == util::Spot{"rules.toml", 1, 12, 10});
  const auto at_end = faults_of("where = '''is_open and\n'''\n");
  REQUIRE(at_end.size() == 1);
  CHECK(at_end[0].length == 1);
}

TEST_CASE("a text that is not what its file says is placed as it is") {
  const rules::SourceText source{
      "ab\ncd", util::Spot{"rules.toml", 1, 3, 1}
  };
  const util::Source file("x = 5");
  for (const util::Source* text : {static_cast<const util::Source*>(nullptr), &file}) {
    const auto places = rules::places_of(source, text);
    REQUIRE(places.size() == 6);
    CHECK(places[1].column == 4);
    CHECK(places[3].line == 2);
    CHECK(places[3].column == 1);
    CHECK(places[5].column == 3);
  }
}
