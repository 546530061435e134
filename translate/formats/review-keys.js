/* What keys and clicks do; last, the page is drawn. */

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
