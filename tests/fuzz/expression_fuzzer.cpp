// SPDX-License-Identifier: MIT
// The rule language must answer any text: with a typed expression or with faults, never with a
// crash. The first byte chooses the table and what the text is read as.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "../unit/rules/language_schema.hpp"

namespace {

using audit::tests::LanguageWorld;

/// An answer is a result or a fault; either one must be fit to be printed.
void demand(bool has_result, const audit::util::Diagnostics& diagnostics) {
  if (has_result == diagnostics.has_errors()) std::abort();
  static_cast<void>(diagnostics.render());
}

void read_expression(const LanguageWorld& world, const audit::rules::SourceText& source,
                     const audit::rules::Scope& scope) {
  audit::util::Diagnostics diagnostics;
  diagnostics.remember_source(source.spot.file, source.text);
  const auto found = audit::rules::check_expression(source, scope, std::nullopt, diagnostics);
  demand(found.has_value(), diagnostics);
  if (!found) return;
  static_cast<void>(audit::rules::dump(*found, world.schema));
  audit::rules::Reads reads;
  audit::rules::collect_reads(*found, scope.table, reads);
}

void read_derived(const LanguageWorld& world, const std::string& text) {
  std::vector<audit::rules::DerivedDraft> drafts;
  for (size_t begin = 0; begin < text.size() && drafts.size() < 8;) {
    size_t end = text.find(';', begin);
    if (end == std::string::npos) end = text.size();
    audit::rules::DerivedDraft draft;
    draft.table = static_cast<audit::model::TableIndex>(drafts.size() % world.schema.tables.size());
    draft.name = "x" + std::to_string(drafts.size());
    draft.value = audit::tests::text_at(text.substr(begin, end - begin));
    drafts.push_back(std::move(draft));
    begin = end + 1;
  }
  audit::util::Diagnostics diagnostics;
  const auto columns = audit::rules::check_derived(drafts, world.schema, world.sets, diagnostics);
  if (columns.size() < drafts.size() && !diagnostics.has_errors()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const LanguageWorld world;
  if (size == 0) return 0;
  constexpr const char* tables[] = {"participants", "applications", "activities", "case_notes"};
  auto scope = world.scope(tables[data[0] % 4]);
  scope.shown = (data[0] & 0x20) != 0;
  std::string text;
  for (size_t i = 1; i < size; ++i) text += static_cast<char>(data[i]);
  const auto source = audit::tests::text_at(text, 1, 1);
  audit::util::Diagnostics diagnostics;
  switch ((data[0] >> 2) % 4) {
    case 0:
    case 1:
      read_expression(world, source, scope);
      break;
    case 2: {
      const auto events = audit::rules::check_events(source, scope, diagnostics);
      demand(events.has_value(), diagnostics);
      scope.own_words = true;
      audit::util::Diagnostics of_message;
      const auto message = audit::rules::check_template(source, scope, false, of_message);
      demand(message.has_value(), of_message);
      break;
    }
    default:
      read_derived(world, text);
      break;
  }
  return 0;
}
