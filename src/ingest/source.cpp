// SPDX-License-Identifier: MIT
#include "ingest/source.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <set>
#include <string_view>
#include <system_error>

#include "ingest/file_source.hpp"
#include "ingest/gzip_source.hpp"
#include "ingest/listing.hpp"
#include "util/descriptor.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::ingest {
namespace {

using namespace std::string_view_literals;

/// What a file holds, by its first bytes.
enum class Content : uint8_t { text, gzip, zip, old_office, web_page };

Content content_of(std::string_view start) {
  if (start.starts_with("\x1F\x8B"sv)) return Content::gzip;
  if (start.starts_with("PK\x03\x04"sv) || start.starts_with("PK\x05\x06"sv)) return Content::zip;
  if (start.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv)) return Content::old_office;
  if (start.starts_with("\xEF\xBB\xBF"sv)) start.remove_prefix(3);
  start.remove_prefix(std::min(start.find_first_not_of(" \t\r\n"sv), start.size()));
  return start.starts_with('<') ? Content::web_page : Content::text;
}

Content content_of(Input& input) {
  std::array<char, 64> start{};
  const std::unique_ptr<ByteSource> source = input.open();
  const size_t bytes = source->read(start);
  return content_of({start.data(), bytes});
}

bool is_read_in_folders(std::string_view name) {
  return has_ending(name, ".csv") || has_ending(name, ".csv.gz") || has_ending(name, ".zip") ||
         has_ending(name, ".xlsx");
}

bool is_other_workbook(std::string_view name) {
  return has_ending(name, ".xls") || has_ending(name, ".xlsm") || has_ending(name, ".xlsb") ||
         has_ending(name, ".ods");
}

/// Walks the command line's paths.
class Walk {
 public:
  explicit Walk(const Bounds& bounds) : builder_(bounds) {}

  void add_argument(const std::string& path, bool tell_repeats);
  ListingBuilder& builder() { return builder_; }

 private:
  void add_standard_input();
  void add_pipe(const std::string& path);
  void add_folder(const std::string& folder, const std::string& prefix);
  void add_link(const std::string& path, const std::string& name);
  void add_member(const std::string& path, const std::string& name, mode_t mode);
  void add_file(const std::string& path, const std::string& name);
  void add_by_content(std::unique_ptr<Input> input, Content content, const std::string& path);
  bool is_new(const struct stat& facts, const std::string& name);

  ListingBuilder builder_;
  std::set<std::pair<uint64_t, uint64_t>> seen_;  // device and inode of files
  bool standard_input_seen_ = false;
  bool tell_repeats_ = true;
};

void Walk::add_argument(const std::string& path, bool tell_repeats) {
  tell_repeats_ = tell_repeats;
  if (path == "-") return add_standard_input();
  const std::string name = display_name(path);
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) {
    const int error = errno;
    struct stat link {};
    if (error == ENOENT && ::lstat(path.c_str(), &link) == 0) {
      return builder_.tell(name, "is a link to something that does not exist", true);
    }
    throw util::Fatal(util::ExitCode::input,
                      fmt::format("{}: {}", util::visible(name), util::error_text(error)));
  }
  if (S_ISDIR(facts.st_mode)) {
    const size_t before = builder_.inputs() + builder_.problems();
    add_folder(path, "");
    if (builder_.inputs() + builder_.problems() == before) {
      builder_.tell(name, "is a folder without *.csv, *.csv.gz, *.zip or *.xlsx files", true);
    }
    return;
  }
  if (S_ISFIFO(facts.st_mode)) return add_pipe(path);
  if (!S_ISREG(facts.st_mode)) return builder_.tell(name, "is not a regular file", true);
  if (is_new(facts, name)) add_file(path, name);
}

bool Walk::is_new(const struct stat& facts, const std::string& name) {
  const bool is_first = seen_.emplace(facts.st_dev, facts.st_ino).second;
  if (!is_first && tell_repeats_) {
    builder_.tell(name, "is given more than once; it is read once", false);
  }
  return is_first;
}

void Walk::add_standard_input() {
  if (standard_input_seen_) return;
  standard_input_seen_ = true;
  try {
    std::unique_ptr<Input> input = spooled_input("-", spool(STDIN_FILENO));
    const Content content = content_of(*input);
    add_by_content(std::move(input), content, "");
  } catch (const InputError& error) {
    builder_.tell("-", error.what(), true);
  }
}

void Walk::add_pipe(const std::string& path) {
  const std::string name = display_name(path);
  try {
    const Descriptor pipe(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!pipe.is_open())
      throw InputError(fmt::format("cannot be opened: {}", util::error_text(errno)));
    std::unique_ptr<Input> input = spooled_input(name, spool(pipe.get()));
    const Content content = content_of(*input);
    add_by_content(std::move(input), content, "");
  } catch (const InputError& error) {
    builder_.tell(name, error.what(), true);
  }
}

