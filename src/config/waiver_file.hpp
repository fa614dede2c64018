// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "config/keys.hpp"

namespace audit::config {

/// A [[waiver]] as written.
struct WaiverDraft {
  static constexpr const char* k_what = "a waiver";
  static const Keys<WaiverDraft>& keys();

  util::Spot spot;
  Text rule;
  Text participant;
  Text application;
  Text record;
  Text office;
  Text case_manager;
  std::string approved_by;
  calendar::Date approved_on;
  calendar::Date until;
  std::string reason;
};

/// Reads a waiver file. All faults (with place) go to `diagnostics`; only waivers without one are
/// in the result. That the rules are known is the caller's to check.
std::vector<WaiverDraft> read_waiver_file(const std::string& file, const std::string& text,
                                          util::Diagnostics& diagnostics);

}  // namespace audit::config
