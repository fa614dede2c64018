// SPDX-License-Identifier: MIT
// The expression is known as a text; its place is that of the text's first byte. TOML may have
// changed what stands there: \" became a quote, a backslash joined two lines. So the file is read
// along with the text, once taking backslashes as they are ('...') and once as escapes ("..."). The
// reading that yields the text is the right one.
#include "rules/language/places.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "util/text.hpp"

namespace audit::rules {
namespace {

std::vector<Place> as_written(const SourceText& source) {
  std::vector<Place> places;
  places.reserve(source.text.size() + 1);
  Place place{source.spot.line, source.spot.column};
  for (const char c : source.text) {
    places.push_back(place);
    ++place.column;
    if (c == '\n') place = {place.line + 1, 1};
  }
  places.push_back(place);
  return places;
}

/// Reads a file along with a text that was made of it.
class Follower {
 public:
  Follower(const SourceText& source, std::string_view file, size_t at, bool escapes)
      : text_(source.text),
        file_(file),
        at_(at),
        escapes_(escapes),
        place_{source.spot.line, source.spot.column} {}

  std::optional<std::vector<Place>> run() {
    while (places_.size() < text_.size()) {
      if (escapes_) skip_joined_lines();
      if (at_ >= file_.size() || !step()) return std::nullopt;
    }
    places_.push_back(place_);
    return std::move(places_);
  }

 private:
  [[nodiscard]] char peek(size_t ahead = 0) const {
    return at_ + ahead < file_.size() ? file_[at_ + ahead] : '\0';
  }
  void take(size_t bytes) {
    for (; bytes > 0 && at_ < file_.size(); --bytes, ++at_) {
      ++place_.column;
      if (file_[at_] == '\n') place_ = {place_.line + 1, 1};
    }
  }

  /// One character or escape of the file; false if the text goes on differently.
  bool step() {
    const Place place = place_;
    std::string made(1, peek());
    size_t bytes = 1;
    if (peek() == '\r' && peek(1) == '\n' && text_[places_.size()] == '\n') {
      made = "\n";
      bytes = 2;
    } else if (escapes_ && peek() == '\\') {
      bytes = escape(made);
    }
    if (bytes == 0 || text_.substr(places_.size(), made.size()) != made) return false;
    take(bytes);
    places_.insert(places_.end(), made.size(), place);
    return true;
  }

  /// What the escape that stands here makes, and how long it is; 0 if it is none.
  size_t escape(std::string& made) const {
    constexpr std::string_view letters = "btnfre\"\\";
    constexpr std::string_view values = "\b\t\n\f\r\x1B\"\\";
    const size_t letter = letters.find(peek(1));
    if (letter != std::string_view::npos) {
      made = values[letter];
      return 2;
    }
    const size_t digits = peek(1) == 'u' ? 4 : peek(1) == 'U' ? 8 : 0;
    if (digits == 0) return 0;
    char32_t code_point = 0;
    for (size_t i = 0; i < digits; ++i) {
      constexpr std::string_view hex = "0123456789abcdef0123456789ABCDEF";
      const size_t digit = hex.find(peek(2 + i));
      if (digit == std::string_view::npos) return 0;
      code_point = code_point * 16 + static_cast<char32_t>(digit % 16);
    }
    made.clear();
    util::append_utf8(made, code_point);
    return 2 + digits;
  }

  /// A backslash at a line's end takes the white space that follows with it.
  void skip_joined_lines() {
    constexpr std::string_view space = " \t\r\n";
    while (peek() == '\\') {
      const size_t end = std::min(file_.find_first_not_of(space, at_ + 1), file_.size());
      const std::string_view between = file_.substr(at_ + 1, end - at_ - 1);
      if (between.find('\n') == std::string_view::npos) return;
      take(between.size() + 1);
    }
  }

  std::string_view text_;
  std::string_view file_;
  size_t at_;
  bool escapes_;
  Place place_;
  std::vector<Place> places_;
};

}  // namespace

std::vector<Place> places_of(const SourceText& source, const util::Source* file) {
  if (file != nullptr && source.spot.line > 0 && source.spot.column > 0) {
    const std::string_view text = file->text();
    const size_t line = file->start_of(source.spot.line);
    const size_t at = line == std::string::npos ? line : line + source.spot.column - 1;
    for (const bool escapes : {false, true}) {
      // Nearly every text stands in its file as it is.
      if (at >= text.size() || text.substr(at, source.text.size()) == source.text) break;
      auto places = Follower(source, text, at, escapes).run();
      if (places) return std::move(*places);
    }
  }
  return as_written(source);
}

}  // namespace audit::rules
