// SPDX-License-Identifier: MIT
#pragma once

#include <zip.h>
#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/rows.hpp"
#include "ingest/source.hpp"

// What several tests of the stage need: rows as plain values, and a folder of their own.
namespace audit::ingest::testing {

struct PlainRow {
  uint32_t line = 0;
  std::vector<std::string> cells;
  RowFault fault = RowFault::none;
  bool had_nul = false;
  std::vector<uint32_t> bad_cells;    // positions within the row
  std::vector<uint32_t> error_cells;  // likewise

  bool operator==(const PlainRow&) const = default;
};

inline std::vector<PlainRow> read_all(RowReader& reader) {
  std::vector<PlainRow> rows;
  RowBatch batch;
  while (reader.next(batch)) {
    for (const Row& row : batch.rows) {
      PlainRow plain{row.line, {}, row.fault, row.had_nul, {}, {}};
      for (uint32_t i = 0; i < row.cell_count; ++i) {
        plain.cells.emplace_back(batch.cells[row.first_cell + i]);
        const auto has = [&](const std::vector<uint32_t>& list) {
          return std::binary_search(list.begin(), list.end(), row.first_cell + i);
        };
        if (has(batch.bad_cells)) plain.bad_cells.push_back(i);
        if (has(batch.error_cells)) plain.error_cells.push_back(i);
      }
      rows.push_back(std::move(plain));
    }
  }
  return rows;
}

inline std::vector<PlainRow> read_all(Input& input, RowOptions options = {}, char delimiter = ',') {
  Dialect dialect = sniff_encoding(input);
  dialect.delimiter = delimiter;
  return read_all(*open_rows(input, dialect, options));
}

inline std::vector<PlainRow> read_text(std::string text, RowOptions options = {},
                                       char delimiter = ',') {
  return read_all(*memory_input("test.csv", std::move(text), ""), options, delimiter);
}

/// The cells alone, for tests in which lines and flags do not matter.
inline std::vector<std::vector<std::string>> cells_of(const std::vector<PlainRow>& rows) {
  std::vector<std::vector<std::string>> cells;
  for (const PlainRow& row : rows) cells.push_back(row.cells);
  return cells;
}

/// A folder that goes when the test ends.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "ingest-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string path(const std::string& name) const { return path_ + "/" + name; }
  [[nodiscard]] const std::string& path() const { return path_; }
  std::string write(const std::string& name, std::string_view bytes) const {
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    std::ofstream(path(name), std::ios::binary) << bytes;
    return path(name);
  }

 private:
  std::string path_;
};

struct ZipPart {
  std::string name;
  std::string bytes;
  bool encrypted = false;
};

/// Writes a zip file; in a test that fails here, the file is absent.
inline void write_zip(const std::string& path, const std::vector<ZipPart>& parts) {
  int error = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
  for (const ZipPart& part : parts) {
    zip_source_t* source = zip_source_buffer(archive, part.bytes.data(), part.bytes.size(), 0);
    const zip_int64_t index = zip_file_add(archive, part.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (part.encrypted) {
      zip_file_set_encryption(archive, static_cast<zip_uint64_t>(index), ZIP_EM_AES_256, "secret");
    }
  }
  zip_close(archive);
}

inline std::string gzipped(std::string_view bytes) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
  std::string plain(bytes);
  std::string packed(deflateBound(&stream, plain.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(plain.data());
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

/// What an operation that must throw InputError says.
template <typename Operation>
std::string input_error(Operation&& operation) {
  try {
    operation();
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace audit::ingest::testing
