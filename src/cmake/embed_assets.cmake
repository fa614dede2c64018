# SPDX-License-Identifier: MIT
# Writes OUTPUT, a C++ source that holds the style sheet STYLE and the script SCRIPT of the HTML report,
# and the style sheet SHEET that worklists and cases have besides, each with its hash as a Content-Security-Policy names it. Run by cmake -P whenever one of them changes.

# SHA-256 of a file in base64: CMake gives hex, a policy wants base64.
function(base64_sha256 file result)
  set(alphabet ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/)
  file(SHA256 ${file} hex)
  set(text "")
  # Three bytes (six hex digits) are four characters; 32 bytes leave two over: three characters and "=".
  foreach(at RANGE 0 60 6)
    string(SUBSTRING ${hex} ${at} 6 part)
    string(LENGTH ${part} digits)
    if(digits EQUAL 4)
      set(part "${part}00")
    endif()
    math(EXPR bits "0x${part}")
    foreach(shift 18 12 6 0)
      math(EXPR index "(${bits} >> ${shift}) & 63")
      string(SUBSTRING ${alphabet} ${index} 1 character)
      string(APPEND text ${character})
    endforeach()
  endforeach()
  string(SUBSTRING ${text} 0 43 text)
  set(${result} "${text}=" PARENT_SCOPE)
endfunction()

# The text as a list of string literals: compilers need not take one longer than 65,536 bytes.
function(literals file result)
  set(step 8000)
  set(delimiter "asset")
  file(READ ${file} text)
  string(FIND "${text}" ")${delimiter}\"" clash)
  if(NOT clash EQUAL -1)
    message(FATAL_ERROR "${file} must not hold )${delimiter}\"")
  endif()
  # CMake cuts by bytes: a character of several would be torn.
  string(REGEX MATCH "[^\t\n -~]" foreign "${text}")
  if(NOT foreign STREQUAL "")
    message(FATAL_ERROR "${file} must be plain ASCII")
  endif()
  string(LENGTH "${text}" length)
  set(out "")
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${text}" ${at} ${step} part)
    string(APPEND out "    R\"${delimiter}(${part})${delimiter}\",\n")
    math(EXPR at "${at} + ${step}")
  endwhile()
  set(${result} "${out}" PARENT_SCOPE)
endfunction()

base64_sha256(${STYLE} style_hash)
base64_sha256(${SHEET} sheet_hash)
base64_sha256(${SCRIPT} script_hash)
literals(${STYLE} style)
literals(${SHEET} sheet)
literals(${SCRIPT} script)
file(WRITE ${OUTPUT} "// SPDX-License-Identifier: MIT
// Made by src/cmake/embed_assets.cmake from the style sheets and the script of src/reports/html.
// NOLINTBEGIN(readability-function-size): one line of data after the other
#include \"reports/html/assets.hpp\"

namespace audit::reports::html {

const Asset& style() {
  static const Asset asset{\"sha256-${style_hash}\", {
${style}  }};
  return asset;
}

const Asset& sheet() {
  static const Asset asset{\"sha256-${sheet_hash}\", {
${sheet}  }};
  return asset;
}

const Asset& script() {
  static const Asset asset{\"sha256-${script_hash}\", {
${script}  }};
  return asset;
}

}  // namespace audit::reports::html
// NOLINTEND(readability-function-size)
")
