"""TBX of both versions and styles, hostile ones too."""

import subprocess
import sys
from pathlib import Path

import pytest

from translate.document import Term
from translate.errors import GlossaryError
from translate.glossary import check_glossary, read_glossary
from translate.glossary.tbx import read_tbx, write_tbx
from translate.interchange import export_terms, import_terms

OLD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en">
 <martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></martifHeader>
 <text><body>{}</body></text>
</martif>
"""
NEW = """<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
 <tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader>
 <text><body>{}</body></text>
</tbx>
"""
OLD_ENTRY = """
<termEntry id="c1">
 <descrip type="subjectField">politics</descrip>
 <langSet xml:lang="en-GB">
  <tig><term>Lugansk</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
  <ntig><termGrp><term>Luhansk Oblast</term></termGrp></ntig>
  <tig><term>Luhansk</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig>
 </langSet>
 <langSet xml:lang="de"><tig><term>Luhansk</term></tig></langSet>
 <langSet xml:lang="nl-NL">
  <descripGrp><descrip type="definition">stad in <hi>Oekraïne</hi></descrip></descripGrp>
  <tig><term>Loegansk</term><termNote type="partOfSpeech">properNoun</termNote></tig>
  <tig><term>
     Loehansk
  </term></tig>
 </langSet>
</termEntry>
"""
NEW_ENTRY = """
<conceptEntry id="c1">
 <!-- a comment -->
 <langSec xml:lang="nld"><termSec><term>Krim</term></termSec></langSec>
 <langSec xml:lang="eng">
  <termSec><term>Crimea</term><termNote type="administrativeStatus">admittedTerm-admn-sts</termNote>
   <note>no article</note></termSec>
  <termSec><term>Krym</term><termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termSec>
 </langSec>
