// SPDX-License-Identifier: MIT
#include "util/atomic_file.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <vector>

#include "util/fatal.hpp"
#include "util/unfinished.hpp"

using namespace audit::util;
namespace fs = std::filesystem;

namespace {

/// An empty folder that goes with the test.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "atomic_file_test.XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::permissions(path_, fs::perms::owner_all, ignored);
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ / name; }
  [[nodiscard]] size_t files() const {
    return static_cast<size_t>(std::distance(fs::directory_iterator(path_), {}));
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// The text of the Fatal{output} that `action` throws; empty if it throws none.
std::string failure(const std::function<void()>& action) {
  try {
    action();
  } catch (const Fatal& fatal) {
    CHECK(fatal.code() == ExitCode::output);
    return fatal.what();
  }
  return {};
}

/// How a child process that runs `action` ends.
int in_child(const std::function<int()>& action) {
  std::cout.flush();  // else the child has it to write, too
  const pid_t child = fork();
  if (child == 0) _exit(action());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

mode_t mode_of(const std::string& path) {
  struct stat about {};
  REQUIRE(stat(path.c_str(), &about) == 0);
  return about.st_mode & 07777;
}

}  // namespace

TEST_CASE("atomic file: nothing is visible before commit, all of it after") {
  const Folder folder;
  const std::string target = folder / "report.json";
  write(target, "old");
  const std::string large(3000000, 'x');
  {
    AtomicFile file(target);
    file.append("new ");
    file.append(large);
    file.append("");
    file.flush();
    CHECK(read(target) == "old");
    CHECK(folder.files() == 2);
    file.commit();
    CHECK(read(target) == "new " + large);
  }
  CHECK(read(target) == "new " + large);
  CHECK(folder.files() == 1);
  CHECK(mode_of(target) == 0600);
}

TEST_CASE("atomic file: without commit the former file stays and the temporary one goes") {
  const Folder folder;
  const std::string target = folder / "report.json";
  write(target, "old");
  {
    AtomicFile file(target);
    file.append(std::string(1000000, 'x'));
  }
  CHECK(read(target) == "old");
  CHECK(folder.files() == 1);
}

TEST_CASE("atomic file: an empty report is an empty file") {
  const Folder folder;
  AtomicFile file(folder / "empty");
  file.commit();
  CHECK(fs::exists(folder / "empty"));
  CHECK(read(folder / "empty").empty());
}

TEST_CASE("atomic file: a stricter umask is honoured, a looser one is not") {
  const Folder folder;
  struct Row {
    mode_t mask;
    mode_t expected;
  };
  for (const Row& row : {
           Row{0,    0600},
           {0022, 0600},
           {0277, 0400}
  }) {
    const mode_t former = umask(row.mask);
    const std::string target = folder / std::to_string(row.mask);
    AtomicFile file(target);
    file.commit();
    umask(former);
    CHECK(mode_of(target) == row.expected);
  }
}

TEST_CASE("atomic file: links are followed and stay links") {
  const Folder folder;
  fs::create_directory(folder / "real");
  write(folder / "real/report", "old");
  fs::create_symlink("real/report", folder / "link");
  fs::create_symlink("link", folder / "link-to-link");
  fs::create_symlink(folder / "real/new", folder / "dangling");
  for (const std::string name : {"link-to-link", "dangling"}) {
    AtomicFile file(folder / name);
    file.append(name);
    file.commit();
    CHECK(fs::is_symlink(folder / name));
  }
  CHECK(read(folder / "real/report") == "link-to-link");
  CHECK(read(folder / "real/new") == "dangling");
  CHECK(fs::is_symlink(folder / "link"));

  fs::create_symlink("circle", folder / "circle");
  CHECK(failure([&] { AtomicFile file(folder / "circle"); }).find("circle") != std::string::npos);
}

TEST_CASE("atomic file: what cannot be written says why and changes nothing") {
  const Folder folder;
  write(folder / "file", "old");
  CHECK(failure([&] { AtomicFile file(folder.path()); }).find("it is a folder; name a file") !=
        std::string::npos);
  CHECK(failure([&] { AtomicFile file(folder / "none/report"); }).find("create it first") !=
        std::string::npos);
  CHECK(failure([&] { AtomicFile file(folder / "file/report"); }).find("is not a folder") !=
        std::string::npos);
  CHECK(failure([] { AtomicFile file(""); }).find("empty") != std::string::npos);
  const auto write_long_name = [&] {
    AtomicFile file(folder / std::string(300, 'a'));
    file.commit();
  };
  CHECK(failure(write_long_name).find("nothing was changed") != std::string::npos);
  CHECK(folder.files() == 1);
  CHECK(read(folder / "file") == "old");
}

TEST_CASE("atomic file: a read-only folder is told of") {
  const Folder folder;
  write(folder / "report", "old");
  fs::permissions(folder.path(), fs::perms(0555));
  const int status = in_child([&] {
    const uid_t nobody = 65534;
    if (geteuid() == 0 && setuid(nobody) != 0) return 77;  // root may write anywhere
    const std::string text = failure([&] { AtomicFile file(folder / "report"); });
    return text.find("no permission to create a file in the folder") != std::string::npos ? 4 : 1;
  });
  CHECK(status == 4);
  CHECK(read(folder / "report") == "old");
}

TEST_CASE("atomic file: a target that became a folder fails at commit and leaves nothing") {
  const Folder folder;
  const std::string target = folder / "report";
  AtomicFile file(target);
  file.append("x");
  fs::create_directory(target);
  CHECK(failure([&] { file.commit(); }).find("nothing was changed") != std::string::npos);
  CHECK(folder.files() == 1);
}

TEST_CASE("atomic file: a full disk is told of, on a device and on a file") {
  const std::string text = failure([] {
    AtomicFile file("/dev/full");
    file.append("x");
    file.commit();
  });
  CHECK(text == "cannot write '/dev/full': the disk is full");

  const Folder folder;
  const std::string target = folder / "report";
  write(target, "old");
  const int status = in_child([&] {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit small{10000, 10000};
    setrlimit(RLIMIT_FSIZE, &small);
    try {
      AtomicFile file(target);
      file.append(std::string(1000000, 'x'));
      file.commit();
    } catch (const Fatal& fatal) {
      return static_cast<int>(fatal.code());
    }
    return 0;
  });
  CHECK(status == 4);
  CHECK(read(target) == "old");
  CHECK(folder.files() == 1);
}

TEST_CASE("atomic file: a named pipe is written to directly") {
  const Folder folder;
  const std::string pipe = folder / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  const int reader = open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
  REQUIRE(reader >= 0);
  {
    AtomicFile file(pipe);
    file.append("through");
    file.commit();
  }
  char got[16] = {};
  CHECK(::read(reader, got, sizeof got) == 7);
  CHECK(std::string(got) == "through");
  close(reader);
  CHECK(folder.files() == 1);
}

TEST_CASE("atomic file: standard output by name is shared with standard output itself") {
  const Folder folder;
  const std::string target = folder / "out";
  const int status = in_child([&] {
    const int out = open(target.c_str(), O_WRONLY | O_CREAT, 0600);
    dup2(out, STDOUT_FILENO);
    StandardOutput standard;
    standard.append("one ");
    standard.flush();
    AtomicFile file("/dev/stdout");
    file.append("two ");
    file.commit();
    standard.append("three");
    standard.flush();
    return 0;
  });
  CHECK(status == 0);
  CHECK(read(target) == "one two three");
}

TEST_CASE("standard output: a closed pipe ends quietly, a full disk does not") {
  const auto write_much = [](int descriptor, const char* name) {
    signal(SIGPIPE, SIG_IGN);
    dup2(descriptor, STDOUT_FILENO);
    try {
      if (name == nullptr) {
        StandardOutput out;
        for (int i = 0; i < 100; ++i) out.append(std::string(100000, 'x'));
        out.flush();
      } else {
        AtomicFile file(name);
        for (int i = 0; i < 100; ++i) file.append(std::string(100000, 'x'));
        file.commit();
      }
    } catch (const Fatal& fatal) {
      return static_cast<int>(fatal.code());
    }
    return 0;
  };
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  close(ends[0]);
  const int full = open("/dev/full", O_WRONLY);
  CHECK(in_child([&] { return write_much(ends[1], nullptr); }) == 0);
  CHECK(in_child([&] { return write_much(ends[1], "/dev/stdout"); }) == 0);
  CHECK(in_child([&] { return write_much(full, nullptr); }) == 4);
  CHECK(in_child([&] { return write_much(full, "/dev/stdout"); }) == 4);
  close(ends[1]);
  close(full);
}

TEST_CASE("atomic file: a signal handler removes the temporary files of all that live") {
  const Folder folder;
  write(folder / "a", "old");
  const int status = in_child([&] {
    signal(SIGTERM, [](int) {
      remove_unfinished_files();
      _exit(143);
    });
    AtomicFile done(folder / "done");
    done.append("whole");
    done.commit();
    AtomicFile a(folder / "a");
    AtomicFile b(folder / "b");
    a.append(std::string(1000000, 'x'));
    raise(SIGTERM);
    return 0;
  });
  CHECK(status == 143);
  CHECK(read(folder / "a") == "old");
  CHECK(read(folder / "done") == "whole");
  CHECK(folder.files() == 2);
}
