// SPDX-License-Identifier: MIT
#include "evidence/evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "evidence/sha256.hpp"
#include "ingest/file_source.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::evidence {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* k_schema = "caljobs-audit/evidence/1";
constexpr const char* k_evidence = "evidence.json";
constexpr const char* k_report = "report.json";
constexpr const char* k_baseline = "baseline.json";

std::string hash_of(ingest::ByteSource& source) {
  Sha256 hash;
  std::vector<char> piece(size_t{1} << 18U);
  while (const size_t bytes = source.read(piece)) hash.add(std::span(piece).first(bytes));
  return hash.finish();
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

Json json_of(const rules::Options& options) {
  Json json;
  json["profile"] = options.profile;
  json["config_file"] = options.config_file;
  json["columns_from"] = options.columns_from;
  json["extra_packs"] = options.extra_packs;
  json["only"] = options.only;
  json["skip"] = options.skip;
  json["parameters"] = options.parameters;
  json["calendar"] = options.calendar;
  json["remind"] = options.remind;
  json["columns"] = options.columns;
  return json;
}

rules::Options options_of(const Json& json) {
  rules::Options options;
  options.rules_folder = k_rules_folder;
  json.at("profile").get_to(options.profile);
  json.at("config_file").get_to(options.config_file);
  json.at("columns_from").get_to(options.columns_from);
  json.at("extra_packs").get_to(options.extra_packs);
  json.at("only").get_to(options.only);
  json.at("skip").get_to(options.skip);
  json.at("parameters").get_to(options.parameters);
  json.at("calendar").get_to(options.calendar);
  json.at("remind").get_to(options.remind);
  json.at("columns").get_to(options.columns);
  return options;
}

Json json_of(const ingest::Bounds& bounds) {
  return {
      {"cell_bytes",   bounds.cell_bytes  },
      {"columns",      bounds.columns     },
      {"expansion",    bounds.expansion   },
      {"member_bytes", bounds.member_bytes}
  };
}

ingest::Bounds bounds_of(const Json& json) {
  ingest::Bounds bounds;
  json.at("cell_bytes").get_to(bounds.cell_bytes);
  json.at("columns").get_to(bounds.columns);
  json.at("expansion").get_to(bounds.expansion);
  json.at("member_bytes").get_to(bounds.member_bytes);
  return bounds;
}

/// A name for a file in the zip: that in the bundled folder, else a number and its last part.
std::string member_name(const std::string& path, size_t number) {
  const std::string bundled = std::string(k_rules_folder) + "/";
  if (path.starts_with(bundled)) return "rules/" + path.substr(bundled.size());
  std::string name = path.substr(path.rfind('/') + 1);
  std::ranges::replace_if(
      name,
      [](char byte) {
        const bool is_plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                              (byte >= '0' && byte <= '9') || byte == '.' || byte == '-';
        return !is_plain;
      },
      '_');
  return fmt::format("own/{:03}-{}", number, name);
}

void add_files(const FileRecord& files, Json& json, Members& members) {
  Json list = Json::array();
  for (const auto& [path, text] : files.texts) {
    const std::string member = member_name(path, list.size() + 1);
    list.push_back({
        {"path",   path  },
        {"member", member}
    });
    members[member] = text;
  }
  json["files"] = list;
  json["lists"] = files.lists;
  json["identities"] = files.identities;
  json["folders"] = files.folders;
}

/// Text of a member, which is then no longer among them.
std::string take(Members& members, const std::string& name) {
  const auto found = members.find(name);
  if (found == members.end()) throw std::invalid_argument("it lacks its member " + name);
  std::string text = std::move(found->second);
  members.erase(found);
  return text;
}

FileRecord files_of(const Json& json, Members& members) {
  FileRecord files;
  for (const Json& one : json.at("files")) {
    files.texts[one.at("path").get<std::string>()] =
        take(members, one.at("member").get<std::string>());
  }
  json.at("lists").get_to(files.lists);
  json.at("identities").get_to(files.identities);
  json.at("folders").get_to(files.folders);
  return files;
}

Evidence evidence_of(const Json& json, Members& members) {
  if (json.value("schema", "") != k_schema) throw std::invalid_argument("it is no evidence");
  Evidence evidence;
  json.at("version").get_to(evidence.version);
  const auto as_of = calendar::parse_iso(json.at("as_of").get<std::string>());
  if (!as_of) throw std::invalid_argument("its as-of date is no date");
  evidence.as_of = *as_of;
  json.at("rules_digest").get_to(evidence.rules_digest);
  evidence.rules = options_of(json.at("options"));
  json.at("period").get_to(evidence.period);
  json.at("max_age").get_to(evidence.max_age);
  if (!json.at("max_bad_rows").is_null()) {
    evidence.max_bad_rows = json.at("max_bad_rows").get<uint64_t>();
  }
  evidence.bounds = bounds_of(json.at("bounds"));
  json.at("with_names").get_to(evidence.with_names);
  for (const Json& input : json.at("inputs")) {
    evidence.inputs.push_back({input.at("path").get<std::string>(),
                               input.at("sha256").get<std::string>(),
                               input.at("forced_table").get<std::string>()});
  }
  evidence.files = files_of(json, members);
  evidence.report = take(members, k_report);
  json.at("waivers").get_to(evidence.waivers);
  json.at("baseline").get_to(evidence.baseline_path);
  if (!evidence.baseline_path.empty()) evidence.baseline = take(members, k_baseline);
  return evidence;
}

}  // namespace

