// SPDX-License-Identifier: MIT
#include "rules/language/foreign.hpp"

#include <algorithm>
#include <iterator>

namespace audit::rules {
namespace {

struct Advice {
  std::string_view words;  ///< separated and surrounded by spaces
  std::string_view advice;
};

constexpr Advice k_functions[] = {
    {" coalesce ifnull nvl ifna iferror first_non_null ",                                         "write `first_present(a, b)`"                                    },
    {" isnull is_null isblank isempty is_empty isna isnan is_missing missing ",
     "write `x is missing`, or `first_present(x, b)` for a value in its place"                                                                                     },
    {" isnotnull is_not_null notnull is_present present not_empty notempty ",
     "write `x is present`"                                                                                                                                        },
    {" len strlen char_length character_length size datalength ",                                 "write `length(t)`"                                              },
    {" today now getdate current_date curdate sysdate current_timestamp date_now systoday ",
     "write `as_of`"                                                                                                                                               },
    {" dateadd date_add adddate adddays add_days edate add_months addmonths date_sub plus_days ",
     "write `date + 30 days`, `date - 1 month`"                                                                                                                    },
    {" datediff date_diff datedif days days_between daysbetween timestampdiff age ",
     "compare dates: `a <= b + 30 days`; business_days(a, b) counts business days"                                                                                 },
    {" networkdays networkdays_intl businessdays workdays business_days_between ",
     "write `business_days(a, b)`"                                                                                                                                 },
    {" workday workday_intl add_business_days add_workdays ",                                     "write `date + 5 business days`"                                 },
    {" eomonth last_day month_end endofmonth ",                                                   "write `end_of_month(d)`"                                        },
    {" iif iff case switch choose ternary when decode ifs ",                                      "write `if(condition, a, b)`"                                    },
    {" lower upper lcase ucase tolower toupper trim ltrim rtrim clean proper casefold strip "
     "normalize ",                                                                           "leave it out: text compares ignoring case and spaces around it" },
    {" substr substring mid left right replace regexp_replace regexreplace split slice ",
     "write `extract(t, 'regex')`, which gives the part in parentheses"                                                                                            },
    {" concat concatenate textjoin join string_agg ",
     "text is not joined; in a message write {a} {b}"                                                                                                              },
    {" regexmatch regexp_match regexp_matches regexp_like regexp rlike like ilike similar match "
     "matches ",                                                                             "write `t matches 'regex'`"                                      },
    {" regexextract regexp_extract regexp_substr capture ",                                       "write `extract(t, 'regex')`"                                    },
    {" find search instr charindex position strpos indexof includes contains locate ",
     "write `t contains \"word\"`"                                                                                                                                 },
    {" contains_any containsany any_of ",                                                         "write `t contains any @phrases`"                                },
    {" startswith starts_with starts begins begins_with has_prefix ",
     "write `t starts with \"x\"`"                                                                                                                                 },
    {" endswith ends_with ends has_suffix ",                                                      "write `t matches 'x$'`"                                         },
    {" greatest later latest newest maximum maxif maxifs ",                                       "write `max(a, b)` or `max(S.column)`"                           },
    {" least earlier earliest oldest minimum minif minifs first ",
     "write `min(a, b)` or `min(S.column)`"                                                                                                                        },
    {" last ",                                                                                    "write `max(S.column)`"                                          },
    {" countif countifs counta countblank number count_if ",                                      "write `count(S where …)`"                                     },
    {" sumif sumifs sumproduct total ",                                                           "write `sum(S.column where …)`"                                },
    {" vlookup xlookup hlookup lookup index related ",
     "a column of a parent is read by its path: `parent.column`"                                                                                                   },
    {" and or ",                                                                                  "write `a and b`, `a or b`"                                      },
    {" any some has have ",                                                                       "write `exists(S where …)`"                                    },
    {" every each forall none ",                                                                  "write `all(S, condition)`, `not exists(S where …)`"           },
    {" countdistinct count_distinct uniq unique countunique nunique ",
     "write `distinct(S.column)`"                                                                                                                                  },
    {" date to_date todate datevalue cast convert parse_date make_date datefromparts date_parse "
     "str_to_date ",                                                                         "a date is written as 2026-01-31; date columns are dates already"},
    {" to_char date_format strftime text formatdate dateformat format ",
     "write `format_date(d, \"%Y-%m-%d\")`"                                                                                                                        },
    {" datepart date_part date_trunc trunc ",
     "write `year(d)`, `month(d)`, `day(d)`, `start_of_month(d)` or `start_of_quarter(d)`"                                                                         },
    {" quarter ",                                                                                 "write `start_of_quarter(d)`"                                    },
    {" dow dayofweek weekday_name isoweekday day_of_week ",                                       "write `weekday(d)`; Monday is 1"                                },
    {" wordcount word_count count_words ",                                                        "write `words(t)`"                                               },
    {" in isin is_in ",                                                                           "write `x in @set` or `x in (\"a\", \"b\")`"                     },
    {" between ",                                                                                 "write `x >= a and x <= b`"                                      },
    {" avg average mean median round abs floor ceil ceiling int mod power sqrt ",
     "there is no arithmetic on numbers; count(S), sum(S.column), min and max are known"                                                                           },
};

constexpr Advice k_operators[] = {
    {" between ",                               "write `x >= a and x <= b`"                     },
    {" like ilike rlike regexp similar match ", "write `matches 'regex'` or `contains \"word\"`"},
    {" equals equal eq is_equal ",              "write `==`"                                    },
    {" ne neq ",                                "write `!=`"                                    },
    {" lt before ",                             "write `<`"                                     },
    {" gt after ",                              "write `>`"                                     },
    {" le lte ",                                "write `<=`"                                    },
    {" ge gte ",                                "write `>=`"                                    },
    {" isnull null empty blank ",               "write `is missing`"                            },
    {" notnull ",                               "write `is present`"                            },
    {" ends endswith ends_with ",               "write `matches 'x$'`"                          },
    {" begins startswith starts_with ",         "write `starts with`"                           },
    {" includes has contain ",                  "write `contains`"                              },
    {" xor ",                                   "write `a != b`"                                },
    {" then else if when unless case ",         "write `if(condition, a, b)`"                   },
    {" plus ",                                  "write `+`"                                     },
    {" minus ",                                 "write `-`"                                     },
};

constexpr Advice k_values[] = {
    {" null nil none nothing empty blank undefined na ",
     "write `x is missing`; `if(c, a)` is missing where c does not hold"                                                                },
    {" today now current_date sysdate getdate asof as_of_date current_timestamp ", "write `as_of`"                                      },
    {" yes y ",                                                                    "write `true`, or the condition alone"               },
    {" no n ",                                                                     "write `false`, or `not` before the condition"       },
    {" this self record row ",                                                     "a column of the record is written by its name alone"},
    {" parent ",                                                                   "write the parent's name, or `outer.` in a where"    },
};

constexpr Advice k_units[] = {
    {" hour hours minute minutes second seconds ",                                                 "dates have no time of day: write days"},
    {" working work weekday weekdays workday workdays businessdays business_days businessday bd ",
     "write `business days`"                                                                                                              },
    {" calendar ",                                                                                 "write `days`; they are calendar days" },
    {" d ",                                                                                        "write `days`"                         },
    {" w wk wks ",                                                                                 "write `weeks`"                        },
    {" mo mos mon ",                                                                               "write `months`"                       },
    {" y yr yrs ",                                                                                 "write `years`"                        },
    {" q qtr qtrs ",                                                                               "write `quarters`"                     },
};

template <size_t N>
std::string find(const Advice (&table)[N], std::string_view word) {
  const std::string wanted = " " + lower_ascii(word) + " ";
  const auto found = std::find_if(std::begin(table), std::end(table), [&](const Advice& row) {
    return row.words.find(wanted) != std::string_view::npos;
  });
  return found == std::end(table) ? std::string() : std::string(found->advice);
}

}  // namespace

std::string foreign_function(std::string_view name) { return find(k_functions, name); }
std::string foreign_operator(std::string_view word) { return find(k_operators, word); }
std::string foreign_value(std::string_view word) { return find(k_values, word); }
std::string foreign_unit(std::string_view word) { return find(k_units, word); }

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace audit::rules
