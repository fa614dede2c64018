// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rules/language/faults.hpp"
#include "rules/language/language.hpp"
#include "rules/language/parser.hpp"
#include "util/text.hpp"

namespace audit::rules {
namespace {

/// Splits a message at its braces and checks each expression in place.
class TemplateReader {
 public:
  TemplateReader(const SourceText& source, const Scope& scope, bool title,
                 util::Diagnostics& diagnostics)
      : text_(source.text),
        scope_(scope),
        title_(title),
        diagnostics_(diagnostics),
        faults_(source, diagnostics) {
    scope_.shown = true;
  }

  std::optional<Template> run() {
    if (text_.size() > k_longest) {
      faults_.error(Range{0, 1}, fmt::format("a text of {} bytes is too long; at most {} are read",
                                             text_.size(), k_longest));
      return std::nullopt;
    }
    while (at_ < text_.size()) next();
    flush();
    if (!good_ || faults_.any()) return std::nullopt;
    return std::move(made_);
  }

 private:
  void next() {
    const char c = text_[at_];
    const bool doubled = at_ + 1 < text_.size() && text_[at_ + 1] == c;
    if ((c == '{' || c == '}') && doubled) {
      plain_ += c;
      at_ += 2;
    } else if (c == '{') {
      placeholder();
    } else if (c == '}') {
      faults_.error(place(at_, at_ + 1), "this '}' closes nothing", "a brace is written }}");
      ++at_;
    } else {
      plain_ += c;
      ++at_;
    }
  }

  void flush() {
    if (!plain_.empty()) made_.parts.emplace_back(std::move(plain_));
    plain_.clear();
  }

  /// Where the expression that begins at `from` ends; a brace within quotes is part of it.
  [[nodiscard]] size_t closing(size_t from) const {
    char quote = '\0';
    for (size_t at = from; at < text_.size(); ++at) {
      const char c = text_[at];
      if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '}' || c == '{') {
        return c == '}' ? at : std::string::npos;
      }
    }
    return std::string::npos;
  }

  void placeholder() {
    const size_t begin = at_ + 1;
    const size_t close = closing(begin);
    if (close == std::string::npos) {
      faults_.error(place(at_, at_ + 1), "this '{' is not closed", "a brace is written {{");
      ++at_;
      return;
    }
    at_ = close + 1;
    SourceText inner{text_.substr(begin, close - begin), faults_.spot(place(begin, close))};
    if (inner.text.find_first_not_of(" \t\r\n") == std::string::npos) {
      faults_.error(place(begin - 1, close + 1), "an expression is expected in the braces",
                    "braces that stand for themselves are written {{ and }}");
      return;
    }
    // Line breaks inside shift columns only on the first line of the inner text.
    auto checked = check_expression(inner, scope_, std::nullopt, diagnostics_);
    if (!checked) {
      good_ = false;
      return;
    }
    if (title_ && !is_parameter(inner.text)) {
      faults_.error(place(begin, close), "a title may use parameters only", "write {$name}");
      return;
    }
    flush();
    made_.parts.emplace_back(std::move(*checked));
  }

  [[nodiscard]] static bool is_parameter(std::string_view text) {
    text = util::trim(text);
    const auto is_word = [](char c) {
      return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    };
    return text.substr(0, 1) == "$" && std::all_of(text.begin() + 1, text.end(), is_word);
  }

  [[nodiscard]] static Range place(size_t begin, size_t end) {
    return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  }

  const std::string& text_;
  Scope scope_;
  bool title_;
  util::Diagnostics& diagnostics_;
  Faults faults_;
  size_t at_ = 0;
  std::string plain_;
  Template made_;
  bool good_ = true;
};

}  // namespace

std::optional<Template> check_template(const SourceText& source, const Scope& scope, bool title,
                                       util::Diagnostics& diagnostics) {
  return TemplateReader(source, scope, title, diagnostics).run();
}

}  // namespace audit::rules
