// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <random>
#include <string>
#include <vector>

#include "ingest/csv_index.hpp"
#include "ingest/csv_kernels.hpp"
#include "unit/ingest/ingest_testing.hpp"
#include "util/kernel.hpp"

// The scanner against a plain state machine that holds the whole text and looks at one byte at a
// time: random and adversarial text, every kernel, every window size.
namespace {

using namespace audit::ingest;
using audit::ingest::testing::PlainRow;
using audit::util::Kernel;
using audit::util::kernel_available;

class Twin {
 public:
  Twin(std::string text, char delimiter, RowOptions options)
      : text_(std::move(text)), delimiter_(delimiter), options_(options) {}

  std::vector<PlainRow> rows() {
    std::vector<PlainRow> rows;
    size_t at = 0;
    uint32_t line = 1;
    while (at < text_.size()) {
      const Record record = parse(at);
      if (record.fault == RowFault::none) {
        rows.push_back({line, record.cells, RowFault::none, false, {}, {}});
        line += breaks(at, record.next);
        at = record.next;
        continue;
      }
      size_t next = record.fault_at;
      do next = after_break(next);
      while (next < text_.size() && !is_right(parse(next)));
      const bool is_open = next >= text_.size() && record.fault == RowFault::unclosed_quote;
      rows.push_back({line, {}, is_open ? RowFault::open_at_end : record.fault, false, {}, {}});
      line += breaks(at, next);
      at = next;
    }
    return rows;
  }

 private:
  struct Record {
    std::vector<std::string> cells;
    std::vector<bool> filled;
    RowFault fault = RowFault::none;
    size_t next = 0;
    size_t fault_at = 0;
  };

  bool is_space(size_t at) const {
    return at < text_.size() && (text_[at] == ' ' || (text_[at] == '\t' && delimiter_ != '\t'));
  }
  bool is_break(size_t at) const {
    return at < text_.size() && (text_[at] == '\n' || text_[at] == '\r');
  }
  bool is(size_t at, char byte) const { return at < text_.size() && text_[at] == byte; }

  size_t break_end(size_t at) const {
    return text_[at] == '\r' && is(at + 1, '\n') ? at + 2 : at + 1;
  }
  size_t after_break(size_t at) const {
    while (at < text_.size() && !is_break(at)) ++at;
    return at < text_.size() ? break_end(at) : at;
  }
  uint32_t breaks(size_t from, size_t end) const {
    uint32_t count = 0;
    for (size_t at = from; at < end; ++at) {
      if (text_[at] == '\r' || (text_[at] == '\n' && (at == 0 || text_[at - 1] != '\r'))) ++count;
    }
    return count;
  }

  bool is_right(const Record& record) const {
    if (record.fault != RowFault::none) return false;
    if (options_.expected_cells == 0) return !record.cells.empty();
    for (size_t i = options_.expected_cells; i < record.cells.size(); ++i) {
      if (record.filled[i]) return false;  // also one that only its guard leaves empty
    }
    return record.cells.size() >= options_.expected_cells;
  }

  static std::string unguarded(std::string cell) {
    if (cell.size() < 3 || cell.substr(0, 2) != "=\"" || cell.back() != '"') return cell;
    const std::string inner = cell.substr(2, cell.size() - 3);
    std::string out;
    for (size_t at = 0; at < inner.size(); ++at) {
      if (inner[at] == '"' && (at + 1 == inner.size() || inner[++at] != '"')) return cell;
      out += inner[at];
    }
    return out;
  }

  Record parse(size_t at) const {
    Record record;
    if (is_break(at)) {
      record.next = break_end(at);
      return record;
    }
    for (;;) {
      size_t open = at;
      while (is_space(open)) ++open;
      if (is(open, '=') && is(open + 1, '"')) ++open;
      std::string cell;
      if (is(open, '"')) {
        record.fault_at = open;
        bool closed = false;
        bool doubled = false;
        size_t end = open + 1;
        for (; end < text_.size() && !closed; ++end) {
          if (text_[end] != '"') {
            cell += text_[end];
          } else if (is(end + 1, '"')) {
            cell += text_[end++];
            doubled = true;
          } else {
            closed = true;
          }
        }
        record.fault = closed ? RowFault::none : RowFault::unclosed_quote;
        if (!closed) return record;
        while (is_space(end)) ++end;
        if (end < text_.size() && !is_break(end) && text_[end] != delimiter_) {
          record.fault = RowFault::text_after_quote;
          return record;
        }
        record.filled.push_back(!cell.empty());
        if (doubled) cell = unguarded(cell);
        at = end;
      } else {
        while (at < text_.size() && !is_break(at) && text_[at] != delimiter_) cell += text_[at++];
        record.filled.push_back(!cell.empty());
      }
      record.cells.push_back(cell);
      if (at == text_.size() || is_break(at)) {
        record.next = at == text_.size() ? at : break_end(at);
        return record;
      }
      ++at;
    }
  }

