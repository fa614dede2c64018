// SPDX-License-Identifier: MIT
#include "evidence/archive.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "evidence/recorded_files.hpp"
#include "evidence/sha256.hpp"
#include "util/fatal.hpp"

using namespace audit::evidence;
using audit::calendar::Date;

namespace {

/// A file that lives as long as the test.
class TestFile {
 public:
  explicit TestFile(const std::string& bytes)
      : path_((std::filesystem::temp_directory_path() / "audit_archive_test.zip").string()) {
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  ~TestFile() { std::remove(path_.c_str()); }
  TestFile(const TestFile&) = delete;
  TestFile& operator=(const TestFile&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

TEST_CASE("an archive holds what was put in, and depends on nothing else") {
  const Members members = {
      {"a.json",                "{}"},
      { "rules/x.toml",     std::string(100000, 'x')},
      { "z", std::string("\0\xff\n",   3)}
  };
  const std::string bytes = write_archive(members, Date{20484});
  CHECK(bytes == write_archive(members, Date{20484}));
  CHECK(bytes != write_archive(members, Date{20485}));
  CHECK(bytes.size() < 5000);
  const TestFile file(bytes);
  CHECK(read_archive(file.path()) == members);
}

TEST_CASE("dates before 1980 do not matter") {
  CHECK(write_archive(
            {
                {"a", "b"}
  },
            Date{-700000}) == write_archive({{"a", "b"}}, Date{-699999 - 1}));
}

TEST_CASE("what is no archive is refused") {
  const TestFile text("this is no zip file");
  CHECK_THROWS_AS(read_archive(text.path()), audit::util::Fatal);
  CHECK_THROWS_AS(read_archive("no-such-file.zip"), audit::util::Fatal);
  for (const char* name : {"../a", "a/../b", "/a", "a//b", "a/./b", "a\\b"}) {
    CAPTURE(name);
    const TestFile bad(write_archive(
        {
            {name, "x"}
    },
        Date{20484}));
    CHECK_THROWS_AS(read_archive(bad.path()), audit::util::Fatal);
  }
}

TEST_CASE("SHA-256 gives the standard's values") {
  const auto hash = [](const std::string& text) {
    Sha256 sha;
    for (const char& byte : text) sha.add({&byte, 1});
    return sha.finish();
  };
  CHECK(hash("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("files answer again as they did") {
  const RecordingFiles recorder(AUDIT_RULES_DIR);
  const std::string schema = std::string(AUDIT_RULES_DIR) + "/schema.toml";
  const auto text = recorder.read(schema);
  REQUIRE(text);
  CHECK_FALSE(recorder.read(std::string(AUDIT_RULES_DIR) + "/nothing.toml"));
  const auto packs = recorder.list(std::string(AUDIT_RULES_DIR) + "/packs");
  CHECK(recorder.is_folder(AUDIT_RULES_DIR));
  CHECK_FALSE(recorder.is_folder(schema));
  const bool same = recorder.identity(schema) ==
                    recorder.identity(std::string(AUDIT_RULES_DIR) + "/./schema.toml");
  CHECK(same);

  const ReplayedFiles replayed(recorder.record());
  const std::string folder = k_rules_folder;
  CHECK(replayed.read(folder + "/schema.toml") == text);
  CHECK_FALSE(replayed.read(schema));  // the disk is not looked at
  CHECK_FALSE(replayed.read(folder + "/nothing.toml"));
  CHECK(replayed.list(folder + "/packs").size() == packs.size());
  CHECK(replayed.list(folder).empty());
  CHECK(replayed.is_folder(folder));
  CHECK_FALSE(replayed.is_folder(folder + "/schema.toml"));
  CHECK(replayed.identity(folder + "/schema.toml") == replayed.identity(folder + "/./schema.toml"));
  for (const auto& [path, bytes] : recorder.record().texts) {
    CHECK(path.starts_with(k_rules_folder));
  }
}