</conceptEntry>
"""
DCT = """<?xml version="1.0"?>
<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:basic="http://www.tbxinfo.net/ns/basic"><text><body>
<conceptEntry><langSec xml:lang="nl"><termSec><term>Krim</term></termSec></langSec>
<langSec xml:lang="en"><termSec><term>Crimea</term><basic:partOfSpeech>properNoun</basic:partOfSpeech></termSec>
<termSec><term>Krym</term><basic:administrativeStatus>deprecatedTerm-admn-sts</basic:administrativeStatus></termSec>
</langSec></conceptEntry></body></text></tbx>
"""


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def entry(source, target):
    return (
        f'<termEntry><langSet xml:lang="nl"><tig><term>{source}</term></tig></langSet>'
        f'<langSet xml:lang="en"><tig><term>{target}</term></tig></langSet></termEntry>'
    )


def test_reads_the_version_of_2008(tmp_path):
    (term,), complaints = read_tbx(write(tmp_path / "a.tbx", OLD.format(OLD_ENTRY)))
    assert complaints == ()
    assert term == Term(
        source=("Loegansk", "Loehansk"),
        target=("Luhansk", "Luhansk Oblast"),
        kind="name",
        forbidden=("Lugansk",),
        note="subjectField: politics; definition: stad in Oekraïne",
        line=6,
    )


def test_reads_the_version_of_2019(tmp_path):
    (term,), _ = read_tbx(write(tmp_path / "a.tbx", NEW.format(NEW_ENTRY)))
    assert (term.source, term.target, term.forbidden, term.note) == (
        ("Krim",),
        ("Crimea",),
        ("Krym",),
        "no article",
    )


def test_reads_the_style_with_elements_of_their_own(tmp_path):
    (term,), _ = read_tbx(write(tmp_path / "a.tbx", DCT))
    assert (term.target, term.forbidden, term.kind) == (("Crimea",), ("Krym",), "name")


def test_writes_what_the_standard_knows(tmp_path):
    terms = [Term(source=("a", "b"), target=("c", "d"), forbidden=("e",), exact=True, kind="keep", note="f")]
    write_tbx(tmp_path / "a.tbx", terms)
    text = (tmp_path / "a.tbx").read_text(encoding="utf-8")
    statuses = ("preferredTerm", "admittedTerm", "preferredTerm", "admittedTerm", "deprecatedTerm")
    places = [text.index(f"<term>{form}</term>") for form in "abcde"]
    assert places == sorted(places)
    for place, status in zip(places, statuses, strict=True):
        assert text.index(f"{status}-admn-sts", place) < place + 100
    assert "<note>case: exact</note><note>kind: keep</note><note>f</note>" in text


def test_an_entry_without_one_of_the_languages_is_left_out_and_named(tmp_path):
    german = '<termEntry><langSet xml:lang="de"><tig><term>x</term></tig></langSet></termEntry>'
    dutch = '<termEntry><langSet xml:lang="nl"><tig><term>Krim</term></tig></langSet></termEntry>'
    group = "<tig><term>Crimea</term><note>x</note></tig><tig/>"
    english = f'<termEntry><langSet xml:lang="en">{group}</langSet></termEntry>'
    path = write(tmp_path / "a.tbx", OLD.format(german + entry("NAVO", "NATO") + dutch + english))
    terms, losses = import_terms(path)
    assert [one.source[0] for one in terms] == ["NAVO"]
    assert [loss.message for loss in losses] == [
        "the entry has no Dutch term and is left out",
        "the entry of `Krim` has no English term and is left out",
        "the entry of `Crimea` has no Dutch term and is left out",
    ]
    assert [one.severity for one in check_glossary(path)] == ["warning"] * 3
    assert len(read_glossary(path).terms) == 1


def test_no_entry_in_both_languages_names_those_there_are(tmp_path):
    path = write(
        tmp_path / "a.tbx", OLD.format('<termEntry><langSet xml:lang="fr"/><langSet xml:lang="nl"/></termEntry>')
    )
    with pytest.raises(GlossaryError, match="both a Dutch and an English term") as caught:
        read_tbx(path)
    assert caught.value.hint == "languages in it: fr, nl"


def test_entries_on_one_line_that_contradict_each_other(tmp_path):
    entries = entry("Krim", "Crimea") + entry("Krim", "Krym") + entry("NAVO", "NATO")
    path = write(tmp_path / "a.tbx", OLD.format(entries))
    terms, (loss,) = import_terms(path)
    assert [one.target[0] for one in terms] == ["Crimea", "NATO"]
    assert "becomes `Krym` here" in loss.message
    with pytest.raises(GlossaryError, match="becomes `Krym` here"):
        read_glossary(path)


def with_entity(declaration, name="a"):
    body = OLD.format(entry(f"&{name};", "x")).split('dtd">')[1]
    return f"<!DOCTYPE martif [{declaration}]>{body}"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (with_entity('<!ENTITY a "aa">'), "entities"),
        (with_entity('<!ENTITY a SYSTEM "file:///etc/passwd">'), "entities"),
        (OLD.format(entry("Krim", "Crimea"))[:-20], "not well-formed"),
        (OLD.format("<termEntry>"), "not well-formed"),
        ("<?xml version='1.0'?><html/>", "both a Dutch and an English"),
        ("", "not well-formed"),
    ],
)
def test_refuses_hostile_and_broken_files(text, part, tmp_path):
    path = write(tmp_path / "a.tbx", text)
    with pytest.raises(GlossaryError, match=part) as caught:
        import_terms(path)
    assert caught.value.path == path


def test_entities_that_grow_are_not_expanded(tmp_path):
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    path = write(tmp_path / "a.tbx", with_entity(f'<!ENTITY e0 "ha">{levels}', "e9"))
    with pytest.raises(GlossaryError):
        read_tbx(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(GlossaryError, match="cannot be read"):
        read_tbx(tmp_path / "none.tbx")


def test_a_control_character_cannot_be_written(tmp_path):
    with pytest.raises(GlossaryError, match="cannot be written as XML"):
        export_terms([Term(source=("a\x07",), target=("b",))], tmp_path / "a.tbx")
    assert not (tmp_path / "a.tbx").exists()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says how much memory it took")
def test_a_large_file_is_read_entry_by_entry(tmp_path):
    # What is kept of each entry is little; what surrounds it must not stay in memory.
    path = tmp_path / "a.tbx"
    filler = "<descrip type='context'>" + "x " * 5000 + "</descrip>"
    german = f'<langSet xml:lang="de">{filler}<tig><term>w</term></tig></langSet></termEntry>'
    before, after = OLD.split("{}")
    with path.open("w", encoding="utf-8") as file:
        file.write(before)
        for number in range(5000):
            one = entry(f"woord{number}", f"word{number}").replace("</termEntry>", german)
            file.write(f"<!-- {filler} -->{one}")
        file.write(after)
    assert path.stat().st_size > 100_000_000
    code = (
        "import sys; from pathlib import Path; from translate.glossary.tbx import read_tbx;"
        "print(len(read_tbx(Path(sys.argv[1]))[0]));"
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    count, peak_kilobytes = map(int, done.stdout.split())
    assert count == 5000
    assert peak_kilobytes * 1024 < 100_000_000
