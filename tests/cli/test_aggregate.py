"""Public figures of a root with many invented governments, as somebody makes and reviews them."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
import pytest

from ldgraph import snapshot
from ldgraph.answers.editions import editions, layout_of, published
from ldgraph.answers.figures import MixedPopulationError, refuse_mixed
from ldgraph.disclosure.audit import Limits, exposed
from ldgraph.graph.access import EVERYONE, view_for
from ldgraph.graph.load import load
from ldgraph.graph.places import open_root, source_files
from ldgraph.report.aggregate import ExposedError, refuse_exposed
from ldgraph.terms import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ldgraph.answers.editions import Edition

_DAY = "2026-11-24"
_PREFIXES = """
PREFIX adms: <http://www.w3.org/ns/adms#>
PREFIX beoordeling: <https://data.vlaanderen.be/id/beoordeling/>
PREFIX bestuur: <https://data.vlaanderen.be/id/lokaalbestuur/>
PREFIX bewijsgraad: <https://data.vlaanderen.be/id/concept/Bewijsgraad/>
PREFIX bron: <https://data.vlaanderen.be/id/bron/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX grootteklasse: <https://data.vlaanderen.be/id/concept/Grootteklasse/>
PREFIX identificator: <https://data.vlaanderen.be/id/identificator/>
PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>
PREFIX meetronde: <https://data.vlaanderen.be/id/meetronde/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX soort: <http://data.vlaanderen.be/id/concept/BestuurseenheidClassificatieCode/>
PREFIX status: <https://data.vlaanderen.be/id/concept/BeoordelingStatus/>
PREFIX toegang: <http://publications.europa.eu/resource/authority/access-right/>
PREFIX vereiste: <https://data.vlaanderen.be/id/vereiste/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
_GRAPH = """<> a ldg:Graaf ; dct:title "Proef"@nl ; dct:source bron:eigen-lezing ;
    dct:modified "2026-11-24"^^xsd:date ; dct:accessRights toegang:{0} ; ldg:fictief true .
"""
_GOVERNMENT = """bestuur:gemeente-{0} a ldg:LokaalBestuur ;
    skos:prefLabel "Proef {0} (verzonnen)"@nl ;
    org:classification soort:5ab0e9b8a3b2ca7c5e000001 ; ldg:inwonertal {1} ;
    adms:identifier identificator:gemeente-{0} .
identificator:gemeente-{0} a adms:Identifier ; skos:notation "{0}" ; adms:schemaAgency "NIS" .
"""
_ASSESSMENT = """beoordeling:g{0}-{1}-{3} a ldg:Beoordeling ; ldg:bestuur bestuur:gemeente-{0} ;
    ldg:vereiste vereiste:{1} ; ldg:status status:{2} ; ldg:datum "{3}"^^xsd:date ;
    ldg:bewijsgraad bewijsgraad:verklaring .
"""
_WAVE = """meetronde:golf-2026 a ldg:Meetronde ; skos:prefLabel "meting"@nl ; ldg:volgnummer 1 ;
    ldg:geldigVan "2026-01-01"^^xsd:date .
"""
_REQUIREMENTS = ("V001", "V002")
_GOVERNMENTS = range(99100, 99220)

Aggregate = "Callable[..., subprocess.CompletedProcess[str]]"


class _Told(NamedTuple):
    """What one edition of figures says."""

    text: str
    edition: Edition


def _statuses(seed: int) -> dict[tuple[int, str], str]:
    chance = random.Random(seed)  # noqa: S311 (no secret)
    found = {}
    for requirement in _REQUIREMENTS:
        for one in _GOVERNMENTS:
            status = chance.choices(["niet-voldaan", "voldaan", ""], [4, 4, 3])[0]
            if status:
                found[one, requirement] = status
    return found


