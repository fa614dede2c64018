// SPDX-License-Identifier: MIT
#include "evidence/archive.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <memory>

#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::evidence {

namespace {

constexpr uint64_t k_most_bytes = uint64_t{4} << 30U;
constexpr zip_int64_t k_most_members = 100000;
constexpr unsigned k_mode = 0100600;  // a regular file, its owner's
constexpr uint16_t k_noon = 12U << 11U;

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
struct FreeSource {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Archive = std::unique_ptr<zip_t, Discard>;

[[noreturn]] void fail_writing(const char* why) {
  throw util::Fatal(util::ExitCode::output, fmt::format("cannot make the evidence file: {}", why));
}

uint16_t dos_date(calendar::Date date) {
  const calendar::CivilDate parts = calendar::civil(date);
  const int year = std::clamp(parts.year, 1980, 2107) - 1980;
  return static_cast<uint16_t>((static_cast<unsigned>(year) << 9U) |
                               (static_cast<unsigned>(parts.month) << 5U) |
                               static_cast<unsigned>(parts.day));
}

void add_member(zip_t* archive, const std::string& name, const std::string& bytes,
                calendar::Date date) {
  zip_source_t* source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
  if (source == nullptr) fail_writing(zip_strerror(archive));
  const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    fail_writing(zip_strerror(archive));
  }
  const auto at = static_cast<zip_uint64_t>(index);
  if (zip_set_file_compression(archive, at, ZIP_CM_DEFLATE, 9) != 0 ||
      zip_file_set_dostime(archive, at, k_noon, dos_date(date), 0) != 0 ||
      zip_file_set_external_attributes(archive, at, 0, ZIP_OPSYS_UNIX, k_mode << 16U) != 0) {
    fail_writing(zip_strerror(archive));
  }
}

std::string bytes_of(zip_source_t* source) {
  if (zip_source_open(source) != 0) fail_writing("it cannot be read back");
  std::string bytes;
  std::string piece(size_t{1} << 16U, '\0');
  for (;;) {
    const zip_int64_t got = zip_source_read(source, piece.data(), piece.size());
    if (got < 0) fail_writing("it cannot be read back");
    if (got == 0) break;
    bytes.append(piece, 0, static_cast<size_t>(got));
  }
  zip_source_close(source);
  return bytes;
}

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw util::Fatal(util::ExitCode::usage,
                    fmt::format("evidence '{}' cannot be used: {}", util::visible(path), why));
}

bool leads_out(const std::string& name) {
  if (name.empty() || name.front() == '/' || name.find('\\') != std::string::npos) return true;
  for (size_t start = 0; start <= name.size();) {
    const size_t end = std::min(name.find('/', start), name.size());
    const std::string part = name.substr(start, end - start);
    if (part == ".." || part == "." || part.empty()) return true;
    start = end + 1;
  }
  return false;
}

std::string read_member(zip_t* archive, zip_uint64_t index, uint64_t room,
                        const std::string& path) {
  const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(archive, index, 0));
  if (!file) refuse(path, "a member of it is damaged or encrypted");
  std::string bytes;
  std::string piece(size_t{1} << 16U, '\0');
  for (;;) {
    const zip_int64_t got = zip_fread(file.get(), piece.data(), piece.size());
    if (got < 0) refuse(path, "a member of it is damaged");
    if (got == 0) return bytes;
    bytes.append(piece, 0, static_cast<size_t>(got));
    if (bytes.size() > room) refuse(path, "it unpacks to more than 4 GB");
  }
}

}  // namespace

std::string write_archive(const Members& members, calendar::Date date) {
  zip_error_t error;
  zip_error_init(&error);
  const std::unique_ptr<zip_source_t, FreeSource> target(
      zip_source_buffer_create(nullptr, 0, 0, &error));
  if (!target) fail_writing("memory is exhausted");
  zip_source_keep(target.get());  // closing the archive gives up one hold on it
  Archive archive(zip_open_from_source(target.get(), ZIP_CREATE | ZIP_TRUNCATE, &error));
  if (!archive) {
    zip_source_free(target.get());
    fail_writing(zip_error_strerror(&error));
  }
  for (const auto& [name, bytes] : members) add_member(archive.get(), name, bytes, date);
  if (zip_close(archive.get()) != 0) fail_writing(zip_strerror(archive.get()));
  static_cast<void>(archive.release());  // closed
  return bytes_of(target.get());
}

Members read_archive(const std::string& path) {
  int error = 0;
  const Archive archive(zip_open(path.c_str(), ZIP_RDONLY, &error));
  if (!archive) {
    refuse(path, error == ZIP_ER_NOENT ? "there is no such file" : "it is no zip file, or damaged");
  }
  const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
  if (count > k_most_members) refuse(path, "it has too many members");
  Members members;
  uint64_t room = k_most_bytes;
  for (zip_int64_t i = 0; i < count; ++i) {
    const auto index = static_cast<zip_uint64_t>(i);
    const char* raw = zip_get_name(archive.get(), index, 0);
    const std::string name = raw == nullptr ? "" : raw;
    if (leads_out(name)) {
      refuse(path, fmt::format("its member '{}' leads out of it", util::visible(name)));
    }
    std::string bytes = read_member(archive.get(), index, room, path);
    room -= bytes.size();
    if (!members.emplace(name, std::move(bytes)).second) {
      refuse(path, fmt::format("its member '{}' stands there twice", util::visible(name)));
    }
  }
  return members;
}

}  // namespace audit::evidence
