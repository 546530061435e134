/* All segments together: which are shown, how far the review is, and what changes when one is edited. */

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
  byId("undo").disabled = changes.length === 0;
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
  changes.push({ i, before: { ...current[i] } });
  put(i, values);
  return true;
};
const undo = () => {
  const last = changes.pop();
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
