"""Publishing: readers see the version before or this one, and what is restricted stays apart."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from ldgraph import snapshot
from ldgraph.engine import loading
from ldgraph.engine.agree import DisagreesError
from ldgraph.engine.edition import audiences, parts
from ldgraph.engine.endpoint import Endpoint, EngineError
from ldgraph.engine.layout import Layout
from ldgraph.engine.opened import Engines
from ldgraph.engine.pointer import Pointer
from ldgraph.engine.publish import Outcome, publish
from ldgraph.engine.release import release
from ldgraph.engine.settings import remotes
from ldgraph.graph.access import ENTITLED_TO_ALL, EVERYONE, Audience
from ldgraph.graph.load import load
from ldgraph.graph.places import open_root, source_files

if TYPE_CHECKING:
    from pathlib import Path


_ON = date(2026, 11, 25)
_GOVERNMENT = "https://data.vlaanderen.be/id/lokaalbestuur/gemeente-99901"
_ASSESSMENT = "/id/beoordeling/gemeente-99901-v001-2026-10-01"
_NAMES = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?a ?b ?n WHERE {
  <https://data.vlaanderen.be/id/aanbod/bewaking> skos:prefLabel ?a .
  <https://data.vlaanderen.be/id/catalogus/eigen> skos:prefLabel ?b .
  { SELECT (COUNT(*) AS ?n) WHERE { ?thing a ?kind } }
}
"""


def _published(
    root: Path,
    *,
    restricted: bool = False,
    now: datetime | None = None,
    endpoint: Endpoint | None = None,
) -> Outcome:
    opened = open_root(root)
    dataset = load(source_files(opened))
    remote = remotes(opened, os.environ)[0]
    layout = Layout(opened.base, restricted=restricted)
    wanted = audiences(dataset) if restricted else []
    made = parts(dataset, opened, _ON, layout, wanted)
    return publish(Pointer(endpoint or Endpoint(remote), layout), made, now=now)


def _rename(root: Path, word: str) -> None:
    """Change two labels at once."""
    file = root / "data" / "openbaar" / "catalogus.ttl"
    text = file.read_text("utf-8")
    text = re.sub(r'prefLabel "[^"]*(catalogus)[^"]*"', rf'prefLabel "{word} \1"', text)
    file.write_text(
        re.sub(
            r'prefLabel "[^"]*(\(verzonnen\))"@nl ;\n    dct:desc',
            rf'prefLabel "{word} \1"@nl ;\n    dct:desc',
            text,
        ),
        "utf-8",
    )


def _rows(found: object) -> list[ox.QuerySolution]:
    assert isinstance(found, ox.QuerySolutions)
    return list(found)


def _names(pointer: Pointer, root: Path) -> tuple[str, str]:
    _, view = pointer.view(EVERYONE, open_root(root).vocabulary)
    ((first, second, _),) = _rows(view.query(_NAMES))
    return first.value.split()[0], second.value.split()[0]


def _pointer(root: Path, *, restricted: bool = False) -> Pointer:
    engines = Engines(open_root(root), os.environ)
    return engines.pointer_of_others() if restricted else engines.public


