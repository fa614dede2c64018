// SPDX-License-Identifier: MIT
// Prints, as JSON, what the program's own tables say of commands, options, keys, forms and
// functions: man/source/make_pages.py makes the manual's reference parts of it.
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/arguments.hpp"
#include "config/calendar_file.hpp"
#include "config/profile.hpp"
#include "config/schema_draft.hpp"
#include "config/waiver_file.hpp"
#include "reports/format.hpp"
#include "rules/draft.hpp"
#include "rules/form_keys.hpp"
#include "rules/language/functions/functions.hpp"

namespace {

using audit::config::KeyDoc;
using nlohmann::ordered_json;

ordered_json keys(const std::vector<KeyDoc>& docs) {
  ordered_json rows = ordered_json::array();
  for (const KeyDoc& key : docs) {
    rows.push_back({
        {"name",     key.name        },
        {"type",     key.type        },
        {"required", key.required    },
        {"default",  key.default_text},
        {"doc",      key.doc         }
    });
  }
  return rows;
}

ordered_json all_keys() {
  return {
      {"profile",    keys(audit::config::ProfileDraft::keys().docs())   },
      {"column",     keys(audit::config::ColumnDraft::keys().docs())    },
      {"suspension", keys(audit::config::SuspensionDraft::keys().docs())},
      {"calendar",   keys(audit::config::CalendarDraft::keys().docs())  },
      {"holiday",    keys(audit::config::HolidayDraft::keys().docs())   },
      {"waiver",     keys(audit::config::WaiverDraft::keys().docs())    },
      {"file",       keys(audit::rules::PackDraft::keys().docs())       },
      {"pack",       keys(audit::rules::PackHeader::keys().docs())      },
      {"rule",       keys(audit::rules::RuleDraft::keys().docs())       },
      {"effective",  keys(audit::rules::EffectiveDraft::keys().docs())  },
      {"example",    keys(audit::rules::ExampleDraft::keys().docs())    },
      {"set",        keys(audit::rules::SetDraft::keys().docs())        },
      {"derive",     keys(audit::rules::DeriveDraft::keys().docs())     },
  };
}

ordered_json commands() {
  ordered_json rows = ordered_json::array();
  for (const audit::cli::CommandDoc& command : audit::cli::describe_commands()) {
    ordered_json options = ordered_json::array();
    for (const audit::cli::OptionDoc& option : command.options) {
      options.push_back({
          {"names",   option.names  },
          {"value",   option.value  },
          {"choices", option.choices},
          {"doc",     option.doc    }
      });
    }
    rows.push_back({
        {"name",    command.name   },
        {"purpose", command.purpose},
        {"options", options        }
    });
  }
  return rows;
}

ordered_json forms() {
  ordered_json rows = ordered_json::array();
  for (const audit::rules::FormKeys& form : audit::rules::form_keys()) {
    rows.push_back({
        {"name",     audit::rules::show(form.form)},
        {"summary",  form.summary                 },
        {"required", form.required                },
        {"allowed",  form.allowed                 }
    });
  }
  return rows;
}

ordered_json formats() {
  ordered_json rows = ordered_json::array();
  for (const audit::reports::Format& format : audit::reports::formats()) {
    rows.push_back({
        {"name",      format.name     },
        {"extension", format.extension},
        {"summary",   format.summary  }
    });
  }
  return rows;
}

ordered_json functions() {
  ordered_json rows = ordered_json::array();
  for (const audit::rules::FunctionDoc& function : audit::rules::functions()) {
    rows.push_back({
        {"name",      function.name     },
        {"signature", function.signature},
        {"doc",       function.doc      },
        {"example",   function.example  }
    });
  }
  return rows;
}

}  // namespace

int main() {
  const ordered_json all = {
      {"commands",  commands() },
      {"keys",      all_keys() },
      {"forms",     forms()    },
      {"formats",   formats()  },
      {"functions", functions()}
  };
  std::puts(all.dump(1).c_str());
  return 0;
}
