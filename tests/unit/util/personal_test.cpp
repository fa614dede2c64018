// SPDX-License-Identifier: MIT
#include "util/personal.hpp"

#include <doctest/doctest.h>

namespace audit::util {

TEST_CASE("What an SSN looks like") {
  for (const char* text : {"123-45-6789", "123 45 6789", "123.45.6789", "123456789", "x123456789y",
                           "ssn 123-45-6789.", "1234567890", "0123-45-67890"}) {
    CAPTURE(text);
    CHECK(looks_like_ssn(text));
  }
  for (const char* text : {"", "12345678", "123-45-678", "12-345-6789", "123/45/6789", "2026-01-05",
                           "123-45", "123--45-6789"}) {
    CAPTURE(text);
    CHECK_FALSE(looks_like_ssn(text));
  }
}

TEST_CASE("SSNs are masked in what is shown") {
  struct Row {
    const char* text;
    const char* separated;
    const char* any;
  };
  for (const Row& row : {
           Row{"",                         "",                         ""                       },
           Row{"123-45-6789",              "***-**-6789",              "***-**-6789"            },
           Row{"123 45.6789",              "***-**-6789",              "***-**-6789"            },
           Row{"123456789",                "123456789",                "***-**-6789"            },
           Row{"1234567890",               "1234567890",               "1234567890"             },
           Row{"12345678",                 "12345678",                 "12345678"               },
           Row{"a 123-45-6789, 123456780", "a ***-**-6789, 123456780",
               "a ***-**-6789, ***-**-6780"                                                     },
           Row{"123-45-6789123-45-6780",   "123-45-6789123-45-6780",   "123-45-6789123-45-6780" },
           Row{"2200001-99-2025-01-05",    "2200001-99-2025-01-05",    "2200001-99-2025-01-05"  },
           Row{"123-45-67890",             "123-45-67890",             "123-45-67890"           },
           Row{"S2",                       "S2",                       "S2"                     },
           Row{"Ren\xC3\xA9 123-45-6789",  "Ren\xC3\xA9 ***-**-6789",  "Ren\xC3\xA9 ***-**-6789"},
  }) {
    CAPTURE(row.text);
    CHECK(without_ssn(row.text, SsnForm::separated) == row.separated);
    CHECK(without_ssn(row.text, SsnForm::any) == row.any);
  }
}

}  // namespace audit::util
