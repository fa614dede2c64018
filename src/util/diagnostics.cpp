// SPDX-License-Identifier: MIT
#include "util/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <mutex>
#include <set>
#include <tuple>

#include "util/text.hpp"

namespace audit::util {

namespace {

constexpr size_t k_shown_columns = 120;
constexpr const char* k_ellipsis = "…";

/// One character of the source line as a terminal shows it (an escape takes several columns).
struct Glyph {
  std::string text;
  size_t columns = 1;
  bool underlined = false;
};

/// What of a line can be seen round the caret at `first`, and a little more on both sides.
std::string_view near(std::string_view line, size_t first) {
  constexpr size_t k_reach = 1024;  // bytes; k_shown_columns characters hold fewer
  const size_t end = std::min(line.size(), first + k_reach);
  size_t begin = first - std::min(first, k_reach);
  while (begin > 0 && (static_cast<unsigned char>(line[begin]) & 0xC0U) == 0x80U) --begin;
  return line.substr(begin, end - begin);
}

std::vector<Glyph> glyphs_of(std::string_view line, size_t first, size_t end) {
  std::vector<Glyph> glyphs;
  for (size_t at = 0; at < line.size();) {
    const size_t start = at;
    next_code_point(line, at);
    const std::string_view bytes = line.substr(start, at - start);
    Glyph glyph;
    glyph.text = bytes == "\t" ? " " : visible(bytes);
    glyph.columns = glyph.text == bytes ? 1 : glyph.text.size();
    glyph.underlined = at > first && start < end;
    glyphs.push_back(std::move(glyph));
  }
  return glyphs;
}

/// Which glyphs are shown: [from, until), at most k_shown_columns columns round the caret.
struct Cut {
  size_t from = 0;
  size_t until = 0;
};

Cut cut_round(const std::vector<Glyph>& glyphs, size_t caret) {
  Cut cut{caret, caret};
  size_t columns = 0;
  const auto fits = [&](size_t i) { return columns + glyphs[i].columns <= k_shown_columns - 2; };
  bool grown = true;
  while (grown) {  // one to each side in turn, so that the caret stays in the middle
    grown = false;
    if (cut.until < glyphs.size() && fits(cut.until)) {
      columns += glyphs[cut.until++].columns;
      grown = true;
    }
    if (cut.from > 0 && fits(cut.from - 1)) {
      columns += glyphs[--cut.from].columns;
      grown = true;
    }
  }
  return cut;
}

/// The two lines under a message: the source line, and a caret under the offending word.
void append_frame(std::string& out, const Spot& spot, std::string_view whole) {
  const size_t place = std::min<size_t>(spot.column == 0 ? 0 : spot.column - 1, whole.size());
  const std::string_view line = near(whole, place);
  const size_t first = place - static_cast<size_t>(line.data() - whole.data());
  const size_t end = std::min<size_t>(first + std::max<uint32_t>(spot.length, 1), line.size());
  std::vector<Glyph> glyphs = glyphs_of(line, first, end);
  if (first == line.size()) glyphs.push_back({" ", 1, true});  // the fault is what is not there

  const auto caret = std::ranges::find(glyphs, true, &Glyph::underlined);
  const Cut cut = cut_round(glyphs, static_cast<size_t>(caret - glyphs.begin()));
  std::string text;
  std::string carets;
  if (cut.from > 0) {
    text += k_ellipsis;
    carets += ' ';
  }
  for (size_t i = cut.from; i < cut.until; ++i) {
    text += glyphs[i].text;
    carets.append(glyphs[i].columns, glyphs[i].underlined ? '^' : ' ');
  }
  if (cut.until < glyphs.size()) text += k_ellipsis;
  const auto append_line = [&out](const std::string& gutter, const std::string& content) {
    out += fmt::format("{:>5} | {}", gutter, content);
    out.erase(out.find_last_not_of(' ') + 1);
    out += '\n';
  };
  append_line(fmt::format("{}", spot.line), text);
  append_line("", carets);
}

/// The one copy of `name`.
const std::string* keep(std::string_view name) {
  static std::mutex mutex;
  static std::set<std::string, std::less<>> kept;  // its elements stay where they are
  const std::lock_guard lock(mutex);
  const auto known = kept.find(name);
  return &*(known != kept.end() ? known : kept.emplace(name).first);
}

std::string place(const Spot& spot) {
  if (spot.file.empty()) return {};
  std::string out = visible(spot.file.text());
  if (spot.line != 0) out += fmt::format(":{}", spot.line);
  if (spot.line != 0 && spot.column != 0) out += fmt::format(":{}", spot.column);
  return out + ": ";
}

auto sort_key(const Diagnostic& d) { return std::tie(d.spot.file, d.spot.line, d.spot.column); }

void append_diagnostic(std::string& out, const Diagnostic& diagnostic, const Source* source) {
  out += place(diagnostic.spot);
  out += diagnostic.level == Level::error ? "error: " : "warning: ";
  out += visible(diagnostic.text);
  if (!diagnostic.advice.empty()) out += "; " + visible(diagnostic.advice);
  out += '\n';
  if (source == nullptr || diagnostic.spot.line == 0) return;
  append_frame(out, diagnostic.spot, source->line(diagnostic.spot.line));
}

bool same(const Diagnostic& a, const Diagnostic& b) {
  return sort_key(a) == sort_key(b) && a.level == b.level && a.text == b.text &&
         a.advice == b.advice;
}

}  // namespace

FileName::FileName(std::string_view name) : text_(name.empty() ? nullptr : keep(name)) {}

const std::string& FileName::text() const {
  static const std::string k_empty;
  return text_ == nullptr ? k_empty : *text_;
}

Source::Source(std::string text) : text_(std::move(text)), starts_{0} {
  for (size_t end = text_.find('\n'); end != std::string::npos; end = text_.find('\n', end + 1)) {
    starts_.push_back(end + 1);
  }
}

size_t Source::start_of(uint32_t line) const {
  return line > 0 && line <= starts_.size() ? starts_[line - 1] : std::string::npos;
}

std::string_view Source::line(uint32_t line) const {
  const size_t start = start_of(line);
  if (start == std::string::npos) return {};
  std::string_view found = std::string_view(text_).substr(start);
  found = found.substr(0, found.find('\n'));
  if (found.ends_with('\r')) found.remove_suffix(1);
  return found;
}

void Diagnostics::error(Spot spot, std::string text, std::string advice) {
  list_.push_back({Level::error, spot, std::move(text), std::move(advice)});
}

void Diagnostics::warning(Spot spot, std::string text, std::string advice) {
  list_.push_back({Level::warning, spot, std::move(text), std::move(advice)});
}

const Source* Diagnostics::source(FileName file) const {
  const auto found = sources_.find(file);
  return found == sources_.end() ? nullptr : found->second.get();
}

void Diagnostics::remember_source(FileName file, std::string text) {
  sources_[file] = std::make_shared<const Source>(std::move(text));
}

Diagnostics Diagnostics::of_same_sources() const {
  Diagnostics same;
  same.sources_ = sources_;
  return same;
}

void Diagnostics::add(const Diagnostics& found) {
  list_.insert(list_.end(), found.list_.begin(), found.list_.end());
  sources_.insert(found.sources_.begin(), found.sources_.end());
}

bool Diagnostics::has_errors() const {
  return std::ranges::find(list_, Level::error, &Diagnostic::level) != list_.end();
}

std::string Diagnostics::render() const {
  std::vector<const Diagnostic*> sorted;
  sorted.reserve(list_.size());
  for (const Diagnostic& diagnostic : list_) sorted.push_back(&diagnostic);
  std::ranges::stable_sort(
      sorted, [](const Diagnostic* a, const Diagnostic* b) { return sort_key(*a) < sort_key(*b); });

  std::string out;
  for (size_t i = 0; i < sorted.size(); ++i) {
    bool shown = false;
    for (size_t j = i; j-- > 0 && sort_key(*sorted[j]) == sort_key(*sorted[i]) && !shown;) {
      shown = same(*sorted[j], *sorted[i]);
    }
    if (!shown) append_diagnostic(out, *sorted[i], source(sorted[i]->spot.file));
  }
  return out;
}

}  // namespace audit::util
