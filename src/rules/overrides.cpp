// SPDX-License-Identifier: MIT
#include "rules/overrides.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rules/values.hpp"

namespace audit::rules {
namespace {

using findings::Severity;

constexpr const char* k_option = "--param";

class OverrideReader {
 public:
  OverrideReader(const std::vector<std::string>& ids, util::Diagnostics& diagnostics)
      : ids_(ids), diagnostics_(diagnostics) {}

  void read(const config::ProfileDraft& profile) {
    for (const config::Node::Entry& rule : profile.params.entries) {
      if (!is_rule(rule)) continue;
      if (rule.value.kind != config::Node::Kind::table) {
        config::report_wrong_type(rule.value, "table of parameter = value", diagnostics_);
        continue;
      }
      for (const config::Node::Entry& entry : rule.value.entries) {
        made_.parameters[rule.key].push_back({entry.key, entry.spot, entry.value, {}});
      }
    }
    for (const config::Node::Entry& rule : profile.severity.entries) {
      if (is_rule(rule)) read_severity(rule);
    }
  }

  void read_option(const std::string& name, const std::string& value) {
    const size_t dot = name.rfind('.');
    const std::string id = dot == std::string::npos ? std::string() : name.substr(0, dot);
    const util::Spot spot{k_option, 0, 0, 1};
    if (std::ranges::find(ids_, id) == ids_.end()) {
      if (id.empty()) {
        diagnostics_.error(spot, fmt::format("'{}' names no parameter", name),
                           "write --param RULE.name=value");
      } else {
        config::report_unknown_name(spot, "rule", id, ids_, diagnostics_);
      }
      return;
    }
    made_.parameters[id].push_back({name.substr(dot + 1), spot, std::nullopt, value});
  }

  Overrides made() { return std::move(made_); }

 private:
  bool is_rule(const config::Node::Entry& entry) {
    if (std::ranges::find(ids_, entry.key) != ids_.end()) return true;
    const std::string prefix = entry.key + ".";
    const bool part =
        std::ranges::any_of(ids_, [&](const std::string& id) { return id.starts_with(prefix); });
    if (part) {
      diagnostics_.error(entry.spot, fmt::format("unknown rule '{}'", entry.key),
                         "write the whole id in quotes: \"" + prefix + "…\"");
    } else {
      config::report_unknown_name(entry.spot, "rule", entry.key, ids_, diagnostics_);
    }
    return false;
  }

  void read_severity(const config::Node::Entry& rule) {
    if (rule.value.kind == config::Node::Kind::text) {
      for (const Severity severity : {Severity::error, Severity::warning, Severity::info}) {
        if (rule.value.text != findings::show(severity)) continue;
        made_.severities[rule.key] = severity;
        return;
      }
    }
    diagnostics_.error(rule.value.spot, "expected \"error\", \"warning\" or \"info\"");
  }

  const std::vector<std::string>& ids_;
  util::Diagnostics& diagnostics_;
  Overrides made_;
};

void change_one(const ParameterChange& change, Parameter& parameter,
                util::Diagnostics& diagnostics) {
  if (change.value) {
    if (auto value = read_value_of(*change.value, parameter.type, diagnostics)) {
      parameter.value = std::move(*value);
    }
    return;
  }
  if (auto value = parse_value_of(change.option_text, parameter.type)) {
    parameter.value = std::move(*value);
    return;
  }
  diagnostics.error(change.spot,
                    fmt::format("'{}' is no {} for the parameter '{}'", change.option_text,
                                model::show(parameter.type), parameter.name),
                    fmt::format("the rule says '{}'", show_value(parameter.declared)));
}

}  // namespace

Overrides read_overrides(const std::vector<config::ProfileFile>& chain,
                         const std::vector<std::pair<std::string, std::string>>& options,
                         const std::vector<std::string>& ids, util::Diagnostics& diagnostics) {
  OverrideReader reader(ids, diagnostics);
  for (const config::ProfileFile& file : chain) reader.read(file.draft);
  for (const auto& [name, value] : options) reader.read_option(name, value);
  return reader.made();
}

void change_parameters(const std::vector<ParameterChange>& changes,
                       std::vector<Parameter>& parameters, util::Diagnostics& diagnostics) {
  for (const ParameterChange& change : changes) {
    const auto parameter = std::ranges::find(parameters, change.name, &Parameter::name);
    if (parameter != parameters.end()) {
      change_one(change, *parameter, diagnostics);
      continue;
    }
    std::vector<std::string> known;
    for (const Parameter& declared : parameters) known.push_back(declared.name);
    config::report_unknown_name(change.spot, "parameter", change.name, known, diagnostics);
  }
}

}  // namespace audit::rules
