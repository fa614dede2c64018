// SPDX-License-Identifier: MIT
// From files to Settings, in one order: schema, profile, packs, names, sets, derived columns,
// rules, calendar. A fault stops nothing but what rests on it, so that all faults are told in one
// go.
#include "rules/load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <span>

#include "config/calendar_file.hpp"
#include "config/files.hpp"
#include "config/profile.hpp"
#include "config/schema_file.hpp"
#include "rules/digest.hpp"
#include "rules/enabling.hpp"
#include "rules/language/names.hpp"
#include "rules/needs.hpp"
#include "rules/overrides.hpp"
#include "rules/pack.hpp"
#include "rules/rule_typer.hpp"
#include "rules/sets.hpp"
#include "rules/spans.hpp"
#include "rules/suspicions.hpp"
#include "util/parallel.hpp"

namespace audit::rules {
namespace {

constexpr calendar::Duration k_default_remind{14, calendar::Unit::days};  // spec 3, "Examples"

// More than any pack has: of thousands of rules not all are held twice.
constexpr size_t k_typed_at_a_time = 250;

util::Spot option_spot(const char* option) { return {option, 0, 0, 1}; }

class Loader {
 public:
  Loader(const Options& options, const config::Files& files, util::Diagnostics& diagnostics)
      : options_(options), files_(files), diagnostics_(diagnostics), packs_(files) {}

  Settings run() {
    if (!read_bundled()) return std::move(settings_);
    extend_schema();
    read_packs();
    read_sets();
    read_derived();
    read_rules();
    read_calendar();
    read_rest();
    if (options_.suspicions) {
      find_suspicions(packs_.list(), settings_.rules, used_rules(), diagnostics_);
    }
    settings_.rules.digest = rules_digest(settings_, holidays_, bundled_data());
    return std::move(settings_);
  }

 private:
  using Draft = std::pair<const RuleDraft*, const PackHeader*>;

  /// A rule that some thread checks.
  struct Typing {
    util::Diagnostics diagnostics;
    std::optional<TypedRule> rule;
  };

  /// The schema, the profile and the bundled packs. To decode schema and packs is most of the work,
  /// which all threads do, the largest file first.
  bool read_bundled() {
    const std::string path = config::join_path(options_.rules_folder, "schema.toml");
    const auto text = files_.read(path);
    if (!text) {
      diagnostics_.error({path, 0, 0, 1}, "the schema can't be read",
                         "name the folder of the bundled rules");
      return false;
    }
    util::Diagnostics of_profile;
    profile_ = config::read_profile(
        files_, {options_.rules_folder, options_.profile, options_.config_file}, of_profile);
    packs_.open_bundled(options_.rules_folder);

    util::Diagnostics of_schema;
    std::vector<std::pair<size_t, std::function<void()>>> tasks;
    tasks.emplace_back(text->size(),
                       [&] { settings_.schema = config::read_schema(path, *text, of_schema); });
    for (size_t i = 0; i < packs_.opened(); ++i) {
      tasks.emplace_back(packs_.opened_bytes(i), [this, i] { packs_.decode_opened(i); });
    }
    std::ranges::stable_sort(tasks, std::greater<>{}, [](const auto& task) { return task.first; });
    util::parallel_for(tasks.size(), options_.threads, [&](size_t i) { tasks[i].second(); });
    diagnostics_.add(of_schema);
    diagnostics_.add(of_profile);
    return true;
  }

  void extend_schema_by(const config::Profile& profile) {
    for (const config::NewColumn& column : profile.columns) {
      config::add_column(settings_.schema, column, diagnostics_);
    }
    for (const config::HeaderOverride& change : profile.headers) {
      config::override_headers(settings_.schema, change, diagnostics_);
    }
  }

  void extend_schema() {
    extend_schema_by(profile_);
    if (!options_.columns_from.empty()) {
      columns_from_ = config::read_profile(
          files_, {options_.rules_folder, {}, options_.columns_from}, diagnostics_);
      extend_schema_by(columns_from_);
    }
    const util::Spot spot = option_spot("--column");
    for (const auto& [name, header] : options_.columns) {
      const size_t dot = name.find('.');
      if (dot == std::string::npos) {
        diagnostics_.error(spot, fmt::format("'{}' is no column", name),
                           "write --column TABLE.column=HEADER");
        continue;
      }
      config::override_headers(
          settings_.schema,
          {
              {name.substr(0,        dot), spot},
              {name.substr(dot + 1),                spot},
              {{header, spot}}
      },
          diagnostics_);
    }
  }

