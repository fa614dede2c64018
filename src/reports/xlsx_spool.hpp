// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "util/atomic_file.hpp"
#include "util/temporary_folder.hpp"

namespace audit::reports {

/// Where a workbook is put together before a byte of it is passed on: an unnamed temporary file,
/// readable by its owner only, gone with the program, in a folder that the library may use, too. A
/// zip archive is written here and there, which an Output, perhaps a pipe, cannot take; and the
/// library that writes it does not notice every full disk, so it is read back first.
class XlsxSpool {
 public:
  XlsxSpool();  ///< Throws Fatal{output}.

  /// For the library's own temporary files: they have names for a moment, in which a signal may
  /// come.
  [[nodiscard]] const std::string& folder() const { return folder_.path(); }

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
  util::TemporaryFolder folder_;
  std::unique_ptr<std::FILE, Close> file_;
};

/// Throws Fatal{output} that says what a user can do when temporary files cannot be written.
[[noreturn]] void fail_to_spool(int error);

}  // namespace audit::reports
