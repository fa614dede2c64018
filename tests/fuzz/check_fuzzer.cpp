// SPDX-License-Identifier: MIT
// Any bytes, cut into files at 0x1C, through all that `check` does with some rules: no crash,
// totals that add up, reports that read back, and the same on two threads.
#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "cli/days_off.hpp"
#include "cli/session.hpp"
#include "config/files.hpp"
#include "reports/format.hpp"
#include "reports/json_reader.hpp"
#include "util/fatal.hpp"

namespace {

using namespace audit;

constexpr size_t k_codes = 60;  // of the code table: each run reads them

/// The schema with those tables only that the rules and the shared derived columns read: each
/// file's header is held against every table.
std::string smaller_schema(const std::string& text) {
  constexpr std::string_view k_begin = "\n[[table]]\n";
  constexpr std::array<std::string_view, 8> k_kept = {
      "participants", "applications", "activities", "activity_codes",
      "case_notes",   "closures",     "follow_ups", "staff"};
  size_t at = text.find(k_begin);
  std::string kept = text.substr(0, at);
  while (at != std::string::npos) {
    const size_t end = text.find(k_begin, at + 1);
    const std::string table = text.substr(at, end - at);
    at = end;
    const auto has_name = [&](std::string_view name) {
      return table.find("\nname = \"" + std::string(name) + "\"\nsingular") != std::string::npos;
    };
    if (std::ranges::any_of(k_kept, has_name)) kept += table;
  }
  return kept;
}

/// The bundled schema, sets, derived columns and calendar, with other rules.
cli::Setup make_setup() {
  const config::DiskFiles disk;
  const std::string folder = AUDIT_RULES_DIR;
  config::FileTexts texts;
  texts[folder + "/schema.toml"] = smaller_schema(disk.read(folder + "/schema.toml").value());
  texts[folder + "/core.toml"] = disk.read(folder + "/core.toml").value();
  for (const std::string& path : disk.list(folder + "/calendars")) {
    texts[path] = disk.read(path).value();
  }
  texts[folder + "/packs/fuzz.toml"] = disk.read(AUDIT_FUZZ_DIR "/check_rules.toml").value();
  texts[folder + "/profiles/fuzz.toml"] = disk.read(AUDIT_FUZZ_DIR "/check_profile.toml").value();
  cli::RuleArguments rules;
  rules.rules_folder = folder;
  rules.no_config = true;
  rules.profile = "fuzz";
  rules.as_of = "2026-01-31";
  cli::InputArguments input;
  input.threads = 1;
  const config::MemoryFiles files(std::move(texts));
  cli::Setup setup = cli::set_up(rules, input, true, &files);
  for (const model::TableDef& table : setup.settings.schema.tables) {
    if (table.bundled.empty()) continue;
    std::string text = disk.read(folder + "/" + table.bundled).value();
    size_t end = 0;
    for (size_t line = 0; line < k_codes; ++line) end = text.find('\n', end) + 1;
    setup.bundled_texts[table.bundled] = text.substr(0, end);
  }
  return setup;
}

cli::Inputs cut_into_files(const std::string& bytes, const model::Schema& schema) {
  cli::Inputs inputs;
  inputs.bounds.columns = 500;
  for (size_t start = 0; start <= bytes.size() && inputs.listing.inputs.size() < 12;) {
    const size_t end = std::min(bytes.find('\x1C', start), bytes.size());
    std::string name(1, static_cast<char>('a' + inputs.listing.inputs.size()));
    inputs.listing.inputs.push_back(
        ingest::memory_input(name + ".csv", bytes.substr(start, end - start), ""));
    start = end + 1;
  }
  ingest::RecogniseOptions recognising;
  recognising.bounds = inputs.bounds;
  inputs.recognised = ingest::recognise(inputs.listing.inputs, schema, recognising);
  return inputs;
}

findings::Audit audit_of(const cli::Setup& setup, const std::string& bytes) {
  const cli::Inputs inputs = cut_into_files(bytes, setup.settings.schema);
  cli::InputArguments arguments;
  arguments.max_bad_rows = bytes.size();
  cli::Examined examined = cli::examine(setup, inputs, arguments, {});
  const findings::AssembleOptions options{cli::describe_run(setup, "", "2026-01-31T00:00:00+00:00"),
                                          false};
  findings::Audit audit = findings::assemble(std::move(examined.outcomes), examined.data, options);
  audit.days_off = cli::days_off(audit, setup.settings.calendar);
  return audit;
}

void check_totals(const findings::Audit& audit) {
  findings::Tally sum;
  for (const findings::RuleResult& rule : audit.rules) {
    for (size_t i = 0; i < sum.by_status.size(); ++i) sum.by_status[i] += rule.tally.by_status[i];
  }
  AUDIT_ASSERT(sum.by_status == audit.totals.by_status);
  AUDIT_ASSERT(audit.findings.size() ==
               audit.totals.violations() + audit.totals.of(findings::Status::upcoming));
  for (const model::InputFile& file : audit.inputs) {
    AUDIT_ASSERT(file.rows == file.accepted + file.rejected + file.ignored);
  }
}

std::string written(const findings::Audit& audit, const reports::Format& format) {
  util::StringOutput out;
  format.write(audit, {}, out);
  return out.text();
}

void check_json(const std::string& text, const findings::Audit& audit) {
  const reports::ReadReport read = reports::read_report_text(text, "fuzz.json");
  AUDIT_ASSERT(read.audit.findings.size() == audit.findings.size());
  AUDIT_ASSERT(read.audit.totals.by_status == audit.totals.by_status);
  AUDIT_ASSERT(read.audit.problems.size() == audit.problems.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static cli::Setup setup = make_setup();
  const std::string bytes(data, data + size);
  setup.threads = 1;
  const findings::Audit audit = audit_of(setup, bytes);
  check_totals(audit);
  // Reports and the other number of threads take turns: each costs as much as the audit.
  constexpr size_t k_turns = 64;
  const size_t turn = size % k_turns;
  const auto& all = reports::formats();
  if (turn < all.size()) static_cast<void>(written(audit, all[turn]));
  if (turn % 4 != 3) return 0;
  const reports::Format& json = *reports::find_format("json");
  const std::string text = written(audit, json);
  check_json(text, audit);
  if (turn + 4 < k_turns) return 0;
  setup.threads = 2;
  AUDIT_ASSERT(written(audit_of(setup, bytes), json) == text);
  return 0;
}