  std::string text_;
  char delimiter_;
  RowOptions options_;
};

std::string shown(const std::vector<PlainRow>& rows) {
  std::string text;
  for (const PlainRow& row : rows) {
    text += fmt::format("{}{}", row.line, "<qotcm"[static_cast<size_t>(row.fault)]);
    for (const std::string& cell : row.cells) text += " [" + cell + "]";
    text += "\n";
  }
  return text;
}

void compare(const std::string& text, char delimiter, const RowOptions& options) {
  const auto expected = Twin(text, delimiter, options).rows();
  const auto actual = audit::ingest::testing::read_text(text, options, delimiter);
  CAPTURE(text);
  CAPTURE(options.block_bytes);
  CAPTURE(options.expected_cells);
  CHECK(shown(actual) == shown(expected));
}

const Kernel k_kernels[] = {Kernel::portable, Kernel::avx2, Kernel::avx512};

std::string random_text(std::mt19937& random, size_t most) {
  static const std::string_view pieces[] = {"\"", "\"", "\"\"", ",",   ",",    "\n",  "\r\n",
                                            "\r", "a",  "bc",   " ",   "=",    "=\"", "\t",
                                            ";",  "d",  "\",",  ",\"", "\n\"", "\"\n"};
  std::string text;
  const size_t bytes = random() % most;
  while (text.size() < bytes) text += pieces[random() % std::size(pieces)];
  return text;
}

std::string random_table(std::mt19937& random, int columns) {
  static const std::string_view cells[] = {"1",
                                           "",
                                           "\"a, b\"",
                                           "\"two\nlines\"",
                                           "plain",
                                           "=\"007\"",
                                           "\"say \"\"so\"\"\"",
                                           "\"=\"\"01\"\"\"",
                                           "5'6\" a",
                                           "\"crlf\r\nhere\"",
                                           " \"x\" ",
                                           "\"\""};
  static const std::string_view broken[] = {"\"open", "\"a\" b", "\"x\"y\"", "\""};
  std::string text;
  const char* newline = random() % 2 == 0 ? "\n" : "\r\n";
  for (int row = 0; row < 40; ++row) {
    for (int column = 0; column < columns; ++column) {
      if (column > 0) text += ',';
      text += random() % 60 == 0 ? broken[random() % std::size(broken)]
                                 : cells[random() % std::size(cells)];
    }
    text += newline;
  }
  return text;
}

TEST_CASE("csv: every kernel marks what a byte loop marks, and nothing past it") {
  std::mt19937 random(7);
  for (const Kernel kernel : k_kernels) {
    if (!kernel_available(kernel)) continue;
    const IndexFunction index = index_function(kernel);
    for (int round = 0; round < 200; ++round) {
      std::vector<char> data(64 * 5);
      const bool dense = round % 2 == 0;
      for (char& byte : data) {
        byte = dense ? ",\"\r\n;\0-!#."[random() % 10] : static_cast<char>(random() % 256);
      }
      std::vector<uint64_t> masks(6, 0xDEAD);
      index(data.data(), 5, ';', masks.data());
      CHECK(masks[5] == 0xDEAD);
      for (size_t at = 0; at < data.size(); ++at) {
        const char byte = data[at];
        const bool wanted = byte == ';' || byte == '"' || byte == '\r' || byte == '\n';
        REQUIRE(((masks[at / 64] >> (at % 64)) & 1U) == (wanted ? 1U : 0U));
      }
    }
  }
}

TEST_CASE("csv: random bytes of structure, all kernels and window sizes") {
  std::mt19937 random(42);
  for (int round = 0; round < 20000; ++round) {
    RowOptions options;
    options.block_bytes = 64 + random() % 80;
    options.kernel = k_kernels[random() % 3];
    options.expected_cells = static_cast<uint32_t>(random() % 4);
    compare(random_text(random, 200), random() % 5 == 0 ? ';' : ',', options);
  }
}

TEST_CASE("csv: random tables with broken quotes, all kernels and window sizes") {
  std::mt19937 random(43);
  for (int round = 0; round < 3000; ++round) {
    RowOptions options;
    const int columns = 1 + static_cast<int>(random() % 6);
    options.expected_cells = static_cast<uint32_t>(columns);
    options.block_bytes = 64 + random() % 2000;
    options.kernel = k_kernels[random() % 3];
    compare(random_table(random, columns), ',', options);
  }
}

TEST_CASE("csv: a window boundary at every byte") {
  std::mt19937 random(44);
  for (int round = 0; round < 20; ++round) {
    const std::string text = random_table(random, 3);
    for (size_t block = 64; block < 64 + 200; ++block) {
      RowOptions options;
      options.expected_cells = 3;
      options.block_bytes = block;
      compare(text, ',', options);
    }
  }
}

}  // namespace
