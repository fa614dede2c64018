// SPDX-License-Identifier: MIT
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/rows.hpp"
#include "ingest/source.hpp"
#include "ingest/utf8.hpp"

// Any bytes as a CSV input. The first four settle how it is read: delimiter, kernel and window
// size, expected cells, cell limit. Read twice, the second time by the plain kernel in one window,
// which must come to the same rows; every cell must be UTF-8 without NUL.
namespace {

using namespace audit::ingest;
using audit::util::Kernel;

struct Flat {
  std::vector<std::string> cells;
  std::vector<uint64_t> rows;

  bool operator==(const Flat&) const = default;
};

void require(bool claim) {
  if (!claim) std::abort();
}

void check_text(std::string_view cell) {
  for (size_t at = 0; at < cell.size();) {
    const Utf8Step step = utf8_step({cell.data(), cell.size()}, at);
    require(step.valid && cell[at] != '\0');
    at += step.length;
  }
}

Flat read(Input& input, const Dialect& dialect, const RowOptions& options) {
  Flat flat;
  const auto rows = open_rows(input, dialect, options);
  RowBatch batch;
  uint32_t line = 0;
  while (rows->next(batch)) {
    for (const Row& row : batch.rows) {
      require(row.line >= line && row.first_cell + row.cell_count <= batch.cells.size());
      line = row.line;
      flat.rows.insert(flat.rows.end(), {row.line, row.cell_count, static_cast<uint64_t>(row.fault),
                                         row.had_nul ? 1U : 0U, row.had_bad_bytes ? 1U : 0U});
    }
    for (const std::string_view cell : batch.cells) {
      check_text(cell);
      flat.cells.emplace_back(cell);
    }
  }
  return flat;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr size_t k_settings = 4;
  if (size < k_settings) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + k_settings, size - k_settings);
  const auto input = memory_input("fuzz.csv", bytes, "");
  try {
    Dialect dialect = sniff_encoding(*input);
    dialect.delimiter = ",;\t|"[data[0] % 4];
    RowOptions options;
    options.kernel = static_cast<Kernel>(data[1] % 4);
    options.block_bytes = 64 + data[1];
    options.expected_cells = data[2] % 16;
    const Flat flat = read(*input, dialect, options);
    RowOptions plain = options;
    plain.kernel = Kernel::portable;
    plain.block_bytes = size_t{64} << 10U;
    require(flat == read(*input, dialect, plain));
    // The limits, for their own sake: no two window sizes need agree on records past them.
    options.bounds.cell_bytes = 1 + data[3];
    options.bounds.columns = 1 + data[3] % 8;
    read(*input, dialect, options);
  } catch (const InputError&) {
    return 0;
  }
  return 0;
}
