// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <vector>

#include "ingest_testing.hpp"
#include "util/fatal.hpp"

namespace {

using namespace audit::ingest;
using audit::ingest::testing::cells_of;
using audit::ingest::testing::gzipped;
using audit::ingest::testing::input_error;
using audit::ingest::testing::read_all;
using audit::ingest::testing::TemporaryFolder;
using audit::ingest::testing::write_zip;
using Cells = std::vector<std::vector<std::string>>;
using Names = std::vector<std::string>;

Names names_of(const Listing& listing) {
  Names names;
  for (const auto& input : listing.inputs) names.push_back(input->name());
  return names;
}

Names told_of(const Listing& listing) {
  Names told;
  for (const auto& problem : listing.problems) told.push_back(problem.file);
  return told;
}

Listing list(const std::vector<std::string>& paths, const Bounds& bounds = {}) {
  return list_inputs(paths, {}, bounds);
}

TEST_CASE("source: a file is read under the name it was given") {
  const TemporaryFolder folder;
  const std::string path = folder.write("notes.txt", "a,b\n");
  const Listing listing = list({path});
  REQUIRE(names_of(listing) == Names{path});
  CHECK(cells_of(read_all(*listing.inputs[0])) == Cells{
                                                      {"a", "b"}
  });
  CHECK(listing.inputs[0]->size_hint() == 4);
  CHECK_FALSE(listing.failed);
}

TEST_CASE("source: an absent file ends the run with the input's exit code") {
  const TemporaryFolder folder;
  try {
    list({folder.path("absent.csv")});
    FAIL("no exception");
  } catch (const audit::util::Fatal& fatal) {
    CHECK(fatal.code() == audit::util::ExitCode::input);
    CHECK(std::string(fatal.what()).find("absent.csv") != std::string::npos);
  }
}

TEST_CASE("source: a folder gives its tables in byte order, with names relative to it") {
  const TemporaryFolder folder;
  for (const char* name : {"b.csv", "A.CSV", "sub/c.csv", "sub/deep/d.Csv", ".hidden.csv",
                           ".git/e.csv", "readme.txt", "f.csv.gz.part"}) {
    folder.write(name, "x\n");
  }
  folder.write("g.CSV.GZ", gzipped("x\n"));
  const Listing listing = list({folder.path()});
  CHECK(names_of(listing) == Names{"A.CSV", "b.csv", "g.CSV.GZ", "sub/c.csv", "sub/deep/d.Csv"});
  CHECK(listing.problems.empty());
  CHECK(names_of(list({folder.path() + "/"})) == names_of(listing));
}

TEST_CASE("source: what is left out of a folder is told") {
  const TemporaryFolder folder;
  folder.write("a.csv", "x\n");
  folder.write("~$book.xlsx", "x");
  folder.write("old.xls", "x");
  folder.write("elsewhere/b.csv", "x\n");
  ::mkfifo(folder.path("pipe.csv").c_str(), 0600);
  std::filesystem::create_directory_symlink(folder.path("elsewhere"), folder.path("loop"));
  const Listing listing = list({folder.path()});
  CHECK(names_of(listing) == Names{"a.csv", "elsewhere/b.csv"});
  CHECK(told_of(listing) == Names{"loop", "old.xls", "pipe.csv", "~$book.xlsx"});
  CHECK_FALSE(listing.failed);
}

TEST_CASE("source: a link to a file is read, a dangling one is told and fails") {
  const TemporaryFolder folder;
  const TemporaryFolder other;
  std::filesystem::create_symlink(other.write("real.csv", "x\n"), folder.path("a.csv"));
  const Listing good = list({folder.path()});
  CHECK(names_of(good) == Names{"a.csv"});
  CHECK_FALSE(good.failed);
  std::filesystem::create_symlink(folder.path("nowhere"), folder.path("b.csv"));
  const Listing bad = list({folder.path()});
  CHECK(told_of(bad) == Names{"b.csv"});
  CHECK(bad.failed);
  CHECK(list({folder.path("b.csv")}).failed);
}

TEST_CASE("source: a folder without inputs fails") {
  const TemporaryFolder folder;
  folder.write("readme.txt", "x");
  const Listing listing = list({folder.path()});
  CHECK(listing.inputs.empty());
  CHECK(listing.failed);
}

TEST_CASE("source: a file that is given twice is read once, and that is told") {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.csv", "x\n");
  const Listing listing = list({path, folder.path()});
  CHECK(names_of(listing) == Names{path});
  CHECK(told_of(listing) == Names{"a.csv"});
  CHECK_FALSE(listing.failed);
}

TEST_CASE("source: --table forces a given file, an extra one, a member, and refuses others") {
  const TemporaryFolder folder;
  const std::string a = folder.write("a.csv", "x\n");
  const std::string b = folder.write("b.csv", "x\n");
  write_zip(folder.path("c.zip"), {
                                      {"d.csv", "x\n"}
  });
  const std::string member = folder.path("c.zip") + "!d.csv";
  const Listing listing = list_inputs(
      {
          a, folder.path("c.zip")
  },
      {{"staff", a}, {"plans", b}, {"notes", member}}, {});
  REQUIRE(names_of(listing) == Names{a, b, member});
  CHECK(listing.inputs[0]->forced_table == "staff");
  CHECK(listing.inputs[1]->forced_table == "plans");
  CHECK(listing.inputs[2]->forced_table == "notes");
  CHECK(listing.problems.empty());
  CHECK_THROWS_AS(list_inputs(
                      {
                          a
  },
                      {{"staff", folder.path("absent.csv")}}, {}),
                  audit::util::Fatal);
}

TEST_CASE("source: names that are not UTF-8 are shown by their bytes") {
  const TemporaryFolder folder;
  folder.write("caf\xE9.csv", "x\n");
  CHECK(names_of(list({folder.path()})) == Names{"caf\\xE9.csv"});
}

TEST_CASE("source: a file that changes while it is read is an error, not a crash") {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.csv", std::string(300000, 'x'));
  const Listing listing = list({path});
  REQUIRE(listing.inputs.size() == 1);
  std::vector<char> buffer(1000);
  const auto drain = [&](ByteSource& source) {
    while (source.read(buffer) > 0) {
    }
  };
  auto source = listing.inputs[0]->open();
  source->read(buffer);
  std::filesystem::resize_file(path, 5000);
  CHECK(input_error([&] { drain(*source); }).find("changed") != std::string::npos);
  CHECK(input_error([&] { listing.inputs[0]->open(); }).find("changed") != std::string::npos);
  const Listing again = list({path});
  source = again.inputs[0]->open();
  source->read(buffer);
  std::filesystem::resize_file(path, 9000);
  CHECK(input_error([&] { drain(*source); }).find("changed") != std::string::npos);
}

TEST_CASE("source: a file that is gone when it is opened is an input error") {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.csv", "x\n");
  const Listing listing = list({path});
  std::filesystem::remove(path);
  CHECK(input_error([&] { listing.inputs[0]->open(); }).find("cannot be opened") == 0);
}

TEST_CASE("source: standard input is spooled, so that it can be read again") {
  const TemporaryFolder folder;
  const std::string path = folder.write("in", "a,b\n1,2\n");
  const int kept = ::dup(STDIN_FILENO);
  REQUIRE(std::freopen(path.c_str(), "rb", stdin) != nullptr);
  const Listing listing = list_inputs(
      {
          "-"
  },
      {{"staff", "-"}}, {});
  ::dup2(kept, STDIN_FILENO);
  ::close(kept);
  REQUIRE(names_of(listing) == Names{"-"});
  CHECK(listing.inputs[0]->forced_table == "staff");
  CHECK(listing.inputs[0]->size_hint() == 8);
  for (int i = 0; i < 2; ++i) {
    CHECK(cells_of(read_all(*listing.inputs[0])) == Cells{
                                                        {"a", "b"},
                                                        {"1", "2"}
    });
  }
}

TEST_CASE("gzip: one member and many read as one text; the digest is over the packed bytes") {
  const TemporaryFolder folder;
  const std::string packed = gzipped("a,b\n1,") + gzipped("2\n") + std::string(512, '\0');
  const Listing listing = list({folder.write("a.csv.gz", packed)});
  REQUIRE(listing.inputs.size() == 1);
  Input& input = *listing.inputs[0];
  CHECK(cells_of(read_all(input)) == Cells{
                                         {"a", "b"},
                                         {"1", "2"}
  });
  const auto rows = open_rows(input, sniff_encoding(input), {});
  read_all(*rows);
  const auto plain = memory_input("x", packed, "");
  const auto stored = open_rows(*plain, {}, {});
  read_all(*stored);
  CHECK(rows->digest() == stored->digest());
  CHECK(rows->bytes_read() == packed.size());
}

TEST_CASE("gzip: content counts, not the name") {
  const TemporaryFolder folder;
  const Listing listing = list({folder.write("a.csv", gzipped("a,b\n"))});
  REQUIRE(listing.inputs.size() == 1);
  CHECK(cells_of(read_all(*listing.inputs[0])) == Cells{
                                                      {"a", "b"}
  });
  CHECK(list({folder.write("b.csv.gz", "a,b\n")}).failed);
}

TEST_CASE("gzip: damage of every kind is an input error") {
  const TemporaryFolder folder;
  std::string rows;
  for (int i = 0; i < 5000; ++i) rows += std::to_string(i * 7919) + ",x\n";
  const std::string packed = gzipped(rows);
  const auto read = [&](const std::string& bytes) {
    const Listing listing = list({folder.write("a.csv.gz", bytes)});
    return input_error([&] { read_all(*listing.inputs.at(0)); });
  };
  CHECK(read(packed).empty());
  CHECK(read(packed.substr(0, packed.size() - 9)).find("too early") != std::string::npos);
  CHECK(read(packed.substr(0, 5)).find("too early") != std::string::npos);
  CHECK(read(packed + "x").find("behind") != std::string::npos);
  std::string flipped = packed;
  flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 0x55);
  CHECK_FALSE(read(flipped).empty());
  std::string wrong_sum = packed;
  wrong_sum[wrong_sum.size() - 6] = static_cast<char>(wrong_sum[wrong_sum.size() - 6] ^ 1);
  CHECK(read(wrong_sum).find("damaged") != std::string::npos);
}

