// SPDX-License-Identifier: MIT
#include "ingest/load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <tuple>

#include "ingest/assemble.hpp"
#include "ingest/input_checks.hpp"
#include "ingest/link.hpp"
#include "ingest/load_inputs.hpp"
#include "ingest/record_checks.hpp"
#include "ingest/release.hpp"
#include "util/descriptor.hpp"
#include "util/fatal.hpp"
#include "util/parallel.hpp"
#include "util/text.hpp"

namespace audit::ingest {

using model::Dataset;
using model::k_none;
using model::TableIndex;

namespace {

bool is_parent(const model::Schema& schema, TableIndex table) {
  return schema.tables[table].implied ||
         std::ranges::any_of(schema.relations, [table](const model::Relation& relation) {
           return relation.parent == table;
         });
}

constexpr uint64_t k_least_bad_rows = 10;
constexpr uint64_t k_bad_rows_one_in = 1000;  // 0.1 %

/// Adds up what all readers have read, and tells it.
class ProgressSum {
 public:
  explicit ProgressSum(const Progress& progress) : progress_(progress) {}
  void add(uint64_t bytes, uint64_t rows) {
    const uint64_t all_bytes = bytes_ += bytes;
    const uint64_t all_rows = rows_ += rows;
    if (progress_) progress_(all_bytes, all_rows);
  }

 private:
  const Progress& progress_;
  std::atomic<uint64_t> bytes_{0};
  std::atomic<uint64_t> rows_{0};
};

class Loader {
 public:
  Loader(const model::Schema& schema, const std::vector<model::TableRequest>& requests,
         const LoadOptions& options, bool facts)
      : schema_(schema),
        requests_(requests),
        options_(options),
        facts_(facts),
        shares_pools_(schema.tables.size(), false) {}
  Loaded run(const std::vector<Recognised>& recognised);

 private:
  void order(const std::vector<Recognised>& recognised);
  void add_bundled();
  void read();
  SharedPools::Pools pools_for(TableIndex table, SharedPools& shared);
  void read_again(ReadInput& input, const ChunkOptions& options);
  void judge(ReadInput& input);
  void fail(ReadInput& input, std::string text, std::string kind);
  void assemble_tables();
  void assemble_table(TableIndex table);
  void finish();
  void hide_bundled();
  [[nodiscard]] model::InputFile describe(const ReadInput& input) const;
  [[nodiscard]] const model::TableRequest* request(TableIndex table) const {
    return table < requests_.size() ? &requests_[table] : nullptr;
  }

