// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

namespace audit::reports::html {

/// A file that stands inside every HTML report, as the build found it beside this header.
struct Asset {
  std::string_view hash;                ///< as a Content-Security-Policy names it: "sha256-…"
  std::vector<std::string_view> parts;  ///< its text, cut into pieces
};

const Asset& style();   ///< report.css
const Asset& sheet();   ///< sheet.css: what worklists and cases need besides
const Asset& script();  ///< report.js

}  // namespace audit::reports::html
