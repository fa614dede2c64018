// SPDX-License-Identifier: MIT
#include "reports/xml_text.hpp"

#include "util/text.hpp"

namespace audit::reports {

std::string xml_text(std::string_view text) {
  const std::string shown = util::visible(text);
  std::string out;
  out.reserve(shown.size());
  for (size_t at = 0; at < shown.size();) {
    const size_t start = at;
    switch (util::next_code_point(shown, at)) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case 0xFFFE:  // no characters of XML
      case 0xFFFF:
        out += "\xEF\xBF\xBD";
        break;
      default:
        out.append(shown, start, at - start);
    }
  }
  return out;
}

}  // namespace audit::reports
