/* One segment on the page: its texts with the terms marked, its findings, and how it was made. */

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
const words = (text) => text.match(/\s+|[\p{L}\p{N}]+\s*|[^\s\p{L}\p{N}]\s*/gu) || [];
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
