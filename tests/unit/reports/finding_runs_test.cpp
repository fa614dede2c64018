// SPDX-License-Identifier: MIT
#include "reports/finding_runs.hpp"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <stdexcept>
#include <string>

#include "reports/format.hpp"
#include "reports/plain_bytes.hpp"
#include "sample_audit.hpp"

using namespace audit;

TEST_CASE("finding runs: any number of threads writes the same bytes") {
  const findings::Audit audit = large_audit(5000);
  for (const char* format : {"json", "ndjson", "csv"}) {
    CAPTURE(format);
    reports::FormatOptions options;
    util::StringOutput one;
    reports::find_format(format)->write(audit, options, one);
    CHECK(one.text().size() > size_t{5000} * 100);
    for (const unsigned threads : {2U, 7U}) {
      CAPTURE(threads);
      options.threads = threads;
      util::StringOutput other;
      reports::find_format(format)->write(audit, options, other);
      CHECK(other.text() == one.text());
    }
  }
}

TEST_CASE("finding runs: each finding once, in order, and counted") {
  const findings::Audit audit = large_audit(3000);
  const auto write = [](size_t at, const findings::Finding&, reports::ByteBuffer& bytes) {
    bytes.put(std::to_string(at));
    bytes.put('\n');
  };
  std::string expected;
  for (size_t i = 0; i < audit.findings.size(); ++i) expected += std::to_string(i) + "\n";
  reports::TotalsCheck check(audit);
  CHECK_FALSE(check.holds());
  util::StringOutput out;
  reports::write_findings(audit, 3, write, check, out);
  CHECK(out.text() == expected);
  CHECK(check.holds());
}

TEST_CASE("finding runs: a fault in the output is told, and nobody waits for what never comes") {
  class Full : public util::Output {
   public:
    void append(std::string_view /*bytes*/) override {
      if (++calls_ == 3) throw std::runtime_error("full");
    }

   private:
    int calls_ = 0;
  };
  const findings::Audit audit = large_audit(20000);
  const auto write = [](size_t, const findings::Finding&, reports::ByteBuffer& bytes) {
    bytes.words("x");
  };
  for (const unsigned threads : {1U, 4U}) {
    Full out;
    reports::TotalsCheck check(audit);
    CHECK_THROWS_AS(reports::write_findings(audit, threads, write, check, out), std::runtime_error);
  }
}

TEST_CASE("plain bytes: eight at a time see what one at a time sees") {
  constexpr std::string_view k_special = ",\"\\&";
  static constexpr reports::PlainBytes k_plain(k_special);
  std::mt19937 random(11);
  for (int byte = 0; byte < 256; ++byte) {
    for (size_t size = 1; size < 40; ++size) {
      std::string text(size, 'a');
      for (char& c : text) c = static_cast<char>(' ' + random() % 95);
      for (char& c : text) {
        if (k_special.find(c) != std::string_view::npos) c = '~';
      }
      CHECK(k_plain.all(text));
      const auto c = static_cast<char>(byte);
      const bool plain = byte >= ' ' && byte <= '~' && k_special.find(c) == std::string_view::npos;
      text[random() % size] = c;
      CAPTURE(byte);
      CHECK(k_plain.all(text) == plain);
      CHECK((k_plain.run(text) == text.size()) == plain);
    }
  }
  CHECK(k_plain.all(""));
}

TEST_CASE("byte buffer: keeps what it was given, however it grows") {
  reports::ByteBuffer bytes;
  std::string expected;
  for (int i = 0; i < 50000; ++i) {
    bytes.put(std::to_string(i));
    bytes.words(", ");
    bytes.put(';');
    expected += std::to_string(i) + ", ;";
  }
  CHECK(bytes.view() == expected);
  bytes.clear();
  CHECK(bytes.view().empty());
  bytes.put(expected);
  CHECK(bytes.view() == expected);
}
