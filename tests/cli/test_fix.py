"""What ``validate --fix`` mends, what it leaves alone, and that it touches nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ldgraph.errors import Waiver
from ldgraph.graph.check import check
from ldgraph.graph.mend import Why, contents, mend
from ldgraph.graph.places import open_root
from ldgraph.intake.mark import marked
from ldgraph.turtle.lexer import tokens

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

    from ldgraph.errors import Finding

_FILE = "data/openbaar/proef.ttl"
_TEXT = """# Proef 😀: (commentaar) met <haken> en "tekst"@nl

PREFIX bestuur: <https://data.vlaanderen.be/id/lokaalbestuur/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>
PREFIX toegang: <http://publications.europa.eu/resource/authority/access-right/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

<>
    a ldg:Graaf ; # ldg:Graff staat hier niet
    dct:title "Proef \\u00e9 😀 ldg:fictif"@nl , \"\"\"Test
  over "twee" regels\"\"\"@en ;
    dct:source <https://example.org/> ;
    dct:modified "2026-11-24"^^xsd:date ;
    dct:accessRights toegang:PUBLIC ;
    ldg:fictief true ;
.
"""


_NOTHING, _ONE = "verwijzing-naar-niets", "bestuur:gemeente-99901"
_OTHER, _DCT = "prefix-anders", "<http://purl.org/dc/terms/>"
_STATUS = "https://data.vlaanderen.be/id/concept/BeoordelingStatus/"
_AS_TEXT = 'fictief "true"^^xsd:boolean'


def _write(root: Path, text: str = _TEXT, name: str = _FILE) -> Path:
    file = root / name
    file.write_bytes(text.encode())
    return file


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("ldg:fictif true", "ldg:fictief true"),
        ("ldg:Fictief true", "ldg:fictief true"),
        ("dct:titel", "dct:title"),
        ("a ldg:Graff ;", "a ldg:Graaf ;"),
        ("a ldg:graaf ;", "a ldg:Graaf ;"),
        ("toegang:PUBLICC", "toegang:PUBLIC"),
        ("toegang:public ", "toegang:PUBLIC "),
        ("http://purl.org/dc/term/", "http://purl.org/dc/terms/"),
        ("http://data.vlaanderen.be/ns/lokaal", "https://data.vlaanderen.be/ns/lokaal"),
        ("ldgg:fictief true", "ldg:fictief true"),
        ("toegangg:PUBLIC", "toegang:PUBLIC"),
        ("@n1 ", "@nl "),
        ("@dutch ", "@nl "),
        ("@NL ", "@nl "),
        ('"2026-11-24"^^xsd:dat ', '"2026-11-24"^^xsd:date '),
        ('"2026/11/24"', '"2026-11-24"'),
        ('"24-11-2026"', '"2026-11-24"'),
        ("ldg:fictief True ", "ldg:fictief true "),
        ("\u201c2026-11-24\u201d^^", '"2026-11-24"^^'),
        ('"TRUE"^^xsd:boolean', '"true"^^xsd:boolean'),
    ],
)
def test_what_is_sure_is_mended_and_every_other_byte_stays(
    root: Path, wrong: str, right: str
) -> None:
    text = _TEXT.replace("fictief true", _AS_TEXT) if "boolean" in right else _TEXT
    good = "\ufeff" + text.replace("\n", "\r\n")
    assert right in good
    file = _write(root, good.replace(right, wrong))

    left = _mended(root)

    assert file.read_bytes() == good.encode()
    assert left == []


@pytest.mark.parametrize(
    ("wrong", "right", "code", "offered"),
    [
        # It may be in March or in April.
        ('"3/4/2026"', '"2026-11-24"', "turtle-bad-literal", '"2026-04-03"'),
        ("@vl ", "@nl ", "taal-onbekend", "@nl-BE"),
        # A language, and none of the project's: it may well be in French.
        ("@fr ", "@nl ", "taal-niet-gebruikt", None),
        # It begins otherwise: that may turn a meaning round.
        ("ldg:nfictief", "ldg:fictief", "onbekende-term", "ldg:fictief"),
        # ROV is a vocabulary, and near to PROV.
        (
            "PREFIX rov: <http://www.w3.org/ns/rov#>\nPREFIX ldg:",
            "PREFIX ldg:",
            "prefix-verkeerd",
            "<http://www.w3.org/ns/prov#>",
        ),
        # A number is never guessed, nor a thing that may still have to be described.
        ("dct:source bestuur:gemeente-99902", "dct:source <https://example.org/>", _NOTHING, _ONE),
        ("dct:source bestuur:Gemeente-99901", "dct:source <https://example.org/>", _NOTHING, _ONE),
        ("dct:source bestuur:gemeent-99901", "dct:source <https://example.org/>", _NOTHING, _ONE),
        # The prefix is usual for something else, and that is no slip.
        (
            "dct: <http://purl.org/dc/elements/1.1/>",
            "dct: <http://purl.org/dc/terms/>",
            _OTHER,
            _DCT,
        ),
    ],
)
def test_what_is_not_sure_is_offered_at_most(
    root: Path, wrong: str, right: str, code: str, offered: str | None
) -> None:
    text = _TEXT.replace(right, wrong, 1)
    assert text != _TEXT
    file = _write(root, text)

    left = _mended(root)

    assert file.read_bytes() == text.encode()
    assert (code, offered) in {(one.code, one.suggestion) for one in left}
    assert not any(one.fix and one.fix.safe for one in left)


@pytest.mark.parametrize("wrong", ["prioriteit:mint", "prioriteit:nmust", "status:voldaan"])
def test_a_word_of_another_meaning_or_list_is_never_put_in_a_list(root: Path, wrong: str) -> None:
    file = root / "data/openbaar/vereisten.ttl"
    text = file.read_text("utf-8")
    assert "prioriteit:must" in text
    text = text.replace("prioriteit:must", wrong).replace(
        "PREFIX prioriteit:", f"PREFIX status: <{_STATUS}>\nPREFIX prioriteit:"
    )
    file.write_text(text, "utf-8")

    _mended(root)

    assert file.read_text("utf-8") == text


def _mended(root: Path) -> list[Finding]:
    """Mend in rounds, as the command does, and give what is left."""
    opened = open_root(root)
    while True:
        checked = contents(opened)
        found = check(opened)
        if not mend(opened, found, checked).done:
            return found


def test_a_misspelt_prefix_is_mended_wherever_it_is_used(run: Run, root: Path) -> None:
    file = root / "data/openbaar/vereisten.ttl"
    good = file.read_text("utf-8")
    lines = good.splitlines(keepends=True)
    wrong = [one if one.startswith("PREFIX") else one.replace("ldg:", "ldgg:") for one in lines]
    file.write_text("".join(wrong), "utf-8")

    done = run("validate", "--fix")

    assert file.read_text("utf-8") == good
    assert (done.returncode, done.stdout) == (0, "Geen bevindingen.\n")
    assert "hersteld: ldgg: -> ldg:" in done.stderr


def test_a_prefix_that_the_root_knows_is_declared_at_its_place(run: Run, root: Path) -> None:
    text = _TEXT.replace("PREFIX dct: <http://purl.org/dc/terms/>\n", "")
    file = _write(root, text.replace("PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n", ""))

    done = run("validate", "--fix", "--lang", "en")

    assert file.read_text("utf-8") == _TEXT
    assert f"{_FILE}:4:1: fixed: + PREFIX dct: <http://purl.org/dc/terms/>" in done.stderr
    assert done.returncode == 0


def test_what_is_mended_is_said_and_what_is_left_is_reported(run: Run, root: Path) -> None:
    text = _TEXT.replace("ldg:fictief", "ldg:fictif").replace('"2026-11-24"', '"3/4/2026"')
    file = _write(root, text)

    done = run("validate", "--fix")

    assert f"{_FILE}:16:5: hersteld: ldg:fictif -> ldg:fictief\n" in done.stderr
    assert "ldg:fictif " not in done.stdout
    assert "[turtle-bad-literal]" in done.stdout
    assert done.returncode == 1
    assert file.read_text("utf-8") == _TEXT.replace('"2026-11-24"', '"3/4/2026"')


def test_without_fix_nothing_is_changed_and_what_fix_would_do_is_said(run: Run, root: Path) -> None:
    file = _write(root, _TEXT.replace("ldg:fictief", "ldg:fictif"))
    before = file.read_bytes()

    done = run("validate")

    assert done.returncode == 1
    assert "Met --fix te herstellen (--diff toont eerst hoe): 1." in done.stderr
    assert file.read_bytes() == before


def test_diff_shows_the_change_and_makes_none(run: Run, root: Path) -> None:
    file = _write(root, _TEXT.replace("ldg:fictief", "ldg:fictif"))
    before = file.read_bytes()

    done = run("validate", "--diff")

    changed = [one for one in done.stdout.splitlines() if one[0] in "+-"]
    assert changed == [
        f"--- {_FILE}",
        f"+++ {_FILE}",
        "-    ldg:fictif true ;",
        "+    ldg:fictief true ;",
    ]
    assert done.returncode == 1
    assert file.read_bytes() == before
    file.write_text(_TEXT, "utf-8")
    again = run("validate", "--diff", "--lang", "en")
    assert (again.returncode, again.stdout) == (0, "")
    assert "Nothing that is safe to fix." in again.stderr


def test_only_files_under_the_paths_given_are_mended(run: Run, root: Path) -> None:
    text = _TEXT.replace("ldg:fictief", "ldg:fictif")
    here, there = _write(root, text), _write(root, text, "data/openbaar/ander.ttl")
    # What keeps a file from being read is reported wherever it is.
    broken = _write(root, _TEXT.replace(" dct:title", " dctt:title"), "data/openbaar/stuk.ttl")
    before = broken.read_bytes()

    done = run("validate", "--fix", _FILE)

    assert here.read_text("utf-8") == _TEXT
    assert there.read_text("utf-8") == text
    assert broken.read_bytes() == before
    assert "stuk.ttl" in done.stdout


def test_a_file_that_an_import_wrote_is_left_to_the_import(run: Run, root: Path) -> None:
    text = marked(_TEXT.replace("ldg:fictief", "ldg:fictif"))
    file = _write(root, text)

    done = run("validate", "--fix")

    assert file.read_text("utf-8") == text
    assert "(bedoelde u ldg:fictief?) [onbekende-term]" in done.stdout
    assert done.returncode == 1


def test_files_of_an_extended_root_and_beside_the_root_are_left_alone(
    root: Path, tmp_path: Path
) -> None:
    text = _TEXT.replace("ldg:fictief", "ldg:fictif")
    theirs, beside = _write(root, text), tmp_path / "buiten.ttl"
    beside.write_text(text, "utf-8")
    own = tmp_path / "eigen"
    (own / "data/openbaar").mkdir(parents=True)
    (own / "ldgraph.toml").write_text('name = "eigen"\nextends = ["../root"]\n', "utf-8")
    linked = own / "data/openbaar/link.ttl"
    linked.symlink_to(beside)
    opened = open_root(own)

    outcome = mend(opened, check(opened, [beside]), contents(opened))

    assert not outcome.done
    assert not outcome.left
    assert theirs.read_text("utf-8") == beside.read_text("utf-8") == text


def test_a_file_that_was_changed_since_it_was_checked_is_not_written(root: Path) -> None:
    file = _write(root, _TEXT.replace("ldg:fictief", "ldg:fictif"))
    opened = open_root(root)
    checked, found = contents(opened), check(opened)
    saved = "# net bewaard\n" + file.read_text("utf-8")
    file.write_text(saved, "utf-8")

    outcome = mend(opened, found, checked)

    assert [one.why for one in outcome.left] == [Why.CHANGED]
    assert outcome.done == []
    assert file.read_text("utf-8") == saved


def test_a_file_that_could_still_not_be_read_is_not_written(run: Run, root: Path) -> None:
    text = _TEXT.replace("dct:title", "dtc:title").replace('"@nl', '"@dutch-', 1)
    file = _write(root, text.replace("ldg:fictief true ;", "ldg:fictief true ; ]"))
    before = file.read_bytes()

    done = run("validate", "--fix", "--lang", "en")

    assert file.read_bytes() == before
    assert done.stderr.count("not fixed: the file could still not be read") == 1
    assert done.returncode == 3


def test_what_is_waived_is_left_as_it_is(root: Path) -> None:
    file = _write(root, _TEXT.replace("ldg:fictief", "ldg:fictif"))
    opened = open_root(root)
    waiver = Waiver("urn:x:vrijstelling", "mag", "rol:projectleider", "2027-01-01")
    checked = contents(opened)
    found = [replace(one, waiver=waiver) for one in check(opened)]

    assert mend(opened, found, checked).done == []
    assert "fictif " in file.read_text("utf-8")


def test_a_value_of_a_code_list_is_mended_and_a_thing_is_not(root: Path) -> None:
    file = root / "data/openbaar/vereisten.ttl"
    good = file.read_text("utf-8")
    slips = {
        "capability:incidentdetectie": "capability:incidentdetectei",
        "bron:begin": "bron:bgin",
    }
    wrong = good
    for right, slip in slips.items():
        wrong = wrong.replace(right, slip)
    file.write_text(wrong, "utf-8")

    left = _mended(root)

    assert file.read_text("utf-8") == good.replace("bron:begin", "bron:bgin")
    assert {(one.code, one.suggestion) for one in left} == {(_NOTHING, "bron:beginstel")}


def test_a_term_misspelt_where_it_is_declared_puts_no_use_of_it_wrong(root: Path) -> None:
    (root / "ontology").mkdir(exist_ok=True)
    name = "<https://data.vlaanderen.be/ns/lokaal-digitaal#proefneeming>"
    head = _TEXT.split("<>", maxsplit=1)[0]
    declared = f"{name} a <http://www.w3.org/2002/07/owl#DatatypeProperty> .\n"
    (root / "ontology/eigen.ttl").write_text(head + declared, "utf-8")
    file = _write(root, _TEXT.replace("ldg:fictief true", "ldg:fictief true ; ldg:proefneming 1"))
    before = file.read_bytes()

    left = _mended(root)

    assert file.read_bytes() == before
    assert "ldg:proefneeming" in {one.suggestion for one in left}


def test_fix_and_watch_do_not_go_together(run: Run) -> None:
    done = run("validate", "--fix", "--watch", "--lang", "en")

    assert (done.returncode, done.stdout) == (2, "")
    assert "--watch does not go with --fix or --diff" in done.stderr


@given(data=st.data())
@settings(
    max_examples=10,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_slip_in_any_name_is_mended_to_what_stood_there_or_left(
    root: Path, data: st.DataObject
) -> None:
    file = root / "data/openbaar/vereisten.ttl"
    good = file.read_text("utf-8")
    names = [one for one in tokens(good) if one.kind == "name" and one.text[-3:-1].isalpha()]
    one = data.draw(st.sampled_from(names[12:]))
    at = data.draw(st.integers(one.start + one.text.index(":") + 2, one.end - 1))
    slips = {
        "missing": good[:at] + good[at + 1 :],
        "twice": good[:at] + good[at] + good[at:],
        "turned": good[: at - 1] + good[at] + good[at - 1] + good[at + 1 :],
        "wrong": good[:at] + "x" + good[at + 1 :],
        "capital": good[:at] + good[at].swapcase() + good[at + 1 :],
    }
    slipped = slips[data.draw(st.sampled_from(sorted(slips)))]
    file.write_text(slipped, "utf-8")

    _mended(root)

    after = file.read_text("utf-8")
    file.write_text(good, "utf-8")
    assert after in {good, slipped}


def test_a_class_where_a_property_belongs_and_the_other_way_are_mended(root: Path) -> None:
    more = "<https://data.vlaanderen.be/id/aanbod/proef> a ldg:aanbod ; ldg:Capability <urn:x> .\n"
    file = _write(root, _TEXT + more)
    found = [one for one in check(open_root(root)) if one.code == "term-van-andere-soort"]

    _mended(root)

    assert [one.suggestion for one in found] == ["ldg:Aanbod", "ldg:capability"]
    assert found[0].message("nl") == "ldg:aanbod is een eigenschap, en hier hoort een klasse"
    right = more.replace("a ldg:aanbod", "a ldg:Aanbod").replace("ldg:Cap", "ldg:cap")
    assert file.read_text("utf-8") == _TEXT + right


def test_a_slip_that_is_everywhere_is_mended_where_a_shape_knows_the_name(root: Path) -> None:
    names = [f"data/openbaar/proef-{number}.ttl" for number in range(6)]
    files = [_write(root, _TEXT.replace("dct:modified", "dct:modifed"), name) for name in names]
    for file in files:
        text = file.read_text("utf-8")
        file.write_text(text.replace("ldg:fictief", "ldg:fictif"), "utf-8")

    assert _mended(root) == []
    assert {file.read_text("utf-8") for file in files} == {_TEXT}


@pytest.mark.skipif(
    not os.geteuid() and shutil.which("setpriv") is None,
    reason="root writes everywhere, and there is no setpriv to take that away",
)
def test_a_folder_that_cannot_be_written_to_is_an_error_and_the_rest_is_mended(root: Path) -> None:
    wrong = _TEXT.replace("ldg:fictief", "ldg:fictif")
    (root / "data/openbaar/dicht").mkdir()
    closed = _write(root, wrong, "data/openbaar/dicht/proef.ttl")
    file = _write(root, wrong)
    closed.parent.chmod(0o555)
    power = "-dac_override"
    underling = (
        () if os.geteuid() else ("setpriv", f"--bounding-set={power}", f"--inh-caps={power}")
    )

    done = subprocess.run(
        [*underling, sys.executable, "-m", "ldgraph", "--lang", "en", "validate", "--fix"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )

    closed.parent.chmod(0o755)
    assert (done.returncode, done.stdout) == (3, "")
    assert f"{_FILE}:16:5: fixed: ldg:fictif -> ldg:fictief\n" in done.stderr
    assert "cannot write" in done.stderr
    assert file.read_text("utf-8") == _TEXT
    assert closed.read_text("utf-8") == wrong
    assert list(closed.parent.iterdir()) == [closed]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_file_that_declares_nothing_gets_all_that_it_uses(root: Path, ends: str) -> None:
    lines = [one for one in _TEXT.split("\n") if not one.startswith("PREFIX")]
    bare = "\n".join(lines).replace('tekst"@nl\n\n', 'tekst"@nl\n').replace("\n", ends)
    file = _write(root, bare)

    assert _mended(root) == []

    wanted = _TEXT.replace("PREFIX bestuur: <https://data.vlaanderen.be/id/lokaalbestuur/>\n", "")
    assert file.read_bytes().decode() == wanted.replace("\n", ends)


def test_two_that_mend_at_once_harm_nothing_and_both_report_what_is_left(root: Path) -> None:
    file = _write(root, _TEXT.replace("ldg:fictief", "ldg:fictif").replace("@nl ,", "@dutch ,"))

    both = [
        subprocess.Popen(
            [sys.executable, "-m", "ldgraph", "validate", "--fix"],
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [one.communicate(timeout=120) for one in both]

    assert [out for out, _ in said] == ["Geen bevindingen.\n"] * 2
    assert [one.returncode for one in both] == [0, 0]
    assert "hersteld: ldg:fictif -> ldg:fictief" in said[0][1] + said[1][1]
    assert file.read_text("utf-8") == _TEXT
