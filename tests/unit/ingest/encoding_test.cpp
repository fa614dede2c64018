// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "ingest/utf8.hpp"
#include "ingest_testing.hpp"

namespace {

using namespace audit::ingest;
using namespace std::string_literals;
using audit::ingest::testing::cells_of;
using audit::ingest::testing::read_text;
using Cells = std::vector<std::vector<std::string>>;

Dialect sniffed(const std::string& bytes) {
  return sniff_encoding(*memory_input("test.csv", bytes, ""));
}

std::string utf16(const std::u16string& text, bool little) {
  std::string bytes;
  for (const char16_t unit : text) {
    const char low = static_cast<char>(unit & 0xFFU);
    const char high = static_cast<char>(unit >> 8U);
    bytes += little ? low : high;
    bytes += little ? high : low;
  }
  return bytes;
}

/// Hands out a few bytes at a time, whatever is asked for.
class SlowInput : public Input {
 public:
  SlowInput(std::string bytes, size_t step) : bytes_(std::move(bytes)), step_(step) {}
  const std::string& name() const override { return name_; }
  std::unique_ptr<ByteSource> open() override { return std::make_unique<Source>(bytes_, step_); }

 private:
  class Source : public ByteSource {
   public:
    Source(std::string_view bytes, size_t step) : bytes_(bytes), step_(step) {}
    size_t read(std::span<char> out) override {
      const size_t got = std::min({step_, out.size(), bytes_.size()});
      bytes_.copy(out.data(), got);
      bytes_.remove_prefix(got);
      return got;
    }