void Walk::add_folder(const std::string& folder, const std::string& prefix) {
  std::error_code error;
  std::vector<std::string> names;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  if (error) {
    builder_.tell(display_name(prefix.empty() ? folder : prefix),
                  fmt::format("cannot be listed: {}", error.message()), true);
  }
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    if (name.starts_with('.')) continue;
    const std::string path = fmt::format("{}{}{}", folder, folder.ends_with('/') ? "" : "/", name);
    const std::string shown = prefix.empty() ? name : fmt::format("{}/{}", prefix, name);
    struct stat facts {};
    if (::lstat(path.c_str(), &facts) != 0) {
      builder_.tell(display_name(shown),
                    fmt::format("cannot be looked at: {}", util::error_text(errno)), true);
    } else if (S_ISDIR(facts.st_mode)) {
      add_folder(path, shown);
    } else if (S_ISLNK(facts.st_mode)) {
      add_link(path, shown);
    } else {
      add_member(path, shown, facts.st_mode);
    }
  }
}

void Walk::add_link(const std::string& path, const std::string& name) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) {
    builder_.tell(display_name(name), "is a link to something that does not exist", true);
  } else if (S_ISDIR(facts.st_mode)) {
    builder_.tell(display_name(name), "is a link to a folder, which is not followed", false);
  } else {
    add_member(path, name, facts.st_mode);
  }
}

void Walk::add_member(const std::string& path, const std::string& name, mode_t mode) {
  const std::string shown = display_name(name);
  if (!S_ISREG(mode)) return builder_.tell(shown, "is not a regular file; it is left out", false);
  if (!is_read_in_folders(name)) {
    if (is_other_workbook(name) && !is_lock_file(name)) {
      builder_.tell(shown, "is a workbook of a kind that is not read; save it as .xlsx", false);
    }
    return;
  }
  struct stat facts {};
  if (::stat(path.c_str(), &facts) == 0 && is_new(facts, shown)) add_file(path, shown);
}

void Walk::add_file(const std::string& path, const std::string& name) {
  if (is_lock_file(path)) {
    return builder_.tell(name, "is the lock file of an open workbook; it is left out", false);
  }
  auto input = std::make_unique<FileInput>(name, path);
  Content content = Content::text;
  try {
    content = content_of(*input);
  } catch (const InputError& error) {
    return builder_.tell(name, error.what(), true);
  }
  add_by_content(std::move(input), content, path);
}

/// `path`: empty for what is spooled.
void Walk::add_by_content(std::unique_ptr<Input> input, Content content, const std::string& path) {
  const std::string name = input->name();
  const bool named_workbook = has_ending(name, ".xlsx") || is_other_workbook(name);
  if (content == Content::zip && path.empty()) {
    return builder_.tell(name, "is a zip archive or a workbook; save it as a file and give that",
                         true);
  }
  if (content == Content::zip) return list_zip(path, name, builder_);
  if (content == Content::gzip) input = gzip_input(std::move(input), builder_.bounds());
  if (content == Content::old_office) {
    return builder_.tell(name,
                         "is a workbook with a password, or of the old .xls kind; open it in a "
                         "spreadsheet and save it as .xlsx without a password",
                         true);
  }
  if (content == Content::web_page && named_workbook) {
    return builder_.tell(name,
                         "is a web page that was named like a workbook; open it in a spreadsheet "
                         "and save it as .xlsx",
                         true);
  }
  if (content == Content::text && named_workbook) {
    return builder_.tell(name,
                         "is named like a workbook but is none; if it is text, name it .csv, else "
                         "open it in a spreadsheet and save it as .xlsx",
                         true);
  }
  if (content != Content::gzip && (has_ending(name, ".zip") || has_ending(name, ".gz"))) {
    return builder_.tell(name, "is named like an archive but is none, or is damaged", true);
  }
  builder_.add(std::move(input), name);
}

}  // namespace

Listing list_inputs(const std::vector<std::string>& paths,
                    const std::vector<std::pair<std::string, std::string>>& forced,
                    const Bounds& bounds) {
  Walk walk(bounds);
  std::vector<std::pair<std::string, std::string>> members;  // not files: parts of an archive
  for (const auto& [table, file] : forced) {
    std::error_code error;
    if (file != "-" && !std::filesystem::exists(file, error)) {
      members.emplace_back(table, file);
      continue;
    }
    const size_t first = walk.builder().inputs();
    walk.add_argument(file, false);
    walk.builder().force_from(first, table);
  }
  const auto is_forced = [&](const std::string& path) {
    return std::any_of(forced.begin(), forced.end(),
                       [&](const auto& f) { return f.second == path; });
  };
  for (const std::string& path : paths) walk.add_argument(path, !is_forced(path));
  for (const auto& [table, file] : members) {
    if (walk.builder().force_named(display_name(file), table)) continue;
    throw util::Fatal(util::ExitCode::input, fmt::format("{}: no such file, nor a part of an input",
                                                         util::visible(display_name(file))));
  }
  return walk.builder().finish();
}

}  // namespace audit::ingest
