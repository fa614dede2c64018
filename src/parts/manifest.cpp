// SPDX-License-Identifier: MIT
#include "parts/manifest.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "util/descriptor.hpp"
#include "util/fatal.hpp"
#include "util/hash.hpp"
#include "util/text.hpp"

namespace audit::parts {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* k_schema = "caljobs-audit/part/1";

// Bytes that are not UTF-8 (names of files) would not survive JSON: they are written as the visible
// text \xNN that reports show anyhow.
std::string safe(const std::string& text) {
  const Json probe = text;
  try {
    static_cast<void>(probe.dump());
    return text;
  } catch (const nlohmann::json::exception&) {
    return util::visible(text);
  }
}

Json safe_list(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) list.push_back(safe(text));
  return list;
}

Json json_of(const ManifestInput& input) {
  const model::InputFile& whole = input.whole;
  return {
      {"path",      safe(whole.path)},
      {"table",     whole.table     },
      {"encoding",  whole.encoding  },
      {"delimiter", std::string(1,    whole.delimiter)},
      {"header_line",           whole.header_line              },
      {"bytes",           whole.bytes      },
      {"rows",           whole.rows               },
      {"accepted",           whole.accepted  },
      {"rejected",           whole.rejected               },
      {"ignored",           whole.ignored   },
      {"lines_ignored",           whole.lines_ignored         },
      {"digest",           whole.digest          },
      {"audited",           whole.audited        },
      {"stored",           input.stored           },
      {"stored_rows",           input.stored_rows   },
      {"stored_digest",           input.stored_digest         },
      {"headers",           safe_list(input.headers)         },
      {"columns",           safe_list(input.columns)         }
  };
}

ManifestInput input_of(const Json& json) {
  ManifestInput input;
  model::InputFile& whole = input.whole;
  json.at("path").get_to(whole.path);
  json.at("table").get_to(whole.table);
  json.at("encoding").get_to(whole.encoding);
  const auto delimiter = json.at("delimiter").get<std::string>();
  whole.delimiter = delimiter.empty() ? ',' : delimiter.front();
  json.at("header_line").get_to(whole.header_line);
  json.at("bytes").get_to(whole.bytes);
  json.at("rows").get_to(whole.rows);
  json.at("accepted").get_to(whole.accepted);
  json.at("rejected").get_to(whole.rejected);
  json.at("ignored").get_to(whole.ignored);
  json.at("lines_ignored").get_to(whole.lines_ignored);
  json.at("digest").get_to(whole.digest);
  json.at("audited").get_to(whole.audited);
  json.at("stored").get_to(input.stored);
  json.at("stored_rows").get_to(input.stored_rows);
  json.at("stored_digest").get_to(input.stored_digest);
  json.at("headers").get_to(input.headers);
  json.at("columns").get_to(input.columns);
  return input;
}

Json json_of(const model::DataProblem& problem) {
  return {
      {"file",         safe(problem.file)   },
      {"line",         problem.line         },
      {"column",       safe(problem.column) },
      {"problem",      safe(problem.problem)},
      {"row_rejected", problem.row_rejected },
      {"count",        problem.count        },
      {"kind",         problem.kind         }
  };
}

model::DataProblem problem_of(const Json& json) {
  model::DataProblem problem;
  json.at("file").get_to(problem.file);
  json.at("line").get_to(problem.line);
  json.at("column").get_to(problem.column);
  json.at("problem").get_to(problem.problem);
  json.at("row_rejected").get_to(problem.row_rejected);
  json.at("count").get_to(problem.count);
  json.at("kind").get_to(problem.kind);
  return problem;
}

Json json_of(const model::InputWarning& warning) {
  return {
      {"code",  warning.code      },
      {"file",  safe(warning.file)},
      {"table", warning.table     },
      {"text",  safe(warning.text)}
  };
}

model::InputWarning warning_of(const Json& json) {
  return {json.at("code").get<std::string>(), json.at("file").get<std::string>(),
          json.at("table").get<std::string>(), json.at("text").get<std::string>()};
}

