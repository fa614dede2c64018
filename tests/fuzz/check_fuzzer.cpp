// SPDX-License-Identifier: MIT
// Any bytes, cut into files at 0x1C, through all that `check` does with the bundled rules: no
// crash, totals that add up, reports that read back, and the same on two threads.
#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/days_off.hpp"
#include "cli/session.hpp"
#include "config/files.hpp"
#include "reports/format.hpp"
#include "reports/json_reader.hpp"
#include "util/fatal.hpp"

namespace {

using namespace audit;

cli::Setup make_setup() {
  cli::RuleArguments rules;
  rules.rules_folder = AUDIT_RULES_DIR;
  rules.no_config = true;
  rules.profile = "all";
  rules.as_of = "2026-01-31";
  cli::InputArguments input;
  input.threads = 1;
  cli::Setup setup = cli::set_up(rules, input, true);
  for (const model::TableDef& table : setup.settings.schema.tables) {
    if (table.bundled.empty()) continue;
    setup.bundled_texts[table.bundled] =
        config::DiskFiles().read(setup.rules_folder + "/" + table.bundled).value();
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
  inputs.recognised = ingest::recognise(inputs.listing.inputs, schema, {inputs.bounds});
  return inputs;
}

findings::Audit audit_of(const cli::Setup& setup, const std::string& bytes) {
  const cli::Inputs inputs = cut_into_files(bytes, setup.settings.schema);
  cli::InputArguments arguments;
  arguments.max_bad_rows = bytes.size();
  cli::Examined examined = cli::examine(setup, inputs, arguments, false);
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
  AUDIT_ASSERT(nlohmann::json::accept(text));
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
  const reports::Format& json = *reports::find_format("json");
  const std::string text = written(audit, json);
  check_json(text, audit);
  // The other formats and the other number of threads take turns: each costs as much as the rest.
  const auto& all = reports::formats();
  static_cast<void>(written(audit, all[size % all.size()]));
  if (size % 8 == 0) {
    setup.threads = 2;
    AUDIT_ASSERT(written(audit_of(setup, bytes), json) == text);
  }
  return 0;
}
