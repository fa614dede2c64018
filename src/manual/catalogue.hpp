// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "rules/load.hpp"

namespace audit::manual {

/// A rule file, as the page introduces it.
struct PackTitle {
  std::string name;
  std::string title;
  std::string source;
};

/// What the catalogue page is made from.
struct CatalogueInputs {
  const rules::Settings& settings;  ///< No faults in it.
  std::vector<PackTitle> packs;     ///< In the order of the page.
  std::string guide;                ///< Markdown that opens the page; may be empty.
  std::string traceability;         ///< Markdown section, see traceability_section; may be empty.
  bool enabled_only = false;        ///< Leave out the rules that the profile does not enable.
};

/// The whole catalogue as Markdown, from the rules themselves.
std::string catalogue_page(const CatalogueInputs& inputs);

/// One rule: what it checks in plain words, why, parameters, columns, citation, examples.
std::string rule_section(const rules::TypedRule& rule, const rules::Settings& settings,
                         bool enabled);

}  // namespace audit::manual
