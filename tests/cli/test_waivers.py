"""Waivers from outside: what they let stand, what they cannot, and how that is told."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ldgraph.graph import codes
from ldgraph.turtle.faults import MESSAGES

if TYPE_CHECKING:
    from tests.cli.conftest import Run

_GRAPH = Path(__file__).parents[2] / "src" / "ldgraph" / "graph"
_ON = ("--date", "2026-12-01")
_CODE = "Vereiste-prioriteit"
_HEAD = """PREFIX beoordeling: <https://data.vlaanderen.be/id/beoordeling/>
PREFIX bron: <https://data.vlaanderen.be/id/bron/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>
PREFIX rol: <https://data.vlaanderen.be/id/concept/Rol/>
PREFIX toegang: <http://publications.europa.eu/resource/authority/access-right/>
PREFIX vereiste: <https://data.vlaanderen.be/id/vereiste/>
PREFIX vrijstelling: <https://data.vlaanderen.be/id/vrijstelling/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
<> a ldg:Graaf ;
    dct:title "Vrijstellingen"@nl ;
    dct:source bron:beginstel ;
    dct:modified "2026-11-24"^^xsd:date ;
    dct:accessRights toegang:RIGHT .
"""
_WAIVER = """vrijstelling:NAME
    a ldg:Vrijstelling ;
    ldg:bevindingscode "CODE" ;
    ldg:vrijgesteld SUBJECT ;
    ldg:reden "de stuurgroep kiest in maart"@nl , "the steering group chooses in March"@en ;
    ldg:verantwoordelijkeRol rol:projectleider ;
    ldg:datum "2026-11-24"^^xsd:date ;
    ldg:geldigTot "2027-03-31"^^xsd:date ;
    dct:source bron:beginstel ;
