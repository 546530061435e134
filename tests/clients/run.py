"""Open our files with real programs, read back what they save, and write the results to README.md beside this.

Called by run.sh, which installs what is missing.
"""

import dataclasses
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from translate.document import Document, Finding, Segment, Span, TermOutcome, Translation
from translate.formats import FORMATS, get_format, load_document, read_document, write_document

HERE = Path(__file__).parent
BROWSER_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
SENTENCES = [
    ("Koeleba reist volgende week naar Loegansk.", "Kuleba travels to Luhansk next week."),
    ('"Het is aan ons", zei hij.', '"It is up to us", he said.'),
    ("'Rusland moet stoppen", "'Russia must stop"),
    ("=1+1", "=1+1"),
    ("+31 6 12345678", "+31 6 12345678"),
    ("- 13.000 man", "- 13,000 men"),
    ("13.000", "13,000"),
    ("5 mei", "5 May"),
    ("2021-04", "2021-04"),
    ("@naam <b>&amp; een; twee, drie", "@name <b>&amp; one; two, three"),
    ("Één 😀 Oekraïne…", "One 😀 Ukraine…"),
    ('een "half', 'half "open'),
    ("WAAR", "TRUE"),
    ("_x0041_ ", " _x0041_"),
]


class Skipped(Exception):  # noqa: N818
    """The program is not on this machine."""


def sample() -> Document:
    """Return a document of everything that programs stumble over."""
    rows = []
    for number, (text, target) in enumerate(SENTENCES, 1):
        term = TermOutcome(
            form=text[:7],
            target=target[:6],
            step="edited",
            source_span=Span(start=0, stop=min(7, len(text))),
            target_span=Span(start=0, stop=min(6, len(target))),
        )
        finding = Finding(check="number", message=f"{number} is missing")
        rows.append(
            Translation(
                segment=Segment(id=f"clients:{number}.1", text=text),
                target=target,
                terms=(term,) if number == 1 else (),
                findings=(finding,) if number % 3 == 0 else (),
                note="=note" if number % 4 == 0 else "",
                draft=target.upper(),
            )
        )
    return Document(name="clients", translations=tuple(rows), signature="model:sample")


def program(name: str) -> str:
    """Return where a program is."""
    found = os.environ.get(name.upper()) or shutil.which(name)
    if not found:
        raise Skipped(f"{name} is not installed")
    return found


