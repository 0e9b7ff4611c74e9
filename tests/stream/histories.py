"""A root with a history of its own, made commit by commit, and what a built stream says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
from tests.commands import git

from ldgraph.graph.places import open_root
from ldgraph.stream.build import Built, build

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BASE = "https://data.example.org"
DCT = "http://purl.org/dc/terms/"
AS = "https://www.w3.org/ns/activitystreams#"
PROV = "http://www.w3.org/ns/prov#"
TREE = "https://w3id.org/tree#"
_AT = "http://example.test/stroom/"
_PREFIXES = f"""PREFIX dct: <{DCT}>
PREFIX dekking: <{BASE}/id/dekking/>
PREFIX aanbod: <{BASE}/id/aanbod/>
PREFIX ldg: <{BASE}/ns/lokaal-digitaal#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX toegang: <http://publications.europa.eu/resource/authority/access-right/>

"""


def turtle(*statements: str) -> str:
    """Write a file."""
    return _PREFIXES + "".join(f"{one} .\n" for one in statements)


def offering(name: str, title: str = "Aanbod") -> str:
    """Describe an offering."""
    return f'aanbod:{name} a ldg:Dienst ; skos:prefLabel "{title}"@nl'


class Said(NamedTuple):
    """A version as a page has it."""

    iri: str
    object: str
    time: str
    change: str
    #: What was said of the object, without what the version says of itself.
    lines: frozenset[str]


class History:
    """A repository with a root in it."""

    def __init__(self, top: Path, inside: str = "") -> None:
        self.top = top
        self.root = top / inside
        self.out = top.parent / f"{top.name}-out"
        self.root.mkdir(parents=True)
        self.git("init", "-q")
        self.settings = f'base = "{BASE}"\n'
        (self.root / "ldgraph.toml").write_text(self.settings, "utf-8")
        self._second = 1_780_000_000

    def git(self, *arguments: str, **more: str) -> str:
        """Call git, as nobody in particular."""
        return git(self.top, *arguments, **more)

    def write(self, files: Mapping[str, str | None]) -> None:
        """Write files of the root; None removes one."""
        for name, text in files.items():
            path = self.root / name
            if text is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    def commit(self, files: Mapping[str, str | None], when: str = "") -> str:
        """Write files and commit them, an hour after the last time if none is given."""
        self.write(files)
        self._second += 3600
        date = when or f"{self._second} +0000"
        self.git("add", "-A")
        self.git(
            *("commit", "-q", "--allow-empty", "-m", "wijziging"),
            GIT_AUTHOR_DATE=date,
            GIT_COMMITTER_DATE=date,
        )
        return self.git("rev-parse", "HEAD")

    def set(self, table: str) -> None:
        """Write the table of the stream, not committed."""
        (self.root / "ldgraph.toml").write_text(f"{self.settings}[stream]\n{table}\n", "utf-8")

    def build(self, out: Path | None = None) -> Built:
        """Build the stream."""
        where = out or self.out
        remembered = where.with_name(f"{where.name}.state")
        return build(open_root(self.root), where, remembered)

    def versions(self, name: str = "publiek", view: str = "") -> list[Said]:
        """Walk the stream from its first page, as a follower does; gives versions by time."""
        return walk(self.out, f"{name}/{view}" if view else name)


def files_of(folder: Path) -> dict[str, bytes]:
    """Give all files of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def page(folder: Path, name: str) -> ox.Dataset:
    """Read a page, its values as they are written."""
    content = (folder / f"{name}.ttl").read_bytes()
    return ox.Dataset(ox.parse(content, ox.RdfFormat.TURTLE, base_iri=f"{_AT}{name}.ttl"))


def _about(store: ox.Dataset, node: object) -> list[ox.Quad]:
    assert isinstance(node, ox.NamedNode | ox.BlankNode)
    return list(store.quads_for_subject(node))


def _with(store: ox.Dataset, predicate: str) -> list[ox.Quad]:
    return list(store.quads_for_predicate(ox.NamedNode(predicate)))


def walk(folder: Path, first: str) -> list[Said]:
    """Follow the relations of pages, and check that they hold: no version lies outside them."""
    found: list[Said] = []
    todo: list[tuple[str, str, str]] = [(first, "", "9")]
    seen = set()
    while todo:
        name, start, end = todo.pop()
        assert name not in seen, name
        seen.add(name)
        store = page(folder, name)
        here = [one for one in _members(store) if start <= one.time < end]
        assert len(here) == len(_members(store)), (name, start, end)
        found += here
        todo += [
            (to, max(start, low), min(end, high)) for to, (low, high) in _relations(store).items()
        ]
    return sorted(found, key=lambda one: one.time)


def _members(store: ox.Dataset) -> list[Said]:
    found = []
    for quad in _with(store, f"{TREE}member"):
        node = quad.object
        assert isinstance(node, ox.NamedNode)
        of, time, change = (
            _value(store, node, one)
            for one in (f"{DCT}isVersionOf", f"{PROV}generatedAtTime", f"{DCT}type")
        )
        own = (f"{DCT}isVersionOf", f"{PROV}generatedAtTime", f"{PROV}wasGeneratedBy")
        lines = {
            f"{one.predicate} {one.object}"
            for one in _about(store, node)
            if one.predicate.value not in own and not str(one.object).startswith(f"<{AS}")
        }
        found.append(Said(node.value, of, time, change.removeprefix(AS), frozenset(lines)))
    return found


def _relations(store: ox.Dataset) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for quad in _with(store, f"{TREE}relation"):
        about = _about(store, quad.object)
        said = {one.predicate.value: one.object.value for one in about}  # type: ignore[union-attr]
        assert said[f"{TREE}path"] == f"{PROV}generatedAtTime"
        to = said[f"{TREE}node"].removeprefix(_AT).removesuffix(".ttl")
        low, high = found.get(to, ("", "9"))
        value = said[f"{TREE}value"]
        if said["http://www.w3.org/1999/02/22-rdf-syntax-ns#type"].endswith("#LessThanRelation"):
            high = value
        else:
            low = value
        found[to] = low, high
    return found


def _value(store: ox.Dataset, node: ox.NamedNode, predicate: str) -> str:
    (one,) = (one for one in _about(store, node) if one.predicate.value == predicate)
    value: str = one.object.value  # type: ignore[union-attr]
    return value