  void read_packs() {
    packs_.add_opened(diagnostics_);
    if (!packs_.list().empty()) always_.push_back(0);  // core
    for (const std::string& path : options_.extra_packs) {
      for (const size_t pack : packs_.read_extra(path, diagnostics_)) always_.push_back(pack);
    }
    for (const auto& of_file : listed_packs(columns_from_, diagnostics_)) {
      always_.insert(always_.end(), of_file.begin(), of_file.end());
    }
    const auto listed = listed_packs(profile_, diagnostics_);
    ids_ = packs_.rule_ids();
    enabling_ = enabled_by(profile_, listed, diagnostics_);
    enabling_.restrict_to(options_.only, options_.skip, ids_, diagnostics_);
  }

  /// The packs that each file of a chain lists, as positions in Packs::list().
  std::vector<std::vector<size_t>> listed_packs(const config::Profile& profile,
                                                util::Diagnostics& diagnostics) {
    std::vector<std::vector<size_t>> listed;
    for (const config::ProfileFile& file : profile.chain) {
      std::vector<size_t> of_file;
      for (const Text& pack : file.draft.packs) {
        const auto index = packs_.find_or_read({pack, file.folder}, diagnostics);
        if (index) of_file.push_back(*index);
      }
      listed.push_back(std::move(of_file));
    }
    return listed;
  }

  Enabling enabled_by(const config::Profile& profile,
                      const std::vector<std::vector<size_t>>& listed,
                      util::Diagnostics& diagnostics) const {
    Enabling enabling;
    for (const size_t pack : always_) enabling.list(pack, packs_.list());
    for (size_t i = 0; i < listed.size(); ++i) {
      for (const size_t pack : listed[i]) enabling.list(pack, packs_.list());
      enabling.apply(profile.chain[i].draft, ids_, diagnostics);
    }
    return enabling;
  }

  /// Rules that this profile or a bundled one enables.
  std::set<std::string> used_rules() {
    std::set<std::string> used = enabling_.enabled();
    const std::string folder = config::join_path(options_.rules_folder, "profiles");
    for (const std::string& path : files_.list(folder)) {
      util::Diagnostics unused;  // faults are told of the profile in use
      const config::Profile profile =
          config::read_profile(files_, {options_.rules_folder, config::stem_of(path), {}}, unused);
      const auto enabling = enabled_by(profile, listed_packs(profile, unused), unused);
      used.insert(enabling.enabled().begin(), enabling.enabled().end());
    }
    return used;
  }

  void read_sets() {
    SetTable sets;
    for (const Pack& pack : packs_.list()) {
      for (const SetDraft& draft : pack.draft.sets) sets.add(draft, diagnostics_);
    }
    for (const config::ProfileFile& file : profile_.chain) {
      sets.change(file.draft.sets, diagnostics_);
    }
    settings_.rules.sets = sets.made();
  }

  void read_derived() {
    std::vector<DerivedDraft> drafts;
    for (const Pack& pack : packs_.list()) {
      for (const DeriveDraft& draft : pack.draft.derived) {
        if (!draft.table.given() || draft.name.text.empty() || !draft.value.given()) continue;
        const auto table = find_table(draft.table, settings_.schema, diagnostics_);
        if (!table || is_derived_twice(draft, *table, drafts)) continue;
        drafts.push_back({
            *table,
            draft.name.text,
            {draft.value.text, draft.value.spot},
            draft.doc,
            pack.draft.header.name.text,
            draft.name.spot
        });
      }
    }
    settings_.rules.derived =
        check_derived(drafts, settings_.schema, settings_.rules.sets, diagnostics_);
    resolve_spans(settings_.schema, settings_.rules.derived, diagnostics_);
  }

  bool is_derived_twice(const DeriveDraft& draft, model::TableIndex table,
                        const std::vector<DerivedDraft>& drafts) {
    const auto known = std::ranges::find_if(drafts, [&](const DerivedDraft& other) {
      return other.table == table && other.name == draft.name.text;
    });
    if (known == drafts.end()) return false;
    diagnostics_.error(
        draft.name.spot,
        fmt::format("derived column '{}.{}' is already defined at {}:{}", draft.table.text,
                    draft.name.text, known->name_spot.file.text(), known->name_spot.line));
    return true;
  }

  /// All threads check some rules, whose faults and results then follow one another as the rules
  /// do.
  void type_rules(std::span<const Draft> drafts, const RuleContext& context) {
    std::vector<Typing> typings(drafts.size());
    util::parallel_for(drafts.size(), options_.threads, [&](size_t i) {
      Typing& one = typings[i];
      one.diagnostics = diagnostics_.of_same_sources();
      one.rule = type_rule(*drafts[i].first, *drafts[i].second, context, one.diagnostics);
    });
    for (Typing& one : typings) {
      diagnostics_.add(one.diagnostics);
      if (!one.rule) continue;
      auto& list = enabling_.enabled().contains(one.rule->id) ? settings_.rules.rules
                                                              : settings_.rules.disabled;
      list.push_back(std::move(*one.rule));
    }
  }

