// SPDX-License-Identifier: MIT
#include "parts/writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "ingest/chunk.hpp"
#include "ingest/division.hpp"
#include "ingest/part_rows.hpp"
#include "ingest/stored_bytes.hpp"
#include "util/atomic_folder.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::parts {

using ingest::Recognised;
using model::k_none;

namespace {

constexpr size_t k_all_buffers = size_t{64} << 20U;
constexpr size_t k_least_buffer = size_t{16} << 10U;
constexpr size_t k_largest_buffer = size_t{1} << 20U;

/// One file of one part, written in pieces: few files are open at a time, however many parts.
class StoredFile {
 public:
  StoredFile(util::AtomicFolder& folder, std::string name, size_t room)
      : folder_(&folder), name_(std::move(name)), room_(room) {}

  std::string& buffer() { return buffer_; }
  void row_added() {
    ++rows_;
    if (buffer_.size() >= room_) flush();
  }
  void flush() {
    stored_.add(buffer_);
    folder_->append(name_, buffer_);
    buffer_.clear();
  }
  [[nodiscard]] uint64_t rows() const { return rows_; }
  [[nodiscard]] std::string digest() const { return stored_.digest(); }

 private:
  util::AtomicFolder* folder_;
  std::string name_;
  size_t room_;
  std::string buffer_;
  ingest::StoredBytes stored_;
  uint64_t rows_ = 0;
};

/// Finds each row's record among the loaded ones: rows come in the order of the records.
class RecordCursor {
 public:
  RecordCursor(const model::Table& table, uint32_t input) : table_(table) {
    std::tie(at_, end_) = table.file.rows_of(input);
  }
  /// The record that starts on this line, or k_none: the row is a duplicate, or was merged.
  uint32_t find(uint32_t line) {
    while (at_ < end_ && table_.line[at_] < line) ++at_;
    return at_ < end_ && table_.line[at_] == line ? at_ : k_none;
  }

 private:
  const model::Table& table_;
  uint32_t at_ = 0;
  uint32_t end_ = 0;
};

class Writer {
 public:
  Writer(const Whole& whole, uint32_t parts, const std::string& folder)
      : whole_(whole),
        data_(*whole.data),
        division_(data_, parts),
        folder_(folder),
        manifests_(parts) {}
  std::vector<PartSize> run();

 private:
  void start_manifests();
  [[nodiscard]] bool is_audited(const model::InputFile& file) const;
  [[nodiscard]] ManifestInput describe(const Recognised& input, const model::InputFile& file) const;
  void divide(const Recognised& input, uint32_t index);
  void place(const ingest::Line& line, const ingest::RowTexts& texts, const Recognised& input,
             RecordCursor& cursor);
  void finish();

