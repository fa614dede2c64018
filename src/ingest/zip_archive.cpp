// SPDX-License-Identifier: MIT
#include "ingest/zip_archive.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <utility>

#include "ingest/gzip_source.hpp"

namespace audit::ingest {
namespace {

std::string zip_error_text(int error) {
  zip_error_t detail;
  zip_error_init_with_code(&detail, error);
  std::string text = zip_error_strerror(&detail);
  zip_error_fini(&detail);
  return text;
}

[[noreturn]] void fail(zip_error_t* error) {
  switch (zip_error_code_zip(error)) {
    case ZIP_ER_NOPASSWD:
    case ZIP_ER_WRONGPASSWD:
    case ZIP_ER_ENCRNOTSUPP:
      throw InputError("is encrypted; unpack it with its password and give the files");
    case ZIP_ER_COMPNOTSUPP:
      throw InputError("is packed in a way that is not supported; pack it as a plain zip file");
    default:
      throw InputError(
          fmt::format("is damaged ({}); copy or export it again", zip_error_strerror(error)));
  }
}

bool is_link(zip* archive, uint64_t index) {
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  if (zip_file_get_external_attributes(archive, index, 0, &system, &attributes) != 0) return false;
  return system == ZIP_OPSYS_UNIX && S_ISLNK(attributes >> 16U);
}

/// An archive that this thread has read from and nobody reads now. To open one means to read its
/// whole directory: with thousands of members, each opened anew, that takes hours.
struct IdleArchive {
  std::string path;
  std::optional<ZipArchive> archive;
};

IdleArchive& idle_archive() {
  thread_local IdleArchive idle;
  return idle;
}

ZipArchive take_archive(const std::string& path, const FileIdentity& identity) {
  IdleArchive& idle = idle_archive();
  const bool is_known = idle.archive && idle.path == path && idle.archive->identity() == identity &&
                        identify(open_file(path).get()) == identity;
  if (!is_known) return ZipArchive(path, identity);
  ZipArchive archive = std::move(*idle.archive);
  idle.archive.reset();
  return archive;
}

class ZipMemberSource : public ByteSource {
 public:
  ZipMemberSource(std::string path, ZipArchive archive, uint64_t index, const Bounds& bounds)
      : path_(std::move(path)), archive_(std::move(archive)), bounds_(bounds) {
    zip_stat_t facts;
    zip_stat_init(&facts);
    if (zip_stat_index(archive_.get(), index, 0, &facts) != 0) fail(zip_get_error(archive_.get()));
    packed_ = facts.comp_size;
    file_.reset(zip_fopen_index(archive_.get(), index, 0));
    if (!file_) fail(zip_get_error(archive_.get()));
  }

  ZipMemberSource(const ZipMemberSource&) = delete;
  ZipMemberSource& operator=(const ZipMemberSource&) = delete;
  ~ZipMemberSource() override {
    if (!sound_) return;
    file_.reset();
    idle_archive().path = std::move(path_);
    idle_archive().archive = std::move(archive_);
  }

  size_t read(std::span<char> out) override {
    const zip_int64_t got = zip_fread(file_.get(), out.data(), out.size());
    sound_ = got >= 0;
    if (got < 0) fail(zip_file_get_error(file_.get()));
    const auto bytes = static_cast<size_t>(got);
    unpacked_ += bytes;
    check_expansion(packed_, unpacked_, bounds_);
    told(out.first(bytes));
    return bytes;
  }

 private:
  struct Close {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
  };
  std::string path_;
  ZipArchive archive_;
  std::unique_ptr<zip_file_t, Close> file_;
  Bounds bounds_;
  bool sound_ = true;
  uint64_t packed_ = 0;
  uint64_t unpacked_ = 0;
};

}  // namespace

void ZipArchive::Close::operator()(zip* archive) const { zip_discard(archive); }

ZipArchive::ZipArchive(const std::string& path, const std::optional<FileIdentity>& known) {
  Descriptor file = open_file(path);
  identity_ = identify(file.get());
  if (known && identity_ != *known) {
    throw InputError("changed while it was read; run again when nothing writes to it");
  }
  int error = 0;
  archive_.reset(zip_fdopen(file.get(), 0, &error));
  if (!archive_) {
    throw InputError(
        fmt::format("is a damaged zip file ({}); copy or export it again", zip_error_text(error)));
  }
  file.release();  // the archive closed it and reads a copy
}

std::vector<ZipEntry> ZipArchive::entries() const {
  std::vector<ZipEntry> entries;
  const zip_int64_t count = zip_get_num_entries(archive_.get(), 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    const auto index = static_cast<uint64_t>(i);
    zip_stat_t facts;
    zip_stat_init(&facts);
    if (zip_stat_index(archive_.get(), index, 0, &facts) != 0 || facts.name == nullptr) continue;
    ZipEntry entry{facts.name, index, facts.size, facts.encryption_method != ZIP_EM_NONE,
                   is_link(archive_.get(), index)};
    if (!entry.name.ends_with('/')) entries.push_back(std::move(entry));
  }
  return entries;
}

std::unique_ptr<ByteSource> open_zip_member(const std::string& path, const FileIdentity& identity,
                                            uint64_t index, const Bounds& bounds) {
  return std::make_unique<ZipMemberSource>(path, take_archive(path, identity), index, bounds);
}

}  // namespace audit::ingest