  void read_rules() {
    settings_.remind = remind();
    const Overrides overrides =
        read_overrides(profile_.chain, options_.parameters, ids_, diagnostics_);
    const Names names(settings_.schema, &settings_.rules.derived);
    const RuleContext context{settings_.schema, settings_.rules.derived, settings_.rules.sets,
                              overrides,        settings_.remind,        names};
    std::vector<Draft> drafts;
    for (const Pack& pack : packs_.list()) {
      for (const RuleDraft& draft : pack.draft.rules)
        drafts.emplace_back(&draft, &pack.draft.header);
    }
    for (size_t first = 0; first < drafts.size(); first += k_typed_at_a_time) {
      const size_t count = std::min(drafts.size() - first, k_typed_at_a_time);
      type_rules(std::span(drafts).subspan(first, count), context);
    }
    std::ranges::stable_sort(settings_.rules.rules, {}, &TypedRule::id);
    std::ranges::stable_sort(settings_.rules.disabled, {}, &TypedRule::id);
  }

  calendar::Duration remind() {
    const calendar::Duration of_profile = profile_.remind.value_or(k_default_remind);
    if (options_.remind.empty()) return of_profile;
    const auto given = calendar::parse_duration(options_.remind);
    if (!given) {
      diagnostics_.error(option_spot("--remind"),
                         fmt::format("'{}' is no duration", options_.remind),
                         "write it as \"14 days\" or \"5 business days\"");
    }
    return given.value_or(of_profile);
  }

  void read_calendar() {
    config::Reference reference = profile_.calendar;
    if (!options_.calendar.empty()) {
      reference = {
          {options_.calendar, option_spot("--calendar")},
          {                 }
      };
    }
    config::CalendarFile file;
    file.name = "none";
    if (reference.given()) {
      file = config::read_calendar(files_, options_.rules_folder, reference, diagnostics_);
    }
    std::vector<calendar::Suspension> suspensions;
    for (const auto* list : {&file.suspensions, &profile_.suspensions}) {
      for (const config::SuspensionDraft& draft : *list) {
        suspensions.push_back({draft.from, draft.until, draft.reason, suspended_rules(draft)});
      }
    }
    settings_.calendar = calendar::Calendar(file.name, file.holidays, std::move(suspensions));
    holidays_ = std::move(file.holidays);
  }

  std::vector<std::string> suspended_rules(const config::SuspensionDraft& draft) {
    std::vector<std::string> patterns;
    for (const Text& pattern : draft.rules) {
      check_pattern_of_rules(pattern, ids_, diagnostics_);
      patterns.push_back(pattern.text);
    }
    return patterns;
  }

  void read_rest() {
    settings_.profile = profile_.name;
    settings_.rules.profile = profile_.name;
    settings_.as_of = profile_.as_of;
    if (profile_.fail_on) settings_.fail_on = *profile_.fail_on;
    settings_.max_age = profile_.max_age;
    settings_.waivers = profile_.waivers;
    for (const Text& table : profile_.expect) {
      if (find_table(table, settings_.schema, diagnostics_)) settings_.expect.push_back(table.text);
    }
  }

  /// The bytes of bundled reference tables decide findings as rules do.
  [[nodiscard]] std::vector<std::string> bundled_data() const {
    std::vector<std::string> data;
    for (const model::TableDef& table : settings_.schema.tables) {
      if (table.bundled.empty()) continue;
      const auto text = files_.read(config::join_path(options_.rules_folder, table.bundled));
      data.push_back(text.value_or(std::string()));
    }
    return data;
  }

  const Options& options_;
  const config::Files& files_;
  util::Diagnostics& diagnostics_;
  Settings settings_;
  config::Profile profile_;
  config::Profile columns_from_;  // no file: empty
  Packs packs_;
  Enabling enabling_;
  std::vector<size_t> always_;  // packs that are listed whatever the profile says
  std::vector<std::string> ids_;
  std::vector<calendar::Holiday> holidays_;
};

}  // namespace

Settings load(const Options& options, const config::Files& files, util::Diagnostics& diagnostics) {
  return Loader(options, files, diagnostics).run();
}

Settings load(const Options& options, util::Diagnostics& diagnostics) {
  return load(options, config::DiskFiles(), diagnostics);
}

}  // namespace audit::rules
