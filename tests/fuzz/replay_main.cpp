// SPDX-License-Identifier: MIT
// Stands in for libFuzzer's main: gives each file of the corpus folders named on the command line,
// in byte order, and nothing at all, to the target once.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

void replay(const std::string& bytes) {
  // An exact copy on the heap: reading past its end is caught by AddressSanitizer.
  const std::vector<uint8_t> copy(bytes.begin(), bytes.end());
  LLVMFuzzerTestOneInput(copy.data(), copy.size());
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::filesystem::path> files;
  for (int i = 1; i < argc; ++i) {
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  if (files.empty()) {
    std::fputs("no corpus: a fuzz target needs at least one file to replay\n", stderr);
    return 1;
  }
  std::sort(files.begin(), files.end());
  replay({});
  for (const auto& path : files) {
    std::fprintf(stderr, "%s\n", path.filename().c_str());
    std::ifstream in(path, std::ios::binary);
    replay({std::istreambuf_iterator<char>(in), {}});
  }
  std::printf("replayed %zu files\n", files.size());
  return 0;
}
