"""Bringing graphs to an engine: many small ones in one request, each counted when it is there.

The Graph Store Protocol takes one graph a request, and an engine writes to disk at the end of each.
One update with a block for each graph is as standard, and its text is bounded here: engines that
compile an update have a longest one. What holds more than that is put as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.engine.endpoint import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ldgraph.engine.pointer import Pointer

    Lines = Sequence[str]

#: Statements, and characters, of the graphs that are sent in one update.
_MOST_LINES, _MOST_TEXT = 5_000, 2_000_000
#: Statements of a larger graph that are sent at once.
_CHUNK = 20_000
#: Statements that wait to be sent, so that many graphs are counted at once; and how many are.
_WAITING, _COUNTED = 50_000, 50


class Loader:
    """Loads graphs, each under the name of its content, unless it is there whole.

    Args:
        pointer: The engine, and how it is asked.
    """

    def __init__(self, pointer: Pointer) -> None:
        self._endpoint = pointer.endpoint
        self._pointer = pointer
        #: Graphs that are there whole, or wait.
        self._known: set[str] = set()
        self._waiting: dict[str, Lines] = {}
        self._lines = 0
        self.loaded = self.kept = self.statements = 0

    def add(self, name: str, lines: Lines) -> None:
        """Take a graph, which is loaded now or later.

        Raises:
            EngineError: One that waited is not there, or not whole.
        """
        if name in self._known:
            return
        self._known.add(name)
        self._waiting[name] = lines
        self.statements += len(lines)
        self._lines += len(lines)
        if self._lines >= _WAITING:
            self.finish()

    def finish(self) -> None:
        """Load what waits, and prove that it is there.

        Raises:
            EngineError: A graph is not there, or not whole.
        """
        waiting, self._waiting, self._lines = self._waiting, {}, 0
        lacking = self._lacking(waiting)
        self.kept += len(waiting) - len(lacking)
        for blocks in _together(lacking):
            self._send(blocks)
        # A statement more than there should be goes only when the graph is put as a whole.
        for name, lines in self._lacking(lacking).items():
            self._put(name, lines)
            if (got := self._count([name])[name]) != len(lines):
                raise EngineError(
                    self._endpoint.remote.data,
                    f"of {len(lines)} statements that were sent it has {got}, in graph {name}",
                    f"van {len(lines)} uitspraken die verzonden zijn heeft hij er {got}, in graaf "
                    f"{name}",
                )
        self.loaded += len(lacking)

    def _lacking(self, graphs: Mapping[str, Lines]) -> dict[str, Lines]:
        """Give those that an engine does not have whole."""
        names = list(graphs)
        lacking: dict[str, Lines] = {}
        for start in range(0, len(names), _COUNTED):
            some = names[start : start + _COUNTED]
            counts = self._count(some)
            lacking |= {one: graphs[one] for one in some if counts[one] != len(graphs[one])}
        return lacking

    def _count(self, names: Iterable[str]) -> dict[str, int]:
        """Say how many statements graphs have; each is named, as engines plan that best."""
        count = "{ SELECT (<%s> AS ?g) (COUNT(*) AS ?n) WHERE { GRAPH <%s> { ?s ?p ?o } } }"
        each = (count % (one, one) for one in names)
        rows = self._pointer.rows(" UNION ".join(each))
        counts = {row["g"].value: int(row["n"].value) for row in rows}  # type: ignore[union-attr]
        return {one: counts.get(one, 0) for one in names}

    def _send(self, blocks: Iterable[str]) -> None:
        """Send graphs in one update; if an engine refuses it, they are found lacking, and put."""
        try:
            self._endpoint.change("\n".join(("INSERT DATA {", *blocks, "}")))
        except EngineError as error:
            if error.is_down:
                raise

    def _put(self, name: str, lines: Lines) -> None:
        for start in range(0, max(1, len(lines)), _CHUNK):
            chunk = _text(lines[start : start + _CHUNK])
            self._endpoint.put(name, chunk.encode(), add=start > 0)


def _together(graphs: Mapping[str, Lines]) -> Iterator[list[str]]:
    """Give blocks for graphs that may be sent in one update, of those that may be sent so."""
    blocks: list[str] = []
    lines = size = 0
    for name, content in graphs.items():
        if len(content) > _MOST_LINES:
            continue
        block = f"GRAPH <{name}> {{\n{_text(content)}}}"
        # SPARQL reads these escapes before anything else, N-Triples in their place.
        if len(block) > _MOST_TEXT or "\\u" in block or "\\U" in block:
            continue
        if lines + len(content) > _MOST_LINES or size + len(block) > _MOST_TEXT:
            yield blocks
            blocks, lines, size = [], 0, 0
        blocks.append(block)
        lines, size = lines + len(content), size + len(block)
    if blocks:
        yield blocks


def _text(lines: Lines) -> str:
    return "".join(f"{one}\n" for one in lines)