TEST_CASE("gzip and zip: what unpacks past the bounds is refused, below them it is read") {
  const TemporaryFolder folder;
  const std::string much(3000000, 'x');
  folder.write("a.csv.gz", gzipped(much));
  write_zip(folder.path("b.zip"), {
                                      {"b.csv", much}
  });
  for (const char* name : {"a.csv.gz", "b.zip"}) {
    CAPTURE(name);
    Bounds bounds;
    bounds.expansion = 100;
    CHECK(read_all(*list({folder.path(name)}, bounds).inputs.at(0)).size() == 1);
    bounds.member_bytes = 1000000;
    const Listing listing = list({folder.path(name)}, bounds);
    CHECK(input_error([&] { read_all(*listing.inputs.at(0)); }).find("unpacks to more") == 0);
  }
}

TEST_CASE("zip: members are inputs of their own; what is left out is told") {
  const TemporaryFolder folder;
  write_zip(folder.path("x.zip"), {
                                      {"dir/",             ""   },
                                      {"dir/b.csv",        "b\n"},
                                      {"a.CSV",            "a\n"},
                                      {"readme.txt",       "r"  },
                                      {".hidden.csv",      "h\n"},
                                      {"d/.git/c.csv",     "h\n"},
                                      {"../up.csv",        "u\n"},
                                      {"./here.csv",       "t\n"},
                                      {"__MACOSX/._a.csv", "m\n"},
                                      {"~$k.xlsx",         "l"  }
  });
  const Listing listing = list({folder.path()});
  CHECK(names_of(listing) ==
        Names{"x.zip!../up.csv", "x.zip!./here.csv", "x.zip!a.CSV", "x.zip!dir/b.csv"});
  CHECK(told_of(listing) == Names{"x.zip!~$k.xlsx"});
  CHECK_FALSE(listing.failed);
  for (int i = 0; i < 2; ++i) CHECK(cells_of(read_all(*listing.inputs.at(3))) == Cells{{"b"}});
  // Two at a time, each on its own.
  const auto first = listing.inputs.at(0)->open();
  CHECK(cells_of(read_all(*listing.inputs.at(2))) == Cells{{"a"}});
}

