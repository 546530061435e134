"""The review page in a real browser; skipped where Chromium or Playwright is not installed."""

import dataclasses
import os
import shutil

import pytest

from translate.document import Document, Finding, Segment, Span, TermOutcome, Translation
from translate.formats import read_document, tsv, write_document
from translate.formats.cells import shown_target

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def row(number, text, target, **fields):
    return Translation(segment=Segment(id=f"kyiv:{number}", text=text), target=target, **fields)


def kuleba(step="edited"):
    return TermOutcome(
        form="Koeleba",
        target="Kuleba",
        step=step,
        method="alignment",
        rendering="Cooleba",
        cost=-0.25,
        reason="was not in any candidate",
        source_span=Span(start=0, stop=7),
        target_span=None if step == "missing" else Span(start=0, stop=6),
    )


DOCUMENT = Document(
    name="kyiv",
    translations=(
        row("1.1", "Koeleba zei 😀 <b>ja</b>.", "Kuleba said yes.", terms=(kuleba(),), draft="Cooleba said yes."),
        row(
            "1.2",
            "Er zijn 13.000 soldaten.",
            "There are soldiers.",
            findings=(Finding(check="number", message="13.000"),),
        ),
        row("2.1", "Koeleba wacht.", "He waits.", terms=(kuleba("missing"),), note="wie?"),
        row("3.1", "=1+1", "=1+1", status="reviewed"),
        row("3.2", '"Ja', "\t\u2028\x01"),
    ),
    signature="model:m|beam:4",
)


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as engine:
        launched = engine.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser, tmp_path):
    path = tmp_path / "kyiv.html"
    write_document(DOCUMENT, path, "html")
    context = browser.new_context(accept_downloads=True)
    opened = context.new_page()
    problems = []
    opened.on("console", lambda message: problems.append(message.text))
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("request", lambda request: problems.append(request.url) if request.url.startswith("http") else None)
    visit(opened, path)
    yield opened
    context.close()
    assert problems == []


def visit(page, path):
    page.goto(f"file://{path}")
    page.wait_for_selector("html[data-ready=true]", state="attached")


def until(page, condition):
    for _ in range(100):
        if condition():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not happen within five seconds")


def saved(page, tmp_path):
    with page.expect_download() as download:
        page.click("#save")
    target = tmp_path / download.value.suggested_filename
    download.value.save_as(target)
    return target


def changed(index, **fields):
    rows = list(DOCUMENT.translations)
    terms = (
        dataclasses.replace(term, target=shown_target(term, rows[index].target), target_span=None)
        for term in rows[index].terms
    )
    rows[index] = dataclasses.replace(rows[index], terms=tuple(terms), **fields)
    return dataclasses.replace(DOCUMENT, translations=tuple(rows))


def target(page, index):
    return page.locator(".row .target").nth(index)


def type_into(page, index, text):
    target(page, index).click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def visible(page):
    return page.locator(".row:visible").count()


def test_an_untouched_page_saves_the_very_bytes_of_the_tsv(page, tmp_path):
    path = saved(page, tmp_path)
    assert path.name == "kyiv.tsv"
    assert path.read_bytes().decode() == tsv.format_tsv(DOCUMENT)


TEXTS = [
    "Plain text.",
    "=SUM(A1)",
    "'-",
    '"Yes", he said.',
    '  "x"',
    " ＝1",
    "13.000",
    "5 mei",
    "'5 mei 2014",
    "TRUE",
    "ſ 1 K 2",
    "٣٤",
    "x" * 50 + "1",
    "\u00a0+31 6",
    "␊ ␛{2028} ␛",
    "😀 1",
    "12 pm",
    "\u200b@naam",
    "#N/A",
    "",
]


def test_any_edit_is_saved_as_the_library_writes_it(page, tmp_path):
    for text in TEXTS:
        type_into(page, 1, text)
        if not text:
            page.keyboard.press("Delete")
        found = saved(page, tmp_path).read_bytes().decode()
        assert found == tsv.format_tsv(changed(1, target=text)), ascii(text)


