// SPDX-License-Identifier: MIT
#include "util/text.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <random>

using namespace audit::util;

TEST_CASE("text: trim takes off ASCII white space and no-break spaces") {
  struct Row {
    const char* input;
    const char* expected;
  };
  for (const Row& row : {
           Row{"",                    ""    },
           {"  ",                  ""    },
           {" a b ",               "a b" },
           {"\t\n\v\f\ra\r\n",     "a"   },
           {"\xC2\xA0 a \xC2\xA0", "a"   },
           {"\xC2\xA0",            ""    },
           {"é",                  "é"  },
           {"\xA0",                "\xA0"}
  }) {
    CAPTURE(row.input);
    CHECK(trim(row.input) == row.expected);
  }
}

TEST_CASE("text: fold ignores case and how much white space there is") {
  struct Row {
    const char* input;
    const char* expected;
  };
  for (const Row& row : {
           Row{"",                     ""                },
           {" \t ",                 ""                },
           {"  The  Quick\n\tFox ", "the quick fox"   },
           {"a\xC2\xA0 \xC2\xA0"
            "b",        "a b"             },
           {"ÀÉÎÕÜØÞ×",     "àéîõüøþ×"},
           {"ŁÓDŹ",              "łódź"         },
           {"ΣΊΣΥΦΟΣ",       "σίσυφοσ"  },
           {"Σίσυφος",       "σίσυφοσ"  },
           {"МОСКВА Ё",      "москва ё" },
           {"ẞß",                "ßß"            },
           {"Ÿ",                   "ÿ"              },
           {"ſ",                   "s"               },
           {"İ",                   "İ"              },
           {"日本",               "日本"          },
           {"A\xFFZ",               "a\xFFz"          }
  }) {
    CAPTURE(row.input);
    CHECK(fold(row.input) == row.expected);
  }
}

TEST_CASE("text: fold is idempotent and equal_folded agrees with it on random text") {
  const std::vector<std::string> pieces = {"a", "A", "b", "B", " ",  "  ", "\t",   "\xC2\xA0", "é",
                                           "É", "s", "ſ", "z", "\n", "1",  "\xFF", "\xC2"};
  std::mt19937 random(7);
  const auto text = [&] {
    std::string out;
    for (size_t n = random() % 6; n > 0; --n) out += pieces[random() % pieces.size()];
    return out;
  };
  int equal = 0;
  for (int i = 0; i < 200000; ++i) {
    const std::string a = text();
    const std::string b = text();
    CAPTURE(a);
    CAPTURE(b);
    REQUIRE(fold(fold(a)) == fold(a));
    REQUIRE(equal_folded(a, b) == (fold(a) == fold(b)));
    equal += equal_folded(a, b) ? 1 : 0;
  }
  CHECK(equal > 1000);
}

TEST_CASE("text: headers match by letters and digits only") {
  struct Row {
    const char* input;
    const char* expected;
  };
  for (const Row& row : {
           Row{" Office of\nResponsibility",    "officeofresponsibility"},
           {"Region/LWDB",                   "regionlwdb"            },
           {"actual_begin",                  "actualbegin"           },
           {"1st–Quarter ’24",           "1stquarter24"          },
           {"\xEF\xBB\xBFState ID",          "stateid"               },
           {"Date\xE2\x80\x8B\xC2\xA0Été", "dateété"             },
           {"***",                           ""                      },
           {"a\xFF",                         "a"                     },
           {"",                              ""                      }
  }) {
    CAPTURE(row.input);
    CHECK(fold_header(row.input) == row.expected);
  }
}