def run(*command: str, seconds: int = 180) -> str:
    """Run a program; return what it printed."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    if done.returncode:
        raise AssertionError((done.stderr or done.stdout).strip()[-300:])
    return done.stdout


def path_of(folder: Path, name: str) -> Path:
    """Return where the sample in one format stands."""
    return folder / "files" / f"clients{get_format(name).suffix}"


def same(path: Path, name: str) -> str:
    """Compare a file with the sample."""
    expected = get_format(name).project(sample()).translations
    found = read_document(path, name).translations
    wrong = [a.segment.id for a, b in zip(found, expected, strict=True) if a != b]
    if wrong:
        raise AssertionError(f"not as they were: {', '.join(wrong)}")
    return f"{len(found)} of {len(expected)} segments as they were"


def validate(folder: Path, name: str, *options: str) -> str:
    """Check a file against an official schema or DTD."""
    if not (folder / "schemas" / options[-1]).exists():
        raise Skipped(f"{options[-1]} is not at hand")
    schema = str(folder / "schemas" / options[-1])
    run(program("xmllint"), "--nonet", "--noout", *options[:-1], schema, str(path_of(folder, name)))
    return f"valid against {options[-1]}"


def toolkit(folder: Path) -> str:
    """Read TMX and XLIFF with translate-toolkit."""
    python = folder / "toolkit" / "bin" / "python"
    if not python.exists():
        raise Skipped("translate-toolkit is not installed")
    files = [str(path_of(folder, name)) for name in ("tmx", "xliff12", "xliff")]
    found = json.loads(run(str(python), str(HERE / "toolkit.py"), *files))
    expected = [list(pair) for pair in SENTENCES]
    wrong = [suffix for suffix, pairs in found.items() if pairs != expected]
    if wrong or len(found) != 3:
        raise AssertionError(f"other pairs in {wrong}")
    return f"the same {len(expected)} pairs in .tmx, .xliff12.xlf and .xlf"


def office(folder: Path, name: str, target: str, *options: str, suffix: str = "") -> str:
    """Let LibreOffice save a file again in the same or another format, and read that."""
    out = folder / "office" / f"{name}-{target.split(':')[0]}"
    shutil.rmtree(out, ignore_errors=True)
    profile = f"-env:UserInstallation=file://{folder}/office-profile"
    arguments = ("--headless", profile, "--convert-to", target, *options, "--outdir", str(out))
    run(program("soffice"), *arguments, str(path_of(folder, name)))
    (saved,) = out.iterdir()
    kept = "docx" if name == "docx" else "tsv" if suffix == ".csv" else "xlsx"
    return same(saved, kept)


def round_trip(folder: Path) -> str:
    """Let LibreOffice open our TSV, save it as XLSX and that as tab-separated text again."""
    office(folder, "tsv", "xlsx", "--infilter=Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false")
    first = folder / "office" / "tsv-xlsx"
    out = folder / "office" / "tsv-again"
    shutil.rmtree(out, ignore_errors=True)
    profile = f"-env:UserInstallation=file://{folder}/office-profile"
    kind = "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false"
    run(
        program("soffice"),
        "--headless",
        profile,
        "--convert-to",
        kind,
        "--outdir",
        str(out),
        str(first / "clients.xlsx"),
    )
    (saved,) = out.iterdir()
    return same(saved, "tsv")


def omegat(folder: Path) -> str:
    """Let OmegaT translate a project with our TMX as its memory and a glossary beside it."""
    jar = Path("/usr/share/omegat/OmegaT.jar")
    if not jar.exists():
        raise Skipped("OmegaT is not installed")
    project = folder / "omegat"
    shutil.rmtree(project, ignore_errors=True)
    for name in ("source", "target", "tm/auto", "glossary", "dictionary", "omegat"):
        (project / name).mkdir(parents=True)
    folders = ("source_dir", "target_dir", "tm_dir", "glossary_dir", "glossary_file", "dictionary_dir")
    settings = "".join(f"<{name}>__DEFAULT__</{name}>" for name in folders)
    (project / "omegat.project").write_text(
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<omegat><project version="1.0">'
        f"{settings}<source_lang>NL</source_lang><target_lang>EN</target_lang>"
        "<sentence_seg>false</sentence_seg></project></omegat>",
        "utf-8",
    )
    pairs = [pair for pair in SENTENCES if pair[0] == pair[0].strip()]
    (project / "source" / "a.txt").write_text("\n\n".join(source for source, _ in pairs) + "\n", "utf-8")
    (project / "glossary" / "terms.txt").write_text("Koeleba\tKuleba\tname\nLoegansk\tLuhansk\t\n", "utf-8")
    shutil.copy(path_of(folder, "tmx"), project / "tm" / "auto")
    options = ("--mode=console-translate", f"--config-dir={project}/config")
    log = run("java", "-Djava.awt.headless=true", "-jar", str(jar), str(project), *options)
    if "Error" in log:
        raise AssertionError(re.findall(r".*Error.*", log)[0])
    translated = (project / "target" / "a.txt").read_text("utf-8").split("\n\n")
    missed = [b for a, (_, b) in zip(translated, pairs, strict=True) if a.strip() != b]
    if missed:
        raise AssertionError(f"not translated: {missed}")
    return f"{len(pairs)} of {len(pairs)} segments translated from our TMX, without a complaint in its log"


def chromium(folder: Path, *, axe: bool) -> str:
    """Edit and save in the review page, or let axe look at it, light and dark, wide and narrow."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=program("chromium"), args=BROWSER_OPTIONS)
        try:
            return _axe(browser, folder) if axe else _edit(browser, folder)
        finally:
            browser.close()


def _edit(browser, folder: Path) -> str:
    page = browser.new_page(viewport={"width": 1360, "height": 860})
    page.goto(f"file://{path_of(folder, 'html')}")
    page.wait_for_selector("html[data-ready=true]", state="attached")
    page.screenshot(path=str(folder / "review.png"))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("=edited")
    page.keyboard.press("Control+Enter")
    with page.expect_download() as download:
        page.click("#save")
    saved = folder / "saved.tsv"
    download.value.save_as(saved)
    rows = list(sample().translations)
    rows[0] = dataclasses.replace(rows[0], target="=edited", status="reviewed")
    write_document(dataclasses.replace(sample(), translations=tuple(rows)), folder / "expected.tsv", "tsv")
    if saved.read_bytes() != (folder / "expected.tsv").read_bytes():
        raise AssertionError("the saved TSV has other bytes than ours")
    return "edited by keyboard, saved; the TSV has the bytes that our own writer gives"


