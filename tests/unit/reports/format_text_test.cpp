// SPDX-License-Identifier: MIT
// The small text functions of the formats: what each must not let through.
#include <doctest/doctest.h>

#include <numeric>
#include <string>
#include <vector>

#include "reports/finding_text.hpp"
#include "reports/markdown_text.hpp"
#include "reports/sarif_text.hpp"
#include "reports/xml_text.hpp"

using namespace audit::reports;

namespace {

struct Row {
  const char* given;
  const char* expected;
};

}  // namespace

TEST_CASE("md_text: nothing in the data is Markdown") {
  for (const Row& row : {
           Row{"plain text, 5 - 3 (ok).", "plain text, 5 - 3 (ok)."                 },
           {"a|b",                     "a\\|b"                                   },
           {"`rm -rf`",                "\\`rm -rf\\`"                            },
           {"[here](javascript:x)",    "\\[here\\](javascript:x)"                },
           {"<img src=x>",             "\\<img src=x\\>"                         },
           {"**bold** _it_ ~~no~~",    "\\*\\*bold\\*\\* \\_it\\_ \\~\\~no\\~\\~"},
           {"# heading",               "\\# heading"                             },
           {"- item",                  "\\- item"                                },
           {"+ item",                  "\\+ item"                                },
           {"> quote",                 "\\> quote"                               },
           {"12. item",                "12\\. item"                              },
           {"12) item",                "12\\) item"                              },
           {"12.5 hours",              "12\\.5 hours"                            },
           {"see https://x.test/a",    "see https\\://x.test/a"                  },
           {"see WWW.x.test",          "see WWW\\.x.test"                        },
           {"&lt;b&gt;",               "\\&lt;b\\&gt;"                           },
           {"a\nb",                    "a\\\\u000ab"                             },
           {"\xE2\x80\xAE",            "\\\\u202e"                               },
           {"a\\b",                    "a\\\\b"                                  },
           {"",                        ""                                        },
  }) {
    CAPTURE(row.given);
    CHECK(md_text(row.given) == row.expected);
  }
}

TEST_CASE("md_code: a code span that nothing inside ends, also in a table") {
  for (const Row& row : {
           Row{"a.csv",   "`a.csv`"     },
           {"a|b.csv", "`a\\|b.csv`" },
           {"a`b",     "``a`b``"     },
           {"`a",      "`` `a ``"    },
           {"a``b`c",  "```a``b`c```"},
           {"a\nb",    "`a\\u000ab`" },
           {"",        ""            }
  }) {
    CAPTURE(row.given);
    CHECK(md_code(row.given) == row.expected);
  }
}

TEST_CASE("MdTable: drops columns that hold nothing where it may") {
  MdTable table({
      {"Name"},
      { "Late",      true, true},
      {  "Met",       true},
      { "Note", false, true}
  });
  table.add({"a", "0", "0", ""});
  table.add({"b", "0", "2", ""});
  CHECK(table.render() == "| Name | Met |\n| --- | ---: |\n| a | 0 |\n| b | 2 |\n");
  table.add({"c", "1", "0", "x"});
  CHECK(table.render() ==
        "| Name | Late | Met | Note |\n| --- | ---: | ---: | --- |\n| a | 0 | 0 |  |\n"
        "| b | 0 | 2 |  |\n| c | 1 | 0 | x |\n");
}

TEST_CASE("xml_text: no markup, no control characters, nothing that XML forbids") {
  for (const Row& row : {
           Row{"a <b> & \"c\" 'd'", "a &lt;b&gt; &amp; &quot;c&quot; 'd'"},
           {"a\x01\n\tb",        "a\\u0001\\u000a\\u0009b"            },
           {"\xEF\xBF\xBE!",     "\xEF\xBF\xBD!"                      },
           {"\xFF",              "\\xFF"                              },
           {"\xED\xA0\x80",      "\\xED\\xA0\\x80"                    },
           {"García 😀",      "García 😀"                       },
           {"]]>",               "]]&gt;"                             }
  }) {
    CAPTURE(row.given);
    CHECK(xml_text(row.given) == row.expected);
  }
}

TEST_CASE("sarif_text: neither placeholder nor link") {
  for (const Row& row : {
           Row{"a {0} b {12}",      "a {{0}} b {{12}}"         },
           {"{name} [x] stays",  "{name} [x] stays"         },
           {"[a](http://x) [b]", "\\[a\\](http://x) \\[b\\]"},
           {"a\nb",              "a\\u000ab"                }
  }) {
    CAPTURE(row.given);
    CHECK(sarif_text(row.given) == row.expected);
  }
}

TEST_CASE("uri_of: a name becomes a URI reference") {
  for (const Row& row : {
           Row{"exports/a.csv",   "exports/a.csv"         },
           {"a b%c#d?e.csv",   "a%20b%25c%23d%3Fe.csv" },
           {"C:x.csv",         "C%3Ax.csv"             },
           {"x.zip!dir/a.csv", "x.zip!dir/a.csv"       },
           {"García.csv",     "Garc%C3%ADa.csv"       },
           {"/data/a b.csv",   "file:///data/a%20b.csv"},
           {"//host/a.csv",    "file:///.//host/a.csv" },
           {"../a.csv",        "../a.csv"              },
           {"a\\xFF.csv",      "a%5CxFF.csv"           },
           {"-",               "-"                     }
  }) {
    CAPTURE(row.given);
    CHECK(uri_of(row.given) == row.expected);
  }
}

TEST_CASE("share_out: small counts whole, large ones alike, never more than there is room") {
  struct Case {
    std::vector<size_t> counts;
    size_t room;
    std::vector<size_t> expected;
  };
  for (const Case& each : {
           Case{{},              10, {}          },
           {{3, 2},          10, {3, 2}      },
           {{3, 2},          5,  {3, 2}      },
           {{3, 2},          4,  {2, 2}      },
           {{100, 1, 100},   11, {5, 1, 5}   },
           {{100, 1, 100},   10, {5, 1, 4}   },
           {{100, 0, 100},   1,  {1, 0, 0}   },
           {{5, 5, 5},       0,  {0, 0, 0}   },
           {{1, 1, 1, 1},    2,  {1, 1, 0, 0}},
           {{9999, 1, 2, 3}, 12, {6, 1, 2, 3}},
  }) {
    CHECK(share_out(each.counts, each.room) == each.expected);
  }
  for (size_t room = 0; room < 60; ++room) {
    const std::vector<size_t> counts = {17, 0, 3, 29, 1};
    const auto shares = share_out(counts, room);
    const size_t all = std::accumulate(shares.begin(), shares.end(), size_t{0});
    CHECK(all == std::min<size_t>(room, 50));
    for (size_t i = 0; i < counts.size(); ++i) CHECK(shares[i] <= counts[i]);
  }
}