TEST_CASE("text: visible shows control characters, bidi controls and bad bytes") {
  struct Row {
    const char* input;
    const char* expected;
  };
  for (const Row& row : {
           Row{"plain é 日",             "plain é 日"     },
           {"\x1B[31mred",              "\\u001b[31mred"   },
           {"a\nb\tc",                  "a\\u000ab\\u0009c"},
           {"\x7F",                     "\\u007f"          },
           {"\xC2\x9B",                 "\\u009b"          },
           {"\xE2\x80\xAE",             "\\u202e"          },
           {"\xE2\x81\xA6\xE2\x81\xA9", "\\u2066\\u2069"   },
           {"\xE2\x80\xA8\xE2\x80\xA9", "\\u2028\\u2029"   },
           {"\xD8\x9C",                 "\\u061c"          },
           {"\xE2\x80\x8F",             "\\u200f"          },
           {"a\xFF\xC3",                "a\\xFF\\xC3"      },
           {"\xED\xA0\x80",             "\\xED\\xA0\\x80"  },
           {"\xC0\xAF",                 "\\xC0\\xAF"       },
           {"C:\\x",                    "C:\\x"            }
  }) {
    CAPTURE(row.input);
    CHECK(visible(row.input) == row.expected);
  }
  CHECK(visible(std::string_view("a\0b", 3)) == "a\\u0000b");
}

TEST_CASE("text: every code point survives encoding and decoding; what is none becomes U+FFFD") {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string out;
    append_utf8(out, c);
    size_t at = 0;
    REQUIRE(next_code_point(out, at) == c);
    REQUIRE(at == out.size());
  }
  for (const char32_t c :
       {char32_t{0xD800}, char32_t{0xDFFF}, char32_t{0x110000}, char32_t{0xFFFFFFFF}}) {
    std::string out;
    append_utf8(out, c);
    CHECK(out == "\xEF\xBF\xBD");
  }
}

TEST_CASE("text: invalid UTF-8 is one byte at a time") {
  for (const std::string_view bad : {"\x80", "\xC1\x80", "\xE0\x80\x80", "\xE2\x82",
                                     "\xF4\x90\x80\x80", "\xF8\x88\x80\x80", "\xF0\x9F\x98",
                                     "\xC3"
                                     "a"}) {
    size_t at = 0;
    CHECK(next_code_point(bad, at) == 0xFFFFFFFF);
    CHECK(at == 1);
  }
}

TEST_CASE("text: folding a code point twice changes nothing, and ASCII maps as expected") {
  for (char32_t c = 0; c < 0x3000; ++c) {
    CAPTURE(static_cast<uint32_t>(c));
    REQUIRE(fold_code_point(fold_code_point(c)) == fold_code_point(c));
    if (c < 0x80) {
      REQUIRE(fold_code_point(c) == (c >= 'A' && c <= 'Z' ? c + 32 : c));
    }
  }
}

TEST_CASE("text: the nearest known name is within a third of the length") {
  const std::vector<std::string> known = {"actual_begin", "actual_end", "created_on", "code", "id"};
  struct Row {
    const char* name;
    const char* expected;
  };
  for (const Row& row : {
           Row{"actual_begn",    "actual_begin"},
           {"Actual_End",     "actual_end"  },
           {"cerated_on",     "created_on"  },
           {"cod",            "code"        },
           {"doc",            ""            },
           {"xy",             ""            },
           {"di",             ""            },
           {"",               ""            },
           {"something_else", ""            },
           {"code",           "code"        }
  }) {
    CAPTURE(row.name);
    CHECK(nearest_name(row.name, known) == row.expected);
  }
  CHECK(nearest_name("code", {}).empty());
  CHECK(nearest_name("abc", {"abd", "abe"}) == "abd");
  CHECK(nearest_name(std::string(100000, 'a'), known).empty());
}

TEST_CASE("text: numbers get commas") {
  struct Row {
    int64_t number;
    const char* expected;
  };
  for (const Row& row : {
           Row{0,                                   "0"                         },
           {999,                                 "999"                       },
           {1000,                                "1,000"                     },
           {-1000,                               "-1,000"                    },
           {-999,                                "-999"                      },
           {1234567,                             "1,234,567"                 },
           {100000,                              "100,000"                   },
           {std::numeric_limits<int64_t>::min(), "-9,223,372,036,854,775,808"}
  }) {
    CHECK(with_commas(row.number) == row.expected);
  }
}
