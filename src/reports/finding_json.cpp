// SPDX-License-Identifier: MIT
#include "reports/finding_json.hpp"

#include <fmt/format.h>

#include "reports/finding_text.hpp"
#include "reports/json_writer.hpp"
#include "reports/plain_bytes.hpp"

namespace audit::reports {

namespace {

using findings::Finding;

constexpr PlainBytes k_plain("\"\\");

void put_text(std::string_view value, ByteBuffer& out) {
  if (!k_plain.all(value)) {
    std::string escaped;
    append_json_text(escaped, value);
    out.put(escaped);
    return;
  }
  char* const at = out.room(value.size() + 2);
  at[0] = '"';
  if (!value.empty()) std::memcpy(at + 1, value.data(), value.size());
  at[value.size() + 1] = '"';
  out.advance(value.size() + 2);
}

void put_text_or_null(std::string_view value, ByteBuffer& out) {
  if (value.empty()) {
    out.words("null");
  } else {
    put_text(value, out);
  }
}

void put_number_or_null(int64_t value, ByteBuffer& out) {
  if (value == 0) {
    out.words("null");
    return;
  }
  const fmt::format_int digits(value);
  out.put(std::string_view(digits.data(), digits.size()));
}

void put_boolean(bool value, ByteBuffer& out) { out.put(value ? "true" : "false"); }

void put_record(const Finding& finding, ByteBuffer& out) {
  out.words(", \"record\": {\"table\": ");
  put_text(finding.table, out);
  out.words(", \"key\": ");
  put_text_or_null(finding.key, out);
  out.words(", \"file\": ");
  put_text_or_null(finding.file, out);
  out.words(", \"line\": ");
  put_number_or_null(finding.line, out);
  out.words("}");
}

void put_dates(const Finding& finding, ByteBuffer& out) {
  out.words(", \"trigger\": ");
  put_text_or_null(date_text(finding.trigger), out);
  out.words(", \"due\": ");
  put_text_or_null(date_text(finding.due), out);
  out.words(", \"met_on\": ");
  put_text_or_null(date_text(finding.met_on), out);
  out.words(", \"late_by\": ");
  put_number_or_null(finding.late_by, out);
  out.words(", \"late_unit\": ");
  put_text_or_null(late_unit(finding), out);
}

void put_people(const Finding& finding, ByteBuffer& out) {
  out.words(", \"region\": ");
  put_text_or_null(finding.region, out);
  out.words(", \"office\": ");
  put_text_or_null(finding.office, out);
  out.words(", \"case_manager\": ");
  put_text_or_null(finding.case_manager, out);
  out.words(", \"participant_name\": ");
  put_text_or_null(finding.participant_name, out);
}

}  // namespace

FindingJson::FindingJson(const findings::Audit& audit) {
  for (const findings::RuleResult& rule : audit.rules) {
    OfRule texts;
    texts.front = "{\"rule\": ";
    append_json_text(texts.front, rule.id);
    texts.front += ", \"severity\": ";
    append_json_text(texts.front, findings::show(rule.severity));
    if (rule.cite.empty()) {
      texts.cite = "null";
    } else {
      append_json_text(texts.cite, rule.cite);
    }
    rules_.push_back(std::move(texts));
  }
}

void FindingJson::append(const Finding& finding, ByteBuffer& out) const {
  const OfRule& rule = rules_[finding.rule];
  out.put(rule.front);
  out.words(", \"status\": ");
  put_text(findings::show(finding.status), out);
  out.words(", \"participant\": ");
  put_text_or_null(finding.participant, out);
  out.words(", \"application\": ");
  put_text_or_null(finding.application, out);
  put_record(finding, out);
  put_dates(finding, out);
  put_people(finding, out);
  out.words(", \"message\": ");
  put_text(finding.message, out);
  out.words(", \"remedy\": ");
  put_text_or_null(finding.remedy, out);
  out.words(", \"cite\": ");
  out.put(rule.cite);
  out.words(", \"waived\": ");
  put_boolean(finding.waived, out);
  out.words(", \"baselined\": ");
  put_boolean(finding.baselined, out);
  out.words(", \"fingerprint\": \"");
  finding.fingerprint.put_hex(out.room(findings::Fingerprint::k_digits));
  out.advance(findings::Fingerprint::k_digits);
  out.words("\"}");
}

}  // namespace audit::reports
