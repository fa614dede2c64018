// SPDX-License-Identifier: MIT
#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <utility>

#include "ingest/utf8.hpp"
#include "ingest/workbook.hpp"
#include "ingest/xml_reader.hpp"

// The parts of a workbook that its sheets share: texts and number formats.
namespace audit::ingest {
namespace {

uint32_t number_of(std::string_view text, uint32_t otherwise) {
  uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : otherwise;
}

/// <sst><si><t>…</t></si><si><r><t>…</t></r><rPh>…</rPh></si>…: a text may come in runs; what is in
/// rPh is how it is pronounced.
class StringsHandler : public XmlHandler {
 public:
  void open(std::string_view element, const XmlAttributes&) override {
    if (element == "si") text_.clear();
    if (element == "rPh") phonetic_ = true;
    within_text_ = element == "t" && !phonetic_;
  }
  void close(std::string_view element) override {
    within_text_ = false;
    if (element == "rPh") phonetic_ = false;
    if (element == "si") strings_.add(decode_escapes(text_));
  }
  void text(std::string_view text) override {
    if (within_text_) text_ += text;
  }
  SharedStrings take() { return std::move(strings_); }

 private:
  SharedStrings strings_;
  std::string text_;
  bool within_text_ = false;
  bool phonetic_ = false;
};

/// <numFmts><numFmt numFmtId formatCode/></numFmts> … <cellXfs><xf numFmtId/></cellXfs>: a cell's
/// style is an index into cellXfs.
class StylesHandler : public XmlHandler {
 public:
  void open(std::string_view element, const XmlAttributes& attributes) override {
    if (element == "cellXfs") within_cells_ = true;
    if (element == "numFmt") {
      codes_[number_of(attributes.get("numFmtId"), 0)] = parse_format(attributes.get("formatCode"));
    }
    if (element == "xf" && within_cells_) {
      const uint32_t id = number_of(attributes.get("numFmtId"), 0);
      const auto code = codes_.find(id);
      formats_.push_back(code == codes_.end() ? builtin_format(id) : code->second);
    }
  }
  void close(std::string_view element) override {
    if (element == "cellXfs") within_cells_ = false;
  }
  std::vector<NumberFormat> take() { return std::move(formats_); }

 private:
  std::map<uint32_t, NumberFormat> codes_;
  std::vector<NumberFormat> formats_;
  bool within_cells_ = false;
};

template <typename Handler>
auto read_part(const SheetParts& parts, const std::optional<uint64_t>& part, const Bounds& bounds) {
  Handler handler;
  if (part) XmlReader(open_zip_member(parts.path, parts.identity, *part, bounds), handler).finish();
  return handler.take();
}

}  // namespace

void SharedStrings::add(std::string_view text) {
  text_ += text;
  ends_.push_back(text_.size());
}

std::string_view SharedStrings::at(size_t index) const {
  const uint64_t begin = index == 0 ? 0 : ends_[index - 1];
  return std::string_view(text_).substr(begin, ends_[index] - begin);
}

SharedStrings read_shared_strings(const SheetParts& parts, const Bounds& bounds) {
  return read_part<StringsHandler>(parts, parts.strings, bounds);
}

std::vector<NumberFormat> read_formats(const SheetParts& parts, const Bounds& bounds) {
  return read_part<StylesHandler>(parts, parts.styles, bounds);
}

std::string decode_escapes(std::string_view text) {
  constexpr size_t k_length = 7;  // _xHHHH_
  std::string out;
  size_t done = 0;
  for (size_t at = text.find("_x"); at != std::string_view::npos; at = text.find("_x", at)) {
    uint32_t code = 0;
    const char* digits = text.data() + at + 2;
    const bool is_whole = text.size() - at >= k_length && text[at + k_length - 1] == '_';
    const bool is_escape = is_whole &&
                           std::from_chars(digits, digits + 4, code, 16).ptr == digits + 4 &&
                           code != 0 && (code < 0xD800 || code >= 0xE000);
    if (!is_escape) {
      at += 2;
      continue;
    }
    char bytes[4];
    out.append(text.substr(done, at - done)).append(bytes, write_utf8(code, bytes));
    at += k_length;
    done = at;
  }
  return out.append(text.substr(done));
}

}  // namespace audit::ingest
