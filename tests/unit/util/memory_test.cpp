// SPDX-License-Identifier: MIT
#include "util/memory.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <iostream>
#include <map>
#include <new>
#include <random>
#include <thread>
#include <vector>

using namespace audit::util;

namespace {

/// In a process of its own: a limit cannot be taken back. What it returns is the exit code.
template <typename Work>
int in_child(Work work) {
  std::cout.flush();  // else the child has it to write, too
  const pid_t child = ::fork();
  if (child == 0) {
    int code = 99;
    try {
      code = work();
    } catch (const std::bad_alloc&) {
      code = 42;
    }
    ::_exit(code);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// Takes and gives back blocks of all sizes; each must keep what was written into it. The obvious
/// twin of what the blocks hold: a list of what was written.
bool blocks_keep_their_bytes(unsigned seed) {
  struct Block {
    std::vector<unsigned char> bytes;
    unsigned char mark = 0;
  };
  std::mt19937 random(seed);
  std::vector<Block> blocks;
  const auto is_whole = [](const Block& block) {
    for (const unsigned char byte : block.bytes) {
      if (byte != block.mark) return false;
    }
    return true;
  };
  for (int turn = 0; turn < 400; ++turn) {
    if (blocks.size() > 30 || (!blocks.empty() && random() % 3 == 0)) {
      std::swap(blocks[random() % blocks.size()], blocks.back());
      if (!is_whole(blocks.back())) return false;
      blocks.pop_back();
      continue;
    }
    const size_t bytes = 1 + random() % (random() % 4 == 0 ? 9000000 : 300000);
    const auto mark = static_cast<unsigned char>(random());
    blocks.push_back({std::vector<unsigned char>(bytes, mark), mark});
  }
  for (const Block& block : blocks) {
    if (!is_whole(block)) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("memory: large blocks go to the file past the limit, and keep their bytes") {
  CHECK(in_child([] {
          limit_memory({k_least_memory, "/tmp", true});
          std::vector<std::vector<char>> fill;  // at least to where the file begins
          for (int i = 0; i < 64; ++i) fill.emplace_back(size_t{1} << 20U, 'x');
          if (bytes_put_aside() == 0) return 1;
          bool first = false;
          bool second = false;
          std::thread other([&] { second = blocks_keep_their_bytes(2); });
          first = blocks_keep_their_bytes(1);
          other.join();
          if (!first || !second) return 2;
          for (const auto& block : fill) {
            if (block.front() != 'x' || block.back() != 'x') return 3;
          }
          return 0;
        }) == 0);
}

TEST_CASE("memory: what was given back is used again") {
  CHECK(in_child([] {
          limit_memory({k_least_memory, "/tmp", true});
          std::vector<std::vector<char>> fill;
          for (int i = 0; i < 64; ++i) fill.emplace_back(size_t{1} << 20U, 'x');
          { const std::vector<char> warm(size_t{3} << 20U, 'y'); }
          const uint64_t before = bytes_put_aside();
          for (int i = 0; i < 100; ++i) {
            const std::vector<char> again(size_t{3} << 20U, 'z');
            if (again.back() != 'z') return 1;
          }
          return bytes_put_aside() == before ? 0 : 2;
        }) == 0);
}

TEST_CASE("memory: what is kept in memory, and small blocks, stay there") {
  CHECK(in_child([] {
          limit_memory({k_least_memory, "/tmp", true});
          const KeptInMemory kept;
          std::vector<std::vector<char>> fill;
          for (int i = 0; i < 100; ++i) fill.emplace_back(size_t{1} << 20U, 'x');
          return bytes_put_aside() == 0 ? 0 : 1;
        }) == 0);
}

TEST_CASE("memory: where no file can be made, a strict limit says so and another uses memory") {
  const auto fill = [] {
    std::vector<std::vector<char>> blocks;
    for (int i = 0; i < 100; ++i) blocks.emplace_back(size_t{1} << 20U, 'x');
    return blocks.back().back() == 'x';
  };
  CHECK(in_child([&] {
          limit_memory({k_least_memory, "/nowhere", true});
          return fill() ? 1 : 2;
        }) == 42);
  CHECK(in_child([&] {
          limit_memory({k_least_memory, "/nowhere", false});
          return fill() && bytes_put_aside() == 0 && is_out_of_room() ? 0 : 1;
        }) == 0);
}

TEST_CASE("memory: without a limit nothing is put aside") {
  CHECK(in_child([] {
          const std::vector<char> large(size_t{100} << 20U, 'x');
          return large.back() == 'x' && bytes_put_aside() == 0 ? 0 : 1;
        }) == 0);
}
