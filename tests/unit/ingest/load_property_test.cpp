// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "show_lists.hpp"
#include "test_schema.hpp"

// Random messy exports. How rows are ordered, spread over files and columns, and how many threads
// read them, changes nothing in the records; and every row is accounted for.
namespace {

using namespace audit;
using ingest::testing::Files;
using ingest::testing::Load;

using Row = std::vector<std::string>;

struct Sheet {
  std::string name;
  Row header;
  std::vector<Row> rows;
};

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}
  size_t below(size_t n) { return random_() % n; }
  std::string pick(const std::vector<std::string>& from) { return from[below(from.size())]; }

  Sheet cases() {
    Sheet sheet{
        "cases",
        {"App ID",      "State ID", "Program", "Office", "Begin Date", "Create Date", "Remarks"},
        {}
    };
    for (size_t n = 10 + below(30); n > 0; --n) {
      sheet.rows.push_back({pick({"1", "2", "3", "04", "5.0", "6", "7", "8", ""}), person(),
                            pick({"WIOA", "wioa", "WP", "", "NULL"}), pick({"A", "B", ""}), date(),
                            date(), pick({"", "x", "Totally"})});
    }
    return repeat(std::move(sheet));
  }
  Sheet services() {
    Sheet sheet{
        "services",
        {"App ID",             "State ID", "Service", "Projected Begin Date", "Actual Begin Date",
          "Actual End Date", "Create Date"},
        {}
    };
    for (size_t n = 10 + below(60); n > 0; --n) {
      sheet.rows.push_back({pick({"1", "2", "3", "04", "9", ""}), person(),
                            pick({"101 - a", "205-b", "06M - c", "nothing", ""}), date(), date(),
                            date() + pick({"", "", " Successful", " * Void *"}), date()});
    }
    return repeat(std::move(sheet));
  }
  Sheet notes() {
    Sheet sheet{
        "notes",
        {"note_id",       "App ID", "State ID", "service_id", "Contact Date", "Create Date", "subject",
          "Case Notes"},
        {}
    };
    for (size_t n = 10 + below(40); n > 0; --n) {
      sheet.rows.push_back({pick({"n1", "n2", "n3", "n4", "", ""}), pick({"1", "2", "", ""}),
                            person(), service(), date(), date(), pick({"call 101", "205", "x", ""}),
                            pick({"a, b", "with \"quotes\"", "two\nlines", "\xC3\xA9t\xC3\xA9"})});
    }
    return repeat(std::move(sheet));
  }
  /// Not all that others name, and some that none does.
  Sheet people() {
    Sheet sheet{
        "people", {"State ID",       "Social Security Number", "Date of Birth"},
         {               }
    };
    for (size_t n = below(4); n > 0; --n) {
      sheet.rows.push_back({pick({"100", "101", "104"}), "none", pick({"1/2/1990", "1/3/1990"})});
    }
    return sheet;
  }
  std::mt19937& random() { return random_; }

 private:
  /// As a service without a number of its own is called, and what looks so and is none.
  std::string service() {
    return pick({"1-101-2026-01-05", "1-101-2026-01-05#2", "2-205-2026-01-05#2",
                 "2-205-2026-01-05#2#", "7-101-2026-01-05", "", ""});
  }
  std::string person() { return pick({"100", "101", "102", "103", ""}); }
  std::string date() {
    return pick({"1/5/2026", "2026-01-05", "1/6/2026 10:00 AM", "01/07/26", "", "bad", "N/A"});
  }
  /// Some rows again, some of them with another cell.
  Sheet repeat(Sheet sheet) {
    for (size_t n = below(10); n > 0; --n) {
      Row row = sheet.rows[below(sheet.rows.size())];
      if (below(2) == 0) row[below(row.size())] = "";
      sheet.rows.push_back(std::move(row));
    }
    return sheet;
  }
  std::mt19937 random_;
};

