// SPDX-License-Identifier: MIT
// How fast each part is by itself; see README.md beside it. All data is synthetic and the same
// every time.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/date.hpp"
#include "cli/session.hpp"
#include "engine/phrase_search.hpp"
#include "engine/run.hpp"
#include "findings/order.hpp"
#include "ingest/cell.hpp"
#include "ingest/csv_index.hpp"
#include "ingest/link.hpp"
#include "model/text_pool.hpp"
#include "reports/format.hpp"
#include "util/atomic_file.hpp"

namespace {

using namespace audit;

constexpr size_t k_mega = size_t{1} << 20U;

/// `each` of every iteration.
int64_t in_all(const benchmark::State& state, size_t each) {
  return static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(each);
}

// Reading

std::string csv_text() {
  std::string text;
  while (text.size() < k_mega) {
    text += fmt::format(
        "A{0},22{0},10{0},203,Objective Assessment,2701 - Sample Office,1/5/2026,"
        "\"a note, of some length, with \"\"quotes\"\" in it\"\n",
        text.size());
  }
  return text;
}

void csv_index(benchmark::State& state, util::Kernel kernel) {
  if (!util::kernel_available(kernel)) {
    state.SkipWithError("this processor does not have it");
    return;
  }
  const std::string text = csv_text();
  const size_t chunks = text.size() / ingest::k_chunk_bytes;
  std::vector<uint64_t> masks(chunks);
  const ingest::IndexFunction index = ingest::index_function(kernel);
  for (auto _ : state) {
    index(text.data(), chunks, ',', masks.data());
    benchmark::DoNotOptimize(masks.data());
  }
  state.SetBytesProcessed(in_all(state, chunks * ingest::k_chunk_bytes));
}
BENCHMARK_CAPTURE(csv_index, portable, util::Kernel::portable);
BENCHMARK_CAPTURE(csv_index, avx2, util::Kernel::avx2);
BENCHMARK_CAPTURE(csv_index, avx512, util::Kernel::avx512);

/// One call of `read` a cell.
template <class Read>
void cells(benchmark::State& state, const std::vector<std::string>& texts, const Read& read) {
  for (auto _ : state) {
    for (const std::string& text : texts) benchmark::DoNotOptimize(read(text));
  }
  state.SetItemsProcessed(in_all(state, texts.size()));
}

void dates(benchmark::State& state, const char* pattern) {
  std::vector<std::string> texts;
  for (int32_t day = 19000; day < 20500; ++day) {
    texts.push_back(calendar::format_date({day}, pattern));
  }
  cells(state, texts, [](const std::string& text) { return ingest::read_date(text); });
}
BENCHMARK_CAPTURE(dates, iso, "%Y-%m-%d");
BENCHMARK_CAPTURE(dates, month_first, "%m/%d/%Y");

void numbers(benchmark::State& state) {
  std::vector<std::string> texts;
  for (int number = 0; number < 1000; ++number) {
    texts.push_back(fmt::format("{}.{:02}", number * 7919 % 100000, number % 100));
  }
  cells(state, texts, [](const std::string& text) { return ingest::read_number(text); });
}
BENCHMARK(numbers);

/// `same`: how many times each text is met.
void text_pool(benchmark::State& state) {
  const auto same = static_cast<size_t>(state.range(0));
  std::vector<std::string> texts;
  for (size_t i = 0; i < 100000; ++i) texts.push_back(fmt::format("A{}-{}", i / same, i % 3));
  for (auto _ : state) {
    model::TextPool pool;
    for (const std::string& text : texts) benchmark::DoNotOptimize(pool.intern(text));
  }
  state.SetItemsProcessed(in_all(state, texts.size()));
}
BENCHMARK(text_pool)->Arg(1)->Arg(100)->Unit(benchmark::kMillisecond);

void phrase_search(benchmark::State& state) {
  const std::vector<std::string> attempts = {"left message", "no answer", "unable to reach", "LVM"};
  const std::vector<std::string> answers = {"spoke with", "called back", "replied", "in person"};
  engine::PhraseSearch search(std::make_shared<const engine::PhraseSets>(
      std::vector<std::vector<std::string>>{attempts, answers}));
  std::string note;
  while (note.size() < 400) note += "the participant said that she will bring the documents ";
  for (auto _ : state) benchmark::DoNotOptimize(search.search(note));
  state.SetBytesProcessed(in_all(state, note.size()));
}
BENCHMARK(phrase_search);

// Judging: the bundled sample exports, read once

struct Sample {
  cli::Setup setup;
  cli::Gathered gathered;
};

/// At one address for good: the data point to the schema.
std::unique_ptr<Sample> read_sample() {
  cli::RuleArguments rules;
  rules.profile = "five";
  rules.as_of = "2026-01-31";
  rules.no_config = true;
  rules.rules_folder = AUDIT_RULES_DIR;
  cli::InputArguments input;
  input.inputs = {AUDIT_SAMPLES_DIR "/board"};
  auto sample = std::make_unique<Sample>();
  sample->setup = cli::set_up(rules, input, true);
  sample->setup.threads = 1;
  const cli::Inputs inputs = cli::open_inputs(input, sample->setup.settings.schema);
  sample->gathered = cli::gather(sample->setup, inputs, input, {});
  return sample;
}

void link_tables(benchmark::State& state) {
  const auto sample = read_sample();
  int64_t rows = 0;
  for (const model::Table& table : sample->gathered.data.tables) rows += table.rows;
  for (auto _ : state) benchmark::DoNotOptimize(ingest::link(sample->gathered.data, 1));
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * rows);
}
BENCHMARK(link_tables)->Unit(benchmark::kMicrosecond);