  const model::Schema& schema_;
  const std::vector<model::TableRequest>& requests_;
  const LoadOptions& options_;
  bool facts_;
  std::vector<ReadInput> inputs_;  // the user's by name, then the bundled ones
  size_t given_ = 0;               // how many of them are the user's
  std::vector<std::unique_ptr<Input>> bundled_;
  std::vector<Recognised> bundled_recognised_;
  std::vector<bool> shares_pools_;  // by table: with others, whose texts come into them, too
  std::vector<Assembled> assembled_;
  Loaded loaded_;
};

/// By name: the order in which rows follow one another, whatever order the inputs were named in.
void Loader::order(const std::vector<Recognised>& recognised) {
  for (const Recognised& input : recognised) {
    ReadInput read;
    read.recognised = &input;
    inputs_.push_back(std::move(read));
  }
  std::ranges::stable_sort(inputs_, {}, [](const ReadInput& input) -> const std::string& {
    return input.recognised->input->name();
  });
  given_ = inputs_.size();
}

std::string file_bytes(const std::string& path) {
  auto bytes = util::read_file(path);
  if (!bytes) {
    throw util::Fatal(util::ExitCode::input,
                      fmt::format("cannot read {}, which belongs to the program", path));
  }
  return std::move(*bytes);
}

void Loader::add_bundled() {
  if (options_.bundled_folder.empty() && options_.bundled_texts.empty()) return;
  for (TableIndex table = 0; table < schema_.tables.size(); ++table) {
    const model::TableDef& def = schema_.tables[table];
    const auto is_table = [table](const ReadInput& input) {
      return input.recognised->table == table;
    };
    if (def.bundled.empty() || std::ranges::any_of(inputs_, is_table)) continue;
    const auto text = options_.bundled_texts.find(def.bundled);
    bundled_.push_back(memory_input(def.bundled,
                                    text != options_.bundled_texts.end()
                                        ? text->second
                                        : file_bytes(options_.bundled_folder + "/" + def.bundled),
                                    def.name));
  }
  bundled_recognised_ = recognise(bundled_, schema_, {options_.bounds});
  for (const Recognised& recognised : bundled_recognised_) {
    if (!recognised.problem.empty()) {
      throw util::Fatal(util::ExitCode::input,
                        fmt::format("{}, which belongs to the program, cannot be used: {}",
                                    recognised.input->name(), recognised.problem));
    }
    ReadInput read;
    read.recognised = &recognised;
    read.bundled = true;
    inputs_.push_back(std::move(read));
  }
}

/// A large input has all threads for itself; small ones are read side by side.
void Loader::read() {
  ProgressSum sum(options_.progress);
  const auto read_one = [&](ReadInput& input, unsigned threads, SharedPools::Pools pools) {
    if (!input.recognised->problem.empty()) return;
    ChunkOptions options;
    options.pools = std::move(pools);
    options.request = request(input.recognised->table);
    options.bounds = options_.bounds;
    options.facts = facts_;
    options.look_only = options_.look_only;
    options.append_keys = options_.lean && !is_parent(schema_, input.recognised->table);
    options.threads = threads;
    options.block_bytes = options_.block_bytes;
    if (!input.bundled) {
      options.progress = [&sum](uint64_t bytes, uint64_t rows) { sum.add(bytes, rows); };
    }
    input.chunk = read_chunk(*input.recognised, schema_, options);
    if (input.chunk.doubted) read_again(input, options);
  };
  SharedPools shared(schema_);
  std::vector<ReadInput*> small;
  for (ReadInput& input : inputs_) {
    if (input.recognised->input->size_hint() < options_.large_bytes) {
      small.push_back(&input);
    } else {
      read_one(input, options_.threads, pools_for(input.recognised->table, shared));
    }
  }
  util::parallel_for(small.size(), options_.threads, [&](size_t i) { read_one(*small[i], 1, {}); });
  for (ReadInput& input : inputs_) judge(input);
}

/// Only where nobody looks at a pool as that of one column.
SharedPools::Pools Loader::pools_for(TableIndex table, SharedPools& shared) {
  if (!options_.lean || table == k_none) return {};
  shares_pools_[table] = true;
  return shared.of(table);
}

/// Its encoding is not the one that its beginning promised: all of it is looked at.
void Loader::read_again(ReadInput& input, const ChunkOptions& options) {
  const Recognised& before = *input.recognised;
  auto now = std::make_unique<const Recognised>(recognise_again(before, schema_, options.bounds));
  const auto shape = [](const Recognised& one) {
    return std::tie(one.problem, one.table, one.dialect.delimiter, one.header_line, one.column_of);
  };
  if (shape(*now) != shape(before)) {
    input.chunk.failure =
        "its header reads differently in the encoding that the rest of it is in; save it as UTF-8";
    return;
  }
  input.corrected = std::move(now);
  input.recognised = input.corrected.get();
  input.chunk = read_chunk(*input.recognised, schema_, options);
}

/// A file-wide problem after which the file is not audited.
void Loader::fail(ReadInput& input, std::string text, std::string kind) {
  input.audited = false;
  loaded_.data.unaudited_input = true;
  model::DataProblem problem;
  problem.problem = std::move(text);
  problem.kind = std::move(kind);
  input.chunk.problems.add(std::move(problem));
}

void Loader::judge(ReadInput& input) {
  const Recognised& recognised = *input.recognised;
  if (!recognised.problem.empty()) {
    fail(input, recognised.problem, "not recognised");
    return;
  }
  const Chunk& chunk = input.chunk;
  if (!chunk.failure.empty()) {
    fail(input, chunk.failure, "unreadable");
    return;
  }
  const uint64_t limit =
      options_.max_bad_rows.value_or(std::max(k_least_bad_rows, chunk.rows / k_bad_rows_one_in));
  if (chunk.rejected > limit) {
    fail(input,
         fmt::format("not audited: {} of {} rows were rejected, more than {} (see --max-bad-rows)",
                     chunk.rejected, chunk.rows, limit),
         "too many bad rows");
    return;
  }
  const std::string& table = schema_.tables[recognised.table].name;
  if (chunk.rows == 0 && options_.check_input && !input.bundled) {
    fail(input, fmt::format("it has the header of {}, but no rows", table), "no rows");
    input.audited = true;  // there is nothing to leave out: the table is there and empty
  }
  const Dialect& dialect = recognised.dialect;
  if (dialect.encoding != Encoding::windows_1252 && dialect.first_bad_byte == 0) return;
  model::DataProblem problem;
  problem.problem = fmt::format("not all of it is UTF-8 (first at byte {}): read as {}",
                                dialect.first_bad_byte, show(dialect.encoding));
  problem.kind = "encoding";
  input.chunk.problems.add(std::move(problem));
}

void Loader::assemble_tables() {
  Dataset& data = loaded_.data;
  data.schema = &schema_;
  data.tables.resize(schema_.tables.size());
  assembled_.resize(schema_.tables.size());
  std::vector<TableIndex> sharing;  // one after the other: a pool is not for two threads
  std::vector<TableIndex> others;
  for (TableIndex table = 0; table < schema_.tables.size(); ++table) {
    (shares_pools_[table] ? sharing : others).push_back(table);
  }
  util::parallel_for(others.size() + 1, options_.threads, [&](size_t i) {
    if (i > 0) {
      assemble_table(others[i - 1]);
    } else {
      std::ranges::for_each(sharing, [this](TableIndex table) { assemble_table(table); });
    }
  });
  for (TableIndex table = 0; table < data.tables.size(); ++table) {
    data.tables[table] = std::move(assembled_[table].table);
  }
}

/// A table that no usable input holds is there all the same, absent and empty.
model::Table absent_table(const model::TableDef& def) {
  model::Table table;
  table.def = &def;
  table.key = make_column(model::Type::identifier);
  for (const model::ColumnDef& column : def.columns) {
    table.columns.push_back(make_column(column.type));
  }
  if (def.implied && def.key) {
    table.columns[*def.key].pool = table.key.pool;
    table.columns[*def.key].exported = true;
  }
  return table;
}

void Loader::assemble_table(TableIndex table) {
  std::vector<uint32_t> members;
  bool usable = true;
  for (uint32_t i = 0; i < inputs_.size(); ++i) {
    if (inputs_[i].recognised->table != table) continue;
    members.push_back(i);
    usable = usable && inputs_[i].audited;
  }
  if (usable && !members.empty()) {
    try {
      assembled_[table] = assemble(
          {&schema_, table, options_.look_only ? nullptr : request(table), options_.bounds},
          inputs_, members);
      return;
    } catch (const InputError& error) {
      // Told of each, as the chunks' columns are gone by now. The flag is set after all threads.
      for (const uint32_t i : members) inputs_[i].chunk.failure = error.what();
    }
  }
  assembled_[table].table = absent_table(schema_.tables[table]);
  for (const uint32_t i : members) {
    inputs_[i].chunk.columns = {};
    inputs_[i].chunk.probes = {};
  }
  const model::TableRequest* wanted = request(table);
  if (wanted == nullptr || options_.look_only) return;
  for (const model::ProbeRequest& probe : wanted->probes) {
    assembled_[table].table.probes.push_back(make_column(probe.probe.type));
  }
}

model::InputFile Loader::describe(const ReadInput& input) const {
  const Recognised& recognised = *input.recognised;
  model::InputFile file;
  file.path = recognised.input->name();
  if (recognised.table != k_none) file.table = schema_.tables[recognised.table].name;
  file.encoding = recognised.input->is_sheet() ? "workbook" : show(recognised.dialect.encoding);
  file.delimiter = recognised.dialect.delimiter;
  file.header_line = recognised.header_line;
  file.bytes = input.chunk.bytes;
  file.rows = input.chunk.rows;
  file.accepted = input.chunk.accepted;
  file.rejected = input.chunk.rejected;
  file.ignored = input.chunk.ignored;
  file.lines_ignored = input.chunk.lines_ignored;
  file.digest = input.chunk.digest;
  file.audited = input.audited;
  AUDIT_ASSERT(file.rows == file.accepted + file.rejected + file.ignored);
  return file;
}

/// Bundled records have a line but no input: nothing that the user gave holds them.
void Loader::hide_bundled() {
  for (model::Table& table : loaded_.data.tables) {
    table.file.change([this](uint32_t file) { return file >= given_ ? k_none : file; });
  }
}

void Loader::finish() {
  Dataset& data = loaded_.data;
  std::vector<bool> wanted(schema_.tables.size(), false);
  for (TableIndex table = 0; table < wanted.size(); ++table) {
    wanted[table] = request(table) != nullptr && request(table)->wanted;
  }
  add_implied(data, wanted);
  const std::vector<Contradiction> contradictions = link(data, options_.threads, options_.listed);

  CheckTask records{&data, &inputs_, {}};
  InputCheckTask checks{&data, &inputs_, {}, {}, options_.as_of, options_.max_age_days};
  for (const Assembled& table : assembled_) {
    records.has_keys.push_back(table.has_keys);
    checks.overlaps.push_back(table.overlaps);
  }
  checks.orphans = check_records(records, contradictions);
  if (options_.check_input) data.warnings = check_inputs(checks);
  hide_bundled();
  if (options_.lean) release_links(data, requests_);
}

Loaded Loader::run(const std::vector<Recognised>& recognised) {
  order(recognised);
  add_bundled();
  read();
  assemble_tables();
  for (ReadInput& input : inputs_) {
    if (input.audited && !input.chunk.failure.empty()) fail(input, input.chunk.failure, "changed");
  }
  finish();
  for (size_t i = 0; i < given_; ++i) {
    ReadInput& input = inputs_[i];
    loaded_.data.inputs.push_back(describe(input));
    loaded_.recognised.push_back(input.recognised);
    if (input.corrected) loaded_.corrected.push_back(std::move(input.corrected));
    loaded_.facts.push_back(std::move(input.chunk.facts));
    auto problems = input.chunk.problems.take(input.recognised->input->name());
    std::ranges::move(problems, std::back_inserter(loaded_.data.problems));
  }
  return std::move(loaded_);
}

}  // namespace

Loaded load_inputs(const std::vector<Recognised>& recognised, const model::Schema& schema,
                   const std::vector<model::TableRequest>& requests, const LoadOptions& options,
                   bool facts) {
  return Loader(schema, requests, options, facts).run(recognised);
}

Dataset load(const std::vector<Recognised>& recognised, const model::Schema& schema,
             const std::vector<model::TableRequest>& requests, const LoadOptions& options) {
  return load_inputs(recognised, schema, requests, options, false).data;
}

}  // namespace audit::ingest
