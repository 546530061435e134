import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from translate import __version__
from translate.cli import app, main
from translate.errors import BatchError, TranslateError
from translate.formats import read_document

ROOT = Path(__file__).parent.parent
GLOSSARY = "source\ttarget\tcase\tkind\tforbidden\tnote\nKoeleba|Kuleba\tKuleba\t\tname\nKrim\tCrimea\t\tname\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working folder with an article and a glossary, as a user has it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("Koeleba was op de Krim.\n\nHij sprak 13 keer.", "utf-8")
    (tmp_path / "glossary").mkdir()
    (tmp_path / "glossary" / "nl-en.tsv").write_text(GLOSSARY, "utf-8")
    return tmp_path


def invoke(*arguments, ok=0):
    """Run a command as `main` would; return its result."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if isinstance(result.exception, TranslateError):
        assert ok == 2, result.exception
    else:
        assert result.exit_code == ok, (result.output, result.exception)
    return result


def test_help_and_version():
    assert "every name and term as your glossary says" in " ".join(invoke("--help").stdout.split())
    assert invoke("--version").stdout == f"translate {__version__}\n"


@pytest.mark.parametrize(
    "command",
    [
        "run",
        "segment",
        "glossary check",
        "check",
        "review status",
        "convert",
        "memory stats",
        "model pull",
        "evaluate",
    ],
)
def test_every_command_has_an_example(command):
    assert f"Example: translate {command}" in " ".join(invoke(*command.split(), "--help").stdout.split())


def test_a_run_without_arguments_translates_the_seeds(folder):
    result = invoke("run", "--engine", "echo", "--format", "tsv")
    assert result.stdout == ""
    assert "1 article, 2 segments" in result.stderr
    assert "terms: 2 of 2 honoured (2 decoded)" in result.stderr
    assert f"written to outputs{os.sep}" in result.stderr
    assert read_document(folder / "outputs" / "a.tsv").translations[0].target == "Kuleba was op de Crimea."


def test_a_run_tells_its_findings_by_its_exit_status(folder):
    (folder / "seeds" / "a.txt").write_text(
        "Hij heeft niet op de minister van Defensie geschoten, zei ze.", "utf-8"
    )
    result = invoke("run", "--engine", "echo", "--format", "tsv", ok=1)
    assert "findings: 1 error" in result.stderr
    assert (folder / "outputs" / "a.tsv").exists()


def test_a_run_without_the_default_glossary_says_so(folder):
    (folder / "glossary" / "nl-en.tsv").unlink()
    (folder / "seeds" / "a.txt").write_text("Koeleba", "utf-8")
    result = invoke("run", "--engine", "echo", "--format", "tsv")
    assert "warning: no glossary at" in result.stderr
    assert "terms: none found" in result.stderr


def test_a_glossary_that_was_asked_for_must_be_there(folder):
    result = invoke("run", "--engine", "echo", "--glossary", "other.tsv", ok=2)
    assert "other.tsv" in str(result.exception)


def test_failures_are_reported_together_at_the_end(folder):
    (folder / "seeds" / "empty.txt").write_bytes(b"")
    (folder / "seeds" / "zip.txt").write_bytes(b"PK\x03\x04\x00\x00\xff\xfe")
    result = invoke("run", "--engine", "echo", "--format", "tsv", "seeds", "nowhere", ok=2)
    assert isinstance(result.exception, BatchError)
    told = [str(error) for error in result.exception.errors]
    assert len(told) == 3
    assert all(any(name in text for text in told) for name in ("empty.txt", "zip.txt", "nowhere"))
    assert (folder / "outputs" / "a.tsv").exists()


def test_errors_and_hints_go_to_stderr_with_status_2(folder, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["translate", "run", "nowhere", "--engine", "echo", "--format", "tsv"])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "error: nowhere: " in captured.err
    assert "hint: " in captured.err


def test_debugging_raises_again(folder, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["translate", "run", "nowhere", "--engine", "echo", "--format", "tsv"])
    monkeypatch.setenv("TRANSLATE_DEBUG", "1")
    with pytest.raises(TranslateError):
        main()


@pytest.mark.parametrize("arguments", [["run", "--beam-size", "0"], ["run", "--jobs", "-1"], ["no-such-command"]])
def test_wrong_usage_is_status_2(folder, arguments):
    assert CliRunner().invoke(app, arguments).exit_code == 2


def test_segment_prints_a_table(folder):
    lines = invoke("segment", "seeds").stdout.splitlines()
    assert lines[0] == "id\tkind\tsource"
    assert lines[1] == "a:1.1\tparagraph\tKoeleba was op de Krim."


def test_segment_reads_standard_input():
    result = CliRunner().invoke(app, ["segment", "--plain", "-"], input="Dhr. Jansen kwam. Hij ging.\n")
    assert result.stdout == "Dhr. Jansen kwam.\nHij ging.\n"


def test_segment_explains_each_boundary(folder):
    (folder / "x.txt").write_text("Dhr. Jansen kwam. Hij ging.", "utf-8")
    lines = invoke("segment", "--explain", "x.txt").stdout.splitlines()
    assert [line.split("\t")[1] for line in lines[1:]] == ["no", "yes"]
    assert all(line.split("\t")[2] for line in lines[1:])


def test_segment_takes_the_users_abbreviations(folder):
    (folder / "abbreviations.txt").write_text("zwv.\n", "utf-8")
    (folder / "x.txt").write_text("Dat is zwv. Iets anders.", "utf-8")
    plain = invoke("segment", "--plain", "x.txt").stdout.splitlines()
    own = invoke("segment", "--plain", "x.txt", "--abbreviations", "abbreviations.txt").stdout.splitlines()
    assert (len(plain), len(own)) == (2, 1)


def test_the_columns_of_a_table_can_be_named(folder):
    (folder / "x.csv").write_text("nr,kop,body\n7,Krim,Koeleba sprak.\n", "utf-8")
    table = invoke("segment", "x.csv", "--columns", "id=nr, title=kop,text=body").stdout
    assert "x-7:1.1\theading\tKrim" in table
    assert "x-7:2.1\tparagraph\tKoeleba sprak." in table
    for wrong in ("body", "colour=red", "text="):
        assert "--columns has" in str(invoke("segment", "x.csv", "--columns", wrong, ok=2).exception)


def test_segment_reports_bad_files_after_the_good_ones(folder):
    (folder / "seeds" / "b.txt").write_bytes(b"")
    result = invoke("segment", "seeds", ok=2)
    assert "a:1.1" in result.stdout
    assert "b.txt" in str(result.exception.errors[0])


def test_glossary_check_is_silent_on_a_good_file():
    result = invoke("glossary", "check", ROOT / "glossary" / "nl-en.tsv")
    assert result.stdout == ""
    assert "0 complaints" in result.stderr


def test_glossary_check_names_file_and_line(folder):
    path = folder / "glossary" / "nl-en.tsv"
    path.write_text(GLOSSARY + "Krim\tKrym\n\tnothing\n", "utf-8")
    lines = invoke("glossary", "check", ok=1).stdout.splitlines()
    assert any(line.startswith(f"{Path('glossary/nl-en.tsv')}:4: error: ") for line in lines)
    assert any(line.startswith(f"{Path('glossary/nl-en.tsv')}:5: error: ") for line in lines)


def test_glossary_find_prints_occurrences(folder):
    result = invoke("glossary", "find", "kuleba")
    assert result.stdout.splitlines()[1] == "a:1.1\tKoeleba\t\tKoeleba was op de Krim."
    assert "1 occurrences" in result.stderr
    assert "keer" in invoke("glossary", "find", "keer", "seeds").stdout


def test_glossary_add_adds_a_row_or_refuses(folder):
    result = invoke("glossary", "add", "Loegansk|Loehansk", "Luhansk", "--kind", "name", "--forbidden", "Lugansk")
    assert "added as" in result.stderr
    text = (folder / "glossary" / "nl-en.tsv").read_text("utf-8")
    assert text.startswith(GLOSSARY)
    assert text.splitlines()[-1] == "Loegansk|Loehansk\tLuhansk\t\tname\tLugansk"
    refused = invoke("glossary", "add", "Krim", "Krym", ok=2)
    assert "nl-en.tsv" in str(refused.exception)
    assert (folder / "glossary" / "nl-en.tsv").read_text("utf-8") == text


def test_check_prints_findings_and_sets_the_status(folder):
    invoke("run", "--engine", "echo", "--format", "tsv")
    path = folder / "outputs" / "a.tsv"
    path.write_text(
        path.read_text("utf-8").replace("Hij sprak 13 keer.\tdraft", "He spoke 14 times.\tdraft"), "utf-8"
    )
    lines = invoke("check", "outputs", ok=1).stdout.splitlines()
    assert lines[0] == "path\tid\tseverity\tcheck\tmessage"
    assert any("a:2.1\t" in line and "\tnumber\t" in line for line in lines[1:])


def test_check_takes_two_plain_files(folder):
    (folder / "x.nl").write_text("De Krim.\nEr zijn 13 doden.\n", "utf-8")
    (folder / "x.en").write_text("The Krim.\nThere are 13 dead.\n", "utf-8")
    result = invoke("check", "x.nl", "--target", "x.en", ok=1)
    assert "x:1.1\terror\tsource-form" in result.stdout
    (folder / "x.en").write_text("One line.\n", "utf-8")
    invoke("check", "x.nl", "--target", "x.en", ok=2)


def test_check_refuses_an_unknown_check_by_name(folder):
    (folder / "checks.toml").write_text('[checks]\nnumbr = "off"\n', "utf-8")
    (folder / "x.nl").write_text("Ja.\n", "utf-8")
    result = invoke("check", "x.nl", "--target", "x.nl", "--checks", "checks.toml", ok=2)
    assert "numbr" in str(result.exception)


def test_convert_turns_one_format_into_another_and_back(folder):
    invoke("run", "--engine", "echo", "--format", "tsv")
    original = read_document(folder / "outputs" / "a.tsv")
    assert "2 segments written to" in invoke("convert", "outputs/a.tsv", "a.xlsx").stderr
    invoke("convert", "a.xlsx", "a.tsv")
    assert read_document(folder / "a.tsv").translations == original.translations
    invoke("convert", "outputs/a.tsv", "a.pdf", ok=2)


def test_review_status_and_apply(folder):
    invoke("run", "--engine", "echo", "--format", "tsv")
    path = folder / "outputs" / "a.tsv"
    path.write_text(path.read_text("utf-8").replace("13 keer.\tdraft", "13 times.\treviewed"), "utf-8")
    assert "\tyes\t" in invoke("review", "status").stdout
    assert "1 reviewed" in invoke("review", "apply", "--who", "Ann").stderr
    assert "Ann" in invoke("review", "status").stdout
    assert "nothing new" in invoke("review", "apply").stderr


def test_review_apply_refuses_an_edited_source_and_takes_the_rest(folder):
    invoke("run", "--engine", "echo", "--format", "tsv")
    path = folder / "outputs" / "a.tsv"
    text = path.read_text("utf-8").replace("\tHij sprak 13 keer.\tHij", "\tHij sprak 14 keer.\tHij")
    path.write_text(text.replace("Crimea.\tdraft", "Crimea!\treviewed"), "utf-8")
    result = invoke("review", "apply", ok=2)
    assert "a.tsv:3" in str(result.exception.errors[0])
    assert "Crimea!" in invoke("memory", "search", "crimea!").stdout


def test_two_reviewers_who_disagree_are_told_until_they_agree(folder):
    invoke("run", "--engine", "echo", "--format", "tsv,jsonl")
    for name, words in (("a.tsv", "13 times."), ("a.jsonl", "thirteen times.")):
        path = folder / "outputs" / name
        text = path.read_text("utf-8").replace("13 keer.\tdraft", f"{words}\treviewed")
        text = text.replace('"target":"Hij sprak 13 keer."', f'"target":"Hij sprak {words}"')
        path.write_text(text.replace('"target": "Hij sprak 13 keer."', f'"target": "Hij sprak {words}"'), "utf-8")
    for _ in range(3):
        result = invoke("review", "apply", ok=2)
        assert "edited in another way" in str(result.exception.errors[0])
    path = folder / "outputs" / "a.jsonl"
    path.write_text(path.read_text("utf-8").replace("thirteen times.", "13 times."), "utf-8")
    invoke("review", "apply")
    assert "13 times" in (folder / "outputs" / "a.jsonl").read_text("utf-8")


def test_memory_stats_search_export_import(folder):
    invoke("run", "--engine", "echo", "--format", "tsv")
    path = folder / "outputs" / "a.tsv"
    path.write_text(path.read_text("utf-8").replace("13 keer.\tdraft", "13 times.\treviewed"), "utf-8")
    invoke("review", "apply")
    assert "reviewed\t1" in invoke("memory", "stats").stdout
    assert "13 times" in invoke("memory", "search", "times").stdout
    assert "13 times" in invoke("memory", "search", "--fuzzy", "Hij sprak 12 keer.").stdout
    invoke("memory", "export", "reviewed.tmx")
    assert "1 reviewed" in invoke("memory", "import", "reviewed.tmx", "--memory", "new.sqlite").stderr
    assert "reviewed\t1" in invoke("memory", "stats", "--memory", "new.sqlite").stdout


def test_looking_at_a_memory_does_not_make_one(folder):
    invoke("memory", "stats", "--memory", "none.sqlite", ok=2)
    assert not (folder / "none.sqlite").exists()


def test_model_list_and_test_know_the_built_in_model():
    assert "built-in\t" in invoke("model", "list").stdout
    result = invoke("model", "test", "built-in")
    assert "ok\t" in result.stdout
    assert "sentences as expected" in result.stderr


def test_model_pull_without_a_network_ends_with_a_hint():
    result = invoke("model", "pull", "some/model", ok=2)
    assert result.exception.hint


def test_model_remove_refuses_what_is_not_there():
    invoke("model", "remove", "some/model", ok=2)


def test_a_model_asked_for_by_name_is_never_replaced(folder):
    result = invoke("run", "--model", "no/such-model", "--format", "tsv", ok=2)
    assert "no/such-model" in str(result.exception)


def test_evaluate_prints_figures(folder):
    (folder / "x.nl").write_text("Koeleba was op de Krim.\nHij sprak.\n", "utf-8")
    (folder / "x.en").write_text("Kuleba was in Crimea.\nHe spoke.\n", "utf-8")
    rows = dict(
        line.split("\t")
        for line in invoke(
            "evaluate", "--source", "x.nl", "--reference", "x.en", "--model", "built-in"
        ).stdout.splitlines()
    )
    assert rows["segments"] == "2"
    assert rows["term occurrences"] == "2"
    assert rows["terms inflected"] == "2 (100.0 %)"
    assert 0 <= float(rows["BLEU"]) <= 100
    (folder / "x.en").write_text("One.\n", "utf-8")
    invoke("evaluate", "--source", "x.nl", "--reference", "x.en", ok=2)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")
def test_an_interrupted_run_keeps_what_is_finished(folder):
    for number in range(40):
        text = "\n\n".join(f"Zin {number} {index} over de Krim en {index} mensen." for index in range(120))
        (folder / "seeds" / f"b{number:02}.txt").write_text(text, "utf-8")
    command = [sys.executable, "-m", "translate", "run", "--engine", "ctranslate2", "--model", "built-in"]
    with subprocess.Popen([*command, "--format", "tsv"], stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 60
        while not (folder / "outputs" / "memory.sqlite").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(1.0)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert "Traceback" not in told
    assert not list((folder / "outputs").glob(".writing-*"))
