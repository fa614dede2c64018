// SPDX-License-Identifier: MIT
#include "rules/language/lexer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "calendar/date.hpp"
#include "model/dataset.hpp"
#include "util/ascii.hpp"
#include "util/text.hpp"

namespace audit::rules {
namespace {

struct Keyword {
  std::string_view word;
  TokenKind kind;
};
constexpr std::array<Keyword, 16> k_keywords = {
    {{"and", TokenKind::word_and},
     {"or", TokenKind::word_or},
     {"not", TokenKind::word_not},
     {"in", TokenKind::word_in},
     {"is", TokenKind::word_is},
     {"missing", TokenKind::word_missing},
     {"present", TokenKind::word_present},
     {"as_of", TokenKind::word_as_of},
     {"outer", TokenKind::word_outer},
     {"where", TokenKind::word_where},
     {"matches", TokenKind::word_matches},
     {"starts", TokenKind::word_starts},
     {"with", TokenKind::word_with},
     {"contains", TokenKind::word_contains},
     {"any", TokenKind::word_any},
     {"except", TokenKind::word_except}}
};
constexpr std::array<std::string_view, 5> k_own_words = {"trigger", "due", "met_on", "late_by",
                                                         "status"};

/// A spelling of another language, and what ours is.
struct Sign {
  std::string_view text;
  TokenKind kind = TokenKind::bad;
  Op op = Op::equal;
  std::string_view advice;  ///< empty: it is ours
};
// Longer ones first.
constexpr std::array<Sign, 29> k_signs = {
    {{"===", TokenKind::compare, Op::equal, "write `==`"},
     {"!==", TokenKind::compare, Op::not_equal, "write `!=`"},
     {"==", TokenKind::compare, Op::equal, ""},
     {"!=", TokenKind::compare, Op::not_equal, ""},
     {"<=", TokenKind::compare, Op::less_equal, ""},
     {">=", TokenKind::compare, Op::greater_equal, ""},
     {"=<", TokenKind::compare, Op::less_equal, "write `<=`"},
     {"=>", TokenKind::compare, Op::greater_equal, "write `>=`"},
     {"<>", TokenKind::compare, Op::not_equal, "write `!=`"},
     {"=~", TokenKind::word_matches, Op::equal, "write `matches`"},
     {"&&", TokenKind::word_and, Op::equal, "write `and`"},
     {"||", TokenKind::word_or, Op::equal, "write `or`"},
     {"<", TokenKind::compare, Op::less, ""},
     {">", TokenKind::compare, Op::greater, ""},
     {"=", TokenKind::compare, Op::equal, "write `==`"},
     {"!", TokenKind::word_not, Op::equal, "write `not`"},
     {"&", TokenKind::word_and, Op::equal, "write `and`"},
     {"|", TokenKind::word_or, Op::equal, "write `or`"},
     {"≤", TokenKind::compare, Op::less_equal, "write `<=`"},
     {"≥", TokenKind::compare, Op::greater_equal, "write `>=`"},
     {"≠", TokenKind::compare, Op::not_equal, "write `!=`"},
     {"–", TokenKind::minus, Op::equal, "write `-`"},
     {"−", TokenKind::minus, Op::equal, "write `-`"},
     {"(", TokenKind::left, Op::equal, ""},
     {")", TokenKind::right, Op::equal, ""},
     {",", TokenKind::comma, Op::equal, ""},
     {".", TokenKind::dot, Op::equal, ""},
     {"+", TokenKind::plus, Op::equal, ""},
     {"-", TokenKind::minus, Op::equal, ""}}
};

using util::is_digit;
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_word(char c) { return is_digit(c) || is_letter(c); }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}
bool is_unit(std::string_view word) {
  constexpr std::array<std::string_view, 10> units = {
      "day", "days", "week", "weeks", "month", "months", "quarter", "quarters", "year", "years"};
  return std::find(units.begin(), units.end(), word) != units.end();
}

class Lexer {
 public:
  Lexer(const std::string& text, Faults& faults) : text_(text), faults_(faults) {}

  std::vector<Token> run() {
    for (;;) {
      while (at_ < text_.size() && is_space(text_[at_])) ++at_;
      start_ = at_;
      if (at_ >= text_.size()) break;
      next();
    }
    push(TokenKind::end);
    return std::move(tokens_);
  }

