// SPDX-License-Identifier: MIT
#include "reports/xlsx_spool.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include <zip.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <system_error>

#include "util/fatal.hpp"
#include "util/text.hpp"
#include "util/unfinished.hpp"

/// The library makes each part of a workbook in a temporary file of its own, where memory fails it
/// leaves something out, and with the next part forgets that: its own function for such files sets
/// errno to 0. This one takes its place (a program's functions come before those of the libraries
/// that it is linked with), makes the same, and leaves errno as it was.
extern "C" FILE* lxw_tmpfile(char* tmpdir) {
  const int before = errno;
  std::array<char, PATH_MAX> name{};
  const int length = std::snprintf(name.data(), name.size(), "%s/part.XXXXXX", tmpdir);
  if (length < 0 || static_cast<size_t>(length) >= name.size()) {
    errno = ENAMETOOLONG;
    return nullptr;
  }
  const int descriptor = audit::util::make_nameless(name.data());
  if (descriptor < 0) return nullptr;
  FILE* const file = ::fdopen(descriptor, "w+b");
  if (file == nullptr) {
    const int why = errno;
    ::close(descriptor);
    errno = why;
    return nullptr;
  }
  errno = before;
  return file;
}

namespace audit::reports {

namespace {

constexpr size_t k_chunk = size_t{256} * 1024;
constexpr std::string_view k_rows_begin = "<sheetData>";
constexpr std::string_view k_rows_end = "</sheetData>";
constexpr std::string_view k_types = "[Content_Types].xml";
constexpr size_t k_head = size_t{16} * 1024;  // where a part's root and the rows' begin stand
constexpr size_t k_tail = size_t{16} * 1024;  // and where they end

struct CloseArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseMember {
  void operator()(zip_file_t* member) const { zip_fclose(member); }
};

/// One part of the package, as far as it is looked at.
struct Part {
  std::string head;
  std::string tail;  // the last bytes; overlaps the head where the part is short
  uint64_t bytes = 0;
};

std::optional<Part> read_part(zip_t* archive, uint64_t index, size_t head) {
  const std::unique_ptr<zip_file_t, CloseMember> member(zip_fopen_index(archive, index, 0));
  if (member == nullptr) return std::nullopt;
  Part part;
  std::string chunk(k_chunk, '\0');
  for (;;) {
    const zip_int64_t got = zip_fread(member.get(), chunk.data(), chunk.size());
    if (got < 0) return std::nullopt;  // a wrong checksum, too
    if (got == 0) return part;
    const std::string_view bytes(chunk.data(), static_cast<size_t>(got));
    part.bytes += bytes.size();
    if (part.head.size() < head) part.head.append(bytes.substr(0, head - part.head.size()));
    part.tail.append(bytes);
    if (part.tail.size() > k_tail) part.tail.erase(0, part.tail.size() - k_tail);
  }
}

/// The part is a whole XML document, as far as its first and last tag tell.
bool is_closed(const Part& part) {
  const size_t declared = part.head.find("?>");
  const size_t root = part.head.find('<', declared == std::string::npos ? 0 : declared);
  if (root == std::string::npos) return false;
  const std::string name =
      part.head.substr(root + 1, part.head.find_first_of(" />", root) - root - 1);
  const std::string_view tail = util::trim(part.tail);
  return tail.ends_with("</" + name + ">") || (tail.ends_with("/>") && part.bytes < k_head);
}

bool has_rows(const Part& part, uint64_t bytes) {
  const size_t begin = part.head.find(k_rows_begin);
  const size_t end = part.tail.rfind(k_rows_end);
  if (begin == std::string::npos || end == std::string::npos) return bytes == 0;
  const uint64_t end_in_part = part.bytes - part.tail.size() + end;
  return end_in_part - (begin + k_rows_begin.size()) == bytes;
}

/// Every part's type is told. The library forgets one where memory fails it.
bool has_types(zip_t* archive, const std::string& types) {
  const zip_int64_t parts = zip_get_num_entries(archive, 0);
  for (zip_int64_t i = 0; i < parts; ++i) {
    const std::string name = zip_get_name(archive, static_cast<uint64_t>(i), ZIP_FL_ENC_RAW);
    if (name == k_types || name.ends_with(".rels")) continue;
    if (types.find("\"/" + name + "\"") == std::string::npos) return false;
  }
  return true;
}

}  // namespace

void fail_to_spool(int error) {
  const bool is_full = error == ENOSPC || error == EDQUOT;
  const std::string why = is_full      ? "the disk is full where temporary files are kept"
                          : error == 0 ? "its temporary files were not kept whole"
                                       : std::generic_category().message(error);
  throw util::Fatal(
      util::ExitCode::output,
      fmt::format("cannot put the workbook together: {}; set TMPDIR to a folder with room", why));
}

// The way to such a file that the library takes, so that all of a workbook's are alike.
XlsxSpool::XlsxSpool() {
  if (folder_.path().empty()) fail_to_spool(errno);
  std::string folder = folder_.path();
  file_.reset(lxw_tmpfile(folder.data()));
  if (file_ == nullptr) fail_to_spool(errno);
}

std::string XlsxSpool::path() const {
  return fmt::format("/proc/self/fd/{}", ::fileno(file_.get()));
}

void XlsxSpool::verify(const std::vector<uint64_t>& sheet_bytes) const {
  const std::unique_ptr<zip_t, CloseArchive> archive(
      zip_open(path().c_str(), ZIP_RDONLY | ZIP_CHECKCONS, nullptr));
  if (archive == nullptr) fail_to_spool(0);
  size_t sheets = 0;
  std::string types;
  const zip_int64_t parts = zip_get_num_entries(archive.get(), 0);
  for (zip_int64_t i = 0; i < parts; ++i) {
    const auto index = static_cast<uint64_t>(i);
    const std::string_view name = zip_get_name(archive.get(), index, ZIP_FL_ENC_RAW);
    const bool is_types = name == k_types;
    const std::optional<Part> part =
        read_part(archive.get(), index, is_types ? std::string::npos : k_head);
    if (!part || !is_closed(*part)) fail_to_spool(0);
    if (is_types) types = part->head;
    if (!name.starts_with("xl/worksheets/sheet")) continue;
    // The library writes the sheets in their order.
    AUDIT_ASSERT(sheets < sheet_bytes.size());
    if (!has_rows(*part, sheet_bytes[sheets++])) fail_to_spool(0);
  }
  if (sheets != sheet_bytes.size() || !has_types(archive.get(), types)) fail_to_spool(0);
}

void XlsxSpool::copy_to(util::Output& out) const {
  std::string chunk(k_chunk, '\0');
  off_t at = 0;
  for (;;) {
    const ssize_t got = ::pread(::fileno(file_.get()), chunk.data(), chunk.size(), at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_to_spool(errno);
    if (got == 0) return;
    out.append(std::string_view(chunk.data(), static_cast<size_t>(got)));
    at += got;
  }
}

}  // namespace audit::reports
