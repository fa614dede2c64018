// SPDX-License-Identifier: MIT
#include "reports/baseline_file.hpp"
#include "reports/report_schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "util/text.hpp"

namespace audit::reports {

namespace {

using Json = nlohmann::json;

constexpr auto k_violations = std::to_array<std::string_view>({"late", "overdue", "failed"});
constexpr auto k_others = std::to_array<std::string_view>({"upcoming", "met", "pending"});

/// Takes of a report what a baseline needs, and notes the first thing that no report has.
class Reader : public Json::json_sax_t {
 public:
  bool null() override { return value({}, {}); }
  bool boolean(bool held) override { return value({}, held); }
  bool number_integer(number_integer_t /*number*/) override { return value({}, {}); }
  bool number_unsigned(number_unsigned_t /*number*/) override { return value({}, {}); }
  bool number_float(number_float_t /*number*/, const string_t& /*text*/) override {
    return value({}, {});
  }
  bool string(string_t& text) override { return value(text, {}); }
  bool binary(binary_t& /*bytes*/) override { return value({}, {}); }

  bool start_object(size_t /*elements*/) override {
    if (depth_ == k_in_list && in_findings()) finding_ = {};
    return open();
  }
  bool start_array(size_t /*elements*/) override {
    if (depth_ == k_in_report && key_ == "findings") has_findings_ = true;
    if (depth_ == k_in_list && in_findings()) return refuse("one of its findings is no object");
    return open();
  }
  bool end_object() override {
    --depth_;
    if (depth_ == 0) return is_whole();
    return depth_ != k_in_list || !in_findings() || take_finding();
  }
  bool end_array() override {
    --depth_;
    return depth_ > 0 || refuse("it is no report of caljobs-audit");
  }
  bool key(string_t& name) override {
    if (depth_ == k_in_report) section_ = name;
    key_ = name;
    return true;
  }
  bool parse_error(size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    if (fault_.empty()) fault_ = fmt::format("it is no whole JSON file (byte {})", position);
    return false;
  }

  [[nodiscard]] const std::string& fault() const { return fault_; }
  findings::Baseline take() {
    std::ranges::sort(baseline_.violations);
    return std::move(baseline_);
  }

 private:
  // How many objects and arrays are open: in the report's own object, in one of its lists (or its
  // "run"), in an element of a list.
  static constexpr size_t k_in_report = 1;
  static constexpr size_t k_in_list = 2;
  static constexpr size_t k_in_finding = 3;

  struct Held {
    std::string status;
    std::string fingerprint;
    std::optional<bool> waived;
  };

  [[nodiscard]] bool in_findings() const { return section_ == "findings"; }

  bool open() {
    if (depth_ == 0 && opened_) return refuse("it is no report of caljobs-audit");
    opened_ = true;
    ++depth_;
    return true;
  }

  bool refuse(std::string why) {
    if (fault_.empty()) fault_ = std::move(why);
    return false;
  }

  bool value(std::string_view text, std::optional<bool> held) {
    if (depth_ == 0) return refuse("it is no report of caljobs-audit");
    if (depth_ == k_in_report && key_ == "schema") {
      has_schema_ = text == k_report_schema;
      if (!has_schema_) return refuse(fmt::format("its \"schema\" is not {}", k_report_schema));
    } else if (depth_ == k_in_list && section_ == "run") {
      if (key_ == "profile") baseline_.profile = text;
      if (key_ == "as_of") baseline_.as_of = text;
    } else if (depth_ == k_in_list && in_findings()) {
      return refuse("one of its findings is no object");
    } else if (depth_ == k_in_finding && in_findings()) {
      if (key_ == "status") finding_.status = text;
      if (key_ == "fingerprint") finding_.fingerprint = text;
      if (key_ == "waived") finding_.waived = held;
    }
    return true;
  }

  bool take_finding() {
    ++findings_;
    const auto bits = findings::parse_fingerprint(finding_.fingerprint);
    const bool is_violation =
        std::ranges::find(k_violations, finding_.status) != k_violations.end();
    const bool is_other = std::ranges::find(k_others, finding_.status) != k_others.end();
    if (!bits || !finding_.waived || (!is_violation && !is_other)) {
      return refuse(
          fmt::format("its finding {} has no fingerprint, status or \"waived\" of a "
                      "report",
                      findings_));
    }
    if (is_violation && !*finding_.waived) baseline_.violations.push_back(*bits);
    return true;
  }

  bool is_whole() {
    if (!has_schema_) return refuse("it is no report of caljobs-audit");
    return has_findings_ || refuse("it has no list of findings");
  }

  findings::Baseline baseline_;
  Held finding_;
  std::string section_;  // the report's key that is being read
  std::string key_;      // the last key at any depth
  std::string fault_;
  size_t depth_ = 0;
  size_t findings_ = 0;
  bool opened_ = false;
  bool has_schema_ = false;
  bool has_findings_ = false;
};

/// `parse` hands the report to the reader; false: it broke off.
template <typename Parse>
findings::Baseline read_by(const Parse& parse, const std::string& name,
                           util::Diagnostics& diagnostics) {
  Reader reader;
  if (parse(reader) && reader.fault().empty()) return reader.take();
  diagnostics.error({.file = name},
                    fmt::format("the baseline '{}' can't be used: {}", util::visible(name),
                                reader.fault().empty() ? "it can't be read" : reader.fault()),
                    "give a JSON report of an earlier 'check' (-o report.json)");
  return {};
}

}  // namespace

findings::Baseline read_baseline(const std::string& path, util::Diagnostics& diagnostics) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                             std::fclose);
  if (file == nullptr) {
    diagnostics.error({.file = path},
                      fmt::format("the baseline '{}' can't be read", util::visible(path)));
    return {};
  }
  const auto parse = [&file](Reader& reader) {
    return Json::sax_parse(file.get(), &reader) && std::ferror(file.get()) == 0;
  };
  return read_by(parse, path, diagnostics);
}

findings::Baseline read_baseline_text(const std::string& text, const std::string& name,
                                      util::Diagnostics& diagnostics) {
  return read_by([&text](Reader& reader) { return Json::sax_parse(text, &reader); }, name,
                 diagnostics);
}

}  // namespace audit::reports
