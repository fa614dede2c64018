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

constexpr Advice row(std::string_view words, std::string_view advice) { return {words, advice}; }

constexpr Advice k_functions[] = {
    row(" coalesce ifnull nvl ifna iferror first_non_null ", "write `first_present(a, b)`"),
    row(" isnull is_null isblank isempty is_empty isna isnan is_missing missing ",
        "write `x is missing`, or `first_present(x, b)` for a value in its place"),
    row(" isnotnull is_not_null notnull is_present present not_empty notempty ",
        "write `x is present`"),
    row(" len strlen char_length character_length size datalength ", "write `length(t)`"),
    row(" today now getdate current_date curdate sysdate current_timestamp date_now systoday ",
        "write `as_of`"),
    row(" dateadd date_add adddate adddays add_days edate add_months addmonths date_sub plus_days ",
        "write `date + 30 days`, `date - 1 month`"),
    row(" datediff date_diff datedif days days_between daysbetween timestampdiff age ",
        "compare dates: `a <= b + 30 days`; business_days(a, b) counts business days"),
    row(" networkdays networkdays_intl businessdays workdays business_days_between ",
        "write `business_days(a, b)`"),
    row(" workday workday_intl add_business_days add_workdays ", "write `date + 5 business days`"),
    row(" eomonth last_day month_end endofmonth ", "write `end_of_month(d)`"),
    row(" iif iff case switch choose ternary when decode ifs ", "write `if(condition, a, b)`"),
    row(" lower upper lcase ucase tolower toupper trim ltrim rtrim clean proper casefold strip "
        "normalize ",
        "leave it out: text compares ignoring case and spaces around it"),
    row(" substr substring mid left right replace regexp_replace regexreplace split slice ",
        "write `extract(t, 'regex')`, which gives the part in parentheses"),
    row(" concat concatenate textjoin join string_agg ",
        "text is not joined; in a message write {a} {b}"),
    row(" regexmatch regexp_match regexp_matches regexp_like regexp rlike like ilike similar match "
        "matches ",
        "write `t matches 'regex'`"),
    row(" regexextract regexp_extract regexp_substr capture ", "write `extract(t, 'regex')`"),
    row(" find search instr charindex position strpos indexof includes contains locate ",
        R"(write `t contains "word"`)"),
    row(" contains_any containsany any_of ", "write `t contains any @phrases`"),
    row(" startswith starts_with starts begins begins_with has_prefix ",
        R"(write `t starts with "x"`)"),
    row(" endswith ends_with ends has_suffix ", "write `t matches 'x$'`"),
    row(" greatest later latest newest maximum maxif maxifs ",
        "write `max(a, b)` or `max(S.column)`"),
    row(" least earlier earliest oldest minimum minif minifs first ",
        "write `min(a, b)` or `min(S.column)`"),
    row(" last ", "write `max(S.column)`"),
    row(" countif countifs counta countblank number count_if ", "write `count(S where …)`"),
    row(" sumif sumifs sumproduct total ", "write `sum(S.column where …)`"),
    row(" vlookup xlookup hlookup lookup index related ",
        "a column of a parent is read by its path: `parent.column`"),
    row(" and or ", "write `a and b`, `a or b`"),
    row(" any some has have ", "write `exists(S where …)`"),
    row(" every each forall none ", "write `all(S, condition)`, `not exists(S where …)`"),
    row(" countdistinct count_distinct uniq unique countunique nunique ",
        "write `distinct(S.column)`"),
    row(" date to_date todate datevalue cast convert parse_date make_date datefromparts date_parse "
        "str_to_date ",
        "a date is written as 2026-01-31; date columns are dates already"),
    row(" to_char date_format strftime text formatdate dateformat format ",
        R"(write `format_date(d, "%Y-%m-%d")`)"),
    row(" datepart date_part date_trunc trunc ",
        "write `year(d)`, `month(d)`, `day(d)`, `start_of_month(d)` or `start_of_quarter(d)`"),
    row(" quarter ", "write `start_of_quarter(d)`"),
    row(" dow dayofweek weekday_name isoweekday day_of_week ", "write `weekday(d)`; Monday is 1"),
    row(" wordcount word_count count_words ", "write `words(t)`"),
    row(" in isin is_in ", R"(write `x in @set` or `x in ("a", "b")`)"),
    row(" between ", "write `x >= a and x <= b`"),
    row(" avg average mean median round abs floor ceil ceiling int mod power sqrt ",
        "there is no arithmetic on numbers; count(S), sum(S.column), min and max are known"),
};

constexpr Advice k_operators[] = {
    row(" between ", "write `x >= a and x <= b`"),
    row(" like ilike rlike regexp similar match ",
        R"(write `matches 'regex'` or `contains "word"`)"),
    row(" equals equal eq is_equal ", "write `==`"),
    row(" ne neq ", "write `!=`"),
    row(" lt before ", "write `<`"),
    row(" gt after ", "write `>`"),
    row(" le lte ", "write `<=`"),
    row(" ge gte ", "write `>=`"),
    row(" isnull null empty blank ", "write `is missing`"),
    row(" notnull ", "write `is present`"),
    row(" ends endswith ends_with ", "write `matches 'x$'`"),
    row(" begins startswith starts_with ", "write `starts with`"),
    row(" includes has contain ", "write `contains`"),
    row(" xor ", "write `a != b`"),
    row(" then else if when unless case ", "write `if(condition, a, b)`"),
    row(" plus ", "write `+`"),
    row(" minus ", "write `-`"),
};

constexpr Advice k_values[] = {
    row(" null nil none nothing empty blank undefined na ",
        "write `x is missing`; `if(c, a)` is missing where c does not hold"),
    row(" today now current_date sysdate getdate asof as_of_date current_timestamp ",
        "write `as_of`"),
    row(" yes y ", "write `true`, or the condition alone"),
    row(" no n ", "write `false`, or `not` before the condition"),
    row(" this self record row ", "a column of the record is written by its name alone"),
    row(" parent ", "write the parent's name, or `outer.` in a where"),
};

constexpr Advice k_units[] = {
    row(" hour hours minute minutes second seconds ", "dates have no time of day: write days"),
    row(" working work weekday weekdays workday workdays businessdays business_days businessday "
        "bd ",
        "write `business days`"),
    row(" calendar ", "write `days`; they are calendar days"),
    row(" d ", "write `days`"),
    row(" w wk wks ", "write `weeks`"),
    row(" mo mos mon ", "write `months`"),
    row(" y yr yrs ", "write `years`"),
    row(" q qtr qtrs ", "write `quarters`"),
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
