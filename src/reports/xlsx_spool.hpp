// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "util/atomic_file.hpp"

namespace audit::reports {

/// Where a workbook is put together before a byte of it is passed on: an unnamed temporary file,
/// readable by its owner only, gone with the program. A zip archive is written here and there,
/// which an Output, perhaps a pipe, cannot take; and the library that writes it does not notice
/// every full disk, so it is read back first.
class XlsxSpool {
 public:
  XlsxSpool();  ///< Throws Fatal{output}.

  /// A name under which this program may open the file anew.
  [[nodiscard]] std::string path() const;

  /// Reads the archive back: every part is whole, and the rows of sheet i take sheet_bytes[i]
  /// bytes. Throws Fatal{output}.
  void verify(const std::vector<uint64_t>& sheet_bytes) const;

  void copy_to(util::Output& out) const;  ///< Throws Fatal{output}.

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
};

/// Throws Fatal{output} that says what a user can do when temporary files cannot be written.
[[noreturn]] void fail_to_spool(int error);

}  // namespace audit::reports
