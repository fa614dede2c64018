// SPDX-License-Identifier: MIT
// Random expressions: right ones check without a fault, damaged ones never crash, and every fault
// stands within the text.
#include <doctest/doctest.h>

#include <random>

#include "differential/language_generator.hpp"
#include "unit/rules/language_schema.hpp"

using namespace audit;
using audit::tests::ExpressionGenerator;
using audit::tests::LanguageWorld;
using audit::tests::text_at;

namespace {

constexpr const char* k_tables[] = {"participants", "applications", "activities", "case_notes",
                                    "follow_ups"};
constexpr model::Type k_types[] = {model::Type::boolean, model::Type::date, model::Type::number,
                                   model::Type::text, model::Type::duration};

/// Checks a damaged text: any answer is fine, but it must be one, and at a place that exists.
void check_damaged(const std::string& text, const rules::Scope& scope) {
  util::Diagnostics diagnostics;
  const auto found = rules::check_expression(text_at(text), scope, std::nullopt, diagnostics);
  REQUIRE(found.has_value() != diagnostics.has_errors());
  const auto lines = static_cast<uint32_t>(std::ranges::count(text, '\n'));
  for (const util::Diagnostic& fault : diagnostics.list()) {
    CHECK_FALSE(fault.text.empty());
    CHECK(fault.spot.line >= 7);
    CHECK(fault.spot.line <= 7 + lines);
    if (lines == 0) {
      CHECK(fault.spot.column >= 11);
      CHECK(fault.spot.column + fault.spot.length <= 11 + std::max<size_t>(text.size(), 1) + 1);
    }
  }
}

}  // namespace

TEST_CASE("generated expressions are right, whatever the table and type") {
  const LanguageWorld world;
  for (const char* table : k_tables) {
    ExpressionGenerator generator(world.scope(table), 20260105);
    for (int round = 0; round < 300; ++round) {
      const model::Type type = k_types[round % 5];
      const std::string text = generator.expression(type, round % 6);
      CAPTURE(text);
      util::Diagnostics diagnostics;
      const auto found =
          rules::check_expression(text_at(text), world.scope(table), type, diagnostics);
      REQUIRE_MESSAGE(found.has_value(), diagnostics.render());
      CHECK_FALSE(diagnostics.has_errors());
      CHECK_FALSE(rules::dump(*found, world.schema).empty());
    }
    for (int round = 0; round < 20; ++round) {
      const std::string text = generator.events(round % 4);
      if (text.empty()) continue;
      CAPTURE(text);
      util::Diagnostics diagnostics;
      const auto found = rules::check_events(text_at(text), world.scope(table), diagnostics);
      // Events are shown: those that are personal are refused, and nothing else.
      CHECK(found.has_value() == diagnostics.list().empty());
      for (const auto& fault : diagnostics.list()) {
        CHECK(fault.text.find("is personal") != std::string::npos);
      }
    }
  }
}

TEST_CASE("equal seeds give equal expressions") {
  const LanguageWorld world;
  ExpressionGenerator a(world.scope("activities"), 7);
  ExpressionGenerator b(world.scope("activities"), 7);
  for (int i = 0; i < 50; ++i) {
    CHECK(a.expression(model::Type::boolean, 4) == b.expression(model::Type::boolean, 4));
  }
}

TEST_CASE("a text that means the same checks to the same tree") {
  const LanguageWorld world;
  const auto tree = [&](const std::string& text) {
    util::Diagnostics diagnostics;
    const auto found = rules::check_expression(text_at(text), world.scope("activities"),
                                               std::nullopt, diagnostics);
    return found ? rules::dump(*found, world.schema) : diagnostics.render();
  };
  ExpressionGenerator generator(world.scope("activities"), 99);
  for (int round = 0; round < 100; ++round) {
    const std::string text = generator.expression(model::Type::boolean, 4);
    const std::string expected = tree(text);
    CAPTURE(text);
    CHECK(tree("((" + text + "))") == expected);
    CHECK(tree("\n  " + text + "\t ") == expected);
    CHECK(tree("not not (" + text + ")") == "(not (not " + expected + "))");
  }
}

TEST_CASE("no damage of one character makes the checker crash") {
  const LanguageWorld world;
  constexpr char bytes[] = "()'\"$@.,=<>!+-*5a Z_\n\t\x00\xC3\xFF{";
  for (const char* table : k_tables) {
    const auto scope = world.scope(table);
    ExpressionGenerator generator(scope, 4711);
    for (int round = 0; round < 12; ++round) {
      const std::string text = generator.expression(k_types[round % 4], 3);
      for (size_t at = 0; at < text.size(); ++at) {
        std::string damaged = text;
        damaged.erase(at, 1);
        check_damaged(damaged, scope);
        damaged = text;
        damaged[at] = bytes[(at + static_cast<size_t>(round)) % (sizeof(bytes) - 1)];
        check_damaged(damaged, scope);
        check_damaged(text.substr(0, at), scope);
      }
    }
  }
}
