// SPDX-License-Identifier: MIT
// The living part of the report: the findings table with its filters, its CSV and the evidence of
// each finding. Everything that comes from the data is set as text, never as markup.
"use strict";
(() => {
  const STATUSES = ["met", "late", "overdue", "failed", "upcoming", "pending"];
  const SIGNS = ["\u2713", "\u25d0", "!", "\u2715", "\u2192", "\u2026"];
  const SEVERITIES = ["error", "warning", "info"];
  const LATE = 1, OVERDUE = 2, FAILED = 3, UPCOMING = 4;
  const ASIDE = ["", "waived", "baseline", "waived, baseline"];
  const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
  const LONGEST_LISTED = 3653;  // days; the report holds the holidays of spans up to ten years
  const LONGEST_DRAWN = 62;
  const data = JSON.parse(document.getElementById("data").textContent);
  const found = data.findings;
  const byId = (id) => document.getElementById(id);

  /** An element with attributes and children; texts become text nodes. */
  function make(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child !== null));
    return node;
  }

  const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
  const counted = (number, noun) => grouped(number) + " " + noun + (number === 1 ? "" : "s");

  // ---- Dates: whole days since 1970-01-01 ------------------------------------------------------

  function iso(day) {
    if (day === null) return "";
    const date = new Date(day * 86400000);
    return String(date.getUTCFullYear()).padStart(4, "0") + "-" +
      String(date.getUTCMonth() + 1).padStart(2, "0") + "-" + String(date.getUTCDate()).padStart(2, "0");
  }
  /** Monday is 0; 1970-01-01 was a Thursday. */
  const weekday = (day) => (((day + 3) % 7) + 7) % 7;
  const longDate = (day) => WEEKDAYS[weekday(day)] + " " + iso(day);
  const holidays = new Map(data.days_off);

  /** The days after `from`, up to and with `to`, by kind. */
  function span(from, to) {
    const out = { days: to - from, business: 0, weekend: 0, holidays: [] };
    for (let day = from + 1; day <= to; ++day) {
      if (weekday(day) >= 5) ++out.weekend;
      else if (holidays.has(day)) out.holidays.push(day);
      else ++out.business;
    }
    return out;
  }

  // ---- Appearance ------------------------------------------------------------------------------

  /** Storage may be forbidden for pages from a file. */
  function remembered(name, value) {
    try {
      if (value !== undefined) localStorage.setItem(name, value);
      return localStorage.getItem(name);
    } catch (error) {
      return null;
    }
  }

  function setUpAppearance() {
    const select = make("select", { id: "theme" });
    for (const [value, text] of [["", "As the system"], ["light", "Light"], ["dark", "Dark"]]) {
      select.append(make("option", { value }, text));
    }
    const apply = () => {
      if (select.value === "") document.documentElement.removeAttribute("data-theme");
      else document.documentElement.setAttribute("data-theme", select.value);
    };
    const before = remembered("caljobs-audit-theme");
    if (before === "light" || before === "dark") select.value = before;
    apply();
    select.addEventListener("change", () => {
      apply();
      remembered("caljobs-audit-theme", select.value);
    });
    byId("appearance").append(make("label", { for: "theme" }, "Appearance"), select);
  }

  /** Rows beyond the first ones wait behind a button. */
  function foldLongTables() {
    for (const body of document.querySelectorAll("tbody")) {
      const rows = [...body.querySelectorAll("tr.more")];
      if (rows.length < 3 || rows.length === body.rows.length) continue;
      const all = body.rows.length;
      const button = make("button", { type: "button", class: "more-button", "aria-expanded": "false" });
      const show = (open) => {
        for (const row of rows) row.hidden = !open;
        button.setAttribute("aria-expanded", String(open));
        button.textContent = open ? "Show fewer rows" : "Show all " + all + " rows (" + rows.length + " more)";
      };
      show(false);
      button.addEventListener("click", () => show(rows[0].hidden));
      body.closest(".scroll").after(button);
    }
  }

  /** Data problems beyond those in the page. */
  function setUpProblems() {
    const body = byId("problems");
    if (!body || data.problems.length === 0) return;
    const note = byId("problems-note");
    const button = make("button", { type: "button", class: "more-button" });
    let next = 0;
    const say = () => {
      const left = data.problems.length - next;
      note.textContent = grouped(body.rows.length) + " of " + grouped(body.rows.length + left) + " listed.";
      button.textContent = "Show more";
      button.hidden = left === 0;
    };
    button.addEventListener("click", () => {
      const end = Math.min(next + 500, data.problems.length);
      for (; next < end; ++next) {
        const [file, line, column, problem, rejected, count] = data.problems[next];
        const text = problem + (count > 1 ? " (total " + grouped(count) + ")" : "");
        body.append(make("tr", {}, make("td", {}, file), make("td", { class: "n" }, line ? String(line) : ""),
          make("td", {}, column), make("td", {}, text), make("td", {}, rejected ? "rejected" : "")));
      }
      say();
    });
    note.after(button);
    say();
  }

  // ---- Columns ---------------------------------------------------------------------------------

  const listed = (name) => (i) => found[name].list[found[name].at[i]];
  const rule = (i) => data.rules[found.rule[i]];
  const lateUnit = (i) => (found.business[i] ? "business day" : "day");

  /**
   * id, label; text(i): the cell, also in the CSV. own: the report's own words, numbers and dates,
   * which no spreadsheet takes for a formula. at/list: a column of recurring texts. key(i): a number
   * to sort by, null for none.
   */
  const recurring = (id, label, shown) => ({ id, label, shown, text: listed(id), at: found[id].at, list: found[id].list });
  const plain = (id, label, shown) => ({ id, label, shown, text: (i) => found[id][i] });
  const dated = (id, label, shown) => ({ id, label, shown, own: true, type: "date", text: (i) => iso(found[id][i]), key: (i) => found[id][i] });
  const ofRule = (id, label, shown, get) => ({ id, label, shown, at: found.rule, list: data.rules.map(get), text: (i) => get(rule(i)) });
  const COLUMNS = [
    { id: "status", label: "Status", shown: true, own: true, text: (i) => STATUSES[found.status[i]], key: (i) => found.status[i] },
    { id: "aside", label: "Set aside", shown: false, own: true, text: (i) => ASIDE[found.aside[i]], key: (i) => found.aside[i] || null },
    { id: "severity", label: "Severity", shown: true, own: true, text: (i) => SEVERITIES[rule(i).severity], key: (i) => rule(i).severity },
    ofRule("rule", "Rule", true, (one) => one.id),
    ofRule("title", "Rule in words", false, (one) => one.title),
    recurring("participant", "Participant", true),
    recurring("name", "Name", found.name.list.some((name) => name !== "")),
    recurring("application", "Application", true),
    dated("trigger", "Trigger", false),
    dated("due", "Due", true),
    dated("met", "Met on", false),
    { id: "late", label: "Late by", shown: true, own: true, type: "number", key: (i) => found.late[i] || null,
      text: (i) => (found.late[i] ? counted(found.late[i], lateUnit(i)) : "") },
    recurring("region", "Region", false),
    recurring("office", "Office", true),
    recurring("case_manager", "Case manager", true),
    recurring("program", "Program", false),
    plain("message", "What", true),
    recurring("remedy", "What to do", false),
    ofRule("cite", "Citation", false, (one) => one.cite),
    recurring("table", "Table", false),
    plain("key", "Record", false),
    recurring("file", "File", false),
    { id: "line", label: "Line", shown: false, own: true, type: "number", text: (i) => (found.line[i] ? String(found.line[i]) : ""), key: (i) => found.line[i] || null },
    { id: "fingerprint", label: "Fingerprint", shown: false, own: true, text: (i) => found.fingerprint[i] },
  ];
  const PLACES = ["region", "office", "case_manager", "program"];
  const columnOf = (id) => COLUMNS.find((column) => column.id === id);
  const isEmpty = (column) => column.list && column.list.every((text) => text === "");
  for (const column of COLUMNS) column.shown = column.shown && !isEmpty(column);

  // ---- Filtering and sorting -------------------------------------------------------------------

  const state = { filters: {}, terms: [], sort: "", down: false, page: 0, size: 50, view: null, open: null };
  const compareTexts = (a, b) => (a === b ? 0 : a === "" ? 1 : b === "" ? -1 : a < b ? -1 : 1);

  /** Of every finding a number to sort by, Infinity for none; made once a column. */
  const ranks = new Map();
  function ranksOf(column) {
    if (ranks.has(column.id)) return ranks.get(column.id);
    const out = new Float64Array(data.count);
    const rankTexts = (texts) => {
      const order = texts.map((_, i) => i).sort((a, b) => compareTexts(texts[a], texts[b]));
      const rank = new Float64Array(texts.length);
      for (let place = 0, last = -1; place < order.length; ++place) {
        if (place === 0 || texts[order[place]] !== texts[order[place - 1]]) last = place;
        rank[order[place]] = texts[order[place]] === "" ? Infinity : last;
      }
      return rank;
    };
    if (column.at) {
      const rank = rankTexts(column.list);
      for (let i = 0; i < out.length; ++i) out[i] = rank[column.at[i]];
    } else if (column.key) {
      for (let i = 0; i < out.length; ++i) {
        const key = column.key(i);
        out[i] = key === null ? Infinity : key;
      }
    } else {
      out.set(rankTexts(found[column.id]));
    }
    ranks.set(column.id, out);
    return out;
  }

  let order = null;  // all findings as sorted; null: as they come
  function sortAll() {
    order = null;
    if (state.sort === "") return;
    const rank = ranksOf(columnOf(state.sort));
    const sign = state.down ? -1 : 1;
    order = new Uint32Array(data.count);
    for (let i = 0; i < order.length; ++i) order[i] = i;
    order.sort((a, b) => {
      const x = rank[a], y = rank[b];
      if (x === y) return a - b;
      if (x === Infinity) return 1;  // what has none stands last, either way
      if (y === Infinity) return -1;
      return sign * (x - y);
    });
  }

  /** What the search looks in, a text a finding; made in the background after the page stands. */
  const searchable = [];
  function prepareSearch(until) {
    for (let i = searchable.length; i < until; ++i) {
      const one = rule(i);
      searchable.push([one.id, one.title, listed("participant")(i), listed("name")(i), listed("application")(i),
        found.key[i], listed("office")(i), listed("case_manager")(i), listed("region")(i), listed("program")(i),
        found.message[i], listed("remedy")(i), found.fingerprint[i]].join("\n").toLowerCase());
    }
  }
  function prepareInBackground() {
    if (searchable.length >= data.count) return;
    prepareSearch(Math.min(searchable.length + 4000, data.count));
    setTimeout(prepareInBackground, 0);
  }

  const STATUS_SETS = { open: [OVERDUE, FAILED], violations: [LATE, OVERDUE, FAILED], late: [LATE],
    overdue: [OVERDUE], failed: [FAILED], upcoming: [UPCOMING] };

  /** The tests that a finding must pass, as functions of its number. */
  function tests() {
    const out = [];
    for (const [id, value] of Object.entries(state.filters)) {
      if (value === "") continue;
      if (id === "status") {
        const wanted = STATUSES.map((_, status) => STATUS_SETS[value].includes(status));
        out.push((i) => wanted[found.status[i]]);
      } else if (id === "severity") {
        out.push((i) => rule(i).severity === Number(value));
      } else if (id === "aside") {
        const bit = { none: 0, waived: 1, baseline: 2 }[value];
        out.push((i) => (bit === 0 ? found.aside[i] === 0 : (found.aside[i] & bit) !== 0));
      } else {
        const at = columnOf(id).at, code = Number(value);
        out.push((i) => at[i] === code);
      }
    }
    if (state.terms.length > 0) {
      prepareSearch(data.count);
      out.push((i) => state.terms.every((term) => searchable[i].includes(term)));
    }
    return out;
  }

  function filterAll() {
    const all = tests();
    const view = [];
    for (let place = 0; place < data.count; ++place) {
      const i = order === null ? place : order[place];
      if (all.every((test) => test(i))) view.push(i);
    }
    state.view = view;
    state.page = 0;
    state.open = null;
  }

  // ---- The table -------------------------------------------------------------------------------

  const shownColumns = () => COLUMNS.filter((column) => column.shown);

  function cellOf(column, i) {
    if (column.id === "status") {
      const status = found.status[i];
      const cell = make("td", {}, make("span", { class: "status " + STATUSES[status] },
        make("i", { "aria-hidden": "true" }, SIGNS[status]), STATUSES[status]));
      if (found.aside[i]) cell.append(" ", make("span", { class: "aside" }, ASIDE[found.aside[i]]));
      return cell;
    }
    if (column.id === "severity") {
      const severity = SEVERITIES[rule(i).severity];
      return make("td", {}, make("span", { class: "severity " + severity }, severity));
    }
    if (column.id === "rule") return make("td", { class: "id", title: rule(i).title }, make("code", {}, column.text(i)));
    const kind = { number: "n", date: "date" }[column.type] || (column.id === "message" ? "what" : PLACES.includes(column.id) ? "place" : null);
    return make("td", { class: kind }, column.text(i));
  }

  function rowOf(i) {
    const label = "Evidence: " + STATUSES[found.status[i]] + ", " + rule(i).id + ", participant " + (listed("participant")(i) || "unknown");
    const button = make("button", { type: "button", class: "toggle", "aria-expanded": "false", "aria-label": label }, "+");
    const row = make("tr", { class: "row" }, make("td", { class: "pick" }, button),
      ...shownColumns().map((column) => cellOf(column, i)));
    row.addEventListener("click", (event) => {
      const selects = event.target !== button && String(getSelection()) !== "";
      if (!selects) toggleEvidence(row, button, i);
    });
    return row;
  }

  function toggleEvidence(row, button, i) {
    const isOpen = button.getAttribute("aria-expanded") === "true";
    if (isOpen) {
      row.nextSibling.remove();
    } else {
      const id = "evidence-" + i;
      button.setAttribute("aria-controls", id);
      row.after(make("tr", { class: "evidence", id }, make("td", { colspan: String(row.cells.length) }, evidenceOf(i))));
    }
    button.setAttribute("aria-expanded", String(!isOpen));
    button.textContent = isOpen ? "+" : "\u2212";
  }

  function sortBy(id) {
    if (state.sort !== id) [state.sort, state.down] = [id, false];
    else if (!state.down) state.down = true;
    else [state.sort, state.down] = ["", false];
    refresh(true);
    const button = document.querySelector("#findings-head button[data-sort='" + id + "']");
    if (button) button.focus();
  }

  function showHead() {
    const head = make("tr", {}, make("th", { scope: "col", class: "pick" }, make("span", { class: "unseen" }, "Evidence")));
    for (const column of shownColumns()) {
      const sorted = state.sort === column.id;
      const arrow = sorted ? (state.down ? " \u25bc" : " \u25b2") : "";
      const button = make("button", { type: "button", "data-sort": column.id }, column.label);
      if (arrow) button.append(make("span", { "aria-hidden": "true" }, arrow));
      button.addEventListener("click", () => sortBy(column.id));
      head.append(make("th", { scope: "col", class: column.type === "number" ? "n" : null, "data-label": column.label,
        "aria-sort": sorted ? (state.down ? "descending" : "ascending") : null }, button));
    }
    byId("findings-head").replaceChildren(head);
  }

  function showRows() {
    const start = state.page * state.size;
    const rows = state.view.slice(start, start + state.size);
    const body = byId("findings-rows");
    if (rows.length > 0) {
      body.replaceChildren(...rows.map(rowOf));
    } else {
      body.replaceChildren(make("tr", {}, make("td", { colspan: String(shownColumns().length + 1) },
        "No finding fits these filters.")));
    }
    const of = state.view.length === data.count ? "" : " (filtered from " + grouped(data.count) + ")";
    byId("count").textContent = rows.length === 0 ? "0 findings" + of :
      grouped(start + 1) + "\u2013" + grouped(start + rows.length) + " of " + counted(state.view.length, "finding") + of;
    showPager();
  }

  function showPager() {
    const last = Math.max(Math.ceil(state.view.length / state.size) - 1, 0);
    const set = (name, disabled) => { byId("page-" + name).disabled = disabled; };
    set("first", state.page === 0);
    set("previous", state.page === 0);
    set("next", state.page >= last);
    set("last", state.page >= last);
    byId("page-number").textContent = "Page " + grouped(state.page + 1) + " of " + grouped(last + 1);
  }

  function refresh(resort) {
    if (resort) sortAll();
    filterAll();
    showHead();
    showRows();
  }

  // ---- Evidence --------------------------------------------------------------------------------

  /** "2 weekend days; Memorial Day (Mon 2026-05-25)", or "" for none. */
  function notCounted(days) {
    const parts = [];
    if (days.weekend > 0) parts.push(counted(days.weekend, "weekend day"));
    for (const day of days.holidays) parts.push(holidays.get(day) + " (" + longDate(day) + ")");
    return parts.join("; ");
  }

  /** How many days lie between, and in business days which of them don't count. */
  function spanInWords(from, to, business) {
    const days = to - from;
    const all = "From " + longDate(from) + " to " + longDate(to) + ": " + counted(days, "day");
    if (!business) return all + "; every calendar day counts.";
    if (days > LONGEST_LISTED) return all + ".";
    const kinds = span(from, to);
    const left = notCounted(kinds);
    return all + ", of which " + counted(kinds.business, "business day") + (kinds.business === 1 ? " counts" : " count") +
      (left ? ". Not counted: " + left + "." : "; none is left out.");
  }

  /** Whether, and on which day, the finding's lateness ends. */
  const endOf = (i) => (found.met[i] !== null ? found.met[i] : data.as_of);

  function lateInWords(i) {
    const late = counted(found.late[i], lateUnit(i)) + (found.status[i] === OVERDUE ? " overdue" : " late");
    const due = found.due[i], end = endOf(i), business = Boolean(found.business[i]);
    const known = end > due && (!business || end - due <= LONGEST_LISTED);
    const reckoned = !known ? null : business ? span(due, end).business : end - due;
    if (reckoned === found.late[i]) return [late + ".", spanInWords(due, end, business)];
    if (reckoned === 0) return [late + ": no business day lies between, and what is late is late by one at least.", spanInWords(due, end, business)];
    if (found.status[i] === OVERDUE && reckoned !== null) return [late + ": counted up to the day on which the obligation ended, not to the audit's date."];
    return [late + "."];
  }

  function arithmeticOf(i) {
    const trigger = found.trigger[i], due = found.due[i], business = Boolean(found.business[i]);
    if (due === null) return ["No due date: this is a requirement on the record itself."];
    const out = [];
    if (trigger !== null && trigger < due) out.push(spanInWords(trigger, due, business));
    if (found.paused[i] > 0) {
      const unit = business ? " business days" : " days";
      out.push("The clock stood still for a suspension: " + grouped(found.paused[i]) + unit + " were not counted, " +
        grouped(found.counted[i]) + unit + " were.");
    }
    if (found.late[i] > 0) out.push(...lateInWords(i));
    if (found.status[i] === UPCOMING) {
      const left = due - data.as_of;
      out.push(left === 0 ? "It falls due on the audit's date." : counted(left, "day") + " left from the audit's date, " + longDate(data.as_of) + ".");
    }
    return out;
  }

  /** The days from trigger to end, drawn; the sentences above say the same. */
  function daysDrawn(i) {
    const trigger = found.trigger[i], due = found.due[i];
    if (!found.business[i] || trigger === null || due === null || found.paused[i] > 0 || trigger >= due) return null;
    const end = found.status[i] === UPCOMING ? due : Math.max(due, endOf(i));
    if (end - trigger > LONGEST_DRAWN) return null;
    const list = make("ol", { class: "days", "aria-hidden": "true" });
    let count = 0;
    for (let day = trigger; day <= end; ++day) {
      const off = weekday(day) >= 5 || holidays.has(day);
      const after = day > due;
      if (day === due + 1) count = 0;
      if (!off && day > trigger) ++count;
      const mark = day === trigger ? "start" : off ? "\u2013" : (after ? "+" : "") + count;
      const classes = ["day", off ? "off" : "", day === trigger ? "start" : "", day === due ? "due" : "", after ? "after" : ""];
      list.append(make("li", { class: classes.join(" ").trim(), title: holidays.get(day) || null },
        make("b", {}, mark), WEEKDAYS[weekday(day)] + " " + iso(day).slice(8)));
    }
    return list;
  }

  function datesOf(i) {
    const list = make("ul", {});
    const add = (label, text) => list.append(make("li", {}, label + ": " + text));
    if (found.trigger[i] !== null) add("Trigger", longDate(found.trigger[i]));
    if (found.due[i] !== null) add("Due", longDate(found.due[i]));
    if (found.met[i] !== null) add("Met", longDate(found.met[i]));
    else if (found.due[i] !== null) add("Met", "not by the audit's date, " + longDate(data.as_of));
    return list.children.length > 0 ? list : "None.";
  }

  function evidenceOf(i) {
    const one = rule(i);
    const facts = make("dl", { class: "facts" });
    const add = (label, ...content) => {
      if (content.every((part) => part === "" || part === null)) return;
      facts.append(make("dt", {}, label), make("dd", {}, ...content));
    };
    add("What", found.message[i]);
    add("Dates", datesOf(i));
    add("Arithmetic", ...arithmeticOf(i).map((line) => make("p", {}, line)), daysDrawn(i));
    add("What to do", listed("remedy")(i));
    add("Citation", one.cite);
    const where = listed("file")(i) + (found.line[i] ? ", line " + found.line[i] : "");
    add("Record", listed("table")(i) + (found.key[i] ? " " + found.key[i] : "") + (listed("file")(i) ? " (" + where + ")" : ""));
    add("Judged without", one.limited);
    add("Set aside", ASIDE[found.aside[i]]);
    add("Fingerprint", make("code", {}, found.fingerprint[i]));
    return make("div", { class: "evidence-body" }, make("h3", {}, one.title), facts);
  }

  // ---- CSV of the view -------------------------------------------------------------------------

  /** After spaces = + - @ or their full-width forms, tab or line break: a spreadsheet would run it. */
  const FORMULA = /^[ \u00a0\u3000]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
  function csvCell(text, own) {
    const safe = !own && FORMULA.test(text) ? "'" + text : text;
    return /[",\r\n]|^ | $/.test(safe) ? "\"" + safe.replace(/"/g, "\"\"") + "\"" : safe;
  }

  function csvOfView() {
    const columns = shownColumns();
    const lines = [columns.map((column) => csvCell(column.label, true)).join(",")];
    for (const i of state.view) lines.push(columns.map((column) => csvCell(column.text(i), column.own)).join(","));
    return "\ufeff" + lines.join("\r\n") + "\r\n";
  }

  function saveCsv() {
    const address = URL.createObjectURL(new Blob([csvOfView()], { type: "text/csv;charset=utf-8" }));
    const link = make("a", { href: address, download: "findings-" + iso(data.as_of) + ".csv" });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  }

  // ---- Controls --------------------------------------------------------------------------------

  const fields = {};
  function addSelect(parent, id, label, options) {
    const select = make("select", { id: "filter-" + id });
    select.append(make("option", { value: "" }, "All"));
    for (const [value, text] of options) select.append(make("option", { value: String(value) }, text));
    select.addEventListener("change", () => {
      state.filters[id] = select.value;
      refresh(false);
    });
    fields[id] = select;
    parent.append(make("div", { class: "field" }, make("label", { for: "filter-" + id }, label), select));
  }

  /** The values of a column of recurring texts with how often they occur; none where there is one. */
  function valuesOf(id) {
    const column = columnOf(id);
    const counts = new Uint32Array(column.list.length);
    for (let i = 0; i < data.count; ++i) ++counts[column.at[i]];
    return column.list.map((text, code) => [code, text, counts[code]]).filter((one) => one[2] > 0)
      .sort((a, b) => compareTexts(a[1], b[1])).map(([code, text, count]) => [code, (text || "(none)") + " (" + grouped(count) + ")"]);
  }

  function addSearch(parent) {
    const input = make("input", { id: "filter-search", type: "search", autocomplete: "off", spellcheck: "false" });
    let waiting = 0;
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        state.terms = input.value.toLowerCase().split(/\s+/).filter((term) => term !== "");
        refresh(false);
      }, 120);
    });
    fields.search = input;
    parent.append(make("div", { class: "field search" },
      make("label", { for: "filter-search" }, "Search (participant, application, record, person, words)"), input));
  }

  function resetFilters() {
    for (const field of Object.values(fields)) field.value = "";
    state.filters = {};
    state.terms = [];
  }

  function columnChoice() {
    const choices = make("fieldset", { class: "choices" }, make("legend", {}, "Columns shown"));
    for (const column of COLUMNS) {
      if (isEmpty(column)) continue;
      const box = make("input", { type: "checkbox", checked: column.shown });
      box.addEventListener("change", () => {
        column.shown = box.checked;
        showHead();
        showRows();
      });
      choices.append(make("label", {}, box, column.label));
    }
    return make("details", { class: "columns" }, make("summary", {}, "Columns"), choices);
  }

  function setUpControls() {
    const box = make("div", { class: "controls", role: "search", "aria-label": "Filter the findings" });
    addSearch(box);
    addSelect(box, "status", "Status", [["open", "Needs action (overdue, failed)"],
      ["violations", "Violations (late, overdue, failed)"], ["late", "Late"], ["overdue", "Overdue"],
      ["failed", "Failed"], ["upcoming", "Due soon"]]);
    addSelect(box, "severity", "Severity", SEVERITIES.map((name, severity) => [severity, name]));
    addSelect(box, "rule", "Rule", valuesOf("rule"));
    for (const id of ["case_manager", "office", "region", "program"]) {
      const values = valuesOf(id);
      const always = id === "case_manager" || id === "office";
      if (always || values.length > 1) addSelect(box, id, columnOf(id).label, values);
    }
    addSelect(box, "aside", "Set aside", [["none", "Not set aside"], ["waived", "Waived"], ["baseline", "In the baseline"]]);
    const reset = make("button", { type: "button", id: "reset" }, "Clear filters");
    reset.addEventListener("click", () => {
      resetFilters();
      refresh(false);
    });
    const csv = make("button", { type: "button", id: "csv" }, "Save this view as CSV");
    csv.addEventListener("click", saveCsv);
    box.append(make("div", { class: "actions" }, reset, csv, columnChoice()));
    byId("controls").append(box);
  }

  function setUpPager() {
    const pager = make("div", { class: "pager", role: "group", "aria-label": "Pages of the findings" });
    const go = (id, text, to) => {
      const button = make("button", { type: "button", id: "page-" + id }, text);
      button.addEventListener("click", () => {
        const last = Math.max(Math.ceil(state.view.length / state.size) - 1, 0);
        state.page = Math.min(Math.max(to(last), 0), last);
        showRows();
      });
      pager.append(button);
    };
    go("first", "First", () => 0);
    go("previous", "Previous", () => state.page - 1);
    pager.append(make("span", { id: "page-number" }));
    go("next", "Next", () => state.page + 1);
    go("last", "Last", (last) => last);
    const size = make("select", { id: "page-size" });
    for (const rows of [25, 50, 100, 250]) size.append(make("option", { value: String(rows), selected: rows === state.size }, String(rows)));
    size.addEventListener("change", () => {
      state.size = Number(size.value);
      state.page = 0;
      showRows();
    });
    pager.append(make("div", { class: "field" }, make("label", { for: "page-size" }, "Rows a page"), size));
    byId("pager").append(pager);
  }

  /** In the tables of rates, a way from each rule and group to its findings. */
  function linkTables() {
    for (const head of document.querySelectorAll("th[data-filter]")) {
      const id = head.getAttribute("data-filter"), text = head.getAttribute("data-value");
      const code = columnOf(id).list.indexOf(text);
      if (code < 0 || !fields[id]) continue;
      const option = fields[id].querySelector("option[value='" + code + "']");
      if (!option) continue;
      const button = make("button", { type: "button", class: "text-button", "aria-label": "Show the findings of " + (text || "none") }, "Show findings");
      button.addEventListener("click", () => {
        resetFilters();
        fields[id].value = String(code);
        state.filters[id] = String(code);
        refresh(false);
        const heading = byId("findings-h");
        heading.setAttribute("tabindex", "-1");
        heading.focus({ preventScroll: true });
        heading.scrollIntoView();
      });
      head.append(" ", button);
    }
  }

  setUpAppearance();
  foldLongTables();
  setUpProblems();
  if (data.count > 0) {
    setUpControls();
    setUpPager();
    linkTables();
    refresh(true);
    setTimeout(prepareInBackground, 200);
  }
})();
