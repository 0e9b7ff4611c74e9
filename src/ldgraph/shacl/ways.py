"""Ways from a focus node to what is read about it, written as property paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldgraph.shacl.paths import Path, turned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldgraph.shacl.results import Term


class Read(NamedTuple):
    """A property that is read somewhere."""

    #: Its IRI; None for every property.
    predicate: str | None
    #: Ways from the focus node to the statement, each of which it can be reached by; none at all
    #: where it may be anywhere.
    ways: tuple[Path, ...]
    #: Whether the ways lead to the statement's object, and not to its subject.
    at_object: bool = False
    #: The only value that matters, where there is one.
    value: Term | None = None

    def behind(self, way: Path) -> Read:
        """Give the read as it is from a node from which its focus node is reached by ``way``."""
        return self._replace(ways=tuple(chain(way, one) for one in self.ways))


HERE = Path("sequence")


def chain(*paths: Path) -> Path:
    """Put paths behind each other."""
    parts = [one for path in paths for one in (path.parts if path.kind == "sequence" else [path])]
    return parts[0] if len(parts) == 1 else Path("sequence", tuple(parts))


def path_reads(path: Path) -> Iterator[Read]:
    """Give what following a path from the focus node reads."""
    if path.kind == "predicate":
        yield Read(path.predicate, (HERE,))
    elif path.kind == "inverse":
        inner = path.parts[0]
        if inner.kind == "predicate":
            yield Read(inner.predicate, (HERE,), at_object=True)
        else:
            yield from path_reads(turned(inner))
    elif path.kind == "sequence":
        for place, part in enumerate(path.parts):
            before = chain(*path.parts[:place])
            yield from (read.behind(before) for read in path_reads(part))
    elif path.kind == "alternative":
        for part in path.parts:
            yield from path_reads(part)
    else:
        for read in path_reads(path.parts[0]):
            yield read if path.kind == "optional" else read.behind(Path("star", path.parts))