def test_reviewing_with_the_keyboard_alone(page, tmp_path):
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("Kuleba agreed.")
    page.keyboard.press("Control+Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Translation of 1.2"
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    page.keyboard.press("n")
    page.keyboard.insert_text("nee")
    page.keyboard.press("Enter")
    found = read_document(saved(page, tmp_path)).translations
    assert (found[0].target, found[0].status) == ("Kuleba agreed.", "reviewed")
    assert (found[1].status, found[1].note) == ("rejected", "nee")
    assert page.text_content("#progress-text") == "2 of 5 reviewed, 1 rejected"


def test_typing_goes_where_the_click_went(page, tmp_path):
    box = target(page, 0).locator("mark").bounding_box()
    page.mouse.click(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2)
    page.keyboard.insert_text(" really")
    page.keyboard.press("Enter")
    assert target(page, 0).locator("mark").text_content() == "Kuleba"
    assert read_document(saved(page, tmp_path)).translations[0].target == "Kuleba really said yes."


def test_a_line_break_that_is_pasted_is_a_space(page, tmp_path):
    target(page, 0).click()
    page.keyboard.press("Control+A")
    page.evaluate(
        """() => { const data = new DataTransfer(); data.setData("text/plain", "one\\n\\ttwo<b>");
        document.activeElement.dispatchEvent(new ClipboardEvent("paste",
            {clipboardData: data, bubbles: true, cancelable: true})); }"""
    )
    assert read_document(saved(page, tmp_path)).translations[0].target == "one two<b>"


def test_escape_leaves_the_text_as_it_was(page, tmp_path):
    type_into(page, 0, "nothing")
    page.keyboard.press("Escape")
    assert target(page, 0).text_content() == "Kuleba said yes."
    assert saved(page, tmp_path).read_bytes().decode() == tsv.format_tsv(DOCUMENT)


def test_undo_takes_back_one_change_after_another(page, tmp_path):
    type_into(page, 0, "first")
    page.keyboard.press("Enter")
    page.keyboard.press("r")
    page.keyboard.press("Control+z")
    page.click("#undo")
    assert page.is_disabled("#undo")
    assert saved(page, tmp_path).read_bytes().decode() == tsv.format_tsv(DOCUMENT)


def test_edits_outlive_the_page_until_they_are_saved(page, tmp_path):
    type_into(page, 0, "Kept.")
    page.keyboard.press("Control+Enter")
    page.reload()
    page.wait_for_selector("html[data-ready=true]", state="attached")
    assert target(page, 0).text_content() == "Kept."
    assert page.text_content("#saved") == "Not yet saved as TSV"
    assert saved(page, tmp_path).read_bytes().decode() == tsv.format_tsv(
        changed(0, target="Kept.", status="reviewed")
    )
    assert page.text_content("#saved") == ""


def test_another_version_of_the_document_does_not_take_old_edits(page, tmp_path):
    type_into(page, 0, "Old.")
    page.keyboard.press("Enter")
    write_document(changed(0, target="New."), tmp_path / "kyiv.html", "html")
    visit(page, tmp_path / "kyiv.html")
    assert target(page, 0).text_content() == "New."


def test_a_page_that_a_browser_saved_is_read_with_its_edits(page, tmp_path):
    type_into(page, 0, "Kuleba </script> agreed.")
    page.keyboard.press("Control+Enter")
    until(page, lambda: len(page.text_content("#edits")) > 2)
    path = tmp_path / "saved.html"
    path.write_text(page.content(), "utf-8")
    found = read_document(path).translations
    assert (found[0].target, found[0].status) == ("Kuleba </script> agreed.", "reviewed")
    assert found[1:] == DOCUMENT.translations[1:]
    page.evaluate("localStorage.clear()")
    visit(page, path)
    assert target(page, 0).text_content() == "Kuleba </script> agreed."
    assert page.locator(".row").count() == 5


def test_filters_show_what_they_say(page):
    assert visible(page) == 5
    page.click("[data-show=flagged]")
    assert visible(page) == 2
    page.click("[data-show=open]")
    assert visible(page) == 4
    page.select_option("#term", "Koeleba → Kuleba")
    assert visible(page) == 2
    page.fill("#text", "WACHT")
    until(page, lambda: page.text_content("#shown") == "1 of 5 shown")
    assert visible(page) == 1
    page.fill("#text", "nowhere")
    page.wait_for_selector("#empty:visible")


def test_terms_are_marked_in_both_texts_by_how_they_were_honoured(page):
    first = page.locator(".row").nth(0)
    assert first.locator(".source mark.edited").text_content() == "Koeleba"
    assert first.locator(".target mark.edited").text_content() == "Kuleba"
    assert page.locator(".row").nth(2).locator(".source mark.missing").text_content() == "Koeleba"
    styles = page.evaluate(
        """() => [...document.querySelectorAll("#help .legend mark")].map((mark) => {
        const style = getComputedStyle(mark); return style.textDecorationStyle + style.backgroundColor; })"""
    )
    assert len({style.split("rgb")[0] for style in styles}) == 4
    assert len({style.split("rgb")[1] for style in styles}) == 4


def test_a_term_that_an_edit_loses_is_shown_as_missing(page):
    type_into(page, 0, "The minister said yes.")
    page.keyboard.press("Enter")
    assert page.locator(".row").nth(0).locator(".source mark.missing").count() == 1
    type_into(page, 0, "Kuleba's yes.")
    page.keyboard.press("Enter")
    assert page.locator(".row").nth(0).locator(".target mark.edited").text_content() == "Kuleba"


def test_a_click_on_the_source_shows_how_it_was_made(page):
    page.locator(".source").nth(0).click()
    audit = page.locator(".audit")
    text = audit.text_content()
    for wanted in ("Koeleba → Kuleba", "alignment", "Cooleba", "-0.25", "was not in any candidate"):
        assert wanted in text
    assert audit.locator("del").text_content().strip() == "Cooleba"
    assert audit.locator("ins").text_content().strip() == "Kuleba"
    page.locator(".number").nth(0).click()
    assert audit.count() == 0


def test_markup_in_a_text_is_text(page):
    assert page.locator(".source").nth(0).text_content() == "Koeleba zei 😀 <b>ja</b>."
    assert page.locator(".source b").count() == 0


def test_nothing_but_the_pages_own_script_runs(browser, tmp_path):
    write_document(DOCUMENT, tmp_path / "kyiv.html", "html")
    page = browser.new_page()
    refused = []
    page.on("console", lambda message: refused.append(message.text))
    visit(page, tmp_path / "kyiv.html")
    for attempt in (
        "const s = document.createElement('script'); s.text = 'window.broken = 1'; document.body.append(s);",
        "document.body.innerHTML = '<img src=x onerror=\"window.broken = 1\">';",
        "document.body.setAttribute('onclick', 'window.broken = 1'); document.body.click();",
        "new Image().src = 'https://192.0.2.1/';",
    ):
        page.evaluate(f"() => {{ try {{ {attempt} }} catch {{}} }}")
    page.wait_for_timeout(50)
    assert page.evaluate("window.broken === undefined")
    assert len(refused) >= 4
    page.close()


def test_on_paper_the_controls_are_gone_and_the_status_is_a_word(page):
    page.emulate_media(media="print")
    assert not page.is_visible("#save")
    assert page.locator(".status-word").nth(3).text_content() == "reviewed"
    assert page.locator(".status-word").nth(3).is_visible()


@pytest.mark.parametrize("width", [360, 800, 1400])
def test_nothing_is_wider_than_the_screen(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.locator(".number").nth(0).click()
    page.evaluate("() => { document.querySelector('#term').lastElementChild.textContent = 'x'.repeat(200); }")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_five_thousand_segments_stay_quick(browser, tmp_path):
    rows = tuple(
        dataclasses.replace(
            found, segment=dataclasses.replace(found.segment, id=f"kyiv:{index // 4 + 1}.{index % 4 + 1}")
        )
        for index in range(5000)
        for found in [DOCUMENT.translations[index % 3]]
    )
    write_document(dataclasses.replace(DOCUMENT, translations=rows), tmp_path / "long.html", "html")
    page = browser.new_page()
    page.goto(f"file://{tmp_path / 'long.html'}")
    assert page.evaluate("performance.now()") < 5000
    page.wait_for_selector("html[data-ready=true]", state="attached")
    assert page.locator(".row").count() == 5000
    milliseconds = page.evaluate(
        """async () => { const start = performance.now();
        document.querySelector("[data-show=flagged]").click();
        await new Promise(requestAnimationFrame); return performance.now() - start; }"""
    )
    assert milliseconds < 1500
    page.close()
