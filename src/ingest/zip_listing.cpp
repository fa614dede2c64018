// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "ingest/listing.hpp"
#include "ingest/workbook.hpp"
#include "ingest/zip_archive.hpp"

// What a zip file holds: a workbook, or CSV files.
namespace audit::ingest {
namespace {

class ZipMemberInput : public Input {
 public:
  ZipMemberInput(std::string name, std::string path, const FileIdentity& identity,
                 const ZipEntry& entry, const Bounds& bounds)
      : name_(std::move(name)),
        path_(std::move(path)),
        identity_(identity),
        index_(entry.index),
        bytes_(entry.bytes),
        bounds_(bounds) {}
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] std::string stored_in() const override { return path_; }
  [[nodiscard]] uint64_t size_hint() const override { return bytes_; }
  std::unique_ptr<ByteSource> open() override {
    return open_zip_member(path_, identity_, index_, bounds_);
  }

 private:
  std::string name_;
  std::string path_;
  FileIdentity identity_;
  uint64_t index_;
  uint64_t bytes_;
  Bounds bounds_;
};

/// As in folders; "./" and "../", which some tools begin their names with, hide nothing.
bool is_hidden(std::string_view name) {
  if (name.starts_with("__MACOSX/")) return true;
  for (size_t start = 0; start < name.size();) {
    const size_t end = std::min(name.find('/', start), name.size());
    const std::string_view part = name.substr(start, end - start);
    if (part.starts_with('.') && part != "." && part != "..") return true;
    start = end + 1;
  }
  return false;
}

bool has_any_ending(std::string_view name, std::span<const std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return has_ending(name, ending); });
}

constexpr std::array<std::string_view, 9> k_archives{".zip", ".gz",  ".tgz", ".tar", ".7z",
                                                     ".rar", ".bz2", ".xz",  ".zst"};
constexpr std::array<std::string_view, 5> k_workbooks{".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"};

/// Adds one member, or tells why it is left out. Members of other kinds are passed over.
void add_member(const ZipArchive& archive, const ZipEntry& entry, const std::string& path,
                const std::string& shown, ListingBuilder& builder) {
  const std::string_view name = entry.name;
  const bool wanted = has_ending(name, ".csv");
  if (is_hidden(name)) return;
  if (is_lock_file(name)) {
    return builder.tell(shown, "is the lock file of an open workbook; it is left out", false);
  }
  if (has_any_ending(name, k_archives)) {
    return builder.tell(shown, "is an archive within an archive; unpack it and give its files",
                        true);
  }
  if (has_any_ending(name, k_workbooks)) {
    return builder.tell(shown, "is a workbook within an archive; unpack it and give it by itself",
                        true);
  }
  if (!wanted) return;
  if (entry.link) return builder.tell(shown, "is a link; it is left out", false);
  if (entry.encrypted) {
    return builder.tell(shown, "is encrypted; unpack it with its password and give the file", true);
  }
  builder.add(
      std::make_unique<ZipMemberInput>(shown, path, archive.identity(), entry, builder.bounds()),
      shown);
}

}  // namespace

void list_zip(const std::string& path, const std::string& name, ListingBuilder& builder) {
  try {
    const ZipArchive archive(path);
    const std::vector<ZipEntry> entries = archive.entries();
    if (is_workbook(entries)) return list_workbook(archive, path, name, builder);
    const size_t before = builder.inputs() + builder.problems();
    for (const ZipEntry& entry : entries) {
      add_member(archive, entry, path, name + '!' + display_name(entry.name), builder);
    }
    if (builder.inputs() + builder.problems() > before) return;
    builder.tell(name,
                 has_any_ending(name, k_workbooks)
                     ? "is named like a workbook but holds none; open it in a spreadsheet and save "
                       "it as .xlsx"
                     : "is an archive without *.csv files",
                 true);
  } catch (const InputError& error) {
    builder.tell(name, error.what(), true);
  }
}

}  // namespace audit::ingest