.
"""


def _waiver(
    code: str = _CODE, subject: str = "vereiste:V001", name: str = "een", more: str = ""
) -> str:
    text = _WAIVER.replace("CODE", code).replace("SUBJECT", subject).replace("NAME", name)
    return text.replace("    dct:source", f"    {more}\n    dct:source") if more else text


def _write(root: Path, *waivers: str, file: str = "waivers/openbaar/eerste.ttl") -> Path:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    right = "PUBLIC" if "openbaar" in file else "NON_PUBLIC"
    path.write_text(_HEAD.replace("RIGHT", right) + "".join(waivers), "utf-8")
    return path


@pytest.fixture
def without_priority(root: Path) -> Path:
    """Take the priority of a requirement away: one violation."""
    file = root / "data/openbaar/vereisten.ttl"
    text = file.read_text("utf-8")
    file.write_text(text.replace("    ldg:prioriteit prioriteit:must ;\n", "", 1), "utf-8")
    return root


@pytest.mark.parametrize(
    "file", ["waivers/openbaar/een.ttl", "data/openbaar/v.ttl", "waivers/een.ttl"]
)
def test_a_waived_finding_is_shown_and_does_not_count(
    run: Run, without_priority: Path, file: str
) -> None:
    assert run("validate", *_ON).returncode == 1
    _write(without_priority, _waiver(), file=file)

    done = run("validate", *_ON)

    assert done.returncode == 0, done.stdout
    assert f"[{_CODE}]" in done.stdout
    assert (
        "    vrijgesteld tot en met 2027-03-31 (de stuurgroep kiest in maart; projectleider)\n"
        in done.stdout
    )
    assert done.stdout.endswith("0 bevindingen, 1 vrijgesteld\n")
    english = run("validate", "--lang", "en", *_ON).stdout
    assert (
        "waived until 2027-03-31 (the steering group chooses in March; project manager)" in english
    )
    assert english.endswith("0 findings, 1 waived\n")


@pytest.mark.parametrize(("day", "code"), [("2027-03-31", 0), ("2027-04-01", 1)])
def test_a_waiver_holds_through_its_last_day(
    run: Run, without_priority: Path, day: str, code: int
) -> None:
    file = _write(without_priority, _waiver())

    done = run("validate", "--date", day)

    assert done.returncode == code
    line = file.read_text("utf-8").split("ldg:geldigTot")[0].count("\n") + 1
    place = f"waivers/openbaar/eerste.ttl:{line}:5: fout: deze vrijstelling gold tot en met"
    assert (place in done.stdout) == bool(code)
    assert done.stdout.count("[vrijstelling-verlopen]") == code


def test_a_waiver_does_not_hold_before_it_was_decided(run: Run, without_priority: Path) -> None:
    _write(without_priority, _waiver())

    assert run("validate", "--date", "2026-11-23").returncode == 1


def test_what_else_is_wrong_still_counts(run: Run, without_priority: Path) -> None:
    _write(without_priority, _waiver())
    (without_priority / "data/openbaar/leeg.ttl").write_bytes(b"")

    done = run("validate", *_ON)

    assert done.returncode == 1
    assert done.stdout.endswith("1 bevinding, 1 vrijgesteld\n")


@pytest.mark.parametrize(
    ("more", "holds"),
    [
        ("ldg:vrijgesteldeEigenschap ldg:prioriteit ;", 1),
        ("ldg:vrijgesteldeEigenschap ldg:mitigeert ;", 0),
        ('ldg:vrijgesteldeWaarde "prioriteit:must" ;', 0),
    ],
)
def test_property_and_value_narrow_what_is_waived(
    run: Run, without_priority: Path, more: str, holds: int
) -> None:
    _write(without_priority, _waiver(more=more))

    assert run("validate", *_ON).returncode == 1 - holds


@pytest.mark.parametrize(
    ("value", "holds"),
    [
        ("prioriteit:mst", 1),
        ("https://data.vlaanderen.be/id/concept/Prioriteit/mst", 1),
        ("prioriteit:must", 0),
    ],
)
def test_a_value_is_named_as_the_file_writes_it(
    run: Run, root: Path, value: str, holds: int
) -> None:
    file = root / "data/openbaar/vereisten.ttl"
    text = file.read_text("utf-8").replace("prioriteit:must", "prioriteit:mst", 1)
    file.write_text(text, "utf-8")
    more = f'ldg:vrijgesteldeWaarde "{value}" ;'
    _write(root, _waiver(more=more), _waiver("verwijzing-naar-niets", name="twee", more=more))

    assert run("validate", *_ON).returncode == 1 - holds


def test_a_waiver_that_nothing_fits_fails_at_its_place(run: Run, root: Path) -> None:
    _write(root, _waiver())

    done = run("validate", *_ON)

    assert done.returncode == 1
    assert ":18:5: fout: er is geen bevinding die hierbij past" in done.stdout
    assert "[vrijstelling-ongebruikt]" in done.stdout


def test_a_code_that_does_not_exist_is_told_with_the_nearest(run: Run, root: Path) -> None:
    _write(root, _waiver("Vereiste-prioritiet"))

    done = run("validate", *_ON)

    assert done.returncode == 1
    assert "(bedoelde u Vereiste-prioriteit?) [vrijstelling-onbekende-code]" in done.stdout


@pytest.mark.parametrize(
    "code",
    [
        "turtle-missing-dot",
        "unreadable-file",
        "shape-not-usable",
        "openbaar-noemt-beperkt",
        "vrijstelling-verlopen",
        "Vrijstelling-reden",
    ],
)
def test_what_cannot_be_waived_is_said(run: Run, root: Path, code: str) -> None:
    _write(root, _waiver(code))

    done = run("validate", *_ON)

    assert done.returncode == 1
    assert "[vrijstelling-kan-niet]" in done.stdout
    assert "kan niet vrijgesteld worden" in done.stdout


def test_a_waiver_waives_nothing_about_a_waiver(run: Run, without_priority: Path) -> None:
    bad = _waiver().replace('    ldg:reden "de', '    ldg:reden "x"@en , "de')
    _write(
        without_priority,
        bad,
        _waiver("Vereiste-prioriteit", "vrijstelling:een", "twee"),
    )

    done = run("validate", *_ON)

    assert done.returncode == 1
    assert "[Vrijstelling-reden]" in done.stdout
    assert "[vrijstelling-kan-niet]" in done.stdout
    # The first is itself found fault with, so it lets nothing stand.
    assert "vrijgesteld tot en met" not in done.stdout


def test_a_syntax_fault_stays_unchecked_beside_a_waiver(run: Run, without_priority: Path) -> None:
    _write(without_priority, _waiver())
    (without_priority / "data/openbaar/kapot.ttl").write_text("<a> <b> .", "utf-8")

    done = run("validate", *_ON)

    assert done.returncode == 3
    assert "[vrijstelling-ongebruikt]" not in done.stdout


def _without_status(root: Path) -> str:
    file = root / "data/beperkt/gemeente-99901.ttl"
    text = file.read_text("utf-8")
    file.write_text(text.replace("    ldg:status status:niet-voldaan ;\n", ""), "utf-8")
    return "beoordeling:gemeente-99901-v001-2026-10-01"


def test_what_is_restricted_is_waived_in_a_restricted_file(run: Run, root: Path) -> None:
    subject = _without_status(root)
    _write(root, _waiver("Beoordeling-status", subject), file="data/beperkt/vrijstellingen.ttl")

    done = run("validate", *_ON)

    assert done.returncode == 0, done.stdout
    assert done.stdout.endswith("0 bevindingen, 1 vrijgesteld\n")


def test_a_public_file_waives_nothing_restricted(run: Run, root: Path) -> None:
    subject = _without_status(root)
    _write(root, _waiver("Beoordeling-status", subject))

    done = run("validate", *_ON)

    assert done.returncode == 1
    assert "[openbaar-noemt-beperkt]" in done.stdout
    assert "[Beoordeling-status]" in done.stdout
    assert "vrijgesteld tot en met" not in done.stdout


def test_the_same_is_said_when_it_is_recalled(run: Run, without_priority: Path) -> None:
    _write(without_priority, _waiver())
    cache = str(without_priority / ".cache")

    said = [run("validate", *_ON, LDGRAPH_CACHE=cache).stdout for _ in range(2)]
    later = run("validate", "--date", "2027-04-01", LDGRAPH_CACHE=cache)

    assert said[0] == said[1]
    assert later.returncode == 1


def test_the_folder_of_waivers_is_laid_out_too(run: Run, root: Path) -> None:
    _write(root, _waiver())

    assert "waivers/openbaar/eerste.ttl" in run("fmt", "--check").stdout


def test_every_code_that_the_program_gives_is_known() -> None:
    """Each is the first argument of a call that makes a finding, or it is assigned to ``code``."""
    makers = {"Finding", "finding", "_finding", "_each_use", "_Wrong"}
    used = set(MESSAGES)
    for file in _GRAPH.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            given: list[ast.expr] = []
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                given = [*node.args[:2]] if name in makers else []
                given += [one.value for one in node.keywords if one.arg == "code"]
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in {"code", "_CODE"}:
                given = [node.value]
            used |= {
                str(one.value)
                for one in given
                if isinstance(one, ast.Constant) and "-" in str(one.value)
            }

    assert used == codes.OWN_CODES