void evaluate(benchmark::State& state) {
  const auto sample = read_sample();
  const rules::Settings& settings = sample->setup.settings;
  model::Dataset& data = sample->gathered.data;
  engine::RunOptions run;
  run.as_of = sample->setup.as_of;
  run.only_findings = true;
  size_t obligations = 0;
  for (auto _ : state) {
    state.PauseTiming();  // derived columns are added to the tables, and must not be there before
    for (model::Table& table : data.tables) table.columns.resize(table.def->columns.size());
    state.ResumeTiming();
    for (const auto& outcome :
         engine::evaluate(settings.rules, sample->gathered.plan, data, settings.calendar, run)) {
      obligations +=
          outcome.obligations.size() + outcome.met_rows.size() + outcome.pending_rows.size();
    }
  }
  state.SetItemsProcessed(static_cast<int64_t>(obligations));
}
BENCHMARK(evaluate)->Unit(benchmark::kMicrosecond);

// Reporting

/// `count` findings of one rule, each with texts of its own.
findings::Audit audit_of(uint32_t count) {
  findings::Audit audit;
  audit.run.as_of = {20484};
  findings::RuleResult& rule = audit.rules.emplace_back();
  rule.id = "entry.activity";
  rule.title = "Activity entered within 5 business days";
  rule.cite = "Policy 1, Data Entry";
  rule.table = "activities";
  audit.findings.reserve(count);
  for (uint32_t i = 0; i < count; ++i) {
    const std::string key = fmt::format("A{}-{}", i / 10, i % 10);
    const std::string participant = fmt::format("{}", 100000 + (i * 7919) % count);
    const std::string message = fmt::format(
        "Activity 203 of record {} began 2026-01-05 and was to be entered by 2026-01-12; "
        "entered: 2026-01-20.",
        i);
    findings::Finding finding;
    finding.status = findings::Status::late;
    finding.participant = participant;
    finding.application = participant;
    finding.table = rule.table;
    finding.key = key;
    finding.file = "activities.csv";
    finding.line = i + 2;
    finding.trigger = 20458;
    finding.due = 20465;
    finding.met_on = 20473;
    finding.late_by = 6;
    finding.region = "13 - Sample County";
    finding.office = "2701 - Sample Office";
    finding.case_manager = "Staff01, Ana";
    finding.message = message;
    finding.remedy = "Enter activities the day the service is given.";
    finding.fingerprint = findings::fingerprint(rule.id, rule.table, key, finding.trigger);
    audit.findings.push_back(finding);
    rule.tally.add(finding.status);
  }
  audit.totals = rule.tally;
  for (const auto& [by, name] :
       {std::pair("region", "13 - Sample County"), std::pair("office", "2701 - Sample Office"),
        std::pair("case_manager", "Staff01, Ana"), std::pair("program", "")}) {
    audit.groups.push_back({by, name, rule.tally});
  }
  return audit;
}

void order_findings(benchmark::State& state) {
  const findings::Audit audit = audit_of(100000);
  for (auto _ : state) {
    findings::FindingList list = audit.findings;
    findings::sort_findings(list, audit.rules);
    benchmark::DoNotOptimize(list);
  }
  state.SetItemsProcessed(in_all(state, audit.findings.size()));
}
BENCHMARK(order_findings)->Unit(benchmark::kMillisecond);

class Counted : public util::Output {
 public:
  void append(std::string_view bytes) override { bytes_ += bytes.size(); }
  [[nodiscard]] size_t bytes() const { return bytes_; }

 private:
  size_t bytes_ = 0;
};

void write_report(benchmark::State& state, const reports::Format* format, unsigned threads) {
  const findings::Audit audit = audit_of(100000);
  reports::FormatOptions options;
  options.threads = threads;
  Counted out;
  for (auto _ : state) format->write(audit, options, out);
  state.SetItemsProcessed(in_all(state, audit.findings.size()));
  state.SetBytesProcessed(static_cast<int64_t>(out.bytes()));
}

}  // namespace

int main(int argc, char** argv) {
  for (const reports::Format& format : reports::formats()) {
    benchmark::RegisterBenchmark(fmt::format("write/{}", format.name).c_str(), write_report,
                                 &format, 1U)
        ->Unit(benchmark::kMillisecond);
  }
  for (const char* const name : {"json", "ndjson", "csv"}) {
    benchmark::RegisterBenchmark(fmt::format("write/{}/two_threads", name).c_str(), write_report,
                                 reports::find_format(name), 2U)
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
