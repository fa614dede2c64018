// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ingest/listing.hpp"
#include "ingest/number_format.hpp"
#include "ingest/rows.hpp"
#include "ingest/zip_archive.hpp"

namespace audit::ingest {

/// True if a zip file with these members is an Office Open XML workbook.
bool is_workbook(const std::vector<ZipEntry>& entries);

/// Adds one input a sheet, in workbook order; tells what is left out. Throws InputError.
void list_workbook(const ZipArchive& archive, const std::string& path, const std::string& name,
                   ListingBuilder& builder);

/// The rows of an input for which is_sheet() holds.
std::unique_ptr<RowReader> open_sheet_rows(Input& input, const RowOptions& options);

/// Where the parts of a workbook lie that one sheet needs.
struct SheetParts {
  std::string path;
  FileIdentity identity;
  uint64_t sheet = 0;  ///< indexes of members of the zip file
  std::optional<uint64_t> strings;
  std::optional<uint64_t> styles;
  bool dates_from_1904 = false;
};

/// The texts that cells refer to by number. Held in one piece of memory.
class SharedStrings {
 public:
  void add(std::string_view text);
  [[nodiscard]] size_t size() const { return ends_.size(); }
  [[nodiscard]] std::string_view at(size_t index) const;

 private:
  std::string text_;
  std::vector<uint64_t> ends_;
};

/// Each throws InputError. `bounds` limit what the parts unpack to.
SharedStrings read_shared_strings(const SheetParts& parts, const Bounds& bounds);
std::vector<NumberFormat> read_formats(const SheetParts& parts,
                                       const Bounds& bounds);  ///< by cell style
std::unique_ptr<RowReader> read_sheet(const SheetParts& parts, const RowOptions& options);

/// _x000D_ and the like as the characters they stand for; NUL and halves of surrogate pairs stay.
std::string decode_escapes(std::string_view text);

}  // namespace audit::ingest