  const Whole& whole_;
  const model::Dataset& data_;
  ingest::Division division_;
  util::AtomicFolder folder_;
  std::vector<Manifest> manifests_;
  std::vector<StoredFile> files_;  // by part, of the input at hand
  std::vector<std::string_view> cells_;
};

std::string part_name(uint32_t number) { return fmt::format("part-{}", number); }

void Writer::start_manifests() {
  for (uint32_t part = 0; part < manifests_.size(); ++part) {
    Manifest& manifest = manifests_[part];
    manifest.number = part + 1;
    manifest.of = static_cast<uint32_t>(manifests_.size());
    manifest.version = whole_.version;
    manifest.as_of = whole_.as_of;
    manifest.rules_digest = whole_.rules_digest;
    manifest.problems = data_.problems;
    manifest.warnings = data_.warnings;
    manifest.unaudited_input = data_.unaudited_input;
    for (const model::Table& table : data_.tables) {
      if (table.present && !table.bundled && table.rows == 0) {
        manifest.empty_tables.push_back(table.def->name);
      }
    }
    folder_.add_folder(part_name(part + 1));
  }
}

/// All files of the table could be audited: else it counts as absent.
bool Writer::is_audited(const model::InputFile& file) const {
  return !file.table.empty() && std::ranges::all_of(data_.inputs, [&](const auto& other) {
    return other.table != file.table || other.audited;
  });
}

ManifestInput Writer::describe(const Recognised& input, const model::InputFile& file) const {
  ManifestInput entry;
  entry.whole = file;
  if (!is_audited(file)) return entry;
  entry.headers = input.headers;
  const model::TableDef& def = data_.schema->tables[input.table];
  for (const model::ColumnIndex column : input.column_of) {
    entry.columns.push_back(column == k_none ? "" : def.columns[column].name);
  }
  return entry;
}

void Writer::place(const ingest::Line& line, const ingest::RowTexts& texts, const Recognised& input,
                   RecordCursor& cursor) {
  const model::Table& table = data_.tables[input.table];
  const uint32_t record = cursor.find(line.row.line);
  const bool has_key = table.def->key && !texts.of[*table.def->key].empty();
  // A row without a key of its own is never merged: no record stands for it, so it is a duplicate.
  if (record == k_none && !has_key) return;
  const uint32_t part = record != k_none
                            ? division_.part_of(input.table, record)
                            : division_.part_of_key(input.table, texts.of[*table.def->key]);
  const std::string_view key = has_key ? std::string_view{} : table.key.text(record);
  cells_.assign(line.cells.begin(), line.cells.end());
  for (const uint32_t error : line.errors) cells_[error] = {};  // an error is no value
  const bool everywhere = part == ingest::Division::k_every_part;
  const uint32_t first = everywhere ? 0 : part;
  const uint32_t end = everywhere ? static_cast<uint32_t>(files_.size()) : part + 1;
  for (uint32_t i = first; i < end; ++i) {
    ingest::append_part_row(files_[i].buffer(), line.row.line, key, cells_);
    files_[i].row_added();
  }
}

void Writer::divide(const Recognised& input, uint32_t index) {
  const model::InputFile& file = data_.inputs[index];
  const ManifestInput entry = describe(input, file);
  for (Manifest& manifest : manifests_) manifest.inputs.push_back(entry);
  if (!is_audited(file)) return;
  const size_t room =
      std::clamp(k_all_buffers / manifests_.size(), k_least_buffer, k_largest_buffer);
  const std::string name = fmt::format("{:03}-{}.csv", index + 1, file.table);
  files_.clear();
  for (uint32_t part = 0; part < manifests_.size(); ++part) {
    files_.emplace_back(folder_, part_name(part + 1) + "/" + name, room);
    ingest::append_part_header(files_.back().buffer(), input.headers);
  }
  RecordCursor cursor(data_.tables[input.table], index);
  ingest::ChunkOptions options;
  options.bounds = whole_.bounds;
  options.progress = whole_.progress;
  options.sink = [&](const ingest::Line& line, const ingest::RowTexts& texts) {
    place(line, texts, input, cursor);
  };
  const ingest::Chunk chunk = ingest::read_chunk(input, *data_.schema, options);
  if (!chunk.failure.empty() || chunk.digest != file.digest) {
    throw util::Fatal(
        util::ExitCode::input,
        fmt::format("{}: it changed while it was read; run again", util::visible(file.path)));
  }
  for (uint32_t part = 0; part < manifests_.size(); ++part) {
    files_[part].flush();
    ManifestInput& stored = manifests_[part].inputs.back();
    stored.stored = name;
    stored.stored_rows = files_[part].rows();
    stored.stored_digest = files_[part].digest();
  }
}

void Writer::finish() {
  for (uint32_t part = 0; part < manifests_.size(); ++part) {
    name_the_whole(manifests_[part]);
    folder_.append(fmt::format("{}/{}", part_name(part + 1), k_manifest_name),
                   to_json(manifests_[part]));
  }
  folder_.commit();
}

std::vector<PartSize> Writer::run() {
  start_manifests();
  std::vector<const Recognised*> ordered;
  for (const Recognised& input : *whole_.recognised) ordered.push_back(&input);
  // As data.inputs are.
  std::ranges::stable_sort(ordered, {}, [](const Recognised* input) -> const std::string& {
    return input->input->name();
  });
  AUDIT_ASSERT(ordered.size() == data_.inputs.size());
  for (uint32_t index = 0; index < ordered.size(); ++index) divide(*ordered[index], index);
  finish();
  std::vector<PartSize> sizes;
  for (const Manifest& manifest : manifests_) {
    PartSize size{part_name(manifest.number), 0};
    for (const ManifestInput& input : manifest.inputs) size.rows += input.stored_rows;
    sizes.push_back(size);
  }
  return sizes;
}

}  // namespace

std::vector<PartSize> write_parts(const Whole& whole, uint32_t parts, const std::string& folder) {
  AUDIT_ASSERT(parts > 0);
  return Writer(whole, parts, folder).run();
}

}  // namespace audit::parts