def _write_assessments(root: Path, statuses: Mapping[tuple[int, str], str], day: str) -> None:
    path = root / "data" / "beperkt" / f"proef-{day}.ttl"
    path.parent.mkdir(parents=True, exist_ok=True)
    said = (_ASSESSMENT.format(one, need, status, day) for (one, need), status in statuses.items())
    wave = _WAVE if day == "2026-03-01" else ""
    head = _PREFIXES + _GRAPH.format("NON_PUBLIC")
    path.write_text(head + wave + "".join(said), "utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Path:
    """Make a root with 120 invented municipalities, most of them assessed."""
    root = tmp_path_factory.mktemp("figures") / "root"
    public = root / "data" / "openbaar"
    public.mkdir(parents=True)
    (root / "ldgraph.toml").write_text(f'name = "proef"\nextends = ["{project}"]\n', "utf-8")
    sizes = (4000, 15000, 25000, 50000)
    chance = random.Random(7)  # noqa: S311 (no secret)
    governments = (_GOVERNMENT.format(one, chance.choice(sizes)) for one in _GOVERNMENTS)
    text = _PREFIXES + _GRAPH.format("PUBLIC") + "".join(governments)
    (public / "besturen.ttl").write_text(text, "utf-8")
    _write_assessments(root, _statuses(1), "2026-03-01")
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    """Give a copy of the root, to write in."""
    return shutil.copytree(made, tmp_path / "root")


def _run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ldgraph", *map(str, arguments)],
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def told(made: Path) -> _Told:
    """Make an edition, and write it nowhere."""
    done = _run("aggregate", made, "--on", _DAY, "-o", "-")
    assert done.returncode == 0, done.stderr
    [edition] = _editions(done.stdout)
    return _Told(done.stdout, edition)


def _editions(text: str) -> list[Edition]:
    store = ox.Store()
    graph = ox.NamedNode("urn:x-none:g")
    store.load(text.encode(), ox.RdfFormat.TURTLE, base_iri=graph.value, to_graph=graph)
    return editions(store, Vocabulary())


def _truth(seed: int, requirement: str) -> Iterator[str]:
    statuses = _statuses(seed)
    for one in _GOVERNMENTS:
        yield statuses.get((one, requirement), "")


def test_the_figures_are_right_and_nothing_is_narrowed_down(told: _Told) -> None:
    assert told.edition.invented
    assert set(told.edition.groups) >= set(_REQUIREMENTS_IRIS)
    for requirement, iri in zip(_REQUIREMENTS, _REQUIREMENTS_IRIS, strict=True):
        groups = told.edition.groups[iri]
        truth = list(_truth(1, requirement))
        whole = next(group for one, group in groups.items() if not one.size)
        assert whole.population == len(_GOVERNMENTS)
        assert whole.counts["leemte"] == truth.count("niet-voldaan")
        assert whole.counts["beoordeeld"] == len(truth) - truth.count("")
        assert not list(exposed(layout_of(groups), published(groups), Limits(5, 5)))


_REQUIREMENTS_IRIS = tuple(f"https://data.vlaanderen.be/id/vereiste/{one}" for one in _REQUIREMENTS)


def test_zero_is_never_written_and_what_is_left_out_is_named(told: _Told) -> None:
    assert not re.search(r"ldg:aantal\w+ [0-4] ", told.text)
    assert "ldg:nietGepubliceerd" in told.text
    assert "ldg:fictief true" in told.text


def test_no_restricted_thing_is_named(told: _Told, made: Path) -> None:
    dataset = load(source_files(open_root(made)))
    restricted = {
        quad.subject.value
        for quad in dataset.store
        if isinstance(quad.subject, ox.NamedNode) and "/beperkt/" in str(quad.graph_name)
    }
    named = {
        term.value
        for quad in ox.parse(told.text.encode(), ox.RdfFormat.TURTLE, base_iri="urn:x:")
        for term in (quad.subject, quad.object)
        if isinstance(term, ox.NamedNode)
    }

    assert "https://data.vlaanderen.be/id/meetronde/golf-2026" in restricted
    assert restricted & named == set()
    assert not any("/id/lokaalbestuur/" in one for one in named)


def test_nothing_is_written_unasked_and_what_is_passes_every_check(root: Path) -> None:
    before = sorted(root.rglob("*"))
    shown = _run("aggregate", root, "--on", _DAY)
    assert shown.returncode == 0
    assert "cijfers gepubliceerd" in shown.stdout
    assert sorted(root.rglob("*")) == before

    done = _run("aggregate", root, "--on", _DAY, "--write")

    assert done.returncode == 0, done.stderr
    file = root / "data" / "openbaar" / "cijfers" / f"{_DAY}.ttl"
    assert _run("fmt", "--check", file, "--root", root).returncode == 0
    checked = _run("validate", "--root", root, file)
    assert "Geen bevindingen." in checked.stdout, checked.stdout


def test_an_edition_is_not_rewritten_unless_it_was_not_published(root: Path) -> None:
    arguments = ("aggregate", root, "--on", _DAY, "--write")
    assert _run(*arguments).returncode == 0
    file = root / "data" / "openbaar" / "cijfers" / f"{_DAY}.ttl"
    text = file.read_text("utf-8")

    again = _run(*arguments)
    replaced = _run(*arguments, "--overwrite")

    assert again.returncode == 2
    assert "er is al een uitgave van deze dag" in again.stderr
    assert replaced.returncode == 0
    assert file.read_text("utf-8") == text


def test_a_later_edition_does_not_tell_who_changed(root: Path) -> None:
    assert _run("aggregate", root, "--on", _DAY, "--write").returncode == 0
    one = next(key for key, status in _statuses(1).items() if status == "voldaan")
    _write_assessments(root, {one: "niet-voldaan"}, "2026-12-01")

    done = _run("aggregate", root, "--on", "2026-12-02", "-o", "-")

    assert done.returncode == 0, done.stderr
    assert "vorige uitgave" in done.stderr
    [first] = _editions((root / "data/openbaar/cijfers" / f"{_DAY}.ttl").read_text("utf-8"))
    [second] = _editions(done.stdout)
    iri = f"https://data.vlaanderen.be/id/vereiste/{one[1]}"
    then, now = (published(edition.groups[iri]) for edition in (first, second))
    assert {then[cell] - now[cell] for cell in then.keys() & now.keys()} == {0}
    lost = {cell.column for cell in then.keys() - now.keys()}
    assert "leemte" in lost


def test_a_merger_is_told_by_no_difference(root: Path) -> None:
    assert _run("aggregate", root, "--on", _DAY, "--write").returncode == 0
    file = root / "data" / "openbaar" / "besturen.ttl"
    gone = 'bestuur:gemeente-99100 ldg:bestaatTot "2026-12-01"^^xsd:date .\n'
    file.write_text(file.read_text("utf-8") + gone, "utf-8")

    done = _run("aggregate", root, "--on", "2026-12-02", "-o", "-")

    [first] = _editions((root / "data/openbaar/cijfers" / f"{_DAY}.ttl").read_text("utf-8"))
    found = _editions(done.stdout) if done.returncode == 0 else []
    for iri in _REQUIREMENTS_IRIS:
        then = published(first.groups[iri])
        now = published(found[0].groups[iri]) if found else {}
        both = {cell for cell in then.keys() & now.keys() if " " not in cell.row}
        assert both == set()


def test_a_group_that_many_left_is_published_again(root: Path) -> None:
    assert _run("aggregate", root, "--on", _DAY, "--write").returncode == 0
    file = root / "data" / "openbaar" / "besturen.ttl"
    gone = "".join(
        f'bestuur:gemeente-{one} ldg:bestaatTot "2026-12-01"^^xsd:date .\n'
        for one in _GOVERNMENTS[:30]
    )
    file.write_text(file.read_text("utf-8") + gone, "utf-8")

    done = _run("aggregate", root, "--on", "2026-12-02", "-o", "-")

    assert done.returncode == 0, done.stderr
    [second] = _editions(done.stdout)
    for iri in _REQUIREMENTS_IRIS:
        whole = next(group for one, group in second.groups[iri].items() if not one.size)
        assert whole.population == len(_GOVERNMENTS) - 30
        assert whole.counts.keys() >= {"beoordeeld", "leemte"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"ldg:aantalBesturen 120 ;", "ldg:aantalBesturen 120.5 ;"),
        (r"ldg:aantalBesturen 120 ;", "ldg:aantalBesturen 7 ;"),
        (r"ldg:aantalBeoordeeld \d+ ;", "ldg:aantalBeoordeeld 119 ;"),
    ],
)
def test_an_earlier_edition_that_was_spoilt_stops_the_command(
    root: Path, old: str, new: str
) -> None:
    assert _run("aggregate", root, "--on", _DAY, "--write").returncode == 0
    file = root / "data" / "openbaar" / "cijfers" / f"{_DAY}.ttl"
    file.write_text(re.sub(old, new, file.read_text("utf-8"), count=1), "utf-8")

    done = _run("aggregate", root, "--on", "2026-12-02", "-o", "-")

    assert done.returncode == 3
    assert "niet te vergelijken" in done.stderr
    assert done.stdout == ""