std::vector<EvidenceInput> hash_inputs(const std::vector<std::unique_ptr<ingest::Input>>& inputs) {
  std::map<std::string, std::string> known;  // by file
  std::vector<EvidenceInput> hashed;
  for (const auto& input : inputs) {
    EvidenceInput one{input->name(), {}, input->forced_table};
    const std::string file = input->stored_in();
    if (file.empty()) {
      one.sha256 = hash_of(*input->open());
    } else if (const auto found = known.find(file); found != known.end()) {
      one.sha256 = found->second;
    } else {
      one.sha256 = hash_of(*ingest::FileInput(input->name(), file).open());
      known[file] = one.sha256;
    }
    hashed.push_back(std::move(one));
  }
  std::ranges::stable_sort(hashed, {}, &EvidenceInput::path);
  return hashed;
}

Members to_members(const Evidence& evidence) {
  Json json;
  json["schema"] = k_schema;
  json["version"] = evidence.version;
  json["as_of"] = calendar::iso(evidence.as_of);
  json["rules_digest"] = evidence.rules_digest;
  json["options"] = json_of(evidence.rules);
  json["period"] = evidence.period;
  json["max_age"] = evidence.max_age;
  json["max_bad_rows"] = evidence.max_bad_rows ? Json(*evidence.max_bad_rows) : Json();
  json["bounds"] = json_of(evidence.bounds);
  json["with_names"] = evidence.with_names;
  json["waivers"] = evidence.waivers;
  json["baseline"] = evidence.baseline_path;
  json["inputs"] = Json::array();
  for (const EvidenceInput& input : evidence.inputs) {
    json["inputs"].push_back({
        {"path",         input.path        },
        {"sha256",       input.sha256      },
        {"forced_table", input.forced_table}
    });
  }
  Members members;
  add_files(evidence.files, json, members);
  members[k_report] = evidence.report;
  if (!evidence.baseline_path.empty()) members[k_baseline] = evidence.baseline;
  // Names that are not UTF-8 stand in no report as they are; here, too, they are replaced.
  members[k_evidence] = json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
  return members;
}

Evidence from_members(Members members, const std::string& path) {
  const auto refuse = [&](const std::string& why) {
    return util::Fatal(util::ExitCode::usage,
                       fmt::format("evidence '{}' cannot be used: {}", util::visible(path), why));
  };
  try {
    const Json json = Json::parse(take(members, k_evidence));
    Evidence evidence = evidence_of(json, members);
    if (!members.empty()) {
      throw std::invalid_argument("it has a member that it does not name: " +
                                  members.begin()->first);
    }
    return evidence;
  } catch (const nlohmann::json::exception&) {
    throw refuse("its evidence.json is not what this program wrote");
  } catch (const std::invalid_argument& fault) {
    throw refuse(util::visible(fault.what()));
  }
}

}  // namespace audit::evidence
