"""Little is loaded, in few requests, and still each audience has what the files give it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from ldgraph import snapshot
from ldgraph.engine import edition
from ldgraph.engine.edition import audiences, parts
from ldgraph.engine.endpoint import Endpoint, EngineError, QueryRefusedError
from ldgraph.engine.layout import Layout
from ldgraph.engine.opened import Engines
from ldgraph.engine.pointer import Pointer
from ldgraph.engine.publish import publish
from ldgraph.engine.release import release
from ldgraph.engine.settings import remotes
from ldgraph.graph.access import ENTITLED_TO_ALL, EVERYONE, Audience
from ldgraph.graph.load import load
from ldgraph.graph.places import open_root, source_files
from ldgraph.terms import BASE

if TYPE_CHECKING:
    from pathlib import Path

    from ldgraph.engine.publish import Outcome

_ON = date(2026, 11, 25)
_FIRST, _SECOND = (f"{BASE}/id/lokaalbestuur/gemeente-9990{one}" for one in (1, 2))
_PREFIXES = (
    f"PREFIX ldg: <{BASE}/ns/lokaal-digitaal#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
)
_RULE = f"#+ vraag: Wat?\n#+ question: What?\n#+ params:\n\n{_PREFIXES}\n"


def _publish(root: Path, endpoint: Endpoint | None = None) -> Outcome:
    """Publish what is not for everyone."""
    opened = open_root(root)
    dataset, layout = load(source_files(opened)), Layout(opened.base, restricted=True)
    pointer = Pointer(endpoint or Endpoint(remotes(opened, {})[0]), layout)
    wanted = audiences(dataset)
    return publish(pointer, parts(dataset, opened, _ON, layout, wanted, known=pointer.audiences()))


def _write(root: Path, name: str, government: str, said: str) -> None:
    (root / "data" / "beperkt" / name).write_text(
        f"{_PREFIXES} <> a ldg:Graaf ; ldg:leesbaarVoor <{government}> . {said}", "utf-8"
    )


def _rule(root: Path, text: str) -> None:
    (root / "queries" / "rules" / "5-more.rq").write_text(_RULE + text, "utf-8")


def _rename(root: Path, folder: str, file: str, old: str) -> None:
    path = root / "data" / folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, f"{old} nieuw"), "utf-8")


def _is_as_in_the_files(root: Path, audience: Audience) -> None:
    opened = open_root(root)
    pointer = Engines(opened, {}).pointer_of_others()
    _, view = pointer.view(audience, opened.vocabulary)
    built = snapshot.build(opened, _ON, audience)
    assert _canonical(view.store) == _canonical(built.view.store)
    # The graphs of the default graph have each statement once.
    found = view.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert isinstance(found, ox.QuerySolutions)
    ((count,),) = found
    assert int(count.value) == len({one.triple for one in built.view.store})


def _canonical(quads: object) -> set[str]:
    made = ox.Dataset(quads)  # type: ignore[arg-type]
    made.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(one) for one in made}


def _plain(root: Path) -> None:
    _write(root, "b.ttl", _SECOND, "<urn:b> a ldg:Interview .")


def _repeating(root: Path) -> None:
    """What is said of a thing in public is said again, and that which two files say."""
    said = f'<{BASE}/id/catalogus/eigen> skos:prefLabel "Onze catalogus"@nl . <urn:b> <urn:c> 1 .'
    _write(root, "b.ttl", _SECOND, said)
    _write(root, "c.ttl", _SECOND, said)


def _in_many_files(root: Path) -> None:
    for number in range(6):
        _write(root, f"b{number}.ttl", _SECOND, f"<urn:b> <urn:c> {number} .")


def _deriving_less(root: Path) -> None:
    """Who sees an assessment sees nothing that is said of what has none."""
    _plain(root)
    _rule(
        root,
        "CONSTRUCT { ?one ldg:heeftNiets true } WHERE { ?one a ldg:Vereiste "
        "FILTER NOT EXISTS { ?any ldg:vereiste ?one ; a ldg:Beoordeling } }",
    )


def _without_names(root: Path) -> None:
    said = "<urn:b> <urn:c> [ <urn:d> 1 ], [ <urn:d> 1 ], [ <urn:d> [ <urn:e> 'x'@nl ] ] ."
    _write(root, "b.ttl", _SECOND, said)
    _write(root, "c.ttl", _SECOND, said)
    _rule(
        root,
        "CONSTRUCT { ?one <urn:f> [ <urn:g> ?one ] } WHERE { { ?one a ldg:Vereiste } "
        "UNION { ?one <urn:c> ?any } FILTER (ISIRI(?one)) }",
    )


def _hard_to_write(root: Path) -> None:
    said = (
        r'<urn:b> <urn:c> "\\u0041 \\U00000022 C:\\users", "\u0007\u007F\n\r\t\"\\", "é\u2028😀" .'
    )
    _write(root, "b.ttl", _SECOND, said)


@pytest.mark.parametrize(
    "make",
    [_plain, _repeating, _in_many_files, _deriving_less, _without_names, _hard_to_write],
)
def test_each_audience_has_what_the_files_give_it(
    root: Path, make: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(root)  # type: ignore[operator]
    monkeypatch.setattr(edition, "_USES", 3)  # of four audiences
    _publish(root)
    for audience in (EVERYONE, ENTITLED_TO_ALL, Audience(_FIRST), Audience(_SECOND)):
        _is_as_in_the_files(root, audience)


def test_of_a_change_of_what_is_public_a_government_gets_a_new_list_and_nothing_else(
    root: Path,
) -> None:
    _plain(root)
    _publish(root)
    _rename(root, "openbaar", "catalogus.ttl", "Onze catalogus")
    # The file, all of what everyone sees, the version, and a list for each of four audiences.
    assert _publish(root).loaded == 3 + 4
    _is_as_in_the_files(root, Audience(_SECOND))


def test_a_change_of_one_government_loads_nothing_of_another(root: Path) -> None:
    _plain(root)
    _publish(root)
    _rename(root, "beperkt", "gemeente-99901.ttl", "gesprek over de cyberveiligheid")
    # Its file, the lists of those who see it, and the version.
    assert _publish(root).loaded == 4
    _is_as_in_the_files(root, Audience(_FIRST))
    _is_as_in_the_files(root, ENTITLED_TO_ALL)


def test_a_government_has_in_the_engine_no_statement_that_everyone_has(root: Path) -> None:
    _plain(root)
    opened = open_root(root)
    dataset, layout = load(source_files(opened)), Layout(opened.base, restricted=True)
    everyone, _, *others = parts(dataset, opened, _ON, layout, audiences(dataset))
    public = {line for lines in everyone.graphs.values() for line in lines}
    assert len(others) == 2
    for one in others:
        own = [line for lines in one.graphs.values() for line in lines]
        assert own
        assert public.isdisjoint(own)
        assert len(own) == len(set(own))


class _Counting(Endpoint):
    """An endpoint that counts its requests."""

    requests = 0

    def ask(self, *given: object, **more: object) -> bytes:
        self.requests += 1
        return super().ask(*given, **more)  # type: ignore[arg-type]

    def change(self, text: str) -> None:
        self.requests += 1
        super().change(text)

    def put(self, graph: str, content: bytes, *, add: bool = False) -> None:
        self.requests += 1
        super().put(graph, content, add=add)


def test_many_graphs_go_in_few_requests(root: Path) -> None:
    for number in range(10, 40):
        _write(root, f"{number}.ttl", f"{_FIRST}{number}", f"<urn:b> <urn:c> {number} .")
    endpoint = _Counting(remotes(open_root(root), {})[0])
    assert _publish(root, endpoint).loaded > 100
    assert endpoint.requests < 30


class _Refusing(Endpoint):
    """An engine for which every update with graphs is too long."""

    def change(self, text: str) -> None:
        if text.startswith("INSERT DATA"):
            raise QueryRefusedError(self.remote.update, "too long", "te lang")
        super().change(text)


class _Adding(Endpoint):
    """An engine that has something of its own in a graph that it is sent."""

    def change(self, text: str) -> None:
        own = "<urn:x> <urn:y> <urn:z> .\n}"
        super().change(text.replace("\n}", f"\n{own}", 1) if text.startswith("INSERT") else text)


@pytest.mark.parametrize("kind", [_Refusing, _Adding])
def test_what_did_not_come_as_it_was_sent_is_put_graph_by_graph(
    root: Path, kind: type[Endpoint]
) -> None:
    assert _publish(root, kind(remotes(open_root(root), {})[0])).changed
    for audience in (EVERYONE, ENTITLED_TO_ALL, Audience(_FIRST)):
        _is_as_in_the_files(root, audience)


def test_an_engine_that_is_gone_is_not_sent_the_same_otherwise(root: Path) -> None:
    class Gone(_Counting):
        def change(self, text: str) -> None:
            if text.startswith("INSERT DATA"):
                self.requests = 0
                raise EngineError(self.remote.update, "gone", "weg", is_down=True)
            super().change(text)

    gone = Gone(remotes(open_root(root), {})[0])
    with pytest.raises(EngineError, match="gone"):
        _publish(root, gone)
    assert gone.requests == 1  # that it has failed


def test_it_is_told_how_far_it_is(root: Path) -> None:
    opened = open_root(root)
    told: list[tuple[int, int]] = []
    dataset = load(source_files(opened))
    list(release(Engines(opened, {}), dataset, opened, _ON, lambda *step: told.append(step)))
    assert told[0] == (1, 1)
    ends = [done for done, whole in told if done == whole]
    # Of each engine: the audiences, and then the questions.
    assert len(ends) == 4
    assert ends[2] == 3
    assert min(ends[1], ends[3]) > 20