   private:
    std::string_view bytes_;
    size_t step_;
  };
  std::string name_ = "slow.csv";
  std::string bytes_;
  size_t step_;
};

TEST_CASE("encoding: every encoding reads the same, whole or byte by byte") {
  const Cells expected{
      {"Name",             "Ort"          },
      {"Jos\u00e9 \u20ac", "\u201cx\u201d"}
  };
  const std::u16string wide = u"Name,Ort\nJos\u00e9 \u20ac,\u201cx\u201d\n";
  const std::string narrow = "Name,Ort\nJos\u00e9 \u20ac,\u201cx\u201d\n";
  const struct {
    const char* name;
    std::string bytes;
    Encoding encoding;
    bool mark;
  } cases[] = {
      {"UTF-8",                 narrow,                              Encoding::utf8, false                               },
      {"UTF-8 with a mark",     "\xEF\xBB\xBF" + narrow,             Encoding::utf8, true                                },
      {"UTF-8 with two marks",  "\xEF\xBB\xBF\xEF\xBB\xBF" + narrow, Encoding::utf8, true                                },
      {"UTF-16 LE",             utf16(u"\uFEFF" + wide,              true),          Encoding::utf16_le,                   true},
      {"UTF-16 BE",                       utf16(u"\uFEFF" + wide,                                                false),                  Encoding::utf16_be, true},
      {"UTF-16 LE with two marks",                   utf16(u"\uFEFF\uFEFF" + wide,                                                      true),                                           Encoding::utf16_le,                                 true},
      {"Windows-1252",     "Name,Ort\nJos\xE9 \x80,\x93x\x94\n",                                    Encoding::windows_1252,        false},
      {"Windows-1252 behind a UTF-8 mark", "\xEF\xBB\xBFName,Ort\nJos\xE9 \x80,\x93x\x94\n",
       Encoding::windows_1252,   true       },
  };
  for (const auto& c : cases) {
    CAPTURE(c.name);
    const Dialect dialect = sniffed(c.bytes);
    CHECK(dialect.encoding == c.encoding);
    CHECK(dialect.byte_order_mark == c.mark);
    for (const size_t step : {size_t{1}, size_t{2}, size_t{3}, size_t{1000}}) {
      SlowInput input(c.bytes, step);
      CHECK(cells_of(audit::ingest::testing::read_all(input)) == expected);
    }
  }
}

TEST_CASE("encoding: UTF-8 from 99 valid sequences in 100 on") {
  std::string valid;
  for (int i = 0; i < 99; ++i) valid += "\u00e9";
  CHECK(sniffed(valid + "\xE9 ").encoding == Encoding::utf8);
  CHECK(sniffed(valid.substr(2) + "\xE9 ").encoding == Encoding::windows_1252);
  CHECK(sniffed("plain \xE9 ").encoding == Encoding::windows_1252);
  CHECK(sniffed("plain").encoding == Encoding::utf8);
  CHECK(sniffed("").encoding == Encoding::utf8);
}

TEST_CASE("encoding: the choice is over the whole input, and the first bad byte is told") {
  std::string bytes(300000, 'a');
  for (int i = 0; i < 200; ++i) bytes += "\u00e9";
  const size_t bad = bytes.size();
  bytes += "\xFF";
  const Dialect one = sniffed(bytes);
  CHECK(one.encoding == Encoding::utf8);
  CHECK(one.first_bad_byte == bad);
  CHECK_FALSE(one.known_valid);
  const Dialect many = sniffed(bytes + std::string(50, '\xFF'));
  CHECK(many.encoding == Encoding::windows_1252);
  CHECK(many.first_bad_byte == bad);
  const Dialect none = sniffed(bytes.substr(0, bad));
  CHECK(none.known_valid);
  CHECK(none.first_bad_byte == 0);
}

TEST_CASE("encoding: undecodable bytes become U+FFFD, and the cells that had them are known") {
  std::string text;
  for (int i = 0; i < 400; ++i) text += "\u00e9";
  text += "\na,b\xFFz,c\nd,e,f\n\"x\"\"\xC3\",\xE2\x82,g\n";
  const auto rows = read_text(text);
  REQUIRE(rows.size() == 4);
  CHECK(rows[1].cells == std::vector<std::string>{"a", "b\uFFFDz", "c"});
  CHECK(rows[1].bad_cells == std::vector<uint32_t>{1});
  CHECK(rows[2].bad_cells.empty());
  CHECK(rows[3].cells == std::vector<std::string>{"x\"\uFFFD", "\uFFFD", "g"});
  CHECK(rows[3].bad_cells == std::vector<uint32_t>{0, 1});
}

TEST_CASE("encoding: bytes that Windows-1252 lacks and halves of surrogate pairs are undecodable") {
  const auto old = read_text(
      "a\x81"
      "b,\xE9\n");
  CHECK(cells_of(old) == Cells{
                             {"a\uFFFDb", "\u00e9"}
  });
  CHECK(old[0].bad_cells == std::vector<uint32_t>{0});
  const std::u16string wide{0xFEFF, u'a', 0xD800, u',', 0xDC00, u'\n'};
  const auto rows = read_text(utf16(wide, true));
  CHECK(cells_of(rows) == Cells{
                              {"a\uFFFD", "\uFFFD"}
  });
  CHECK(rows[0].bad_cells == std::vector<uint32_t>{0, 1});
  const auto cut = read_text(utf16(u"\uFEFF"
                                   "a\n",
                                   true) +
                             "x");
  CHECK(cells_of(cut) == Cells{{"a"}, {"\uFFFD"}});
}

TEST_CASE("encoding: characters beyond the first plane come through UTF-16") {
  CHECK(cells_of(read_text(utf16(u"\uFEFF\U0001F600,b\n", false))) == Cells{
                                                                          {"\U0001F600", "b"}
  });
}

TEST_CASE("encoding: NUL characters in UTF-16 are dropped and told") {
  const std::u16string wide{0xFEFF, u'a', 0, u'b', u'\n', u'c'};
  const auto rows = read_text(utf16(wide, true));
  CHECK(cells_of(rows) == Cells{{"ab"}, {"c"}});
  CHECK(rows[0].had_nul);
  CHECK_FALSE(rows[1].had_nul);
}

TEST_CASE("encoding: what cannot be read is named") {
  const auto message = [](const std::string& bytes) {
    try {
      sniffed(bytes);
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return ""s;
  };
  CHECK(message(utf16(u"App ID,State ID\n1,2\n", true)).find("UTF-16 LE") != std::string::npos);
  CHECK(message(utf16(u"App ID,State ID\n1,2\n", false)).find("UTF-16 BE") != std::string::npos);
  CHECK(message("\xFF\xFE\0\0a\0\0\0"s).find("UTF-32") != std::string::npos);
  CHECK(message("\0\0\xFE\xFF\0\0\0a"s).find("UTF-32") != std::string::npos);
  CHECK(message("a,b\0\0\0\n1,2\n"s).empty());
}

TEST_CASE("utf8: which sequences are valid, and how far an invalid one goes") {
  const struct {
    const char* name;
    std::string bytes;
    unsigned length;
    bool valid;
  } cases[] = {
      {"ASCII",                      "a",                1, true },
      {"two bytes",                  "\xC2\x80",         2, true },
      {"three bytes",                "\xE0\xA0\x80",     3, true },
      {"last before the surrogates", "\xED\x9F\xBF",     3, true },
      {"four bytes",                 "\xF0\x90\x80\x80", 4, true },
      {"the last code point",        "\xF4\x8F\xBF\xBF", 4, true },
      {"a continuation byte alone",  "\x80",             1, false},
      {"overlong, two bytes",        "\xC1\xBF",         1, false},
      {"overlong, three bytes",      "\xE0\x9F\xBF",     1, false},
      {"overlong, four bytes",       "\xF0\x8F\xBF\xBF", 1, false},
      {"a surrogate",                "\xED\xA0\x80",     1, false},
      {"past the last code point",   "\xF4\x90\x80\x80", 1, false},
      {"a lead byte that none has",  "\xF5\x80\x80\x80", 1, false},
      {"cut by ASCII",
       "\xE2\x82"
       "a",                                              2, false},
      {"cut by the end",             "\xF0\x9F\x98",     3, false},
  };
  for (const auto& c : cases) {
    CAPTURE(c.name);
    const Utf8Step step = utf8_step({c.bytes.data(), c.bytes.size()}, 0);
    CHECK(step.length == c.length);
    CHECK(step.valid == c.valid);
  }
}

TEST_CASE("utf8: counting does not depend on where pieces end") {
  const std::string text = "a\u00e9\xFF\u20ac\U0001F600\xE2\x82z\xF0\x9F\xF0\x9F\x98\x80\xC3";
  Utf8Counter whole;
  whole.add({text.data(), text.size()});
  whole.finish();
  CHECK(whole.valid() == 4);
  CHECK(whole.invalid() == 4);
  CHECK(whole.first_invalid() == 3);
  for (size_t first = 0; first <= text.size(); ++first) {
    for (size_t second = first; second <= text.size(); ++second) {
      Utf8Counter counter;
      counter.add({text.data(), first});
      counter.add({text.data() + first, second - first});
      counter.add({text.data() + second, text.size() - second});
      counter.finish();
      REQUIRE(counter.valid() == whole.valid());
      REQUIRE(counter.invalid() == whole.invalid());
      REQUIRE(counter.first_invalid() == whole.first_invalid());
    }
  }
}

}  // namespace
