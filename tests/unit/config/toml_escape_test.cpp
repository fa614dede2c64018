// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "config/node.hpp"

using namespace audit;

TEST_CASE("a regular expression in double quotes is told where it belongs") {
  for (const char* escape : {"\\d", "\\w", "\\.", "\\s"}) {
    CAPTURE(std::string(escape));
    config::Node root;
    util::Diagnostics diagnostics;
    const std::string text = std::string("where = \"code matches '^") + escape + "'\"\n";
    CHECK_FALSE(config::parse_toml("rules.toml", text, root, diagnostics));
    REQUIRE(diagnostics.list().size() == 1);
    CHECK(diagnostics.list()[0].text.find("escape sequence") != std::string::npos);
    CHECK(diagnostics.list()[0].advice.find("'...'") != std::string::npos);
    CHECK(diagnostics.list()[0].spot.line == 1);
  }
  config::Node root;
  util::Diagnostics diagnostics;
  CHECK(config::parse_toml("rules.toml", "where = 'code matches \"^\\d\"'\n", root, diagnostics));
}