def _axe(browser, folder: Path) -> str:
    source = folder / "node_modules" / "axe-core" / "axe.min.js"
    if not source.exists():
        raise Skipped("axe-core is not installed")
    n_passes = 0
    for scheme in ("light", "dark"):
        for width in (1360, 390):
            size = {"width": width, "height": 860}
            context = browser.new_context(bypass_csp=True, color_scheme=scheme, viewport=size)
            page = context.new_page()
            page.goto(f"file://{path_of(folder, 'html')}")
            page.wait_for_selector("html[data-ready=true]", state="attached")
            page.evaluate("source => { (0, eval)(source); }", source.read_text("utf-8"))
            for step in (None, ".number", "#help-open"):
                if step:
                    page.locator(step).first.click()
                found = page.evaluate("() => axe.run(document)")
                if found["violations"]:
                    raise AssertionError(", ".join(item["id"] for item in found["violations"]))
                n_passes += len(found["passes"])
            context.close()
    return f"no violations; {n_passes} rules passed, light and dark, wide and narrow, audit and help open"


def checks(folder: Path) -> Iterator[tuple[str, str, Callable[[], str]]]:
    """Yield the program, what it is asked to do, and the check."""
    csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    yield "xmllint", "TMX 1.4b DTD", lambda: validate(folder, "tmx", "--dtdvalid", "tmx14.dtd")
    strict = "xliff-core-1.2-strict.xsd"
    yield "xmllint", "XLIFF 1.2 strict schema", lambda: validate(folder, "xliff12", "--schema", strict)
    core = "xliff-core-2.0.xsd"
    yield "xmllint", "XLIFF 2 core schema", lambda: validate(folder, "xliff", "--schema", core)
    yield "translate-toolkit", "parses TMX, XLIFF 1.2 and 2.1", lambda: toolkit(folder)
    yield "LibreOffice Calc", "XLSX saved again as XLSX", lambda: office(folder, "xlsx", "xlsx")
    yield "LibreOffice Calc", "XLSX saved as CSV", lambda: office(folder, "xlsx", csv, suffix=".csv")
    yield "LibreOffice Calc", "TSV opened, saved as XLSX, saved as TSV", lambda: round_trip(folder)
    yield "LibreOffice Writer", "DOCX saved again as DOCX", lambda: office(folder, "docx", "docx")
    yield "OmegaT", "project with our TMX as memory", lambda: omegat(folder)
    yield "Chromium", "review page: edit, review, save", lambda: chromium(folder, axe=False)
    yield "axe-core", "review page: accessibility", lambda: chromium(folder, axe=True)


def versions() -> str:
    """Return the versions of the programs, as far as they tell."""
    asked = {"soffice": "--version", "chromium": "--version", "xmllint": "--version"}
    found = []
    for name, option in asked.items():
        if shutil.which(name):
            done = subprocess.run([name, option], capture_output=True, text=True, timeout=60, check=False)
            number = re.search(r"\d[\w.]*", done.stdout + done.stderr)
            found.append(f"{name} {number[0] if number else '?'}")
    return "; ".join(found)


def main(folder: Path) -> int:
    """Run every check; return 1 if one failed."""
    for name in FORMATS:
        write_document(sample(), path_of(folder, name), name)
        assert not load_document(path_of(folder, name)).errors
    lines = ["| program | asked to | result | |", "|---|---|---|---|"]
    n_failed = 0
    for who, what, check in checks(folder):
        try:
            result, text = "passed", check()
        except Skipped as reason:
            result, text = "skipped", str(reason)
        except (AssertionError, OSError, ValueError, subprocess.SubprocessError) as error:
            result, text = "FAILED", " ".join(str(error).split())
            n_failed += 1
        lines.append(f"| {who} | {what} | {result} | {text} |")
        sys.stdout.write(f"{lines[-1]}\n")
    readme = HERE / "README.md"
    before, _, _ = readme.read_text("utf-8").partition("<!-- results -->")
    readme.write_text(f"{before}<!-- results -->\n" + "\n".join([*lines, "", versions(), ""]), "utf-8")
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
