/* What the page holds: the segments, what has been edited, and the file that is saved. */

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
  reviewed: "written by a reviewer",
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
const changes = [];
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
