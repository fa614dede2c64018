// SPDX-License-Identifier: MIT
// Any text as a cell of each type: no crash, and a value exactly where there is no fault.
#include <cstdint>
#include <string>
#include <string_view>

#include "ingest/cell.hpp"
#include "ingest/problem_log.hpp"
#include "util/fatal.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace audit;
  const std::string bytes(data, data + size);
  std::string buffer;
  const std::string_view text = ingest::clean_exact(bytes, buffer);
  if (text.empty()) return 0;
  const ingest::DateCell date = ingest::read_date(text);
  AUDIT_ASSERT((date.fault == ingest::DateFault::none) == (date.days != calendar::k_no_date));
  if (date.days != calendar::k_no_date) {
    // A date that was read reads back from its plain form.
    AUDIT_ASSERT(ingest::read_date(calendar::iso({date.days})).days == date.days);
  }
  const ingest::NumberCell number = ingest::read_number(text);
  AUDIT_ASSERT((number.fault == ingest::NumberFault::none) == (number.value != model::k_no_number));
  const ingest::BoolCell boolean = ingest::read_bool(text);
  AUDIT_ASSERT(!boolean.bad || boolean.value == model::k_no_bool);
  AUDIT_ASSERT(ingest::read_identifier(text).size() <= text.size());
  AUDIT_ASSERT(ingest::quoted(text, true).find('\'') == std::string::npos);
  return 0;
}
