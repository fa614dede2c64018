// SPDX-License-Identifier: MIT
// Any bytes as a TOML document, then as every kind of file we read: faults are told, never a crash;
// and what is told stands within the text.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "config/calendar_file.hpp"
#include "config/profile.hpp"
#include "config/schema_file.hpp"
#include "rules/draft.hpp"
#include "rules/form_keys.hpp"

using namespace audit;

namespace {

void require(bool claim) {
  if (!claim) std::abort();
}

void check_places(const util::Diagnostics& diagnostics, uint32_t lines) {
  for (const util::Diagnostic& fault : diagnostics.list()) {
    require(fault.spot.line <= lines);
    require(fault.spot.length >= 1);
    require(!fault.text.empty());
  }
}

void check_places(const config::Node& node, uint32_t lines) {
  require(node.spot.line >= 1 && node.spot.line <= lines);
  for (const config::Node& item : node.items) check_places(item, lines);
  for (const config::Node::Entry& entry : node.entries) {
    require(entry.spot.line >= 1 && entry.spot.line <= lines);
    check_places(entry.value, lines);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  uint32_t lines = 1;
  for (const char c : text) lines += c == '\n' ? 1 : 0;

  util::Diagnostics diagnostics;
  config::Node root;
  const bool good = config::parse_toml("f.toml", text, root, diagnostics);
  require(good == !diagnostics.has_errors());
  check_places(diagnostics, lines);
  if (!good) {
    require(!diagnostics.render().empty());
    return 0;
  }
  check_places(root, lines);

  const rules::PackDraft pack = rules::read_pack_draft("f.toml", text, diagnostics);
  for (const rules::RuleDraft& rule : pack.rules) rules::choose_form(rule, diagnostics);
  config::read_schema("f.toml", text, diagnostics);
  const config::MemoryFiles files(config::FileTexts{
      {"rules/profiles/f.toml",  text},
      {"rules/calendars/f.toml", text}
  });
  config::read_profile(files, {"rules", "f", ""}, diagnostics);
  config::read_calendar(files, "rules",
                        {
                            {"f", {}},
                            ""
  },
                        diagnostics);
  check_places(diagnostics, lines);
  require(diagnostics.list().empty() == diagnostics.render().empty());
  return 0;
}
