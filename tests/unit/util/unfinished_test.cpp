// SPDX-License-Identifier: MIT
#include "util/unfinished.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <iostream>
#include <random>
#include <thread>
#include <vector>

#include "util/atomic_file.hpp"
#include "util/atomic_folder.hpp"
#include "util/temporary_folder.hpp"

using namespace audit::util;
namespace fs = std::filesystem;

namespace {

/// Makes and drops in `folder`, without end, whatever a signal must remove.
[[noreturn]] void keep_making(const std::string& folder, unsigned kind) {
  for (;;) {
    if (kind == 0) {
      const TemporaryFolder made;
      std::string inside = made.path() + "/part.XXXXXX";
      const int part = make_nameless(inside.data());
      if (part >= 0) close(part);
    } else if (kind == 1) {
      const AtomicFile made(folder + "/report");
    } else if (kind == 2) {
      AtomicFolder made(folder + "/parts");
      made.add_folder("1");
      made.append("1/rows", "x");
    } else {
      std::string name = folder + "/nameless.XXXXXX";
      const int made = make_nameless(name.data());
      if (made >= 0) close(made);
    }
  }
}

void end_amid_work(const std::string& folder, std::chrono::microseconds after) {
  set_temporary_place(folder);
  std::vector<std::thread> threads;
  for (unsigned kind = 0; kind < 4; ++kind) threads.emplace_back(keep_making, folder, kind);
  std::this_thread::sleep_for(after);
  remove_unfinished_files();
  std::this_thread::sleep_for(std::chrono::milliseconds(1));  // what others do now would stay
  _exit(0);
}

}  // namespace

TEST_CASE(
    "unfinished files: nothing stays, whatever other threads are making as the process ends") {
  std::string name = (fs::temp_directory_path() / "unfinished_test.XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  std::mt19937 random(5);
  for (int turn = 0; turn < 100; ++turn) {
    std::cout.flush();  // else the child has it to write, too
    const pid_t child = fork();
    if (child == 0) end_amid_work(name, std::chrono::microseconds(random() % 3000));
    random.discard(1);
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    REQUIRE(fs::is_empty(name));
  }
  fs::remove_all(name);
}
