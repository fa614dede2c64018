// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "reports/format.hpp"
#include "reports/neutralise.hpp"
#include "sample_audit.hpp"

using namespace audit;

namespace {

using Row = std::vector<std::string>;

std::string written(const char* format, const findings::Audit& audit, bool raw = false) {
  util::StringOutput out;
  reports::FormatOptions options;
  options.csv_raw = raw;
  reports::find_format(format)->write(audit, options, out);
  return out.text();
}

/// A plain reader of RFC 4180, written apart from the program's own.
std::vector<Row> read_csv(const std::string& text) {
  std::vector<Row> rows;
  Row row;
  std::string cell;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
        cell += '"';
        ++i;
      } else if (c == '"') {
        quoted = false;
      } else {
        cell += c;
      }
    } else if (c == '"' && cell.empty()) {
      quoted = true;
    } else if (c == ',' || c == '\r') {
      row.push_back(cell);
      cell.clear();
    } else if (c == '\n') {
      rows.push_back(row);
      row.clear();
    } else {
      cell += c;
    }
  }
  CHECK(cell.empty());
  CHECK(row.empty());
  return rows;
}

std::map<std::string, std::string> named(const Row& header, const Row& row) {
  REQUIRE(header.size() == row.size());
  std::map<std::string, std::string> out;
  for (size_t i = 0; i < row.size(); ++i) out[header[i]] = row[i];
  return out;
}

}  // namespace

TEST_CASE("csv: a byte order mark, CRLF, a header and one finding a line") {
  const std::string text = written("csv", sample_audit());
  CHECK(text.starts_with("\xEF\xBB\xBFrule,severity,status,"));
  CHECK(text.ends_with("\r\n"));
  const auto rows = read_csv(text.substr(3));
  REQUIRE(rows.size() == sample_audit().findings.size() + 1);
  for (const Row& row : rows) CHECK(row.size() == rows[0].size());
  CHECK(read_csv(written("csv", clean_audit()).substr(3)).size() == 1);
}

TEST_CASE("csv: agrees with json to the cell") {
  const auto rows = read_csv(written("csv", sample_audit(), true).substr(3));
  const auto report = nlohmann::json::parse(written("json", sample_audit()));
  const std::map<std::string, const char*> in_record = {
      {"record_table", "table"},
      {"record_key",   "key"  },
      {"file",         "file" },
      {"line",         "line" }
  };
  for (size_t i = 1; i < rows.size(); ++i) {
    const nlohmann::json& finding = report["findings"][i - 1];
    for (const auto& [name, cell] : named(rows[0], rows[i])) {
      if (name == "program" || name == "limited_by") continue;  // not in json's findings
      const auto& the_name = name;                              // clang 14 captures no binding
      CAPTURE(the_name);
      const auto record = in_record.find(name);
      const nlohmann::json& value =
          record == in_record.end() ? finding[name] : finding["record"][record->second];
      if (name == "message" && i == rows.size() - 1) continue;  // control characters: see below
      CHECK(cell == (value.is_null()     ? ""
                     : value.is_string() ? value.get<std::string>()
                                         : value.dump()));
    }
  }
}

TEST_CASE("csv: formulas are neutralised and control characters shown") {
  const auto rows = read_csv(written("csv", sample_audit()).substr(3));
  const auto hostile = named(rows[0], rows.back());
  CHECK(hostile.at("record_key") == "'=N-5");
  CHECK(hostile.at("message") ==
        "the note of (none) says \"=cmd\",\\u001b[31m red\\u001b[0m and \\u202ebackwards");
  const auto limited = named(rows[0], rows[5]);
  CHECK(limited.at("limited_by") == "staff; activities.status");
  CHECK(named(rows[0], read_csv(written("csv", sample_audit(), true).substr(3)).back())
            .at("record_key") == "=N-5");
}

TEST_CASE("csv: what a spreadsheet could take for a formula") {
  struct Case {
    const char* text;
    bool formula;
  };
  for (const Case& each : {
           Case{"=1",             true },
           {"+1",             true },
           {"-1",             true },
           {"@a",             true },
           {"\ta",            true },
           {"\ra",            true },
           {"\na",            true },
           {"  =1",           true },
           {"\xC2\xA0=1",     true },
           {"\xE3\x80\x80=1", true },
           {"＝1",           true },
           {"＋1",           true },
           {"－1",           true },
           {"＠1",           true },
           {"",               false},
           {"   ",            false},
           {"a=1",            false},
           {"1-2",            false},
           {"'=1",            false},
           {"–",            false},
           {"\xFF=",          false}
  }) {
    CAPTURE(each.text);
    CHECK(reports::begins_formula(each.text) == each.formula);
  }
}

TEST_CASE("csv: quotes, commas and spaces at the ends survive") {
  findings::Audit audit = sample_audit();
  audit.findings.change(0, [](findings::Finding& finding) {
    finding.message = " a \"b\", c ";
    finding.office = "x\ny";
  });
  const auto rows = read_csv(written("csv", audit).substr(3));
  CHECK(named(rows[0], rows[1]).at("message") == " a \"b\", c ");
  CHECK(named(rows[0], rows[1]).at("office") == "x\\u000ay");
}

TEST_CASE("formats: all agree on rows and their order") {
  const findings::Audit audit = large_audit(5000);
  const auto rows = read_csv(written("csv", audit).substr(3));
  const auto report = nlohmann::json::parse(written("json", audit));
  REQUIRE(rows.size() == 5001);
  REQUIRE(report["findings"].size() == 5000);
  std::map<std::string, int> statuses;
  bool same = true;
  for (size_t i = 0; i < 5000; ++i) {
    const auto row = named(rows[0], rows[i + 1]);
    same = same && row.at("fingerprint") == report["findings"][i]["fingerprint"];
    ++statuses[row.at("status")];
  }
  CHECK(same);
  CHECK(statuses["late"] + statuses["overdue"] + statuses["failed"] ==
        report["totals"]["violations"]);
  CHECK(statuses["upcoming"] == report["totals"]["upcoming"]);
  for (const nlohmann::json& rule : report["rules"]) {
    CHECK(rule["obligations"] == rule["met"].get<int>() + rule["late"].get<int>() +
                                     rule["overdue"].get<int>() + rule["failed"].get<int>() +
                                     rule["upcoming"].get<int>() + rule["pending"].get<int>());
  }
}

TEST_CASE("formats: found by name and by extension, any case") {
  struct Case {
    const char* path;
    const char* format;
  };
  for (const Case& each : {
           Case{"a.json",        "json"  },
           {"a.JSON",        "json"  },
           {"dir.csv/a.txt", "text"  },
           {"a.ndjson",      "ndjson"},
           {"x.y.csv",       "csv"   },
           {"dir.csv/a",     nullptr },
           {"a.doc",         nullptr },
           {"",              nullptr },
           {"json",          nullptr },
           {".csv",          "csv"   }
  }) {
    CAPTURE(each.path);
    const reports::Format* found = reports::format_of_file(each.path);
    REQUIRE((found != nullptr) == (each.format != nullptr));
    if (found != nullptr) CHECK(std::string(found->name) == each.format);
  }
  CHECK(reports::find_format("json") != nullptr);
  CHECK(reports::find_format("JSON") == nullptr);
  CHECK(reports::find_format("doc") == nullptr);
}
