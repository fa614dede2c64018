// SPDX-License-Identifier: MIT
// The manual page names every command and option that the parser knows.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "cli/arguments.hpp"

namespace {

std::string manual() {
  const std::ifstream file(std::string(AUDIT_TESTS_DIR) + "/../man/caljobs-audit.1");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("manual: names every option of every command") {
  const std::string text = manual();
  REQUIRE(text.size() > 1000);
  size_t seen = 0;
  for (const auto& command : audit::cli::describe_commands()) {
    for (const auto& option : command.options) {
      for (const std::string& name : option.names) {
        CAPTURE(command.name);
        CAPTURE(name);
        CHECK(text.find("Fl " + name.substr(1)) != std::string::npos);
        ++seen;
      }
    }
  }
  CHECK(seen > 50);
}

TEST_CASE("manual: names every command") {
  const std::string text = manual();
  for (const char* name : {"check", "inspect", "rules list", "rules show", "rules check",
                           "rules test", "rules docs", "init", "completion"}) {
    CAPTURE(name);
    CHECK(text.find(name) != std::string::npos);
  }
}
