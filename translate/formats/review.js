"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const rows = data.rows;
  const main = byId("document");
  const template = byId("row").content.firstElementChild;
  const FIELDS = ["target", "status", "note"];
  const WORDS = { draft: "open", reviewed: "reviewed", rejected: "rejected" };
  const STEPS = {
    model: "the model used it by itself",
    decoded: "translated again so that it is used",
    edited: "put into the finished translation",
    missing: "missing",
  };

  /* ---- the file that is saved: the same rules, and the same patterns, as in cells.py ---- */
  const UNSAFE = new RegExp(data.patterns.unsafe, "gu");
  const GUARDED = new RegExp(`^(?:${data.patterns.guarded})`, "i");
  const QUOTED = new RegExp(`^(?:${data.patterns.quoted})`);
  const SIGNS = { "\t": "␉", "\n": "␊", "\r": "␍" };
  const escapeCell = (text) => text.replace(UNSAFE, (c) => SIGNS[c] || `␛{${c.codePointAt(0).toString(16)}}`);
  const guardCell = (text) => (QUOTED.test(text) ? data.patterns.space + text : GUARDED.test(text) ? `'${text}` : text);
  const cell = (text) => guardCell(escapeCell(text));
  const formatTsv = () => {
    const lines = [data.columns.join("\t")];
    rows.forEach((row, i) => {
      const [terms, findings] = row.cells || ["", ""];
      const now = current[i];
      lines.push([cell(row.id), cell(row.source), cell(now.target), now.status, terms, findings, cell(now.note)].join("\t"));
    });
    return `${lines.join("\n")}\n`;
  };

  /* ---- what has been edited, kept in the browser and in the page itself ---- */
  const KEY = `translate-review:${data.document}:${data.revision}`;
  const pick = (from) => ({ target: from.target, status: from.status, note: from.note });
  const original = rows.map(pick);
  const current = rows.map(pick);
  const indexOf = new Map(rows.map((row, i) => [row.id, i]));
  const history = [];
  let unsaved = false;
  let kept = true;
  let timer = 0;

  const takeIn = (edits) => {
    for (const [id, edit] of Object.entries(edits || {})) {
      const i = indexOf.get(id);
      if (i === undefined || typeof edit !== "object" || edit === null) continue;
      for (const field of FIELDS) if (typeof edit[field] === "string") current[i][field] = edit[field];
      if (!(current[i].status in WORDS)) current[i].status = original[i].status;
    }
  };
  const edited = () => {
    const edits = {};
    rows.forEach((row, i) => {
      const changed = FIELDS.filter((field) => current[i][field] !== original[i][field]);
      if (changed.length) edits[row.id] = Object.fromEntries(changed.map((field) => [field, current[i][field]]));
    });
    return edits;
  };
  const keep = () => {
    clearTimeout(timer);
    timer = 0;
    const edits = edited();
    byId("edits").textContent = JSON.stringify(edits);
    try {
      localStorage.setItem(KEY, JSON.stringify({ edits, unsaved }));
      kept = true;
    } catch {
      kept = false;
    }
    showSaved();
  };
  const recall = () => {
    try {
      takeIn(JSON.parse(byId("edits").textContent));
    } catch { /* a page edited by hand: what stands in the data counts */ }
    try {
      const stored = JSON.parse(localStorage.getItem(KEY) || "{}");
      takeIn(stored.edits);
      unsaved = stored.unsaved === true;
    } catch {
      kept = false;
    }
  };

  /* ---- one segment ---- */
  const shortId = (id) => id.slice(id.lastIndexOf(":") + 1);
  const paragraphOf = (id) => shortId(id).split(".")[0];
  const isSerious = (row) => row.findings.some((f) => f.severity === "error") || row.terms.some((t) => t.step === "missing");
  const isFlagged = (row) => isSerious(row) || row.findings.some((f) => f.severity === "warning");
  const make = (name, className, text) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const inUnits = (text, span) => {
    if (!/[\ud800-\udfff]/.test(text)) return [span.start, span.stop];
    const points = Array.from(text);
    const start = points.slice(0, span.start).join("").length;
    return [start, start + points.slice(span.start, span.stop).join("").length];
  };
  const isWordAt = (text, start, stop) => {
    const letter = /[\p{L}\p{N}]/u;
    return !(letter.test(text[start - 1] || "") && letter.test(text[start])) && !letter.test(text[stop] || "");
  };
  const findWord = (text, word, taken) => {
    const lower = text.toLowerCase();
    const wanted = word.toLowerCase();
    for (let at = wanted ? lower.indexOf(wanted) : -1; at >= 0; at = lower.indexOf(wanted, at + 1)) {
      const stop = at + wanted.length;
      const free = taken.every(([a, b]) => stop <= a || b <= at);
      if (free && (isWordAt(text, at, stop) || /^(s|es|'s|’s)\b/.test(lower.slice(stop)))) return [at, stop];
    }
    return null;
  };
  /* Where the terms stand in an edited target, and which of them no longer do. */
  const findTerms = (i) => {
    const places = [];
    const steps = rows[i].terms.map((term) => {
      const place = findWord(current[i].target, term.target, places.map(([a, b]) => [a, b]));
      if (place) places.push([...place, term]);
      return place ? (term.step === "missing" ? "edited" : term.step) : "missing";
    });
    return { steps, places: places.map(([a, b, term]) => [a, b, steps[rows[i].terms.indexOf(term)], term]) };
  };
  const fill = (element, text, places) => {
    const parts = [];
    let at = 0;
    for (const [start, stop, step, term] of [...places].sort((a, b) => a[0] - b[0])) {
      if (start < at || stop > text.length || start >= stop) continue;
      parts.push(text.slice(at, start));
      const mark = make("mark", `term ${step}`, text.slice(start, stop));
      mark.title = `${term.form} → ${term.target}: ${STEPS[step]}`;
      parts.push(mark);
      at = stop;
    }
    parts.push(text.slice(at));
    element.replaceChildren(...parts);
  };
  const placesIn = (text, terms, key) =>
    terms.filter((term) => term[key]).map((term) => [...inUnits(text, term[key]), term.step, term]);

  const elements = [];
  const part = (i, name) => elements[i].querySelector(name);
  const showTexts = (i) => {
    const row = rows[i];
    const changed = current[i].target !== original[i].target;
    const found = changed ? findTerms(i) : null;
    const source = placesIn(row.source, row.terms, "source_span");
    if (found) for (const place of source) place[2] = found.steps[row.terms.indexOf(place[3])];
    fill(part(i, ".source"), row.source, source);
    const target = part(i, ".target");
    fill(target, current[i].target, found ? found.places : placesIn(current[i].target, row.terms, "target_span"));
    target.classList.toggle("changed", changed);
    target.setAttribute("aria-label", `Translation of ${shortId(row.id)}${changed ? ", changed" : ""}`);
  };
  const showStatus = (i) => {
    const { status } = current[i];
    const list = elements[i].classList;
    for (const word of Object.keys(WORDS)) list.toggle(word, word === status);
    part(i, ".review").setAttribute("aria-pressed", String(status === "reviewed"));
    part(i, ".reject").setAttribute("aria-pressed", String(status === "rejected"));
    part(i, ".status-word").textContent = WORDS[status];
    elements[i].setAttribute("aria-label", `Segment ${shortId(rows[i].id)}, ${WORDS[status]}${isFlagged(rows[i]) ? ", flagged" : ""}`);
  };
  const showNote = (i, wanted) => {
    let field = part(i, ".note-field");
    if (!field && (wanted || current[i].note)) {
      field = make("textarea", "note-field");
      field.rows = 1;
      field.placeholder = "Note";
      field.setAttribute("aria-label", `Note on ${shortId(rows[i].id)}`);
      part(i, ".side").append(field);
    }
    if (field) field.value = current[i].note;
    return field;
  };
  const showSide = (i) => {
    const { findings } = rows[i];
    const side = part(i, ".side");
    side.replaceChildren();
    if (findings.length) {
      const list = make("ul", "findings");
      for (const finding of findings) {
        const item = make("li", finding.severity, `${finding.check}: ${finding.message}`);
        if (finding.severity !== "warning") item.prepend(make("span", "visually-hidden", `${finding.severity}: `));
        list.append(item);
      }
      side.append(list);
    }
    showNote(i);
  };
  const build = (i) => {
    const row = rows[i];
    const element = template.cloneNode(true);
    elements[i] = element;
    element.dataset.index = i;
    element.classList.toggle("heading", row.kind === "heading");
    element.classList.toggle("flagged", isFlagged(row));
    element.classList.toggle("serious", isSerious(row));
    const number = part(i, ".number");
    number.textContent = shortId(row.id);
    number.setAttribute("aria-label", `How ${shortId(row.id)} was made`);
    part(i, ".review").setAttribute("aria-label", `Mark ${shortId(row.id)} reviewed`);
    part(i, ".reject").setAttribute("aria-label", `Reject ${shortId(row.id)}`);
    part(i, ".source").lang = data.source_language;
    const target = part(i, ".target");
    target.lang = data.target_language;
    if (target.contentEditable !== "plaintext-only") target.contentEditable = "true";
    showTexts(i);
    showStatus(i);
    showSide(i);
    return element;
  };
  const refresh = (i) => {
    if (!elements[i]) return;
    showTexts(i);
    showStatus(i);
    showNote(i);
    if (part(i, ".audit")) showAudit(i, true);
  };

  /* ---- how a segment was made ---- */
  const words = (text) => text.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) || [];
  const difference = (before, after) => {
    const [a, b] = [words(before), words(after)];
    if (a.length * b.length > 250000) return [document.createTextNode(before)];
    const best = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i--)
      for (let j = b.length - 1; j >= 0; j--)
        best[i][j] = a[i] === b[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
    const parts = [];
    const add = (kind, text) => {
      const last = parts[parts.length - 1];
      if (last && last.kind === kind) last.text += text;
      else parts.push({ kind, text });
    };
    let i = 0;
    let j = 0;
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) { add("", a[i]); i++; j++; }
      else if (j >= b.length || (i < a.length && best[i + 1][j] >= best[i][j + 1])) add("del", a[i++]);
      else add("ins", b[j++]);
    }
    return parts.map(({ kind, text }) => (kind ? make(kind, "", text) : document.createTextNode(text)));
  };
  const termTable = (terms) => {
    const step = (term) => [make("mark", `term ${term.step}`, term.step), term.method ? ` ${term.method}` : ""];
    const columns = [
      ["Term", (term) => [`${term.form} → ${term.target}`], () => true],
      ["Step", step, () => true],
      ["Draft had", (term) => [term.rendering], (term) => term.rendering],
      ["Cost", (term) => [term.cost === null ? "" : term.cost.toFixed(2)], (term) => term.cost !== null],
      ["Reason", (term) => [term.reason], (term) => term.reason],
    ].filter(([, , has]) => terms.some(has));
    const table = make("table");
    const head = table.createTHead().insertRow();
    for (const [title] of columns) {
      const th = make("th", "", title);
      th.scope = "col";
      head.append(th);
    }
    const body = table.createTBody();
    for (const term of terms) {
      const line = body.insertRow();
      for (const [title, content] of columns) {
        const td = line.insertCell();
        td.dataset.title = title;
        td.append(...content(term).filter((piece) => piece !== ""));
      }
    }
    return table;
  };
  const showAudit = (i, open) => {
    const row = rows[i];
    const old = part(i, ".audit");
    if (old) old.remove();
    part(i, ".number").setAttribute("aria-expanded", String(open));
    if (!open) return;
    const audit = make("div", "audit");
    if (row.terms.length) audit.append(make("h2", "", "Terms"), termTable(row.terms));
    if (row.draft !== null && row.draft !== current[i].target) {
      const text = make("p");
      text.append(...difference(row.draft, current[i].target));
      audit.append(make("h2", "", "From the model's draft to the text as it stands"), text);
    } else if (row.draft !== null) {
      audit.append(make("h2", "", "Draft"), make("p", "plain", "The text is the model's draft, unchanged."));
    }
    if (row.score !== null)
      audit.append(make("h2", "", "Score"), make("p", "plain", `${row.score.toFixed(2)} mean log-probability per token`));
    if (!audit.childElementCount) audit.append(make("p", "plain", "Nothing is recorded about this segment."));
    elements[i].append(audit);
  };
  const toggleAudit = (i) => showAudit(i, !part(i, ".audit"));

  /* ---- filters and counts ---- */
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const filter = { show: "all", term: "", text: "" };
  const folded = rows.map(() => null);
  const termKey = (term) => `${term.form} → ${term.target}`;
  const passes = (i) => {
    const row = rows[i];
    if (filter.show === "open" && current[i].status !== "draft") return false;
    if (filter.show === "flagged" && !isFlagged(row)) return false;
    if (filter.term && !row.terms.some((term) => termKey(term) === filter.term)) return false;
    if (!filter.text) return true;
    if (folded[i] === null) folded[i] = fold(`${row.source}\n${current[i].target}\n${current[i].note}`);
    return folded[i].includes(filter.text);
  };
  let selected = -1;
  const groups = [];
  const applyFilters = () => {
    let shown = 0;
    const open = new Set();
    rows.forEach((row, i) => {
      const visible = passes(i);
      shown += visible;
      const keepVisible = visible || i === selected;
      if (elements[i]) elements[i].hidden = !keepVisible;
      if (keepVisible) open.add(groupOf[i]);
    });
    groups.forEach((group, g) => { if (group.element) group.element.hidden = !open.has(g); });
    byId("shown").textContent = shown === rows.length ? "" : `${shown} of ${rows.length} shown`;
    byId("empty").hidden = shown > 0 || rows.length === 0;
  };
  const showCounts = () => {
    const n = { open: 0, flagged: 0, reviewed: 0, rejected: 0 };
    rows.forEach((row, i) => {
      n.flagged += isFlagged(row);
      if (current[i].status === "draft") n.open += 1;
      else n[current[i].status] += 1;
    });
    const done = n.reviewed + n.rejected;
    const rejected = n.rejected ? `, ${n.rejected} rejected` : "";
    byId("progress-text").textContent = `${n.reviewed} of ${rows.length} reviewed${rejected}`;
    byId("progress").max = Math.max(rows.length, 1);
    byId("progress").value = done;
    const counts = { all: rows.length, open: n.open, flagged: n.flagged };
    for (const button of document.querySelectorAll("[data-show]"))
      button.lastElementChild.textContent = counts[button.dataset.show];
    byId("undo").disabled = history.length === 0;
  };
  const showSaved = () => {
    const text = !unsaved ? "" : kept ? "Not yet saved as TSV" : "Not kept by this browser: save the TSV";
    byId("saved").textContent = text;
    byId("saved").classList.toggle("unsaved", unsaved);
  };
  const announce = (text) => { byId("live").textContent = text; };

  /* ---- changes ---- */
  const put = (i, values) => {
    Object.assign(current[i], values);
    folded[i] = null;
    unsaved = true;
    refresh(i);
    showCounts();
    showSaved();
    clearTimeout(timer);
    timer = setTimeout(keep, 250);
  };
  const change = (i, values) => {
    if (Object.entries(values).every(([field, value]) => current[i][field] === value)) return false;
    history.push({ i, before: { ...current[i] } });
    put(i, values);
    return true;
  };
  const undo = () => {
    const last = history.pop();
    if (!last) return;
    put(last.i, last.before);
    select(last.i, true);
    announce(`Undone: ${shortId(rows[last.i].id)}`);
  };
  const toggle = (i, status) => {
    const next = current[i].status === status ? "draft" : status;
    change(i, { status: next });
    announce(`${shortId(rows[i].id)} ${WORDS[next]}`);
  };
  const oneLine = (text) => text.replace(/\s*[\r\n\t\u2028\u2029\u0085]+\s*/g, " ");
  const commitTarget = (i) => {
    const text = part(i, ".target").textContent;
    if (text === current[i].target) showTexts(i);
    else change(i, { target: oneLine(text) });
  };
  const save = () => {
    const active = document.activeElement;
    if (active && active.classList.contains("target")) commitTarget(rowIndex(active));
    const url = URL.createObjectURL(new Blob([formatTsv()], { type: "text/tab-separated-values;charset=utf-8" }));
    const link = make("a");
    link.href = url;
    link.download = `${data.document}.tsv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
    unsaved = false;
    keep();
    announce("Saved as TSV");
  };

  /* ---- moving about ---- */
  const rowIndex = (element) => {
    const row = element && element.closest && element.closest(".row");
    return row ? Number(row.dataset.index) : -1;
  };
  const select = (i, focus) => {
    renderUntil(i);
    if (selected !== i) {
      const before = selected;
      selected = i;
      if (before >= 0 && elements[before]) {
        elements[before].classList.remove("current");
        const note = part(before, ".note-field");
        if (note && !current[before].note) note.remove();
        if (!passes(before)) applyFilters();
      }
      elements[i].classList.add("current");
    }
    if (elements[i].hidden) applyFilters();
    if (focus) {
      elements[i].focus({ preventScroll: true });
      elements[i].scrollIntoView({ block: "nearest" });
    }
  };
  const neighbour = (i, step, wanted) => {
    for (let j = i + step; j >= 0 && j < rows.length; j += step) if (wanted(j)) return j;
    return -1;
  };
  const move = (i, step) => {
    const j = neighbour(i, step, passes);
    if (j >= 0) select(j, true);
  };
  const edit = (i) => {
    select(i, false);
    const target = part(i, ".target");
    target.focus();
    const range = document.createRange();
    range.selectNodeContents(target);
    range.collapse(false);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    elements[i].scrollIntoView({ block: "nearest" });
  };
  const editNote = (i) => {
    select(i, false);
    showNote(i, true).focus();
  };
  const reviewAndNext = (i) => {
    commitTarget(i);
    change(i, { status: "reviewed" });
    const isNext = (j) => passes(j) && current[j].status === "draft";
    const j = neighbour(i, 1, isNext);
    announce(`${shortId(rows[i].id)} reviewed${j < 0 ? ", no open segment follows" : ""}`);
    if (j >= 0) edit(j);
    else select(i, true);
  };

  const onTargetKey = (event, i) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) reviewAndNext(i);
    else if (event.key === "Enter") { commitTarget(i); select(i, true); }
    else if (event.key === "Escape") { showTexts(i); select(i, true); }
    else return;
    event.preventDefault();
  };
  const onRowKey = (event, i) => {
    const keys = {
      ArrowDown: () => move(i, 1), j: () => move(i, 1), ArrowUp: () => move(i, -1), k: () => move(i, -1),
      Enter: () => edit(i), e: () => edit(i), r: () => toggle(i, "reviewed"), x: () => toggle(i, "rejected"),
      n: () => editNote(i), a: () => toggleAudit(i), u: undo,
      "/": () => byId("text").focus(), "?": () => byId("help").showModal(),
    };
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
    keys[event.key]();
    event.preventDefault();
  };
  document.addEventListener("keydown", (event) => {
    const { target } = event;
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === "s") { event.preventDefault(); save(); return; }
    const i = rowIndex(target);
    const typing = target.closest(".target, input, textarea, select");
    if (command && event.key.toLowerCase() === "z" && !event.shiftKey && !typing) { event.preventDefault(); undo(); return; }
    if (i >= 0 && target.classList.contains("target")) onTargetKey(event, i);
    else if (i >= 0 && target.classList.contains("note-field")) {
      const leave = event.key === "Escape" || (event.key === "Enter" && !event.shiftKey && !event.isComposing);
      if (leave) { event.preventDefault(); change(i, { note: target.value }); select(i, true); }
    } else if (i >= 0 && target.classList.contains("row")) {
      if (command && event.key === "Enter") { event.preventDefault(); reviewAndNext(i); } else onRowKey(event, i);
    } else if (target === document.body && !command && ["j", "ArrowDown"].includes(event.key)) move(-1, 1);
    else if (target === document.body && event.key === "?") byId("help").showModal();
    else if (target === document.body && event.key === "/") { event.preventDefault(); byId("text").focus(); }
  });
  main.addEventListener("click", (event) => {
    const i = rowIndex(event.target);
    if (i < 0) return;
    const button = event.target.closest("button");
    if (button && button.classList.contains("review")) toggle(i, "reviewed");
    else if (button && button.classList.contains("reject")) toggle(i, "rejected");
    else if (button && button.classList.contains("number")) toggleAudit(i);
    else if (event.target.closest(".source") && getSelection().isCollapsed) toggleAudit(i);
  });
  /* While a text is edited its terms are not marked: a browser would carry the marks over into what is typed. */
  const unmark = (event) => {
    const target = event.target.closest && event.target.closest(".target");
    if (target && target.childElementCount) target.replaceChildren(target.textContent);
  };
  main.addEventListener("pointerdown", unmark);
  main.addEventListener("focusin", (event) => {
    const i = rowIndex(event.target);
    if (i >= 0) select(i, false);
    unmark(event);
  });
  main.addEventListener("focusout", (event) => {
    const i = rowIndex(event.target);
    if (i < 0) return;
    if (event.target.classList.contains("target")) commitTarget(i);
    if (event.target.classList.contains("note-field")) change(i, { note: event.target.value });
  });
  main.addEventListener("paste", (event) => {
    if (!event.target.closest || !event.target.closest(".target")) return;
    event.preventDefault();
    document.execCommand("insertText", false, oneLine(event.clipboardData.getData("text/plain")));
  });
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("click", (event) => {
    const button = event.target.closest("[data-show]");
    if (!button) return;
    filter.show = button.dataset.show;
    for (const other of document.querySelectorAll("[data-show]")) other.setAttribute("aria-pressed", String(other === button));
    applyFilters();
  });
  byId("term").addEventListener("change", (event) => { filter.term = event.target.value; applyFilters(); });
  let searching = 0;
  byId("text").addEventListener("input", (event) => {
    clearTimeout(searching);
    searching = setTimeout(() => { filter.text = fold(event.target.value.trim()); applyFilters(); }, 120);
  });
  byId("undo").addEventListener("click", undo);
  byId("save").addEventListener("click", save);
  byId("help-open").addEventListener("click", () => byId("help").showModal());
  addEventListener("beforeprint", () => renderUntil(rows.length - 1));
  addEventListener("pagehide", () => { if (timer) keep(); });
  addEventListener("beforeunload", (event) => {
    if (timer) keep();
    if (unsaved && !kept) event.preventDefault();
  });

  /* ---- drawing, the first screens at once, the others when there is time ---- */
  const groupOf = [];
  let drawn = 0;
  const plan = () => {
    let last = null;
    rows.forEach((row, i) => {
      const name = paragraphOf(row.id);
      if (name !== last) groups.push({ name, first: i, stop: i + 1, element: null });
      else groups[groups.length - 1].stop = i + 1;
      last = name;
      groupOf.push(groups.length - 1);
    });
  };
  const draw = (count) => {
    const fragment = document.createDocumentFragment();
    for (const stop = Math.min(drawn + count, groups.length); drawn < stop; drawn++) {
      const group = groups[drawn];
      group.element = make("div", "paragraph");
      group.element.setAttribute("role", "group");
      group.element.setAttribute("aria-label", `Paragraph ${group.name}`);
      for (let i = group.first; i < group.stop; i++) {
        const element = build(i);
        element.hidden = !passes(i);
        group.element.append(element);
      }
      group.element.hidden = [...group.element.children].every((element) => element.hidden);
      fragment.append(group.element);
    }
    main.append(fragment);
  };
  const renderUntil = (i) => { if (!elements[i]) draw(groupOf[i] + 1 - drawn); };
  const drawRest = () => {
    if (drawn >= groups.length) { document.documentElement.dataset.ready = "true"; return; }
    draw(40);
    setTimeout(drawRest, 0);
  };
  const listTerms = () => {
    const counts = new Map();
    for (const row of rows)
      for (const key of new Set(row.terms.map(termKey))) counts.set(key, (counts.get(key) || 0) + 1);
    const sorted = [...counts].sort((a, b) => a[0].localeCompare(b[0]));
    for (const [key, count] of sorted) {
      const option = make("option", "", `${key} (${count})`);
      option.value = key;
      byId("term").append(option);
    }
  };
  const start = () => {
    main.replaceChildren();
    const names = new Intl.DisplayNames(["en"], { type: "language" });
    const language = (tag) => { try { return names.of(tag); } catch { return tag; } };
    const about = `${language(data.source_language)} to ${language(data.target_language)}`;
    byId("languages").textContent = data.signature ? `${about} · ${data.signature.replaceAll("|", " · ")}` : about;
    byId("languages").title = data.signature;
    recall();
    plan();
    listTerms();
    showCounts();
    showSaved();
    draw(30);
    applyFilters();
    const wanted = indexOf.get(decodeURIComponent(location.hash.slice(1)));
    if (wanted !== undefined) select(wanted, true);
    setTimeout(drawRest, 0);
  };
  start();
})();
