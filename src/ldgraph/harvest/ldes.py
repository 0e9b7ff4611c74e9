"""Follow an event stream: from page to page, each once, and only where there can be something new.

Much is met that the standard does not foresee: members that hang on the page instead of the stream,
a view under another address, relations without a path. What can only be meant one way is taken so;
what would lose members in silence is an error.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.harvest import rdf
from ldgraph.harvest.address import joined, place, plain
from ldgraph.harvest.errors import SettingError, SourceError, shown
from ldgraph.harvest.exchange import Request
from ldgraph.harvest.gathered import (
    GENERATED,
    Gathered,
    Paths,
    materialise,
    no_iris,
    reached,
)
from ldgraph.harvest.observed import Left
from ldgraph.harvest.polite import StatusError, conditional
from ldgraph.harvest.quads import Graph, as_moment, triples_of
from ldgraph.harvest.state import Link, Page
from ldgraph.terms import LDES, TREE, TYPE

if TYPE_CHECKING:
    from collections.abc import Callable

    from ldgraph.harvest.exchange import Answer
    from ldgraph.harvest.polite import Client
    from ldgraph.harvest.quads import Term
    from ldgraph.harvest.state import State

_NOT_MODIFIED, _GONE = 304, 410
#: What a stream says of its members, each by one property.
_PATHS = (
    "timestampPath",
    "versionTimestampPath",
    "sequencePath",
    "versionSequencePath",
    "versionOfPath",
    "versionDeletePath",
)
_MOST_LINKS = 10_000
#: Statements of all pages together, and of all members together.
_MOST_STATEMENTS = 2_000_000
#: Relations whose value lies at or above all that is behind them.
_UPPER = {"LessThanRelation", "LessThanOrEqualToRelation", "EqualToRelation"}


@dataclass(slots=True)
class Follower:
    """Walks over the pages of one stream."""

    client: Client
    state: State
    #: Hosts that pages may lie on, beside the first one's.
    hosts: frozenset[str] = frozenset()
    #: Versions of before this moment are not looked at.
    since: datetime | None = None
    #: JSON-LD contexts by address, as they lie in the root.
    contexts: dict[str, bytes] = field(default_factory=dict)
    progress: Callable[[int, int], None] | None = None
    _left: list[Left] = field(default_factory=list)
    _allowed: set[tuple[str, str, int]] = field(default_factory=set)
    _paths: Paths = field(default_factory=Paths)
    #: By what pages are bounded.
    _page_time: str = GENERATED
    _statements: int = 0

    def follow(self, address: str) -> Gathered:
        """Fetch what is new of a stream, and put its versions together.

        Raises:
            SourceError: A page is not to be had; those before it are kept.
        """
        try:
            pages = self._walk(address)
        except BaseException:
            self.state.stopped()
            raise
        members: dict[str, list[ox.Triple]] = {}
        self._statements = 0
        for page in pages:
            self._members(page, members)
        found = materialise(members, self._paths)
        found.left[:0] = self._left
        found.pages = len(pages)
        return found

    def _walk(self, address: str) -> list[Page]:
        self._allowed.add(place(address).origin)
        waiting, seen = deque([joined(address, "")]), set[str]()
        pages: list[Page] = []
        finals: set[str] = set()
        while waiting:
            one = waiting.popleft()
            if plain(one) in seen:  # a relation back, or a page with two ways to it
                continue
            seen.add(plain(one))
            if self.progress:
                self.progress(len(pages), len(pages) + len(waiting) + 1)
            page = self._page(one, is_first=not pages)
            if page is None or plain(page.final) in finals:
                continue
            finals.add(plain(page.final))
            seen.add(plain(page.final))
            if not pages:
                self._allowed.add(place(page.final).origin)
            graph = Graph(triples_of(page.quads))
            self._learn(graph)
            self._left += no_iris(page.wrong)
            pages.append(page)
            self._count(len(page.quads))
            if len(pages) == 1:
                waiting.extend(self._view(page, graph))
            waiting.extend(one.node for one in page.links if self._is_wanted(one))
        if self.progress:
            self.progress(len(pages), len(pages))
        return pages

    def _count(self, statements: int) -> None:
        self._statements += statements
        if self._statements > _MOST_STATEMENTS:
            raise SourceError(
                f"the stream says more than {_MOST_STATEMENTS:,} statements",
                f"de stroom doet meer dan {_MOST_STATEMENTS:,} uitspraken",
            )

    # -- a page ---------------------------------------------------------------------------------

    def _page(self, address: str, *, is_first: bool) -> Page | None:
        where = place(address)
        if where.origin not in self._allowed and where.host not in self.hosts:
            raise SettingError(
                f"a page leads to another server, {shown(address)}: name it in 'hosts' if that is "
                "right",
                f"een pagina leidt naar een andere server, {shown(address)}: noem die in 'hosts' "
                "als dat klopt",
            )
        kept = self.state.page(address)
        if kept and (kept.immutable or address in self.state.done):
            self.state.have(address)
            return kept
        headers = {"Accept": rdf.ACCEPT}
        if kept:
            headers |= conditional(kept.etag, kept.modified)
        try:
            page = self.client.fetch(
                Request(address, headers), lambda answer: self._read(address, answer, kept)
            )
        except StatusError as error:
            if error.status != _GONE or is_first:
                raise
            self._left.append(
                Left(
                    shown(address),
                    "een pagina die de bron heeft weggehaald",
                    "a page that its source took away",
                )
            )
            return kept
        if page is kept:
            self.state.have(address)
        else:
            self.state.keep(page)
        return page

    def _read(self, address: str, answer: Answer, kept: Page | None) -> Page:
        if answer.status == _NOT_MODIFIED:
            if kept is None:
                raise SourceError(
                    f"{shown(address)} answers 304 to what was not asked so",
                    f"{shown(address)} antwoordt 304 op wat zo niet gevraagd was",
                )
            return kept
        body = rdf.with_contexts(answer.body, answer.media_type, self.contexts)
        quads, wrong = rdf.read(body, answer.media_type, answer.address)
        control = answer.headers.get("cache-control", "").lower()
        graph = Graph(triples_of(quads))
        return Page(
            address,
            answer.address,
            quads,
            tuple(_links(graph, answer.address)),
            answer.headers.get("etag"),
            answer.headers.get("last-modified"),
            "immutable" in {one.strip() for one in control.split(",")},
            wrong,
        )

    def _view(self, page: Page, graph: Graph) -> list[str]:
        """Say where to begin: here, or at the view that this page names."""
        here = plain(page.final)
        views = {
            joined(page.final, one)
            for stream in graph.subjects()
            for one in graph.iris(stream, f"{TREE}view")
        }
        has_more = page.links or any(graph.values(one, f"{TREE}member") for one in graph.subjects())
        if any(plain(one) == here for one in views) or (has_more and not views):
            return []
        if len(views) == 1:
            return sorted(views)
        if not views:
            raise SourceError(
                f"{shown(page.final)} is no page of an event stream: no tree:view, no member",
                f"{shown(page.final)} is geen pagina van een stroom: geen tree:view, geen lid",
            )
        listed = ", ".join(sorted(map(shown, views)))
        raise SettingError(
            f"{shown(page.final)} has more than one view; give the address of one: {listed}",
            f"{shown(page.final)} heeft meer dan één view; geef het adres van een: {listed}",
        )

    def _learn(self, graph: Graph) -> None:
        """Take over how the stream says when, and of what, its members are."""
        for stream in graph.subjects():
            said = {name: one for name in _PATHS if (one := _property(graph, stream, name))}
            # A stream out of order says apart by what its versions are ordered.
            time = said.get("versionTimestampPath") or said.get("timestampPath")
            sequence = said.get("versionSequencePath") or said.get("sequencePath")
            removed = graph.iris(stream, f"{LDES}versionDeleteObject")
            how = said.get("versionDeletePath") or TYPE
            self._page_time = said.get("timestampPath") or self._page_time
            self._paths = Paths(
                time or self._paths.time,
                sequence or self._paths.sequence,
                said.get("versionOfPath") or self._paths.version_of,
                (how, removed[0]) if len(removed) == 1 else self._paths.removal,
            )

    def _is_wanted(self, link: Link) -> bool:
        """Leave out what lies wholly before the day from which is looked."""
        if self.since is None or link.kind not in _UPPER or link.path != self._page_time:
            return True
        moment = as_moment(link.value or "")
        if moment is None:
            return True
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) >= self.since

    # -- members --------------------------------------------------------------------------------

    def _members(self, page: Page, members: dict[str, list[ox.Triple]]) -> None:
        """Add the members of a page, with what belongs to them."""
        graph = Graph(triples_of(page.quads))
        listed: list[str] = []
        stop = {page.final, page.address}
        for subject in graph.subjects():
            found = graph.values(subject, f"{TREE}member")
            if found or graph.values(subject, f"{TREE}view", f"{TREE}relation"):
                stop.add(str(getattr(subject, "value", "")))
            for one in found:
                if isinstance(one, ox.NamedNode):
                    listed.append(one.value)
                else:
                    self._left.append(
                        Left(page.final, "een lid zonder IRI", "a member without an IRI")
                    )
        fence = frozenset(stop | set(listed))
        for iri in dict.fromkeys(listed):
            if iri in members:  # a member never changes: once is enough
                continue
            members[iri] = reached(ox.NamedNode(iri), graph, fence)
            # What many members lead to is counted for each.
            self._count(len(members[iri]))


def _property(graph: Graph, stream: Term, name: str) -> str | None:
    """Give the property that a stream names; None where it names none.

    Raises:
        SourceError: It names a path of more than one, which is not followed.
    """
    values = graph.values(stream, LDES + name)
    if not values:
        return None
    if len(values) > 1 or not isinstance(values[0], ox.NamedNode):
        raise SourceError(
            f"ldes:{name} is no single property: such streams are not read",
            f"ldes:{name} is niet één eigenschap: zulke stromen worden niet gelezen",
        )
    return values[0].value


def _links(graph: Graph, base: str) -> list[Link]:
    """Read the relations of a page, whatever they hang on; each leads to one page."""
    found = []
    for subject in graph.subjects():
        for relation in graph.values(subject, f"{TREE}relation"):
            nodes = graph.iris(relation, f"{TREE}node")
            kinds = [
                one.removeprefix(TREE)
                for one in graph.iris(relation, TYPE)
                if one.startswith(TREE) and one != f"{TREE}Relation"
            ]
            paths, values = (
                graph.iris(relation, f"{TREE}path"),
                graph.texts(relation, f"{TREE}value"),
            )
            found += [
                Link(
                    joined(base, node),
                    kinds[0] if len(kinds) == 1 else "Relation",
                    paths[0] if len(paths) == 1 else None,
                    values[0] if len(values) == 1 else None,
                )
                for node in nodes
            ]
    if len(found) > _MOST_LINKS:
        raise SourceError(
            f"{shown(base)} has {len(found):,} relations; at most {_MOST_LINKS:,} are followed",
            f"{shown(base)} heeft {len(found):,} relaties; hoogstens {_MOST_LINKS:,} worden "
            "gevolgd",
        )
    return found
