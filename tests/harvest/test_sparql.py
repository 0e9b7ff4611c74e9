"""A SPARQL endpoint is asked a page at a time, and believed only where it is whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
from tests.harvest.conftest import FILE
from tests.harvest.site import Asked, Reply

from ldgraph.harvest.errors import SourceError
from ldgraph.harvest.exchange import Limits
from ldgraph.harvest.sparql import Endpoint
from ldgraph.harvest.state import State

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.harvest.conftest import Run
    from tests.harvest.site import Site

    from ldgraph.harvest.polite import Client

_EX = "http://example.org/"
_RESULTS = "application/sparql-results+json"


class Store:
    """An endpoint over a store; what it answers may be spoilt on its way."""

    def __init__(self, things: int, of_each: int = 2) -> None:
        lines = [
            f"<{_EX}{number:04}> a <{_EX}Thing> ; <{_EX}part> <{_EX}part/{number}> ;"
            f" <{_EX}says> {', '.join(str(one) for one in range(of_each))} ."
            f"<{_EX}part/{number}> <{_EX}value> {number} ."
            for number in range(things)
        ]
        self._store = ox.Store()
        self._store.load("\n".join(lines).encode(), ox.RdfFormat.TURTLE)
        self._reset()

    @classmethod
    def over(cls, store: ox.Store) -> Store:
        """Make an endpoint over a store that is there."""
        made = cls(0)
        made._store = store
        return made

    def _reset(self) -> None:
        self.queries: list[str] = []
        self.most_rows = 10**9

    def __call__(self, asked: Asked) -> Reply:
        """Answer a query, from the address or from a form."""
        form = asked.body or urlsplit(asked.path).query
        query = parse_qs(form)["query"][0]
        self.queries.append(query)
        solutions = self._store.query(query, use_default_graph_as_union=True)
        assert isinstance(solutions, ox.QuerySolutions)
        said = json.loads(solutions.serialize(format=ox.QueryResultsFormat.JSON) or b"")
        rows = said["results"]["bindings"][: self.most_rows]
        body = json.dumps({"head": said["head"], "results": {"bindings": rows}})
        return Reply(body.encode(), media_type=_RESULTS)


def _gather(client: Client, address: str, page: int = 100) -> list[ox.Triple]:
    endpoint = Endpoint(client, address, page=page)
    return endpoint.gather((f"{_EX}Thing",), (f"{_EX}part",)).triples


def test_things_come_whole_with_what_they_lead_to(client: Client, site: Site) -> None:
    store = Store(things=25)

    triples = _gather(client, site.put("/sparql", store), page=10)

    assert len(triples) == 25 * 4 + 25
    assert len({str(one) for one in triples}) == len(triples)
    orders = [one for one in store.queries if "ORDER BY" in one]
    assert orders
    assert not any("OFFSET" in one for one in store.queries)


def test_short_questions_are_gets_and_long_ones_posts(client: Client, site: Site) -> None:
    _gather(client, site.put("/sparql", Store(things=60)))

    methods = [one.method for one in site.asked]
    assert methods[0] == "GET"
    assert "POST" in methods
    assert site.asked[0].headers["accept"].startswith("application/sparql-results+json")
    assert site.asked[0].headers["user-agent"] == "ldgraph/proef"


def test_what_stands_in_the_address_stays_there(client: Client, site: Site) -> None:
    site.put("/sparql", Store(things=1))

    _gather(client, site.url + "/sparql?default-graph-uri=http%3A%2F%2Fg.example%2F")

    asked = parse_qs(urlsplit(site.asked[0].path).query)
    assert asked["default-graph-uri"] == ["http://g.example/"]


def test_an_endpoint_that_bounds_its_rows_is_asked_for_less(client: Client, site: Site) -> None:
    client.limits = Limits()
    store = Store(things=40, of_each=60)
    store.most_rows = 1000

    triples = _gather(client, site.put("/sparql", store), page=40)

    assert len(triples) == 40 * 62 + 40


def test_one_thing_of_more_than_all_rows_is_cut_off(client: Client, site: Site) -> None:
    client.limits = Limits()
    store = Store(things=1, of_each=1500)
    store.most_rows = 1000

    with pytest.raises(SourceError, match="1,000 rows of one thing"):
        _gather(client, site.put("/sparql", store))


def test_less_things_than_it_counts_are_cut_off(client: Client, site: Site) -> None:
    store = Store(things=5)

    def some(asked: Asked) -> Reply:
        reply = store(asked)
        if "ORDER BY" not in store.queries[-1]:
            return reply
        said = json.loads(reply.body)
        said["results"]["bindings"] = [
            one for one in said["results"]["bindings"] if one["s"]["value"] < f"{_EX}0003"
        ]
        return Reply(json.dumps(said).encode(), media_type=_RESULTS)

    with pytest.raises(SourceError, match="counts 5 things and gave 3"):
        _gather(client, site.put("/sparql", some))


def test_answers_out_of_order_are_refused(client: Client, site: Site) -> None:
    store = Store(things=5)

    def backwards(asked: Asked) -> Reply:
        reply = store(asked)
        said = json.loads(reply.body)
        said["results"]["bindings"].reverse()
        return Reply(json.dumps(said).encode(), media_type=_RESULTS)

    with pytest.raises(SourceError, match="does not order"):
        _gather(client, site.put("/sparql", backwards))


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(b"<html>Query editor</html>", media_type="text/html"), "page for people"),
        (Reply(b"<?xml?>", media_type="application/sparql-results+xml"), "wanted SPARQL results"),
        (Reply(b'{"results": {"bindings": [', media_type=_RESULTS), "not whole"),
        (Reply(b"[" * 100_000, media_type=_RESULTS), "not whole"),
        (Reply(b'{"results": {"bindings": [1]}}', media_type=_RESULTS), "no SPARQL results"),
        (
            Reply(
                b'{"results": {"bindings": []}}',
                headers={"X-SQL-State": "S1TAT"},
                media_type=_RESULTS,
            ),
            "stopped before the end",
        ),
        (Reply(b"", 503), "answers 503"),
        (Reply(b"Virtuoso 37000 Error", 400, media_type="text/plain"), "answers 400"),
    ],
    ids=["html", "xml", "half", "deep", "other", "anytime", "down", "refused"],
)
def test_what_is_no_whole_answer_is_not_taken_for_one(
    client: Client, site: Site, reply: Reply, why: str
) -> None:
    with pytest.raises(SourceError, match=why):
        _gather(client, site.put("/sparql", reply))


def _first_then(store: Store, spoil: Callable[[], Reply]) -> Callable[[Asked], Reply]:
    given: list[Reply] = []

    def answer(asked: Asked) -> Reply:
        if not given:
            given.append(spoil())
            return given[0]
        return store(asked)

    return answer


def test_an_endpoint_that_was_down_for_a_moment_is_asked_again(client: Client, site: Site) -> None:
    answer = _first_then(Store(things=1), lambda: Reply(b"", 503, {"Retry-After": "1"}))

    assert len(_gather(client, site.put("/sparql", answer))) == 5


def test_a_subject_that_would_break_out_of_a_question_is_refused(
    client: Client, site: Site
) -> None:
    evil = "http://e.example/> } INSERT DATA { <a> <b> <c> } #"

    def answer(asked: Asked) -> Reply:
        query = parse_qs(urlsplit(asked.path).query)["query"][0]
        row = (
            {"n": {"type": "literal", "value": "1"}}
            if "COUNT" in query
            else {"s": {"type": "uri", "value": evil}}
        )
        body = json.dumps({"results": {"bindings": [row]}})
        return Reply(body.encode(), media_type=_RESULTS)

    with pytest.raises(SourceError, match="is no IRI"):
        _gather(client, site.put("/sparql", answer))


def test_a_named_graph_is_asked_where_one_is_given(client: Client, site: Site) -> None:
    store = Store(things=2)
    endpoint = Endpoint(client, site.put("/sparql", store), graph="http://g.example/")

    assert endpoint.gather((f"{_EX}Thing",), ()).triples == []
    assert all("GRAPH <http://g.example/>" in one for one in store.queries)


def test_a_run_that_was_interrupted_asks_only_for_the_rest(
    client: Client, site: Site, tmp_path: Path
) -> None:
    store = Store(things=30)
    broken: list[str] = ["after the second page"]

    def answer(asked: Asked) -> Reply:
        reply = store(asked)
        pages = [one for one in store.queries if "?p ?o" in one]
        return Reply(b"", 404) if broken and len(pages) > 2 else reply

    address = site.put("/sparql", answer)

    def gather() -> list[ox.Triple]:
        state = State(tmp_path, address)
        endpoint = Endpoint(client, address, page=10, state=state)
        found = endpoint.gather((f"{_EX}Thing",), ()).triples
        state.finished(found, "http://g.example/", pages_last=False)
        return found

    with pytest.raises(SourceError, match="answers 404"):
        gather()
    broken.clear()
    store.queries.clear()

    assert len({str(one) for one in gather()}) == 30 * 4
    assert len([one for one in store.queries if "?p ?o" in one]) == 1
    assert list((tmp_path / "paginas").glob("*")) == []


def test_a_steward_harvests_an_endpoint(root: Path, run: Run, site: Site) -> None:
    portal = ox.Store()
    portal.load(
        b"""
