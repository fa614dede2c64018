// SPDX-License-Identifier: MIT
// Any bytes, cut into files at 0x1C, through recognise and load: no crash, every row accounted for,
// links within bounds, and the same records whatever order the files are named in.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "../unit/ingest/test_schema.hpp"
#include "ingest/load.hpp"
#include "util/fatal.hpp"

namespace {

using namespace audit;

void check(const model::Dataset& data) {
  for (const model::InputFile& file : data.inputs) {
    AUDIT_ASSERT(file.rows == file.accepted + file.rejected + file.ignored);
  }
  for (const model::Table& table : data.tables) {
    AUDIT_ASSERT(table.key.codes.size() == table.rows);
    AUDIT_ASSERT(table.line.size() == table.rows && table.file.size() == table.rows);
  }
  for (size_t relation = 0; relation < data.links.size(); ++relation) {
    const uint32_t parents = data.tables[data.schema->relations[relation].parent].rows;
    const model::ParentRows& all = data.links[relation].parent;
    for (size_t row = 0; row < all.size(); ++row) {
      const uint32_t parent = all[row];
      AUDIT_ASSERT(parent == model::k_none || parent < parents);
    }
  }
}

std::vector<std::string> all_keys(const model::Dataset& data) {
  std::vector<std::string> all;
  for (const model::Table& table : data.tables) {
    for (const std::string& key : ingest::testing::keys(table))
      all.push_back(table.def->name + key);
  }
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ingest::testing::Files files;
  std::string bytes(data, data + size);
  for (size_t start = 0; start <= bytes.size() && files.size() < 6;) {
    const size_t end = std::min(bytes.find('\x1C', start), bytes.size());
    files.emplace_back(std::string(1, static_cast<char>('a' + files.size())) + ".csv",
                       bytes.substr(start, end - start));
    start = end + 1;
  }
  ingest::LoadOptions options;
  options.max_bad_rows = size;
  const ingest::testing::Load first(files, options);
  check(first.data);
  std::ranges::reverse(files);
  const ingest::testing::Load second(files, options);
  AUDIT_ASSERT(all_keys(first.data) == all_keys(second.data));
  return 0;
}
