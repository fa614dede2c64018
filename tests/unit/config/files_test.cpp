// SPDX-License-Identifier: MIT
#include "config/files.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "util/fatal.hpp"

using namespace audit::config;
namespace fs = std::filesystem;

namespace {

/// A folder of files that goes with the test.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "files_test.XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ / name; }
  void put(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
  }

 private:
  fs::path path_;
};

/// What reading the file is refused with; "" if it is not.
std::string refusal(const DiskFiles& files, const std::string& path) {
  try {
    static_cast<void>(files.read(path));
  } catch (const audit::util::Fatal& fatal) {
    CHECK(fatal.code() == audit::util::ExitCode::usage);
    return fatal.what();
  }
  return "";
}

}  // namespace

TEST_CASE("what is no file is absent; what is one and can't be read is told") {
  const Folder folder;
  folder.put("a.toml", "a = 1\n");
  folder.put("empty.toml", "");
  fs::create_directory(folder / "folder");
  fs::create_symlink("round", folder / "round");
  const DiskFiles files;
  CHECK(files.read(folder / "a.toml") == "a = 1\n");
  CHECK(files.read(folder / "empty.toml") == "");
  for (const char* name : {"none.toml", "folder", "a.toml/b", "round", ""}) {
    CAPTURE(name);
    CHECK_FALSE(files.read(folder / name).has_value());
  }
  CHECK_FALSE(files.read(folder / std::string(5000, 'x')).has_value());
  // Its first page is nobody's memory.
  CHECK(refusal(files, "/proc/self/mem") == "'/proc/self/mem' can't be read: Input/output error");
}

TEST_CASE("a file may have so many bytes and not one more") {
  const Folder folder;
  constexpr uint64_t k_megabyte = uint64_t{1} << 20U;
  const DiskFiles files(k_megabyte);
  folder.put("most.toml", std::string(k_megabyte, '#'));
  CHECK(files.read(folder / "most.toml")->size() == k_megabyte);
  folder.put("more.toml", std::string(k_megabyte + 1, '#'));
  CHECK(refusal(files, folder / "more.toml") ==
        "'" + (folder / "more.toml") +
            "' holds more than 1 MB, as no file of rules, waivers or settings does");
  CHECK(refusal(files, "/dev/zero").find("holds more than 1 MB") != std::string::npos);
}

TEST_CASE("a folder's rule files are listed in order of their bytes") {
  const Folder folder;
  for (const char* name : {"b.toml", "a.toml", "B.toml", ".hidden.toml", "c.txt", "toml"}) {
    folder.put(name, "");
  }
  const DiskFiles files;
  CHECK(files.list(folder / "") ==
        std::vector<std::string>{folder / "B.toml", folder / "a.toml", folder / "b.toml"});
  CHECK(files.list(folder / "none").empty());
  CHECK(files.list(folder / "a.toml").empty());
  CHECK(files.is_folder(folder / ""));
  CHECK_FALSE(files.is_folder(folder / "a.toml"));
  fs::create_symlink(folder / "loop", folder / "loop");
  CHECK_THROWS_AS(static_cast<void>(files.list(folder / "loop")), audit::util::Fatal);
}

TEST_CASE("two ways to one file are the same, also in memory") {
  const Folder folder;
  folder.put("a.toml", "");
  fs::create_symlink("a.toml", folder / "b.toml");
  const DiskFiles files;
  CHECK(files.identity(folder / "b.toml") == files.identity(folder / "./a.toml"));
  CHECK(files.identity(folder / "c.toml") != files.identity(folder / "a.toml"));
  CHECK(files.identity(std::string(5000, 'x')) == std::string(5000, 'x'));
  const MemoryFiles memory({
      {"r/a.toml",   "A"},
      {"r/b.txt",    "B"},
      {"r/s/c.toml", "C"}
  });
  CHECK(memory.read("r/./s/../a.toml") == "A");
  CHECK_FALSE(memory.read("r").has_value());
  CHECK(memory.list("r") == std::vector<std::string>{"r/a.toml"});
  CHECK(memory.is_folder("r/s"));
  CHECK_FALSE(memory.is_folder("r/a.toml"));
}

TEST_CASE("parts of paths") {
  struct Row {
    const char* path;
    const char* folder;
    const char* stem;
    bool is_file;
  };
  for (const Row& row : {
           Row{"a/b.toml",   "a",    "b",     true },
           Row{"b.toml",     "",     "b",     true },
           Row{"b",          "",     "b",     false},
           Row{"/b.toml",    "/",    "b",     true },
           Row{"/a/b/c.txt", "/a/b", "c.txt", true },
           Row{"a/",         "a",    "",      true },
  }) {
    CAPTURE(row.path);
    CHECK(folder_of(row.path) == row.folder);
    CHECK(stem_of(row.path) == row.stem);
    CHECK(is_file_name(row.path) == row.is_file);
  }
  CHECK(join_path("", "a") == "a");
  CHECK(join_path("f", "a") == "f/a");
  CHECK(join_path("f/", "a") == "f/a");
  CHECK(join_path("f", "/a") == "/a");
}
