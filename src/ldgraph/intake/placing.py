"""In which file of a root a new thing belongs: by who may read it, then by what lies there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import LdgraphError
from ldgraph.graph.places import CONFIG, file_to_be, shown_path
from ldgraph.graph.rooms import is_restricted
from ldgraph.intake.mark import is_marked
from ldgraph.terms import TYPE
from ldgraph.turtle.read import read_bytes
from ldgraph.turtle.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ldgraph.graph.kinds import Kind
    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root, SourceFile
    from ldgraph.intake.values import Value

_GOVERNMENT, _WITH = "bestuur", "metBestuur"
_PLANNED = "/id/concept/Interactiestatus/gepland"
_WAIVER = "Vrijstelling"
#: What a file is called that stands beside those that an import writes.
SUPPLEMENT = "aanvullingen"
#: Folders of a root in which stewards write.
_OPEN = ("data", "waivers")


class PlaceError(LdgraphError):
    """A new thing cannot be put into the file that was asked for."""

    def __init__(self, path: Path, english: str, dutch: str) -> None:
        shown = shown_path(path)
        super().__init__(f"'{shown}': {english}", f"'{shown}': {dutch}")


class Readers:
    """Who may read a thing: everyone, one government and the programme, or the programme alone."""

    def __init__(self, kind: Kind, said: Mapping[str, Sequence[Value]], dataset: Dataset) -> None:
        files = dataset.by_graph()
        named = [_described(value, dataset, files) for values in said.values() for value in values]
        hidden = [where for where in named if where and all(one.restricted for one in where)]
        readers = {reader for where in hidden for one in where for reader in _readers(one, dataset)}
        ldg = dataset.vocabulary.ldg
        given = {one for name in (_GOVERNMENT, _WITH) for one in said.get(ldg + name, [])}
        if ldg + _GOVERNMENT in said:
            given = set(said[ldg + _GOVERNMENT])
        whose = given or readers
        self.restricted = bool(hidden) or _is_restricted(kind, said, ldg)
        #: The government that the thing is about, if it is restricted and about one alone.
        self.government = next(iter(whose)).value if self.restricted and len(whose) == 1 else None


def place(
    kind: Kind, said: Mapping[str, Sequence[Value]], space: str, dataset: Dataset, root: Root
) -> SourceFile:
    """Give the file that a thing belongs in; it may not be there yet.

    Of files of the root itself that no import writes the one is taken with what is most like it.

    Args:
        kind: What it is.
        said: Property to values.
        space: What the IRIs of such things begin with.
        dataset: What there is.
        root: The root to write into.

    Raises:
        PlaceError: The thing is restricted, and the root has nothing that is.
    """
    readers = Readers(kind, said, dataset)
    top = "waivers" if dataset.vocabulary.ldg + _WAIVER in kind.line else "data"
    own = [one for one in dataset.files if one.root.path == root.path and _top(one) == top]
    if readers.restricted:
        _refuse_in_public_root(dataset, root)
        wanted = {readers.government} if readers.government else set()
        for one in own:
            may = {reader.value for reader in _readers(one, dataset)}
            if one.restricted and may == wanted and not is_imported(one):
                return one
        end = readers.government.rsplit("/", 1)[-1] if readers.government else "programma"
        return file_to_be(root, root.path / top / "beperkt" / f"{end}.ttl")
    pairs = {(path, value) for path, values in said.items() for value in values}
    like = {one.graph: _likeness(one, space, pairs, dataset) for one in own}
    ranked = sorted((one for one in own if like[one.graph][1]), key=lambda one: like[one.graph])
    # What need not be restricted is so all the same where all others like it are.
    best = ranked[::-1]
    of_none = [one for one in best if one.restricted and not _readers(one, dataset)]
    for one in [*(one for one in best if not one.restricted), *of_none]:
        if not is_imported(one):
            return one
    ranked = [one for one in ranked if not one.restricted]
    folder, name = root.path / top / "openbaar", kind.word
    if ranked:  # beside what an import writes, as data/LEESMIJ.md says
        folder, name = ranked[-1].path.parent, SUPPLEMENT
    path = folder / f"{name}.ttl"
    return next((one for one in own if one.path == path), None) or file_to_be(root, path)


def _refuse_in_public_root(dataset: Dataset, root: Root) -> None:
    """Refuse to be the first to put something restricted into a root: it may be one for everyone.

    Raises:
        PlaceError: The root has nothing restricted yet.
    """
    if not any(one.restricted and one.root.path == root.path for one in dataset.files):
        raise PlaceError(
            root.path,
            "this is not for everyone, and this root has nothing restricted yet: make it in the "
            "root where such things are kept (--root), or name the file if it is to be here "
            "(--file data/beperkt/NAME.ttl)",
            "dit is niet voor iedereen, en deze root heeft nog niets beperkts: maak het in de root "
            "waar zulke dingen bewaard worden (--root), of noem het bestand als het hier moet "
            "(--file data/beperkt/NAAM.ttl)",
        )


def named_place(path: Path, dataset: Dataset, root: Root) -> SourceFile:
    """Give the file that somebody names, by a path from here or from the root.

    Raises:
        PlaceError: It is no Turtle file of this root's data, or one that an import writes.
    """
    inside = [one for one in (path.resolve(), (root.path / path).resolve()) if _is_in(one, root)]
    if not inside:
        raise PlaceError(
            path,
            f"wanted a file in the folder data or waivers of '{shown_path(root.path)}'",
            f"geef een bestand in de map data of waivers van '{shown_path(root.path)}'",
        )
    target = inside[0]
    is_hidden = any(part.startswith(".") for part in target.relative_to(root.path).parts)
    if target.suffix != ".ttl" or is_hidden or target.is_dir():
        raise PlaceError(
            target,
            "wanted the name of a file that ends in .ttl, in no hidden folder",
            "geef de naam van een bestand dat op .ttl eindigt, in geen verborgen map",
        )
    known = [one for one in dataset.files if one.path.resolve() == target]
    found = known[0] if known else file_to_be(root, target)
    if is_imported(found):
        raise PlaceError(
            target,
            "an import writes this file and would lose what is added: choose a file of your own "
            "beside it, such as aanvullingen.ttl",
            "dit bestand wordt ingelezen, en wat erbij komt zou verloren gaan: kies een eigen "
            "bestand ernaast, zoals aanvullingen.ttl",
        )
    return found


def is_imported(file: SourceFile) -> bool:
    """Say whether an import writes a file."""
    return file.path.is_file() and is_marked(decode(read_bytes(file.path, file.shown)).text)


def is_invented(file: SourceFile, government: str | None, dataset: Dataset, root: Root) -> bool:
    """Say whether all in a new file is invented: its government is, or all else in the root is."""
    store, says = dataset.store, ox.NamedNode(dataset.vocabulary.ldg + "fictief")
    invented = {
        quad.subject.value  # type: ignore[union-attr]
        for quad in store.quads_for_pattern(None, says, None, None)
        if str(getattr(quad.object, "value", "")) in {"true", "1"}
    }
    if government:
        node = ox.NamedNode(government)
        where = _described(node, dataset, dataset.by_graph())
        return bool(where) and all(one.graph in invented for one in where)
    own = [one.graph for one in dataset.files if one.root.path == root.path and _top(one) == "data"]
    return file.graph not in own and bool(own) and all(one in invented for one in own)


def _is_restricted(kind: Kind, said: Mapping[str, Sequence[Value]], ldg: str) -> bool:
    states = [one.value for one in said.get(ldg + "interactiestatus", [])]
    is_planned = len(states) == 1 and states[0].endswith(_PLANNED) and ldg + _WITH not in said
    names = [one.removeprefix(ldg) for one in kind.line]
    return is_restricted(names, is_of_one=ldg + _GOVERNMENT in said, is_planned=is_planned)


def _described(value: Value, dataset: Dataset, files: Mapping[str, SourceFile]) -> list[SourceFile]:
    """Give the files that describe a thing."""
    if not isinstance(value, ox.NamedNode):
        return []
    graphs = {quad.graph_name for quad in dataset.store.quads_for_pattern(value, None, None, None)}
    names = sorted(str(getattr(one, "value", "")) for one in graphs)
    return [files[name] for name in names if name in files]


def _readers(file: SourceFile, dataset: Dataset) -> set[ox.NamedNode]:
    graph = ox.NamedNode(file.graph)
    reads = ox.NamedNode(dataset.vocabulary.ldg + "leesbaarVoor")
    found = dataset.store.quads_for_pattern(graph, reads, None, graph)
    return {quad.object for quad in found if isinstance(quad.object, ox.NamedNode)}


def _likeness(
    file: SourceFile, space: str, pairs: Iterable[tuple[str, Value]], dataset: Dataset
) -> tuple[float, int, str]:
    """Say how much the things of a kind in a file have in common with a new one, and how many."""
    graph, store = ox.NamedNode(file.graph), dataset.store

    def things(path: str, value: Value | None) -> set[object]:
        quads = store.quads_for_pattern(None, ox.NamedNode(path), value, graph)
        return {one.subject for one in quads if str(one.subject).startswith(f"<{space}")}

    there = things(TYPE, None)
    shared = sum(len(things(path, value)) for path, value in pairs) if there else 0
    return (shared / len(there) if there else 0.0, len(there), file.graph)


def _top(file: SourceFile) -> str:
    return file.path.relative_to(file.root.path).parts[0]


def _is_in(path: Path, root: Root) -> bool:
    """Say whether a path lies in the folders of a root, and in no other root inside them."""
    if not path.is_relative_to(root.path):
        return False
    relative = path.relative_to(root.path)
    if relative.parts[:1] not in {(one,) for one in _OPEN} or len(relative.parts) < 2:  # noqa: PLR2004
        return False
    between = [root.path.joinpath(*relative.parts[:end]) for end in range(1, len(relative.parts))]
    return not any((folder / CONFIG).is_file() for folder in between)
