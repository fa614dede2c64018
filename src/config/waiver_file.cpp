// SPDX-License-Identifier: MIT
#include "config/waiver_file.hpp"

#include <fmt/format.h>

#include "util/text.hpp"

namespace audit::config {
namespace {

struct WaiverFileDraft {
  static const Keys<WaiverFileDraft>& keys() {
    static const auto k_keys = Keys<WaiverFileDraft>{}.optional(
        "waiver", &WaiverFileDraft::waivers, "A violation, or a kind of them, that is let pass.");
    return k_keys;
  }
  std::vector<Node> waivers;
};

std::string check_text(const std::string& text) {
  return util::trim(text).empty() ? "expected a text that is not empty" : "";
}

/// An empty name would cover what has none; one with a space at its end, which exports don't keep,
/// could never match.
std::string check_what_is_named(const Text& name) {
  if (util::trim(name.text).empty()) return "expected a text that is not empty";
  return util::trim(name.text) == name.text
             ? ""
             : fmt::format("'{}' has a space at its beginning or end", name.text);
}

bool check_subject(const Node& waiver, util::Diagnostics& diagnostics) {
  for (const char* key : {"participant", "application", "record", "office", "case_manager"}) {
    if (waiver.find(key) != nullptr) return true;
  }
  diagnostics.error(
      waiver.spot,
      "a waiver needs one of 'participant', 'application', 'record', 'office' or 'case_manager'",
      "without one it would let every violation of the rule pass");
  return false;
}

bool check_dates(const WaiverDraft& waiver, util::Diagnostics& diagnostics) {
  if (waiver.until >= waiver.approved_on) return true;
  diagnostics.error(waiver.spot,
                    fmt::format("the waiver ends on {}, before it was approved on {}",
                                calendar::iso(waiver.until), calendar::iso(waiver.approved_on)));
  return false;
}

}  // namespace

const Keys<WaiverDraft>& WaiverDraft::keys() {
  static const auto k_keys =
      Keys<WaiverDraft>{}
          .required("rule", &WaiverDraft::rule, "A rule id, or a prefix ending in \".*\".",
                    check_what_is_named)
          .optional("participant", &WaiverDraft::participant,
                    "Only violations of this participant (key, compared exactly).",
                    check_what_is_named)
          .optional("application", &WaiverDraft::application,
                    "Only violations of this application (compared exactly).", check_what_is_named)
          .optional("record", &WaiverDraft::record,
                    "Only violations of the record with this key (compared exactly).",
                    check_what_is_named)
          .optional("office", &WaiverDraft::office, "Only violations of this office.",
                    check_what_is_named)
          .optional("case_manager", &WaiverDraft::case_manager,
                    "Only violations of this case manager.", check_what_is_named)
          .required("approved_by", &WaiverDraft::approved_by, "Who let it pass.", check_text)
          .required("approved_on", &WaiverDraft::approved_on, "When, e.g. 2026-01-15.")
          .required("until", &WaiverDraft::until,
                    "The last day on which it holds; after it the violation counts again.")
          .required("reason", &WaiverDraft::reason, "Why.", check_text);
  return k_keys;
}

std::vector<WaiverDraft> read_waiver_file(const std::string& file, const std::string& text,
                                          util::Diagnostics& diagnostics) {
  std::vector<WaiverDraft> waivers;
  Node root;
  if (!parse_toml(file, text, root, diagnostics)) return waivers;
  const auto decoded = WaiverFileDraft::keys().decode(root, "a waiver file", diagnostics);
  for (const Node& node : decoded.value.waivers) {
    auto waiver = WaiverDraft::keys().decode(node, WaiverDraft::k_what, diagnostics);
    if (node.kind != Node::Kind::table) continue;
    if (!check_subject(node, diagnostics) || !waiver.good) continue;
    if (check_dates(waiver.value, diagnostics)) waivers.push_back(std::move(waiver.value));
  }
  return waivers;
}

}  // namespace audit::config