TEST_CASE("zip: nested archives, workbooks within, encrypted members and empty archives fail") {
  const std::vector<std::vector<audit::ingest::testing::ZipPart>> cases{
      {{"a.csv", "a\n"},              {"b.zip", "PK"}},
      {{"a.csv", "a\n"},                             {"b.csv.gz", gzipped("b\n")}},
      {{"a.csv", "a\n"},{"b.xlsx", "PK"}},
      {{"a.csv", "a\n"},              {"b.csv", "b\n", true}},
      {{"readme.txt", "a\n"}                            },
  };
  for (const auto& parts : cases) {
    CAPTURE(parts.back().name);
    const TemporaryFolder folder;
    write_zip(folder.path("x.zip"), parts);
    const Listing listing = list({folder.path("x.zip")});
    CHECK(listing.inputs.size() == parts.size() - 1);
    CHECK(listing.problems.size() == 1);
    CHECK(listing.failed);
  }
}

TEST_CASE("zip: a damaged archive or member fails") {
  const TemporaryFolder folder;
  std::string rows;
  for (int i = 0; i < 5000; ++i) rows += std::to_string(i * 7919) + ",x\n";
  write_zip(folder.path("x.zip"), {
                                      {"a.csv", rows}
  });
  std::string bytes(std::filesystem::file_size(folder.path("x.zip")), '\0');
  std::ifstream(folder.path("x.zip"), std::ios::binary)
      .read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  std::string flipped = bytes;
  flipped[bytes.size() / 2] = static_cast<char>(flipped[bytes.size() / 2] ^ 0x55);
  const Listing listing = list({folder.write("flipped.zip", flipped)});
  REQUIRE(listing.inputs.size() == 1);
  CHECK_FALSE(input_error([&] { read_all(*listing.inputs[0]); }).empty());
  CHECK(list({folder.write("cut.zip", bytes.substr(0, bytes.size() / 2))}).failed);
  CHECK(list({folder.write("text.zip", "a,b\n")}).failed);
}

TEST_CASE("source: what is no workbook is told with what to do") {
  const TemporaryFolder folder;
  const auto told = [&](const std::string& name, const std::string& bytes) {
    const Listing listing = list({folder.write(name, bytes)});
    CHECK(listing.failed);
    CHECK(listing.inputs.empty());
    return listing.problems.at(0).problem;
  };
  CHECK(told("a.xlsx", "App ID,State ID\n").find("name it .csv") != std::string::npos);
  CHECK(told("b.xlsx", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 etc").find("password") !=
        std::string::npos);
  CHECK(told("c.xls", "\n<html><table>").find("web page") != std::string::npos);
  write_zip(folder.path("d.xlsx"), {
                                       {"a.txt", "x"}
  });
  CHECK(list({folder.path("d.xlsx")}).problems.at(0).problem.find("holds none") !=
        std::string::npos);
}

}  // namespace