def test_invented_governments_are_not_counted_with_real_ones(made: Path) -> None:
    dataset = load(source_files(open_root(made)))
    view = snapshot.of(dataset, open_root(made), date.fromisoformat(_DAY), EVERYONE).view
    invented = "https://data.vlaanderen.be/id/lokaalbestuur/gemeente-99100"
    real = "https://data.vlaanderen.be/id/lokaalbestuur/gemeente-44021"

    assert refuse_mixed(view, [invented])
    assert not refuse_mixed(view, [real])
    with pytest.raises(MixedPopulationError):
        refuse_mixed(view, [invented, real])


def test_a_threshold_that_is_too_low_is_refused_with_the_reason(root: Path) -> None:
    done = _run("aggregate", root, "--threshold", "2", "--lang", "en")

    assert done.returncode == 2
    assert "may not be below 3" in done.stderr


def test_a_root_without_assessments_has_nothing_to_publish(root: Path) -> None:
    shutil.rmtree(root / "data" / "beperkt")

    done = _run("aggregate", root, "--on", _DAY, "--write")

    assert done.returncode == 1
    assert "Niets kan gepubliceerd worden" in done.stderr
    assert not (root / "data" / "openbaar" / "cijfers").exists()


def test_a_text_that_gives_something_away_is_not_let_through(told: _Told) -> None:
    limits = Limits(5, 5)
    refuse_exposed(told.text, Vocabulary(), limits)
    block = next(
        one
        for one in told.text.split("\n\n")
        if "a ldg:Cijfer ;" in one and "ldg:aantalBlindeVlekken ," in one
    )
    spoilt = block.replace("        ldg:aantalBlindeVlekken ,\n", "")
    assert spoilt != block
    spoilt = spoilt.replace("a ldg:Cijfer ;", "a ldg:Cijfer ;\n    ldg:aantalBlindeVlekken 3 ;")

    with pytest.raises(ExposedError):
        refuse_exposed(told.text.replace(block, spoilt), Vocabulary(), limits)


def test_the_public_sees_an_edition_and_no_assessment(root: Path) -> None:
    assert _run("aggregate", root, "--on", _DAY, "--write").returncode == 0
    view = view_for(load(source_files(open_root(root))), EVERYONE)

    assert [one.on for one in editions(view.store, view.vocabulary)] == [_DAY]
    assert not view.query(view.vocabulary.prefix + "ASK { ?any a ldg:Beoordeling }")
