// SPDX-License-Identifier: MIT
#include "config/keys.hpp"

#include <doctest/doctest.h>

#include <string>

#include "unit/config/support.hpp"

namespace {

using audit::config::Keys;
using audit::config::Node;
using audit::config::Text;
using audit::test::check_fault;
using audit::test::take_mark;
using audit::util::Diagnostics;
using audit::util::Spot;

struct Inner {
  static constexpr const char* k_what = "an inner table";
  static const Keys<Inner>& keys() {
    static const auto k_keys = Keys<Inner>{}.required("id", &Inner::id, "Its id.");
    return k_keys;
  }
  int id = 0;
};

struct Outer {
  static constexpr const char* k_what = "an outer table";
  static const Keys<Outer>& keys();

  std::string name = "nobody";
  Text place;
  bool active = true;
  int count = 3;
  std::optional<audit::calendar::Date> day;
  std::vector<std::string> words;
  std::vector<Inner> parts;
  Inner one;
  Spot spot;
};

const Keys<Outer>& Outer::keys() {
  static const auto k_keys =
      Keys<Outer>{}
          .required("name", &Outer::name, "Its name.",
                    [](const std::string& text) {
                      return text.empty() ? std::string("the name is empty") : std::string();
                    })
          .optional("place", &Outer::place, "Where.")
          .optional("active", &Outer::active, "Whether.")
          .optional("count", &Outer::count, "How many.")
          .optional("day", &Outer::day, "When.")
          .optional("words", &Outer::words, "Which.")
          .optional("part", &Outer::parts, "Parts.")
          .optional("one", &Outer::one, "One part.")
          .together({"place", "day"})
          .at_most_one({"words", "part"});
  return k_keys;
}

Keys<Outer>::Decoded decode(const std::string& text, Diagnostics& diagnostics) {
  Node root;
  REQUIRE(audit::config::parse_toml("t.toml", text, root, diagnostics));
  return Outer::keys().decode(root, Outer::k_what, diagnostics);
}

TEST_CASE("keys: values of every kind reach their members, with the table's place") {
  Diagnostics diagnostics;
  const auto decoded = decode(
      "name = \"x\"\nplace = \"there\"\nactive = false\ncount = -4\nday = 2026-01-31\n"
      "one = { id = 7 }\n[[part]]\nid = 1\n[[part]]\nid = 2\n",
      diagnostics);
  CHECK(diagnostics.list().empty());
  CHECK(decoded.good);
  const Outer& value = decoded.value;
  CHECK(value.name == "x");
  CHECK(value.place.text == "there");
  CHECK(value.place.spot == Spot{"t.toml", 2, 10, 5});
  CHECK(value.place.given());
  CHECK_FALSE(value.active);
  CHECK(value.count == -4);
  CHECK(value.day == audit::calendar::make_date(2026, 1, 31));
  CHECK(value.one.id == 7);
  REQUIRE(value.parts.size() == 2);
  CHECK(value.parts[1].id == 2);
  CHECK(value.spot == Spot{"t.toml", 1, 1, 1});
}

TEST_CASE("keys: what is left out keeps its default") {
  Diagnostics diagnostics;
  const auto decoded = decode("name = \"x\"\n", diagnostics);
  CHECK(decoded.good);
  CHECK(decoded.value.count == 3);
  CHECK(decoded.value.active);
  CHECK_FALSE(decoded.value.day.has_value());
  CHECK_FALSE(decoded.value.place.given());
}

TEST_CASE("keys: every fault is told at its place") {
  struct Row {
    const char* name;
    const char* text;
    const char* part;
  };
  const Row rows[] = {
      {"unknown key, near a known one", "name = 'x'\n<here>acitve = true",
       "unknown key 'acitve' in an outer table; did you mean 'active'?"                                                                      },
      {"unknown key, near none",        "name = 'x'\n<here>zzzzzz = true",
       "known keys: name, place, active"                                                                                                     },
      {"missing key",                   "<here>count = 1",                                   "an outer table needs the key 'name'; Its name."},
      {"failed check",                  "name = '<here>'",                                   "the name is empty"                             },
      {"wrong type",                    "name = <here>1",                                    "expected text, got a whole number"             },
      {"wrong type of an element",      "name = 'x'\nwords = ['a', <here>2.5]",
       "expected text, got a number"                                                                                                         },
      {"number with a point",           "name = 'x'\ncount = <here>1.0",
       "expected whole number, got a number"                                                                                                 },
      {"number too large",              "name = 'x'\ncount = <here>3000000000",              "too large"                                     },
      {"text for a date",               "name = 'x'\nplace = 'y'\nday = '<here>2026-01-31'",
       "write a date without quotes: 2026-01-31"                                                                                             },
      {"table for an array",            "name = 'x'\npart = <here>{ id = 1 }",
       "expected array of table, got a table"                                                                                                },
      {"text for a table",              "name = 'x'\none = '<here>y'",                       "expected table, got text"                      },
      {"fault within a part",           "name = 'x'\n[[part]]\n<here>idd = 1",
       "unknown key 'idd' in an inner table"                                                                                                 },
      {"missing within a part",         "name = 'x'\n<here>[[part]]",                        "an inner table needs the key 'id'"             },
      {"one of two that go together",   "name = 'x'\n<here>place = 'y'",
       "'place' and 'day' go together"                                                                                                       },
      {"two that exclude each other",   "name = 'x'\nwords = []\n<here>part = []",
       "can't have 'words' and 'part' at once"                                                                                               },
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto marked = take_mark(row.text);
    Diagnostics diagnostics;
    CHECK_FALSE(decode(marked.text, diagnostics).good);
    check_fault(diagnostics, marked, row.part);
  }
}

TEST_CASE("keys: all faults of a table are told in one go, and the rest is still read") {
  Diagnostics diagnostics;
  const auto decoded = decode("nam = 'x'\ncount = 'y'\nactive = false\nplace = 'z'\n", diagnostics);
  CHECK_FALSE(decoded.good);
  CHECK(diagnostics.list().size() == 4);
  CHECK_FALSE(decoded.value.active);
}

TEST_CASE("keys: the manual's rows show types and the defaults of a default-made table") {
  const auto& docs = Outer::keys().docs();
  REQUIRE(docs.size() == 8);
  CHECK(docs[0].name == "name");
  CHECK(docs[0].type == "text");
  CHECK(docs[0].required);
  CHECK(docs[0].default_text.empty());
  CHECK(docs[0].doc == "Its name.");
  CHECK(docs[2].default_text == "true");
  CHECK(docs[3].type == "whole number");
  CHECK(docs[3].default_text == "3");
  CHECK(docs[4].type == "date");
  CHECK(docs[5].type == "array of text");
  CHECK(docs[6].type == "array of table");
}

}  // namespace