 private:
  [[nodiscard]] char peek(size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  [[nodiscard]] Range range() const {
    return {static_cast<uint32_t>(start_), static_cast<uint32_t>(at_)};
  }
  [[nodiscard]] std::string_view here() const {
    return std::string_view(text_).substr(start_, at_ - start_);
  }
  Token& push(TokenKind kind) {
    Token token;
    token.kind = kind;
    token.range = range();
    return tokens_.emplace_back(std::move(token));
  }
  void bad(std::string text, std::string advice = {}) {
    faults_.error(range(), std::move(text), std::move(advice));
    push(TokenKind::bad);
  }
  void take_word() {
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
  }

  void next() {
    const char c = peek();
    if (is_letter(c)) {
      name();
    } else if (is_digit(c)) {
      number_or_date();
    } else if (c == '"' || c == '\'') {
      quoted();
    } else if (c == '$' || c == '@') {
      signed_name(c);
    } else {
      sign();
    }
  }

  void name() {
    take_word();
    const std::string word(here());
    const std::string small = lower(word);
    if (small == "true" || small == "false") {
      push(TokenKind::literal).value = small == "true";
    } else {
      const auto keyword = std::ranges::find(k_keywords, small, &Keyword::word);
      push(keyword == k_keywords.end() ? TokenKind::name : keyword->kind).text = word;
      if (keyword == k_keywords.end()) return;
    }
    if (small != word) {
      faults_.error(range(), fmt::format("keywords are lower case, found '{}'", word),
                    fmt::format("write `{}`", small));
    }
  }

  void signed_name(char sign) {
    ++at_;
    take_word();
    const std::string word(here().substr(1));
    const char* what = sign == '$' ? "parameter" : "set";
    if (word.empty() || is_digit(word.front())) {
      bad(fmt::format("expected the name of a {} after '{}'", what, sign));
      return;
    }
    push(sign == '$' ? TokenKind::parameter : TokenKind::set).text = word;
  }

  void quoted() {
    const char quote = peek();
    const size_t close = text_.find(quote, at_ + 1);
    if (close == std::string::npos) {
      at_ = text_.size();
      faults_.error({static_cast<uint32_t>(start_), static_cast<uint32_t>(start_) + 1},
                    fmt::format("this text has no closing {}", quote));
      push(TokenKind::bad);
      return;
    }
    at_ = close + 1;
    push(TokenKind::literal).value = text_.substr(start_ + 1, close - start_ - 1);
  }

  /// Takes d+-d+-d+ if it stands here.
  bool take_date() {
    size_t end = at_;
    for (int part = 0; part < 3; ++part) {
      const size_t first = end;
      while (end < text_.size() && is_digit(text_[end])) ++end;
      if (end == first || (part == 0 && end - first != 4)) return false;
      if (part < 2 && (end >= text_.size() || text_[end++] != '-')) return false;
    }
    at_ = end;
    return true;
  }

  /// Takes 1/5/2026 if it stands here: the way of the exports, not of the language.
  bool take_slashed_date() {
    size_t end = at_;
    for (int part = 0; part < 3; ++part) {
      const size_t first = end;
      while (end < text_.size() && is_digit(text_[end])) ++end;
      if (end == first) return false;
      if (part < 2 && (end >= text_.size() || text_[end++] != '/')) return false;
    }
    at_ = end;
    return true;
  }

  void number_or_date() {
    if (take_date()) {
      take_word();
      const auto date = calendar::parse_iso(here());
      if (date) {
        push(TokenKind::literal).value = *date;
      } else {
        bad(fmt::format("'{}' is not a date", here()), "dates are written as 2026-01-31");
      }
      return;
    }
    if (take_slashed_date()) {
      bad("dates are not written with slashes", "write the year first, as in 2026-01-31");
      return;
    }
    number();
  }

  void number() {
    while (is_digit(peek())) ++at_;
    if (peek() == '.' && is_digit(peek(1))) {
      ++at_;
      while (is_digit(peek())) ++at_;
    }
    const std::string digits(here());
    if (is_letter(peek())) {
      const size_t letters = at_;
      take_word();
      glued(digits, text_.substr(letters, at_ - letters));
      return;
    }
    const auto value = parse_number(digits);
    if (value) {
      push(TokenKind::literal).value = *value;
    } else {
      bad("a number has at most fourteen digits and four decimal places");
    }
  }

  void glued(const std::string& digits, const std::string& letters) {
    if (is_unit(letters)) {
      bad("a unit stands after digits and a space", fmt::format("write `{} {}`", digits, letters));
    } else {
      bad(fmt::format("'{}{}' is neither a number nor a name", digits, letters),
          fmt::format(R"(a code is text: write "{}{}")", digits, letters));
    }
  }

  void sign() {
    const std::string_view rest = std::string_view(text_).substr(at_);
    for (const Sign& sign : k_signs) {
      if (rest.substr(0, sign.text.size()) != sign.text) continue;
      at_ += sign.text.size();
      if (!sign.advice.empty()) {
        faults_.error(range(), fmt::format("'{}' is not a sign of this language", sign.text),
                      std::string(sign.advice));
      }
      push(sign.kind).op = sign.op;
      return;
    }
    unknown();
  }

  /// A text in the quotes of a word processor: one fault, then read as what was meant.
  void curly() {
    const size_t first = at_;
    size_t close = std::string::npos;
    for (const char* sign : {"”", "’", "“", "‘"}) close = std::min(close, text_.find(sign, first));
    constexpr size_t sign_bytes = 3;
    at_ = close == std::string::npos ? text_.size() : close + sign_bytes;
    faults_.error(range(), "these are not plain quotes", R"(write " or ')");
    if (close == std::string::npos) {
      push(TokenKind::bad);
    } else {
      push(TokenKind::literal).value = text_.substr(first, close - first);
    }
  }

  void unknown() {
    const size_t first = at_;
    util::next_code_point(text_, at_);
    const std::string raw = text_.substr(first, at_ - first);
    const std::string character = util::visible(raw);
    if (character == "“" || character == "”" || character == "‘" || character == "’") {
      curly();
      return;
    }
    std::string advice;
    if (character == "*" || character == "/" || character == "%") {
      advice = "there is no arithmetic on numbers; a date takes + and - with a duration";
    } else if (character == "[" || character == "{") {
      advice = R"(a list is written in parentheses: in ("a", "b"))";
    } else if (character == ";" || character == "#") {
      advice = "an expression has no comments and no closing sign";
    } else if (raw == "\xC2\xA0") {
      advice = "this is a non-breaking space; write a plain one";
    }
    // One fault for a run of the same nonsense.
    while (at_ < text_.size() && text_.compare(at_, raw.size(), raw) == 0) at_ += raw.size();
    bad(fmt::format("unexpected character '{}'", character), std::move(advice));
  }

  const std::string& text_;
  Faults& faults_;
  size_t at_ = 0;
  size_t start_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokenise(const std::string& text, Faults& faults) {
  return Lexer(text, faults).run();
}

std::optional<Number> parse_number(std::string_view text) {
  constexpr size_t most_whole = 14;  // 10^14 scaled by 10^4 still fits 63 bits
  constexpr size_t most_places = 4;
  const size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  const std::string_view places = dot == std::string_view::npos ? "" : text.substr(dot + 1);
  const size_t first = whole.find_first_not_of('0');
  if (whole.empty() || places.size() > most_places) return std::nullopt;
  if (dot != std::string_view::npos && places.empty()) return std::nullopt;
  if (first != std::string_view::npos && whole.size() - first > most_whole) return std::nullopt;
  Number number;
  for (const std::string_view part : {whole, places}) {
    for (const char c : part) {
      if (!is_digit(c)) return std::nullopt;
      number.scaled = number.scaled * 10 + (c - '0');
    }
  }
  for (size_t place = places.size(); place < most_places; ++place) number.scaled *= 10;
  return number;
}

bool is_reserved(std::string_view word) {
  return std::ranges::find(k_keywords, word, &Keyword::word) != k_keywords.end() ||
         word == "true" || word == "false" || own_word(word).has_value();
}

std::optional<OwnWord> own_word(std::string_view word) {
  const auto* found = std::find(k_own_words.begin(), k_own_words.end(), word);
  if (found == k_own_words.end()) return std::nullopt;
  return static_cast<OwnWord>(found - k_own_words.begin());
}

const char* show(OwnWord word) { return k_own_words[static_cast<size_t>(word)].data(); }

}  // namespace audit::rules
