// SPDX-License-Identifier: MIT
// What is wrong in rule files, profiles and options: each kind of fault, at its place.
#include <doctest/doctest.h>

#include "rules/load.hpp"
#include "unit/rules/load_support.hpp"

namespace {

using audit::config::FileTexts;
using audit::config::MemoryFiles;
using audit::rules::load;
using audit::rules::Options;
using audit::util::Diagnostics;
using namespace audit::test;

template <class M>
Options with(M Options::*member, std::type_identity_t<M> value) {
  Options options = small_options();
  options.*member = std::move(value);
  return options;
}

struct Change {
  const char* name;
  const char* from;
  const char* to;  ///< holds "<here>"
  const char* part;
};

/// Replaces a part of a file of the small world and looks for the fault at the mark.
void check_change(const char* file, const Change& row) {
  CAPTURE(row.name);
  FileTexts files = small_world();
  std::string text = files[file];
  const size_t at = text.find(row.from);
  REQUIRE(at != std::string::npos);
  const auto marked = take_mark(text.replace(at, std::string(row.from).size(), row.to));
  files[file] = marked.text;
  Diagnostics diagnostics;
  load(small_options(), MemoryFiles(files), diagnostics);
  CHECK(diagnostics.has_errors());
  check_fault(diagnostics, marked, row.part);
}

TEST_CASE("load: faults of a rule's keys") {
  const Change rows[] = {
      {"unknown key",                "cite = \"Policy, 1\"",              "cite = \"c\"\n<here>remidy = \"x\"",
       "did you mean 'remedy'?"                                                                                                                  },
      {"requires for needs",         "needs = [",                         "<here>requires = [",
       "unknown key 'requires' in a rule; did you mean 'needs'?"                                                                                 },
      {"missing key",                "[[rule]]\nid = \"a.entered\"",      "<here>[[rule]]\nenabled = true",
       "a rule needs the key 'id'"                                                                                                               },
      {"missing cite",               "[[rule]]\nid = \"b.off\"",
       "<here>[[rule]]\nid = \"c\"\n[[rule]]\nid = \"b.off\"",                                                  "a rule needs the key 'cite'"    },
      {"empty message",              "message = \"no amount\"",           "message = \"<here>\"",               "the text is empty"              },
      {"id of capitals",             "id = \"b.off\"",                    "id = \"<here>B.off\"",               "'B.off' is no id"               },
      {"id that ends in a dot",      "id = \"b.off\"",                    "id = \"<here>b.\"",                  "is no id"                       },
      {"unknown severity",           "severity = \"info\"",               "severity = \"<here>notice\"",
       "unknown severity 'notice'"                                                                                                               },
      {"unknown table",              "for_each = \"cases\"\nwhere",       "for_each = \"<here>cazes\"\nwhere",
       "unknown table 'cazes'; did you mean 'cases'?"                                                                                            },
      {"singular for a table",       "for_each = \"cases\"\nwhere",       "for_each = \"<here>case\"\nwhere",
       "did you mean 'cases'?"                                                                                                                   },
      {"enabled as text",            "enabled = false",                   "enabled = \"<here>false\"",          "write true or false"            },
      {"remind no duration",         "remind = \"3 days\"",               "remind = \"<here>3d\"",              "'3d' is no duration"            },
      {"range turned round",         "effective = { from = 2020-07-27 }",
       "effective = <here>{ from = 2020-07-27, until = 2020-07-26 }",                                           "the range ends before it starts"},
      {"range of texts",             "effective = { from = 2020-07-27 }",
       "effective = { from = \"<here>2020-07-27\" }",                                                           "write a date without quotes"    },
      {"parameter that is a list",   "least = 10",                        "least = <here>[10]",
       "expected text, number, date or bool"                                                                                                     },
      {"parameter with five places", "least = 10",                        "least = <here>1.23456",
       "at most four decimal places"                                                                                                             },
      {"parameter's name",           "least = 10",                        "<here>Least = 10",                   "no name for a parameter"        },
      {"need of an unknown table",   "\"notes or cases.closed\"",         "\"notes or <here>casess.closed\"",
       "unknown table 'casess'"                                                                                                                  },
      {"need of an unknown column",  "\"notes or cases.closed\"",         "\"notes or cases.<here>close\"",
       "unknown column 'close' in table 'cases'; did you mean 'closed'?"                                                                         },
      {"id twice",                   "id = \"b.off\"",                    "id = \"<here>a.notes\"",
       "rule 'a.notes' is already defined at rules/packs/one.toml:"                                                                              },
  };
  for (const Change& row : rows) check_change("rules/packs/one.toml", row);
}

TEST_CASE("load: faults of a rule's form") {
  const Change rows[] = {
      {"no form",
       "[[rule]]\nid = \"b.off\"\ntitle = \"Has an amount\"\nseverity = \"info\"\nfor_each = "
       "\"cases\"\nrequire = \"amount is present\"",                          "<here>[[rule]]\nid = \"b.off\"\ntitle = \"t\"\nseverity = \"info\"\nfor_each = \"cases\"",
       "rule 'b.off' has none of the three forms; write one: requirement"                                                                                                                                                                    },
      {"two forms",                        "require = \"amount is present\"",
       "require = \"amount is present\"\nmet_on = \"<here>opened\"",                                                                                                      "requirement ('require') and deadline ('met_on')"                  },
      {"within without from",
       "[[rule]]\nid = \"a.entered\"\ntitle = \"Entered within {$limit}\"\nseverity = "
       "\"error\"\nfor_each = \"cases\"\nwhere = \"program in @programs\"\nparams = { limit = \"5 "
       "business days\", least = 10, code = \"205\" }\nfrom = \"opened\"",    "<here>[[rule]]\nid = \"a.entered\"\ntitle = \"t\"\nseverity = \"error\"\nfor_each = "
       "\"cases\"\nparams = { limit = \"5 days\" }",                                            "a deadline needs 'due', or 'from' and 'within'; 'from' is missing"},
      {"due beside within",                "within = \"$limit\"",             "within = \"<here>$limit\"\ndue = \"opened\"",
       "'within' can't stand beside 'due'"                                                                                                                                                                                                   },
      {"date beside from",                 "within = \"$limit\"",             "within = \"$limit\"\ndate = \"<here>opened\"",
       "'date' can't stand beside 'from'"                                                                                                                                                                                                    },
      {"from of a requirement",            "require = \"amount is present\"",
       "require = \"amount is present\"\nfrom = \"<here>opened\"",                                                                                                        "'from' is no key of a requirement"                                },
      {"date of a recurring rule",         "every = \"30 days\"",
       "every = \"30 days\"\ndate = \"<here>opened\"",                                                                                                                    "'date' is no key of a recurring rule"                             },
      {"recurring without from",
       "[[rule]]\nid = \"a.notes\"\ntitle = \"A note every 30 days\"\nseverity = "
       "\"warning\"\nfor_each = \"cases\"\nfrom = \"opened\"\n",              "<here>[[rule]]\nid = \"a.notes\"\ntitle = \"t\"\nseverity = \"warning\"\nfor_each = "
       "\"cases\"\n",                                                                                     "a recurring rule needs the key 'from'"                            },
      {"every of nothing",                 "every = \"30 days\"",             "every = \"<here>0 days\"",
       "'every' must be positive, not '0 days'"                                                                                                                                                                                              },
      {"every of nothing, by a parameter", "every = \"30 days\"",
       "params = { gap = \"0 weeks\" }\nevery = \"<here>$gap\"",                                                                                                          "'every' must be positive, not '0 weeks'"                          },
      {"two units",                        "within = \"$limit\"",             "within = \"<here>if(amount > 1, 3 days, $limit)\"",
       "'within' mixes business days with other units"                                                                                                                                                                                       },
  };
  for (const Change& row : rows) check_change("rules/packs/one.toml", row);
}

TEST_CASE("load: faults within expressions keep their place") {
  const Change rows[] = {
      {"unknown column",                 "from = \"opened\"\nwithin",        "from = \"<here>openned\"\nwithin",
       "unknown column 'openned'"                                                                                                          },
      {"within the text",                "where = \"program in @programs\"",
       "where = \"program in <here>@programms\"",                                                                "unknown set '@programms'"},
      {"wrong type",                     "met_on = \"entered\"",             "met_on = \"<here>program\"",       "date"                    },
      {"unknown parameter",              "within = \"$limit\"",              "within = \"<here>$limt\"",
       "unknown parameter '$limt'"                                                                                                         },
      {"in a message",                   "message = \"no amount\"",          "message = \"no {<here>amuont}\"",
       "unknown column 'amuont'"                                                                                                           },
      {"a column in a title",            "title = \"Has an amount\"",        "title = \"Has {<here>amount}\"",
       "parameters only"                                                                                                                   },
      {"a personal column in a message", "message = \"no amount\"",
       "message = \"no {<here>secret}\"",                                                                        "'secret' is personal"    },
      {"a personal trigger",             "date = \"opened\"",                "date = \"<here>born\"",            "'born' is personal"      },
      {"events of no child",             "events = \"notes.met\"",           "events = \"<here>nots.met\"",      "nots"                    },
  };
  for (const Change& row : rows) check_change("rules/packs/one.toml", row);
}

TEST_CASE("load: faults of examples") {
  const Change rows[] = {
      {"unknown table",          "notes = [{ note_id",                    "<here>note = [{ note_id",
       "unknown table 'note'; did you mean 'notes'?"                                                                                            },
      {"unknown column",         "amount = 12.50",                        "<here>amuont = 12.50",
       "unknown column 'amuont' in table 'cases'; did you mean 'amount'?"                                                                       },
      {"internal column",        "amount = 12.50",                        "<here>code = 12.50",           "internal column 'code'"              },
      {"value that is no cell",  "amount = 12.50",                        "amount = <here>[1]",
       "expected text, number, date or bool"                                                                                                    },
      {"rows that are no array", "notes = [{ note_id = 7, met = \"\" }]",
       "notes = <here>{ note_id = 7 }",                                                                   "expected array of { column = value }"},
      {"row that is no table",   "notes = [{ note_id = 7, met = \"\" }]", "notes = [<here>7]",
       "expected table of column = value"                                                                                                       },
      {"unknown status",         "expect = [\"late\"]",                   "expect = [\"<here>lat\"]",
       "unknown status 'lat'; did you mean 'late'?"                                                                                             },
      {"misspelt key",           "expect = [\"late\"]",                   "<here>expects = [\"late\"]",
       "did you mean 'expect'?"                                                                                                                 },
      {"as_of as text",          "as_of = 2026-02-02",                    "as_of = \"<here>2026-02-02\"",
       "write a date without quotes"                                                                                                            },
  };
  for (const Change& row : rows) check_change("rules/packs/one.toml", row);
}

TEST_CASE("load: faults of sets, derived columns and packs") {
  const Change core[] = {
      {"set twice",                    "name = \"quarters\"",     "name = \"<here>programs\"",
       "set 'programs' is already defined at rules/core.toml:6"                                                                 },
      {"values of two types",          "[\"A\", \"B\"]",          "[\"A\", <here>205]",
       "write it in quotes: \"205\""                                                                                            },
      {"bool in a set",                "[\"A\", \"B\"]",          "[<here>true]",                "expected text, number or date"},
      {"values no list",               "values = [\"A\", \"B\"]", "values = \"<here>A\"",        "expected an array"            },
      {"set's name",                   "name = \"quarters\"",     "name = \"<here>Quarters\"",   "is no name"                   },
      {"derived for an unknown table", "table = \"cases\"",       "table = \"<here>case\"",
       "did you mean 'cases'?"                                                                                                  },
      {"derived with a column's name", "name = \"is_open\"",      "name = \"<here>opened\"",     "opened"                       },
      {"fault in a derived column",    "closed > as_of",          "closed > <here>amuont",
       "unknown column 'amuont'"                                                                                                },
      {"pack without a name",          "[pack]\nname = \"core\"", "<here>[pack]\ntitle = \"x\"",
       "a pack needs the key 'name'"                                                                                            },
      {"unknown part",                 "[[derive]]",              "[[<here>derived]]",           "did you mean 'derive'?"       },
  };
  for (const Change& row : core) {
    check_change("rules/core.toml", row);
  }
  const Change packs[] = {
      {"name of another pack",           "name = \"one\"",             "name = \"<here>core\"",
       "pack 'core' is already defined at rules/core.toml:3"                                                                                                             },
      {"set of another pack",            "title = \"The first pack\"",
       "[[set]]\nname = \"<here>programs\"\nvalues = []",                                       "already defined at rules/core.toml:6"                                   },
      {"derived column of another pack", "title = \"The first pack\"",
       "[[derive]]\ntable = \"cases\"\nname = \"<here>is_open\"\nvalue = \"true\"",             "derived column 'cases.is_open' is already defined at rules/core.toml:15"},
  };
  for (const Change& row : packs) check_change("rules/packs/one.toml", row);
}

TEST_CASE("load: faults of a profile against the rules") {
  struct Row {
    const char* name;
    const char* own;
    const char* part;
  };
  const Row rows[] = {
      {"unknown pack",                  "packs = [\"<here>onne\"]",                                "unknown pack 'onne'; did you mean 'one'?"},
      {"missing pack file",             "packs = [\"<here>no.toml\"]",                             "the rule file 'no.toml' can't be read"   },
      {"unknown rule to enable",        "enable = [\"<here>a.note\"]",
       "no rule is called 'a.note'; did you mean 'a.notes'?"                                                                                 },
      {"unknown prefix to disable",     "disable = [\"<here>c.*\"]",                               "no rule is called 'c.*'"                 },
      {"prefix without its end",        "disable = [\"<here>a\"]",                                 "did you mean 'a.*'?"                     },
      {"unknown rule in params",        "[params]\n<here>\"a.enterd\" = { limit = \"7 days\" }",
       "unknown rule 'a.enterd'; did you mean 'a.entered'?"                                                                                  },
      {"id without quotes",             "[params]\n<here>a.entered = { limit = \"7 days\" }",
       "write the whole id in quotes"                                                                                                        },
      {"unknown parameter",             "[params]\n\"a.entered\" = { <here>limits = \"7 days\" }",
       "unknown parameter 'limits'; did you mean 'limit'?"                                                                                   },
      {"parameter of another type",     "[params]\n\"a.entered\" = { limit = <here>7 }",
       "expected a duration"                                                                                                                 },
      {"duration that is a text",       "[params]\n\"a.entered\" = { limit = \"<here>7days\" }",
       "expected a duration"                                                                                                                 },
      {"code as a number",              "[params]\n\"a.entered\" = { code = <here>205 }",
       "write it in quotes: \"205\""                                                                                                         },
      {"params no table",               "[params]\n\"a.entered\" = <here>1",
       "expected table of parameter = value"                                                                                                 },
      {"unknown rule in severity",      "[severity]\n<here>\"x\" = \"info\"",                      "unknown rule 'x'"                        },
      {"unknown severity",              "[severity]\n\"a.notes\" = \"<here>none\"",
       "expected \"error\", \"warning\" or \"info\""                                                                                         },
      {"unknown set",                   "[sets]\n<here>program = [\"A\"]",
       "unknown set 'program'; did you mean 'programs'?"                                                                                     },
      {"set of another type",           "[sets]\nprograms = [<here>1]",                            "expected a text"                         },
      {"set of another type, added",    "[sets]\nquarters = { add = [\"<here>x\"] }",
       "expected a number"                                                                                                                   },
      {"unknown change of a set",       "[sets]\nprograms = { <here>plus = [\"x\"] }",
       "unknown key 'plus' in a change of a set"                                                                                             },
      {"set that is a text",            "[sets]\nprograms = \"<here>A\"",
       "expected array, or table of add and remove"                                                                                          },
      {"unknown table in columns",      "[columns.<here>case]\nopened = \"x\"",                    "unknown table 'case'"                    },
      {"unknown column in columns",     "[columns.cases]\n<here>openned = \"x\"",
       "did you mean 'opened'?"                                                                                                              },
      {"new column with a taken name",  "[[column]]\ntable = \"cases\"\nname = \"<here>opened\"",
       "already has a column 'opened'"                                                                                                       },
      {"unknown expected table",        "expect = [\"<here>note\"]",                               "unknown table 'note'"                    },
      {"unknown calendar",              "calendar = \"<here>stat\"",
       "unknown calendar 'stat'; did you mean 'state'?"                                                                                      },
      {"suspension of an unknown rule",
       "[[suspension]]\nfrom = 2026-01-01\nuntil = 2026-01-01\nreason = \"r\"\nrules = "
       "[\"<here>a.x\"]",                                                                          "no rule is called 'a.x'"                 },
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto marked = take_mark(std::string("extends = \"base\"\n") + row.own + "\n");
    FileTexts files = small_world();
    files["own.toml"] = marked.text;
    Options options = small_options();
    options.config_file = "own.toml";
    Diagnostics diagnostics;
    load(options, MemoryFiles(files), diagnostics);
    CHECK(diagnostics.has_errors());
    check_fault(diagnostics, marked, row.part);
  }
}

TEST_CASE("load: faults of options name the option") {
  struct Row {
    const char* name;
    Options options;
    const char* option;
    const char* part;
  };
  const Row rows[] = {
      {"profile",               with(&Options::profile,     "bse"),                      "--profile",  "did you mean 'base'?"     },
      {"only, unknown",         with(&Options::only,        {"a.entred"}),               "--only",     "did you mean 'a.entered'?"},
      {"only, disabled",        with(&Options::only,        {"b.off"}),                  "--only",
       "the profile does not enable 'b.off'"                                                                                      },
      {"skip, unknown",         with(&Options::skip,        {"z.*"}),                    "--skip",     "no rule is called 'z.*'"  },
      {"param, no dot",         with(&Options::parameters,  {{"limit", "1"}}),           "--param",
       "'limit' names no parameter"                                                                                               },
      {"param, unknown rule",   with(&Options::parameters,  {{"a.enterd.limit", "1"}}),  "--param",
       "unknown rule 'a.enterd'"                                                                                                  },
      {"param, unknown name",   with(&Options::parameters,  {{"a.entered.limt", "1"}}),  "--param",
       "unknown parameter 'limt'"                                                                                                 },
      {"param, other type",     with(&Options::parameters,  {{"a.entered.limit", "7"}}), "--param",
       "'7' is no duration for the parameter 'limit'"                                                                             },
      {"param, no number",      with(&Options::parameters,  {{"a.entered.least", "x"}}), "--param",
       "'x' is no number"                                                                                                         },
      {"calendar",              with(&Options::calendar,    "stat"),                     "--calendar", "did you mean 'state'?"    },
      {"calendar file",         with(&Options::calendar,    "no.toml"),                  "--calendar", "can't be read"            },
      {"remind",                with(&Options::remind,      "14"),                       "--remind",   "'14' is no duration"      },
      {"column, no dot",        with(&Options::columns,     {{"opened", "x"}}),          "--column",
       "'opened' is no column"                                                                                                    },
      {"column, unknown table", with(&Options::columns,     {{"case.opened", "x"}}),     "--column",
       "unknown table 'case'"                                                                                                     },
      {"column, unknown",       with(&Options::columns,     {{"cases.x", "x"}}),         "--column",
       "unknown column 'x'"                                                                                                       },
      {"rules file",            with(&Options::extra_packs, {"no.toml"}),                "--rules",    "can't be read"            },
      {"rules name",            with(&Options::extra_packs, {"onne"}),                   "--rules",    "did you mean 'one'?"      },
      {"rules folder",          with(&Options::extra_packs, {"empty"}),                  "--rules",    "holds no rule files"      },
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    FileTexts files = small_world();
    files["empty/readme.txt"] = "x";
    Diagnostics diagnostics;
    load(row.options, MemoryFiles(files), diagnostics);
    std::string seen;
    bool found = false;
    for (const auto& fault : diagnostics.list()) {
      const std::string whole = fault.text + "; " + fault.advice;
      seen += fault.spot.file.text() + ": " + whole + "\n";
      found = found || (fault.spot.file == row.option && whole.find(row.part) != std::string::npos);
    }
    CAPTURE(seen);
    CHECK(found);
    CHECK(diagnostics.list().size() == 1);
  }
}

TEST_CASE("load: all faults of all files are told in one go") {
  FileTexts files = small_world();
  files["rules/core.toml"] += "[[set]]\nname = \"X\"\nvalues = [true]\n";
  files["rules/packs/one.toml"] += "[[rule]]\nid = \"q\"\ntitel = \"x\"\n";
  files["rules/packs/two.toml"] = "[pack]\nname = \"two\"\nbroken =\n";
  files["own.toml"] = "extends = \"base\"\nremind = 3\nenable = [\"zzz\"]\n";
  Options options = small_options();
  options.config_file = "own.toml";
  Diagnostics diagnostics;
  load(options, MemoryFiles(files), diagnostics);
  for (const char* file :
       {"rules/core.toml", "rules/packs/one.toml", "rules/packs/two.toml", "own.toml"}) {
    CAPTURE(file);
    CHECK(diagnostics.render().find(std::string(file) + ":") != std::string::npos);
  }
  CHECK(diagnostics.list().size() >= 10);
}

}  // namespace

TEST_CASE("load: any number of threads tells the same faults in the same order") {
  FileTexts files = small_world();
  files["rules/core.toml"] += "[[set]]\nname = \"X\"\nvalues = [true]\n";
  files["rules/packs/one.toml"] +=
      "[[rule]]\nid = \"q\"\ntitel = \"x\"\n[[rule]]\nid = \"r\"\nwhere = \"nope\"\n";
  files["rules/packs/two.toml"] = "[pack]\nname = \"two\"\nbroken =\n";
  files["rules/schema.toml"] += "[[table]]\nname = \"cases\"\n";
  std::vector<std::string> told;
  for (const unsigned threads : {1U, 2U, 7U}) {
    Options options = small_options();
    options.threads = threads;
    Diagnostics diagnostics;
    load(options, MemoryFiles(files), diagnostics);
    std::string all;
    for (const auto& fault : diagnostics.list()) {
      all += fault.spot.file.text() + ": " + fault.text + "; " + fault.advice + "\n";
    }
    CHECK(diagnostics.list().size() > 5);
    told.push_back(all + diagnostics.render());
  }
  CHECK(told[1] == told[0]);
  CHECK(told[2] == told[0]);
}