/// What all parts of one partition have in common.
Json common(const Manifest& manifest) {
  Json json;
  json["version"] = manifest.version;
  json["as_of"] = calendar::iso(manifest.as_of);
  json["rules_digest"] = manifest.rules_digest;
  json["unaudited_input"] = manifest.unaudited_input;
  json["empty_tables"] = manifest.empty_tables;
  for (const char* list : {"warnings", "problems"}) json[list] = Json::array();
  for (const model::InputWarning& warning : manifest.warnings) {
    json["warnings"].push_back(json_of(warning));
  }
  for (const model::DataProblem& problem : manifest.problems) {
    json["problems"].push_back(json_of(problem));
  }
  return json;
}

/// A name of a file within the part, and nothing that leads out of it.
bool is_plain_name(const std::string& name) {
  return !name.empty() && name.find('/') == std::string::npos && name.front() != '.';
}

Json parse_file(const std::string& path) {
  const auto text = util::read_file(path);
  if (!text) refuse_part(path, "cannot be read");
  return Json::parse(*text);
}

Manifest manifest_of(const Json& json) {
  Manifest manifest;
  json.at("part").get_to(manifest.number);
  json.at("of").get_to(manifest.of);
  json.at("whole").get_to(manifest.whole);
  json.at("version").get_to(manifest.version);
  json.at("rules_digest").get_to(manifest.rules_digest);
  const auto as_of = calendar::parse_iso(json.at("as_of").get<std::string>());
  if (!as_of) throw std::invalid_argument("as_of is no date");
  manifest.as_of = *as_of;
  json.at("unaudited_input").get_to(manifest.unaudited_input);
  json.at("empty_tables").get_to(manifest.empty_tables);
  for (const Json& one : json.at("warnings")) manifest.warnings.push_back(warning_of(one));
  for (const Json& one : json.at("problems")) manifest.problems.push_back(problem_of(one));
  for (const Json& one : json.at("inputs")) manifest.inputs.push_back(input_of(one));
  return manifest;
}

}  // namespace

std::string to_json(const Manifest& manifest) {
  Json json;
  json["schema"] = k_schema;
  json["part"] = manifest.number;
  json["of"] = manifest.of;
  json["whole"] = manifest.whole;
  json.update(common(manifest));
  json["inputs"] = Json::array();
  for (const ManifestInput& input : manifest.inputs) json["inputs"].push_back(json_of(input));
  json["digest"] = util::hash_hex(json.dump());
  return json.dump(1) + "\n";
}

bool is_part_folder(const std::string& folder) {
  std::error_code error;
  const std::filesystem::path path = std::filesystem::path(folder) / k_manifest_name;
  if (!std::filesystem::is_regular_file(path, error)) return false;
  std::ifstream file(path, std::ios::binary);
  std::string head(256, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<size_t>(file.gcount()));
  return head.find(k_schema) != std::string::npos;
}

Manifest read_manifest(const std::string& folder) {
  const std::string path = (std::filesystem::path(folder) / k_manifest_name).string();
  Manifest manifest;
  try {
    Json json = parse_file(path);
    const auto digest = json.at("digest").get<std::string>();
    json.erase("digest");
    if (util::hash_hex(json.dump()) != digest) {
      refuse_part(path, "it was changed after `partition` wrote it; partition the exports again");
    }
    manifest = manifest_of(json);
  } catch (const util::Fatal&) {
    throw;
  } catch (const std::exception&) {
    refuse_part(path, "it is no whole manifest of a part; partition the exports again");
  }
  for (const ManifestInput& input : manifest.inputs) {
    if (!input.stored.empty() && !is_plain_name(input.stored)) {
      refuse_part(path, "it names a file outside the part");
    }
  }
  return manifest;
}

void name_the_whole(Manifest& manifest) {
  Json json = common(manifest);
  json["of"] = manifest.of;
  for (const ManifestInput& input : manifest.inputs) {
    json["inputs"].push_back(Json::array(
        {safe(input.whole.path), input.whole.table, input.whole.digest, safe_list(input.columns)}));
  }
  manifest.whole = util::hash_hex(json.dump());
}

void refuse_part(const std::string& file, const std::string& why) {
  throw util::Fatal(util::ExitCode::input, fmt::format("{}: {}", util::visible(file), why));
}

}  // namespace audit::parts