PREFIX adms: <http://www.w3.org/ns/adms#>
PREFIX besluit: <http://data.vlaanderen.be/ns/besluit#>
PREFIX generiek: <https://data.vlaanderen.be/ns/generiek#>
PREFIX le: <http://data.lblod.info/id/bestuurseenheden/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX soort: <http://data.vlaanderen.be/id/concept/BestuurseenheidClassificatieCode/>

le:99002 a besluit:Bestuurseenheid ; skos:prefLabel "Proefdorp aan Zee" ;
    org:classification soort:5ab0e9b8a3b2ca7c5e000001 ; adms:identifier le:i1 .
le:i1 skos:notation "OVO-nummer" ; generiek:gestructureerdeIdentificator le:i2 .
le:i2 generiek:lokaleIdentificator "OVO999001" .
""",
        ox.RdfFormat.TURTLE,
    )
    address = site.put("/sparql", Store.over(portal))
    (root / "ldgraph.toml").write_text(
        f'[oogst.portaal]\nkind = "sparql"\nurl = "{address}"\nmapping = "lblod"\npause = 0\n',
        "utf-8",
    )

    done = run("harvest", "portaal", "--allow-private", "--write")

    assert done.returncode == 0, done.stdout + done.stderr
    text = (root / FILE).read_text("utf-8")
    assert 'skos:prefLabel "Proefdorp aan Zee"@nl ; # de oude naam' in text
    assert "identificator:gemeente-99002-ovo" in text
    assert (root / ".ldgraph/oogst/portaal/bron.nq").is_file()