std::string quoted(const std::string& text, char delimiter) {
  if (text.find_first_of(std::string("\"\n") + delimiter) == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

struct Style {
  char delimiter = ',';
  std::string end = "\n";
  bool titled = false;
};

std::string csv(const Sheet& sheet, const Style& style) {
  std::string text = style.titled ? "Report of things" + style.end + style.end : "";
  const auto add = [&](const Row& row) {
    for (size_t i = 0; i < row.size(); ++i) {
      if (i > 0) text += style.delimiter;
      text += quoted(row[i], style.delimiter);
    }
    text += style.end;
  };
  add(sheet.header);
  for (size_t i = 0; i < sheet.rows.size(); ++i) {
    if (style.titled && i % 7 == 6) add(sheet.header);
    add(sheet.rows[i]);
  }
  if (style.titled) text += style.end + "Total records: 9" + style.end;
  return text;
}

/// Every record with its key, cells and parents, sorted: what must not depend on how it was
/// written.
std::vector<std::string> records(const model::Dataset& data) {
  std::vector<std::string> all;
  for (const model::Table& table : data.tables) {
    for (uint32_t row = 0; row < table.rows; ++row) {
      std::string text = table.def->name + " " + std::string(table.key.text(row));
      for (const model::ColumnDef& column : table.def->columns) {
        text += "|" + ingest::testing::cell(table, row, column.name);
      }
      for (const model::RelationIndex relation : table.def->relations) {
        const auto& name = data.schema->relations[relation].name;
        text += "|" + name + "=" + ingest::testing::parent_key(data, table.def->name, row, name);
      }
      all.push_back(std::move(text));
    }
  }
  std::ranges::sort(all);
  return all;
}

ingest::LoadOptions lenient(unsigned threads = 1) {
  ingest::LoadOptions options;
  options.threads = threads;
  options.max_bad_rows = 1000000;
  return options;
}

/// All threads on each input, a line or so at a time.
ingest::LoadOptions in_pieces(unsigned threads, size_t block_bytes) {
  ingest::LoadOptions options = lenient(threads);
  options.large_bytes = 0;
  options.block_bytes = block_bytes;
  return options;
}

/// As an audit loads: the same records, though keys are put together in another way.
ingest::LoadOptions lean(ingest::LoadOptions options) {
  options.lean = true;
  return options;
}

/// Everything that reports show of the inputs and their records, to the line.
std::vector<std::string> whole(const model::Dataset& data) {
  std::vector<std::string> all = ingest::testing::problems(data);
  for (const model::InputFile& file : data.inputs) {
    all.push_back(file.path + " " + file.encoding + " " + file.digest);
    for (const uint64_t count : {file.rows, file.accepted, file.rejected, file.ignored,
                                 file.lines_ignored, file.bytes, uint64_t{file.audited}}) {
      all.back() += " " + std::to_string(count);
    }
  }
  for (const model::InputWarning& warning : data.warnings) all.push_back(warning.text);
  for (const model::Table& table : data.tables) {
    for (uint32_t row = 0; row < table.rows; ++row) {
      std::string text = table.def->name + ":" + std::to_string(table.line[row]) + " " +
                         std::string(table.key.text(row));
      for (const model::ColumnDef& column : table.def->columns) {
        text += "|" + ingest::testing::cell(table, row, column.name);
      }
      all.push_back(std::move(text));
    }
  }
  return all;
}

void check_accounts(const model::Dataset& data, uint64_t rows) {
  uint64_t all = 0;
  for (const model::InputFile& file : data.inputs) {
    CHECK(file.rows == file.accepted + file.rejected + file.ignored);
    all += file.rows;
  }
  CHECK(all == rows);
}

Sheet with_columns_shuffled(const Sheet& sheet, std::mt19937& random) {
  std::vector<size_t> order(sheet.header.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::shuffle(order, random);
  const auto shuffled = [&](const Row& row) {
    Row out;
    for (const size_t i : order) out.push_back(row[i]);
    return out;
  };
  Sheet out{sheet.name, shuffled(sheet.header), {}};
  for (const Row& row : sheet.rows) out.rows.push_back(shuffled(row));
  return out;
}

/// The same rows written in another way: other files, order, columns, delimiter, line ends.
Files rewritten(const std::vector<Sheet>& sheets, Generator& generator) {
  Files files;
  for (const Sheet& sheet : sheets) {
    Sheet all = sheet;
    std::ranges::shuffle(all.rows, generator.random());
    const size_t cut = generator.below(all.rows.size() + 1);
    for (int part = 0; part < 2; ++part) {
      Sheet some{sheet.name, sheet.header, {}};
      const auto begin = all.rows.begin() + (part == 0 ? 0 : static_cast<std::ptrdiff_t>(cut));
      const auto end =
          part == 0 ? all.rows.begin() + static_cast<std::ptrdiff_t>(cut) : all.rows.end();
      some.rows.assign(begin, end);
      if (some.rows.empty()) continue;
      const Style style{generator.below(2) == 0 ? '\t' : ';',
                        generator.below(2) == 0 ? "\r\n" : "\n", generator.below(2) == 0};
      files.emplace_back(std::string(1, static_cast<char>('a' + generator.below(26))) + sheet.name +
                             std::to_string(part),
                         csv(with_columns_shuffled(some, generator.random()), style));
    }
  }
  std::ranges::shuffle(files, generator.random());
  return files;
}

TEST_CASE("load: how the rows are written and read does not change the records") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    Generator generator(seed);
    std::vector<Sheet> sheets = {generator.cases(), generator.services(), generator.notes()};
    if (seed % 2 == 0) sheets.push_back(generator.people());
    Files plain;
    uint64_t rows = 0;
    for (const Sheet& sheet : sheets) {
      plain.emplace_back(sheet.name + ".csv", csv(sheet, {}));
      rows += sheet.rows.size();
    }
    const Load first(plain, lenient());
    check_accounts(first.data, rows);
    const Files others = rewritten(sheets, generator);
    const Load second(others, lenient());
    CHECK(whole(second.data) == whole(Load(others, lean(lenient())).data));
    CHECK(whole(second.data) == whole(Load(others, lean(in_pieces(2, 300))).data));
    check_accounts(second.data, rows);
    CHECK(records(first.data) == records(second.data));
    const Load threaded(plain, lenient(2));
    CHECK(records(first.data) == records(threaded.data));
    CHECK(ingest::testing::problems(first.data) == ingest::testing::problems(threaded.data));
    CHECK(first.table("notes").line == threaded.table("notes").line);
    for (const unsigned threads : {1U, 2U, 3U}) {
      const Load pieces(plain, in_pieces(threads, 64 + generator.below(600)));
      CHECK(whole(first.data) == whole(pieces.data));
      const Load lean_pieces(plain, lean(in_pieces(threads, 64 + generator.below(600))));
      CHECK(whole(first.data) == whole(lean_pieces.data));
    }
  }
}

TEST_CASE("load: rows of any bytes are accounted for") {
  constexpr std::string_view k_letters = ",,,\"\"\n\n\r\t;|= 0123abTotal/-\xC2\xA0\xFF";
  for (unsigned seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::string bytes = "App ID,State ID,Program,Create Date\n";
    for (size_t n = random() % 400; n > 0; --n) bytes += k_letters[random() % k_letters.size()];
    const Load load(
        Files{
            {"c.csv", bytes}
    },
        lenient());
    check_accounts(load.data, load.data.inputs[0].rows);
    CHECK(load.table("cases").rows <= load.data.inputs[0].accepted);
    const Load pieces(
        Files{
            {"c.csv", bytes}
    },
        in_pieces(1 + seed % 3, 64 + random() % 100));
    CHECK(whole(load.data) == whole(pieces.data));
  }
}

TEST_CASE("load: an encoding that only the rest of an input tells is found out") {
  const std::string header = "App ID,State ID,Program,Office,Create Date\n";
  const std::vector<std::string> ends = {"",     "\xC3\xA9",          "\xE9",
                                         "\xC3", "\xE9\xE8,\xC3\xA9", "\xEF\xBB\xBF"};
  for (const std::string& end : ends) {
    for (const size_t rows : {0U, 1U, 2U, 9U, 200U}) {
      CAPTURE(end);
      CAPTURE(rows);
      std::string bytes = header;
      for (size_t i = 0; i < rows; ++i) {
        bytes += std::to_string(i) + ",100,WIOA,Caf\xC3\xA9,1/5/2026\n";
      }
      bytes += "999,101,WIOA,Caf" + end + ",1/6/2026\n998,102,WIOA,Caf" + end;
      const Files files = {
          {"c.csv", bytes}
      };
      const Load known(files, lenient());
      for (const uint64_t trusted : {1U, 60U, 4000U}) {
        ingest::RecogniseOptions recognising;
        recognising.trusted_bytes = trusted;
        for (const unsigned threads : {1U, 2U}) {
          const Load found(files, in_pieces(threads, 64), ingest::testing::test_schema(),
                           recognising);
          CHECK(whole(known.data) == whole(found.data));
        }
      }
    }
  }
}

}  // namespace
