// SPDX-License-Identifier: MIT
#include "ingest/cell.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

namespace {

using namespace audit;
using ingest::DateFault;
using ingest::DateForm;

std::string iso_of(std::string_view text) {
  const ingest::DateCell cell = ingest::read_date(text);
  if (cell.fault == DateFault::not_a_date) return "not a date";
  if (cell.fault == DateFault::bad_time) return "bad time";
  return calendar::iso({cell.days});
}

TEST_CASE("cell: every written form of a date is read") {
  struct Row {
    std::string_view text;
    std::string_view date;
    DateForm form;
  };
  static constexpr Row k_rows[] = {
      {"1/5/2026",           "2026-01-05", DateForm::month_first      },
      {"01/05/2026",         "2026-01-05", DateForm::month_first      },
      {"1/15/2026",          "2026-01-15", DateForm::month_first      },
      {"12/5/2026",          "2026-12-05", DateForm::month_first      },
      {"02/29/2024",         "2024-02-29", DateForm::month_first      },
      {"01/05/26",           "2026-01-05", DateForm::month_first_short},
      {"1/5/00",             "2000-01-05", DateForm::month_first_short},
      {"1/5/68",             "2068-01-05", DateForm::month_first_short},
      {"1/5/69",             "1969-01-05", DateForm::month_first_short},
      {"1/5/99",             "1999-01-05", DateForm::month_first_short},
      {"2026-01-05",         "2026-01-05", DateForm::iso              },
      {"2026-1-5",           "2026-01-05", DateForm::iso              },
      {"0001-01-01",         "0001-01-01", DateForm::iso              },
      {"9999-12-31",         "9999-12-31", DateForm::iso              },
      {"2026/01/05",         "2026-01-05", DateForm::iso_slashes      },
      {"2026/1/5",           "2026-01-05", DateForm::iso_slashes      },
      {"05-Jan-2026",        "2026-01-05", DateForm::day_month_name   },
      {"5-jan-26",           "2026-01-05", DateForm::day_month_name   },
      {"05-SEPTEMBER-2025",  "2025-09-05", DateForm::day_month_name   },
      {"20260105",           "2026-01-05", DateForm::compact          },
      {"61",                 "1900-03-01", DateForm::serial           },
      {"46027",              "2026-01-05", DateForm::serial           },
      {"46027.0",            "2026-01-05", DateForm::serial           },
      {"46027.999999999999", "2026-01-05", DateForm::serial           },
      {"2958465",            "9999-12-31", DateForm::serial           },
  };
  for (const Row& row : k_rows) {
    CAPTURE(row.text);
    CHECK(iso_of(row.text) == row.date);
    CHECK(ingest::read_date(row.text).form == row.form);
  }
}

TEST_CASE("cell: a valid time after a date is dropped") {
  for (const std::string_view text :
       {"3/5/2024 12:00:00 AM", "2024-03-05 00:00:00", "2024-03-05T09:30:00.000Z", "3/5/2024 9:30",
        "3/5/2024 9:30 PM", "3/5/2024 9:30pm", "3/5/2024 9 a.m.", "3/5/24 23:59:59",
        "2024/03/05 09:30", "05-Mar-2024 09:30", "2024-03-05T09:30:00+01:00", "2024-03-05t09:30",
        "3/5/2024\xC2\xA0"
        "9:30 AM"}) {
    CAPTURE(text);
    CHECK(iso_of(text) == "2024-03-05");
    CHECK(ingest::read_date(text).has_time);
    CHECK(ingest::read_date(text).rest.empty());
  }
}

TEST_CASE("cell: an invalid time after a valid date is a fault") {
  for (const std::string_view text :
       {"3/5/2024 25:00", "3/5/2024 24:00", "3/5/2024 9:60", "3/5/2024 9:30:60",
        "3/5/2024 13:00 PM", "3/5/2024 0:15 AM", "3/5/2024 9:5", "3/5/2024 9",
        "2024-03-05T09:30:00.Z", "2024-03-05T09:30:00+25:00", "3/5/2024 9:30x"}) {
    CAPTURE(text);
    CHECK(iso_of(text) == "bad time");
    CHECK(ingest::read_date(text).days == calendar::k_no_date);
  }
}

TEST_CASE("cell: what is no date is told, month first is never guessed away") {
  for (const std::string_view text :
       {"13/45/2026",  "13/1/2026",       "2/29/2023",   "2/30/2024",
        "0/1/2024",    "1/0/2024",        "1/1/0000",    "0000-01-01",
        "10000-01-01", "1/5/202",         "1/5/20260",   "1/5",
        "2026-13-01",  "2026-01-32",      "2026-01",     "2026-01/05",
        "1-5-2026",    "05-Foo-2026",     "31-Feb-2026", "60",
        "0",           "2958466",         "20261301",    "202601050",
        "abc",         "January 5, 2026", "1/5/2026Z",   "46027 Successful",
        "-1",          "1/ 5/2026",       "12/31/9999x", "1.5.2026"}) {
    CAPTURE(text);
    CHECK(iso_of(text) == "not a date");
  }
}

TEST_CASE("cell: text after a date is handed on") {
  CHECK(ingest::read_date("06/05/2019 Successful Completion").rest == "Successful Completion");
  CHECK(ingest::read_date("06/05/2019 * Void *").rest == "* Void *");
  CHECK(ingest::read_date("6/5/2019 10:15 AM Successful").rest == "Successful");
  CHECK(iso_of("6/5/2019 10:15 AM Successful") == "2019-06-05");
}

TEST_CASE("cell: each day of many years is read from each form") {
  for (int32_t days = calendar::k_first_day; days <= calendar::k_last_day; days += 137) {
    const std::string iso = calendar::iso({days});
    const calendar::CivilDate civil = calendar::civil({days});
    REQUIRE(ingest::read_date(iso).days == days);
    const std::string year = iso.substr(0, 4);
    REQUIRE(ingest::read_date(std::to_string(civil.month) + "/" + std::to_string(civil.day) + "/" +
                              year)
                .days == days);
    REQUIRE(ingest::read_date(iso.substr(5, 2) + "/" + iso.substr(8, 2) + "/" + year).days == days);
    REQUIRE(ingest::read_date(year + iso.substr(5, 2) + iso.substr(8, 2)).days == days);
    if (days + 25569 >= 61) REQUIRE(ingest::read_date(std::to_string(days + 25569)).days == days);
  }
}

TEST_CASE("cell: numbers are exact to four places") {
  struct Row {
    std::string_view text;
    int64_t scaled;
  };
  static constexpr Row k_rows[] = {
      {"0",                            0                  },
      {"4",                            40000              },
      {"007",                          70000              },
      {"17.25",                        172500             },
      {"17.2500000",                   172500             },
      {"0.0001",                       1                  },
      {".5",                           5000               },
      {"5.",                           50000              },
      {"-3",                           -30000             },
      {"+3",                           30000              },
      {"(3.50)",                       -35000             },
      {"$12",                          120000             },
      {"$ 1,234.50",                   12345000           },
      {"-$5",                          -50000             },
      {"$-5",                          -50000             },
      {"1,234,567",                    12345670000        },
      {"1.5E3",                        15000000           },
      {"4.0000000000000001E-2",        400                },
      {"1e-9",                         0                  },
      {"0.00005",                      1                  },
      {"0.00004",                      0                  },
      {"-0.00005",                     -1                 },
      {"17.25004999",                  172500             },
      {"922337203685477.5807",         9223372036854775807},
      {"000000000000000000000000001",  10000              },
      {"0.00000000000000000000000000", 0                  },
  };
  for (const Row& row : k_rows) {
    CAPTURE(row.text);
    const ingest::NumberCell cell = ingest::read_number(row.text);
    CHECK(cell.fault == ingest::NumberFault::none);
    CHECK(cell.value == row.scaled);
  }
}

TEST_CASE("cell: what is no number, or too large, is told") {
  for (const std::string_view text :
       {"abc", "1,23", "12,34,567", "1,2345", ",123", "1.2.3", "--1", "$", "()", "1 2", "1%", "1e",
        "1e+", "17,25", "1-", "e5", "."}) {
    CAPTURE(text);
    CHECK(ingest::read_number(text).fault == ingest::NumberFault::not_a_number);
  }
  for (const std::string_view text : {"922337203685477.5808", "1e300", "99999999999999999999"}) {
    CAPTURE(text);
    CHECK(ingest::read_number(text).fault == ingest::NumberFault::too_large);
    CHECK(ingest::read_number(text).value == model::k_no_number);
  }
}

TEST_CASE("cell: bools") {
  for (const std::string_view text : {"yes", "Y", "TRUE", "1"})
    CHECK(ingest::read_bool(text).value == 1);
  for (const std::string_view text : {"No", "n", "False", "0"})
    CHECK(ingest::read_bool(text).value == 0);
  for (const std::string_view text : {"unknown", "Conditional"}) {
    CHECK(ingest::read_bool(text).value == model::k_no_bool);
    CHECK_FALSE(ingest::read_bool(text).bad);
  }
  for (const std::string_view text : {"2", "maybe", "yess"}) CHECK(ingest::read_bool(text).bad);
}

TEST_CASE("cell: identifiers keep zeros in front and lose the .0 of Excel") {
  CHECK(ingest::read_identifier("0002248352") == "0002248352");
  CHECK(ingest::read_identifier("2248352.0") == "2248352");
  CHECK(ingest::read_identifier("2248352.00") == "2248352.00");
  CHECK(ingest::read_identifier("A1.0") == "A1.0");
  CHECK(ingest::read_identifier(".0") == ".0");
}

TEST_CASE("cell: spaces and characters of no width go") {
  std::string buffer;
  CHECK(ingest::clean(" a \t") == "a");
  CHECK(ingest::clean("\xC2\xA0"
                      "a b\xC2\xA0") == "a b");
  CHECK(ingest::clean_exact("\xE2\x80\x8B"
                            "12\xE2\x80\x8B"
                            "34\xEF\xBB\xBF ",
                            buffer) == "1234");
  CHECK(ingest::clean_exact("M\xC3\xBCller", buffer) == "M\xC3\xBCller");
  CHECK(ingest::clean_exact("\xE2\x80\x8B", buffer).empty());
}

TEST_CASE("cell: words for missing are matched whole and in any case") {
  const ingest::MissingWords words({"NULL", "None Selected"});
  for (const std::string_view text : {"NULL", "null", "None Selected", "none  selected"}) {
    CAPTURE(text);
    CHECK(words.contains(text));
  }
  for (const std::string_view text : {"NULLS", "None", "N", "selected"}) {
    CAPTURE(text);
    CHECK_FALSE(words.contains(text));
  }
}

TEST_CASE("cell: leading words are whole words") {
  const std::vector<std::string> words = {"Total", "Report generated"};
  CHECK(ingest::leading_word("Total records: 12", words) == 5);
  CHECK(ingest::leading_word("TOTAL:", words) == 5);
  CHECK(ingest::leading_word("Total", words) == 5);
  CHECK(ingest::leading_word("Totally different", words) == 0);
  CHECK(ingest::leading_word("report generated 1/2/2026", words) == 16);
  CHECK(ingest::leading_word("Sub Total", words) == 0);
}

TEST_CASE("cell: no text breaks a reader") {
  std::mt19937 random(7);
  constexpr std::string_view k_letters = "0123456789/-:. TZAPMjanfeb,$()+eE\xC2\xA0\xE2\x80\x8B";
  std::string buffer;
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (size_t n = random() % 24; n > 0; --n) text += k_letters[random() % k_letters.size()];
    const std::string cleaned(ingest::clean_exact(text, buffer));
    if (cleaned.empty()) continue;
    const ingest::DateCell date = ingest::read_date(cleaned);
    CHECK((date.fault == DateFault::none) == (date.days != calendar::k_no_date));
    const ingest::NumberCell number = ingest::read_number(cleaned);
    CHECK((number.fault == ingest::NumberFault::none) == (number.value != model::k_no_number));
    static_cast<void>(ingest::read_bool(cleaned));
  }
}

}  // namespace
