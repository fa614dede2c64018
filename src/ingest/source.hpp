// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "model/dataset.hpp"

namespace audit::ingest {

class StoredBytes;

/// Bytes, once, from front to back.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Fills up to out.size() bytes; 0 = the end. Throws InputError.
  virtual size_t read(std::span<char> out) = 0;
  /// From now on the bytes as stored (of a .gz file the packed ones) are told to `observer`, for
  /// the digest and for progress. It must outlive the source.
  virtual void observe(StoredBytes* observer) { observer_ = observer; }

 protected:
  void told(std::span<const char> stored);

 private:
  StoredBytes* observer_ = nullptr;
};

/// One input cannot be read (spec: exit code 3); the others still are. Caught by the loader, which
/// reports it as a file-wide data problem and sets Dataset::unaudited_input.
class InputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Limits of spec 7, "Bounds"; each has an option.
struct Bounds {
  uint64_t cell_bytes = uint64_t{64} << 20U;
  uint32_t columns = 10000;
  uint64_t expansion = 1000;                   ///< archive member: unpacked : packed
  uint64_t member_bytes = uint64_t{1} << 30U;  ///< past this the expansion limit counts
};

/// A table-shaped input that can be opened again and again: a file, a member of an archive, a
/// sheet, standard input (spooled to an unlinked temporary file), or bytes in memory (rule
/// examples).
class Input {
 public:
  virtual ~Input() = default;
  /// As shown in reports: "a.csv", "x.zip!dir/a.csv", "book.xlsx!Sheet1", "-".
  [[nodiscard]] virtual const std::string& name() const = 0;
  /// A workbook sheet's rows come from open_rows, all else from bytes.
  [[nodiscard]] virtual bool is_sheet() const { return false; }
  /// Rows that `partition` wrote: each is a record and carries its line and key (open_part_rows).
  [[nodiscard]] virtual bool is_part() const { return false; }
  /// The file that it is or lies in (an archive, a workbook); empty: none (standard input, memory).
  [[nodiscard]] virtual std::string stored_in() const { return {}; }
  [[nodiscard]] virtual uint64_t size_hint() const { return 0; }  ///< bytes as stored, 0 = unknown
  virtual std::unique_ptr<ByteSource> open() = 0;                 ///< Throws InputError.
  /// If the user forced this input's table (--table NAME=FILE): its name.
  std::string forced_table;
};

/// What was left out and why (hidden names are not told): links, lock files, nested archives, …
struct Listing {
  std::vector<std::unique_ptr<Input>>
      inputs;                                ///< in the fixed order of spec 7 (byte order of names)
  std::vector<model::DataProblem> problems;  ///< file-wide
  bool failed = false;                       ///< some of them mean exit code 3
};

/// Expands the command line's inputs: CSV files, folders, .zip, .csv.gz, .xlsx, "-". An absent
/// input throws Fatal{input}. forced: (table, file) pairs of --table.
Listing list_inputs(const std::vector<std::string>& paths,
                    const std::vector<std::pair<std::string, std::string>>& forced,
                    const Bounds& bounds);

/// Where standard input is spooled to (an unlinked file, mode 0600); "/tmp" unless set. For
/// src/cli, which alone may look at TMPDIR; before list_inputs.
void set_spool_folder(std::string folder);

/// An input over bytes in memory; `table` forces its table if not empty.
std::unique_ptr<Input> memory_input(std::string name, std::string bytes, std::string table);

}  // namespace audit::ingest