def _run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ldgraph", "--root", str(root), *arguments],
        env={**os.environ, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"], indirect=True)
def test_commands_answer_from_the_engine_what_they_answer_from_the_files(root: Path) -> None:
    told = _run(root, "publish")
    assert told.returncode == 0, told.stderr
    assert re.search(
        r"openbaar: versie \w{32} geldt nu; \d+ grafen geladen, 0 stonden", told.stdout
    )
    settings = (root / "ldgraph.toml").read_text("utf-8")
    asked = [
        ("gaps", "gemeente-99901"),
        ("gaps", "gemeente-99901", "--format", "json"),
        ("cover", "gemeente-99901"),
        ("explain", "gemeente-99901", "V001"),
        ("query", "class-counts", "--format", "csv"),
        ("query", "offerings-for-gaps", "--format", "json"),
        ("stats",),
    ]
    there = [_run(root, *one) for one in asked]
    (root / "ldgraph.toml").write_text(settings.replace('"sparql"', '"embedded"'), "utf-8")
    here = [_run(root, *one) for one in asked]
    for one, left, right in zip(asked, there, here, strict=True):
        assert (left.returncode, left.stdout) == (right.returncode, right.stdout), one
    assert any(one.returncode == 0 and "bewaking" in one.stdout for one in here)


def test_answers_come_from_what_was_published_and_not_from_the_files(root: Path) -> None:
    _published(root)
    _rename(root, "Nieuw")
    assert _names(_pointer(root), root)[0] == "Bewaking"
    assert _published(root).changed
    assert _names(_pointer(root), root) == ("Nieuw", "Nieuw")


def test_what_has_violations_is_not_published(root: Path) -> None:
    assert _run(root, "publish").returncode == 0
    file = root / "data" / "openbaar" / "catalogus.ttl"
    file.write_text(file.read_text("utf-8").replace("ldg:levert", "ldg:leverd"), "utf-8")
    told = _run(root, "publish")
    assert told.returncode == 1
    assert "leverd" in told.stdout
    assert "niets gepubliceerd" in told.stderr
    assert _names(_pointer(root), root)[0] == "Bewaking"


def test_publishing_the_same_again_loads_nothing(root: Path) -> None:
    first = _published(root, restricted=True)
    again = _published(root, restricted=True)
    assert first.changed
    assert first.loaded > 10
    assert (again.changed, again.loaded, again.version) == (False, 0, first.version)
    assert again.kept == first.loaded + first.kept


def test_of_an_audience_whose_data_is_published_nothing_is_made(root: Path) -> None:
    first = _published(root, restricted=True)
    opened = open_root(root)
    dataset, pointer = load(source_files(opened)), _pointer(root, restricted=True)
    known = pointer.audiences()
    assert len(known) == 3
    wanted = audiences(dataset)
    made = list(parts(dataset, opened, _ON, pointer.layout, wanted, known=known))
    assert [one.is_there for one in made] == [False, True, True]
    again = publish(pointer, made)
    assert (again.version, again.changed, again.loaded) == (first.version, False, 0)
    _rename(root, "Nieuw")
    changed = load(source_files(opened))
    made = list(parts(changed, opened, _ON, pointer.layout, wanted, known=known))
    assert not any(one.is_there for one in made)


def test_a_change_loads_no_more_than_what_it_changes(root: Path) -> None:
    _published(root)
    _rename(root, "Nieuw")
    # The file, all that everyone sees, and the lists of these.
    assert _published(root).loaded <= 5


class _Failing(Endpoint):
    """An endpoint that fails when graphs are sent the so-manieth time, or at the turn."""

    left = 0
    at_turn = False

    def put(self, graph: str, content: bytes, *, add: bool = False) -> None:
        self._count_down()
        super().put(graph, content, add=add)

    def change(self, text: str) -> None:
        if text.startswith("INSERT DATA"):
            self._count_down()
        if self.at_turn and "dct:issued" in text:
            raise EngineError(self.remote.update, "broke off", "brak af", is_down=True)
        super().change(text)

    def _count_down(self) -> None:
        self.left -= 1
        if not self.left:
            raise EngineError(self.remote.data, "broke off", "brak af", is_down=True)


@pytest.mark.parametrize("after", [1, 2, 3, 4, "together", "turn"])
def test_a_publication_that_fails_leaves_the_version_before(
    root: Path, after: int | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _published(root).version
    _rename(root, "Nieuw")
    failing = _Failing(remotes(open_root(root), os.environ)[0])
    failing.at_turn = after == "turn"
    if isinstance(after, int):  # each graph is sent alone
        monkeypatch.setattr(loading, "_MOST_LINES", 0)
        failing.left = after
    elif after == "together":
        failing.left = 1
    with pytest.raises(EngineError, match="broke off"):
        _published(root, endpoint=failing)
    assert _pointer(root).current() == before
    assert _names(_pointer(root), root) == ("Bewaking", "Onze")
    assert _published(root).changed
    assert _names(_pointer(root), root) == ("Nieuw", "Nieuw")


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"], indirect=True)
def test_a_graph_that_came_half_is_loaded_anew(root: Path) -> None:
    """A load that stopped half-way leaves a name that promises more than there is."""

    class Halving(_Failing):
        def put(self, graph: str, content: bytes, *, add: bool = False) -> None:
            lines = content.splitlines(keepends=True)
            super().put(graph, b"".join(lines[: max(1, len(lines) // 2)]), add=add)

        def change(self, text: str) -> None:
            lines = text.splitlines(keepends=True)
            if text.startswith("INSERT DATA"):
                lines = [one for at, one in enumerate(lines) if at % 3 or not one.endswith(" .\n")]
            super().change("".join(lines))

    with pytest.raises(EngineError, match=r"of \d+ statements that were sent it has \d+"):
        _published(root, endpoint=Halving(remotes(open_root(root), os.environ)[0]))
    assert _pointer(root).current() is None
    _published(root)
    _, view = _pointer(root).view(EVERYONE, open_root(root).vocabulary)
    built = snapshot.build(open_root(root), _ON, EVERYONE)
    assert len(list(view.store)) == len(built.view.store)


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"], indirect=True)
def test_readers_see_one_version_or_the_other_and_never_a_mix(root: Path) -> None:
    _published(root)
    seen: set[tuple[str, str]] = set()
    is_over = threading.Event()
    failed: list[Exception] = []

    def read() -> None:
        pointer = _pointer(root)
        while not is_over.is_set():
            try:
                seen.add(_names(pointer, root))
            except Exception as error:  # noqa: BLE001 (told below)
                failed.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for one in readers:
        one.start()
    words = ["Een", "Twee", "Drie"]
    for word in words:
        _rename(root, word)
        _published(root)
    is_over.set()
    for one in readers:
        one.join()
    assert not failed
    assert len(seen) >= 2
    assert seen <= {("Bewaking", "Onze"), *((one, one) for one in words)}


class _Forgetting(Endpoint):
    """An engine that leaves out a row of each answer with more than three, without a word."""

    def ask(self, text: str, accept: str, *rest: object, **more: object) -> bytes:
        body = super().ask(text, accept, *rest, **more)  # type: ignore[arg-type]
        told = json.loads(body)
        if rest and len(told["results"]["bindings"]) > 3:
            del told["results"]["bindings"][1]
        return json.dumps(told).encode()


def test_readers_are_not_turned_to_an_engine_that_answers_otherwise(root: Path) -> None:
    opened = open_root(root)
    engines = Engines(opened, os.environ)
    (_, before), *_ = release(engines, load(source_files(opened)), opened, _ON)
    engines.public.endpoint = _Forgetting(engines.public.endpoint.remote)
    _rename(root, "Nieuw")
    with pytest.raises(DisagreesError, match=r"lacks 1 rows and has 0") as told:
        list(release(engines, load(source_files(opened)), opened, _ON))
    assert "mist 1 rijen" in told.value.message("nl")
    assert _pointer(root).current() == before.version
    assert _names(_pointer(root), root) == ("Bewaking", "Onze")


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"], indirect=True)
def test_old_versions_are_dropped_once_nobody_reads_them(root: Path) -> None:
    opened = open_root(root)
    remote = replace(remotes(opened, os.environ)[0], keep=1, grace=600.0)
    start = datetime(2026, 11, 25, 12, tzinfo=UTC)
    versions = []
    counts = []
    for number, word in enumerate(("A", "B", "C", "D")):
        _rename(root, word)
        made = _published(root, now=start + timedelta(hours=number), endpoint=Endpoint(remote))
        versions.append(made.version)
        counts.append(made.dropped)
    assert counts[:2] == [0, 0]
    assert min(counts[2:]) >= 3
    pointer = _pointer(root)
    at = pointer.layout.pointer
    assert [one for _, one in pointer.issued()] == versions[2:]
    assert _names(pointer, root) == ("D", "D")
    # Nothing is left of those that are gone but what the others share. (Virtuoso has its own.)
    graphs = pointer.values("{ SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } }", "g")
    graphs = [one for one in graphs if one.startswith(opened.base)]
    held = {at}
    for one in versions[2:]:
        held |= {one}
        for audience in pointer.values(f"GRAPH <{one}> {{ <{one}> dct:hasPart ?a }}", "a"):
            held |= {audience}
            held |= set(
                pointer.values(f"GRAPH <{audience}> {{ <{audience}> dct:requires ?g }}", "g")
            )
            held |= set(pointer.values(f"GRAPH <{audience}> {{ ?g dct:isVersionOf ?r }}", "g"))
    assert set(graphs) == held


def test_a_version_that_somebody_may_still_read_is_kept(root: Path) -> None:
    remote = replace(remotes(open_root(root), os.environ)[0], keep=0, grace=600.0)
    start = datetime(2026, 11, 25, 12, tzinfo=UTC)
    for number, word in enumerate(("A", "B", "C")):
        _rename(root, word)
        made = _published(root, now=start + timedelta(minutes=number), endpoint=Endpoint(remote))
        assert made.dropped == 0


def test_what_a_publication_that_failed_left_is_dropped_by_the_next(root: Path) -> None:
    _published(root)
    _rename(root, "Verloren")
    failing = _Failing(remotes(open_root(root), os.environ)[0])
    failing.at_turn = True
    with pytest.raises(EngineError):
        _published(root, endpoint=failing)
    pointer = _pointer(root)
    graphs = "{ SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } }"
    before = set(pointer.values(graphs, "g"))
    _rename(root, "Bewaking")
    made = _published(root)
    assert made.dropped >= 3
    after = set(pointer.values(graphs, "g"))
    assert len(after & before) < len(before)


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"], indirect=True)
@pytest.mark.parametrize("who", ["everyone", "government", "other", "all"])
def test_each_audience_has_in_the_engine_what_it_has_in_the_files(root: Path, who: str) -> None:
    audience = {
        "everyone": EVERYONE,
        "government": Audience(_GOVERNMENT),
        "other": Audience(_GOVERNMENT + "9"),
        "all": ENTITLED_TO_ALL,
    }[who]
    opened = open_root(root)
    _published(root)
    _published(root, restricted=True)
    _, view = Engines(opened, os.environ).view(audience)
    built = snapshot.build(opened, _ON, audience)
    assert _canonical(view.store) == _canonical(built.view.store)
    # Together the graphs of the default graph have each statement once.
    (row,) = _rows(view.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"))
    assert int(row[0].value) == len({one.triple for one in built.view.store})
    is_told = any("/doc/graaf/beperkt/" in str(one.graph_name) for one in view.store)
    assert is_told == (who in {"government", "all"})


def _canonical(quads: object) -> set[str]:
    made = ox.Dataset(quads)  # type: ignore[arg-type]
    made.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(one) for one in made}


def test_nothing_restricted_is_among_what_is_published_for_everyone(root: Path) -> None:
    _published(root)
    text = _all(root)
    assert "gemeente-99901" in text
    assert "/doc/graaf/beperkt/" not in text
    assert _ASSESSMENT not in text
    _published(root, restricted=True)
    text = _all(root)
    assert "/doc/graaf/beperkt/" in text
    assert _ASSESSMENT in text


def _all(root: Path) -> str:
    """Give all that an engine holds."""
    found = Endpoint(remotes(open_root(root), os.environ)[0]).ask(
        "SELECT * WHERE { GRAPH ?g { ?s ?p ?o } }", "application/sparql-results+json"
    )
    return found.decode()


def test_without_an_engine_for_what_is_restricted_no_answer_pretends_to_be_whole(
    root: Path,
) -> None:
    settings = root / "ldgraph.toml"
    settings.write_text(settings.read_text("utf-8").partition("[sparql.restricted]")[0], "utf-8")
    assert _run(root, "publish").returncode == 0
    told = _run(root, "gaps", "gemeente-99901")
    assert told.returncode == 3
    assert "afgeschermde gegevens staan in geen engine" in told.stderr


def test_before_anything_is_published_a_command_says_so(root: Path) -> None:
    told = _run(root, "--lang", "en", "gaps", "gemeente-99901")
    assert told.returncode == 3
    assert "nothing is published there; run 'ldgraph publish'" in told.stderr
