// SPDX-License-Identifier: MIT
#include "cli/evidence.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "cli/version.hpp"
#include "config/files.hpp"
#include "ingest/source.hpp"
#include "reports/format.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::cli {

namespace {

constexpr uint64_t k_most_baseline_bytes = uint64_t{4} << 30U;  // as much as an evidence file holds

std::vector<evidence::EvidenceInput> hashes(const Inputs& inputs) {
  try {
    return evidence::hash_inputs(inputs.listing.inputs);
  } catch (const ingest::InputError& error) {
    throw util::Fatal(util::ExitCode::input,
                      fmt::format("cannot keep evidence of the inputs: {}", error.what()));
  }
}

}  // namespace

EvidenceWriter::EvidenceWriter(const Arguments& arguments) : arguments_(arguments) {
  if (!arguments.report.evidence.empty()) recorder_.emplace(rules_folder_of(arguments.rules));
}

void EvidenceWriter::start(const Inputs& inputs) {
  if (!recorder_) return;
  if (inputs.part) {
    throw util::Fatal(util::ExitCode::usage,
                      "--evidence: a part is no whole audit; keep evidence of the exports");
  }
  for (const auto& input : inputs.listing.inputs) {
    std::error_code error;
    if (std::filesystem::equivalent(input->stored_in(), arguments_.report.evidence, error)) {
      throw util::Fatal(util::ExitCode::usage,
                        fmt::format("--evidence: '{}' is also an input and would be overwritten",
                                    util::visible(arguments_.report.evidence)));
    }
  }
  file_ = std::make_unique<util::AtomicFile>(arguments_.report.evidence);
}

void EvidenceWriter::keep(const findings::Audit& audit) {
  if (!recorder_) return;
  util::StringOutput report;
  reports::find_format("json")->write(audit, {}, report);
  report_ = report.text();
}

void EvidenceWriter::write(const Setup& setup, const Inputs& inputs) {
  if (!recorder_) return;
  evidence::Evidence kept;
  kept.version = version();
  kept.as_of = setup.as_of;
  kept.rules_digest = setup.settings.rules.digest;
  kept.rules = rule_options(arguments_.rules, evidence::k_rules_folder);
  kept.rules.columns = arguments_.input.columns;
  kept.period = arguments_.rules.period;
  kept.max_age = arguments_.input.max_age;
  kept.max_bad_rows = arguments_.input.max_bad_rows;
  kept.bounds = inputs.bounds;
  kept.with_names = arguments_.report.with_names;
  kept.waivers = arguments_.report.waivers;
  kept.baseline_path = arguments_.report.baseline;
  if (!kept.baseline_path.empty()) {
    auto baseline = config::DiskFiles(k_most_baseline_bytes).read(kept.baseline_path);
    if (!baseline) {
      throw util::Fatal(util::ExitCode::usage, fmt::format("the baseline '{}' was taken away",
                                                           util::visible(kept.baseline_path)));
    }
    kept.baseline = *std::move(baseline);
  }
  kept.inputs = hashes(inputs);
  kept.files = recorder_->record();
  kept.report = std::move(report_);
  file_->append(evidence::write_archive(evidence::to_members(kept), kept.as_of));
  file_->flush();
}

void EvidenceWriter::commit() {
  if (file_) file_->commit();
}

}  // namespace audit::cli
