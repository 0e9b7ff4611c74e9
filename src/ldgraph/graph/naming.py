"""Names that files use: is there such a term, of that kind, and such a thing? Which was meant?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from ldgraph.errors import Finding, Severity
from ldgraph.graph.fixes import Pen
from ldgraph.graph.foreign import Unknown, space_of, undeclared
from ldgraph.graph.places import Room
from ldgraph.graph.prefixes import prefixes_of, shorten
from ldgraph.terms import OWL, RDF, RDFS, TYPE
from ldgraph.turtle.spelling import Guess, meant

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.locate import Locator
    from ldgraph.graph.places import Root, SourceFile

#: Kept by others under the same base: linked, never defined here.
LINKED_ONLY = ("/id/gemeente/", "/id/organisatie/", "/id/licentie/")
#: What is said of a class or a property in the other's place, by whether a class is wanted.
_OTHER_KIND = {
    True: {
        "nl": "{} is een eigenschap, en hier hoort een klasse",
        "en": "{} is a property, and here belongs a class",
    },
    False: {
        "nl": "{} is een klasse, en hier hoort een eigenschap",
        "en": "{} is a class, and here belongs a property",
    },
}
#: Of how many names that nothing declares a near one is sought: each takes milliseconds, and a file
#: that is no data of ours at all may have a hundred thousand.
_MOST_SOUGHT = 1_000
_TWINS = {"http": "https", "https": "http"}
_CLASSES = frozenset({OWL + "Class", RDFS + "Class"})
_PROPERTIES = frozenset(
    {RDF + "Property", *(f"{OWL}{kind}Property" for kind in ("Object", "Datatype", "Annotation"))}
)


class Seen(Protocol):
    """The names in all statements, as IRIs."""

    @property
    def subjects(self) -> set[str]: ...  # noqa: D102
    @property
    def predicates(self) -> set[str]: ...  # noqa: D102
    @property
    def classes(self) -> set[str]: ...  # noqa: D102
    @property
    def objects(self) -> set[str]: ...  # noqa: D102


def misnamed(dataset: Dataset, root: Root, locator: Locator, seen: Seen) -> list[Finding]:
    """Give the names that are of nothing, or of another kind of thing, in no order.

    Codes: ``onbekende-term``, ``term-van-andere-soort`` (a class where a property belongs),
    ``niet-verklaarde-term`` (of a vocabulary that is not ours), ``onbekend-vocabularium`` and
    ``verwijzing-naar-niets``.
    """
    checks = _Names(dataset, locator, Pen(dataset), prefixes_of(root), dataset.by_graph())
    return [*checks.unknown_terms(seen), *checks.dangling(seen, root)]


@dataclass(frozen=True, slots=True)
class _Names:
    dataset: Dataset
    locator: Locator
    pen: Pen
    prefixes: Mapping[str, str]
    files: Mapping[str, SourceFile]

    def unknown_terms(self, seen: Seen) -> Iterator[Finding]:
        used = seen.predicates | seen.classes
        ldg = self.dataset.vocabulary.ldg
        ours = {iri for iri in used if iri.startswith(ldg)}
        known = {iri for iri in seen.subjects if iri.startswith(ldg)}
        nowhere: list[Unknown] = []
        properties, classes = known & self._typed(_PROPERTIES), known & self._typed(_CLASSES)
        yield from self._of_other_kind(seen, properties, classes)
        kinds = {True: _words(classes), False: _words(properties)}
        either, words = _words(properties | classes), _words(known)
        for number, iri in enumerate(sorted(ours - known)):
            is_property, is_class = iri in seen.predicates, iri in seen.classes
            of_kind = either if is_class and is_property else kinds[is_class]
            is_sought = number < _MOST_SOUGHT
            near = _nearest(iri, of_kind) if is_sought else None
            far = _nearest(iri, words) if is_sought and not near else None
            guess = self._by_use(iri, near) if near else _unsure(far)
            yield from self._each_use(iri, "onbekende-term", guess)
        twins = self._twins(seen)
        for iri, twin in sorted(twins.items()):
            code = "onbekende-term" if twin.startswith(ldg) else "verwijzing-naar-niets"
            # Sure where the prefixes of the root say which of both is right.
            sure = any(twin.startswith(space) for space in self.prefixes.values())
            yield from self._each_use(iri, code, Guess(twin, sure))
        away = {iri for iri in used if self.dataset.vocabulary.is_elsewhere(iri)}
        others = used - ours - twins.keys() - away
        for unknown in undeclared(others, seen.subjects | self._named_by_us()):
            if unknown.meant:
                # In every vocabulary that is known, classes alone begin with a capital.
                is_class = unknown.meant[len(space_of(unknown.meant)) :][:1].isupper()
                is_kind = unknown.iri not in (seen.predicates if is_class else seen.classes)
                guess = Guess(unknown.meant, unknown.sure and is_kind)
                yield from self._each_use(unknown.iri, "onbekende-term", guess)
            else:
                nowhere.append(unknown)
        yield from self._nowhere_declared(nowhere)

    def _of_other_kind(
        self, seen: Seen, properties: set[str], classes: set[str]
    ) -> Iterator[Finding]:
        """Find properties of ours that stand where a class does, and the other way."""
        for wrong, right, is_class in (
            (seen.classes & properties - classes, classes, True),
            (seen.predicates & classes - properties, properties, False),
        ):
            for iri in sorted(wrong):
                node, guess = ox.NamedNode(iri), _nearest(iri, _words(right))
                name = shorten(iri, self.prefixes)
                messages = _OTHER_KIND[is_class]
                messages = {lang: text.format(name) for lang, text in messages.items()}
                quads = (
                    self.dataset.store.quads_for_pattern(None, ox.NamedNode(TYPE), node, None)
                    if is_class
                    else self.dataset.store.quads_for_pattern(None, node, None, None)
                )
                code = "term-van-andere-soort"
                for quad in quads:
                    yield self._mended(code, quad, messages, iri, guess)

    def _twins(self, seen: Seen) -> dict[str, str]:
        """Give the names that are of nothing, and with https for http (or the other way) are."""
        found: dict[str, str] = {}
        for iri in (seen.predicates | seen.classes | seen.objects) - seen.subjects:
            scheme, colon, rest = iri.partition(":")
            twin = _TWINS.get(scheme, scheme) + colon + rest
            if twin != iri and twin in seen.subjects:
                found[iri] = twin
        return found

    def _typed(self, kinds: frozenset[str]) -> set[str]:
        types = [
            quad.subject
            for kind in sorted(kinds)
            for quad in self.dataset.store.quads_for_pattern(
                None, ox.NamedNode(TYPE), ox.NamedNode(kind), None
            )
        ]
        return {one.value for one in types if isinstance(one, ox.NamedNode)}

    def _named_by_us(self) -> set[str]:
        """Give the terms that the ontology and the shapes speak of."""
        shapes = {quad.object for quad in self.dataset.shapes}
        ontology = {
            quad.object
            for file in self.dataset.files
            if file.room is Room.ONTOLOGY
            for quad in self.dataset.store.quads_for_pattern(
                None, None, None, ox.NamedNode(file.graph)
            )
            if quad.predicate.value != TYPE
        }
        return {one.value for one in shapes | ontology if isinstance(one, ox.NamedNode)}

    def _nowhere_declared(self, names: list[Unknown]) -> Iterator[Finding]:
        """Name terms that nothing declares: in a root each, beside it each vocabulary."""
        uses: dict[tuple[str, str], list[ox.Quad]] = defaultdict(list)
        for iri, _, known_space, _ in names:
            for quad in self._uses(iri):
                graph = quad.graph_name.value  # type: ignore[union-attr]
                room = self.files[graph].room
                if room is not Room.ONTOLOGY:
                    apart = room is Room.BESIDE and not known_space
                    uses[graph, space_of(iri) if apart else iri].append(quad)
        for (graph, name), quads in sorted(uses.items()):
            beside = self.files[graph].room is Room.BESIDE
            severity = Severity.INFO if beside else Severity.WARNING
            if name == space_of(name):
                code = "onbekend-vocabularium"
                messages = {
                    "nl": f"de vocabulaire <{name}> is hier niet bekend: of haar namen juist zijn, "
                    "is niet nagekeken",
                    "en": f"the vocabulary <{name}> is not known here: whether its names are right "
                    "was not checked",
                }
            else:
                code = "niet-verklaarde-term"
                shown = shorten(name, self.prefixes)
                messages = {
                    "nl": f"{shown} staat in geen bekende vocabulaire: verbeter de naam, of "
                    "beschrijf de term in ontology/",
                    "en": f"{shown} is in no vocabulary that is known: correct the name, or "
                    "describe the term in ontology/",
                }
            found = [self._finding(code, one, messages, self._mark(one)) for one in quads]
            yield replace(min(found, key=Finding.sort_key), severity=severity)

    def _uses(self, iri: str) -> Iterator[ox.Quad]:
        """Give the statements that use a term as property or as class."""
        node = ox.NamedNode(iri)
        yield from self.dataset.store.quads_for_pattern(None, node, None, None)
        yield from self.dataset.store.quads_for_pattern(None, ox.NamedNode(TYPE), node, None)

    @staticmethod
    def _mark(quad: ox.Quad) -> str:
        return "value" if quad.predicate.value == TYPE else "property"

    def dangling(self, seen: Seen, root: Root) -> Iterator[Finding]:
        start = f"{root.base}/id/"
        linked_only = tuple(root.base + one for one in LINKED_ONLY)
        ours = {
            iri
            for iri in seen.objects
            if iri.startswith((start, root.vocabulary.ldg)) and not iri.startswith(linked_only)
        }
        missing = sorted(ours - seen.subjects)
        folders: dict[str, set[str]] = {iri.rpartition("/")[0]: set() for iri in missing}
        for one in seen.subjects:
            folder = one.rpartition("/")[0]
            if folder in folders:
                folders[folder].add(one)
        words = {folder: _words(near) for folder, near in folders.items()}
        for number, iri in enumerate(missing):
            folder = iri.rpartition("/")[0]
            guess = self._thing(iri, words[folder]) if number < _MOST_SOUGHT else None
            for found in self._each_use(iri, "verwijzing-naar-niets", guess):
                # Others live under the same base: of their kinds of things we know nothing.
                if folders[folder] or self.files[found.graph or ""].room is not Room.BESIDE:
                    yield found

    def _thing(self, iri: str, near: Mapping[str, list[str]]) -> Guess | None:
        """Guess which thing was meant: surely only where it is of a code list, which is closed."""
        guess = _nearest(iri, near)
        if guess is None or not guess.sure:
            return guess
        node = ox.NamedNode(guess.word)
        said = self.dataset.store.quads_for_pattern(node, ox.NamedNode(TYPE), None, None)
        rooms = {self.files[quad.graph_name.value].room for quad in said}  # type: ignore[union-attr]
        return self._by_use(iri, guess) if rooms == {Room.ONTOLOGY} else _unsure(guess)

    def _by_use(self, iri: str, guess: Guess) -> Guess:
        """Be sure only where a shape has the known name, or it is used as often as the other.

        Else the known one may be wrong: misspelt where it is declared, and right where it is used.
        """
        if not guess.sure:
            return guess
        node = ox.NamedNode(guess.word)
        in_shapes = any(True for _ in self.dataset.shapes.quads_for_pattern(None, None, node, None))
        uses = self._count(guess.word)
        return Guess(guess.word, in_shapes or uses >= max(1, self._count(iri)))

    def _count(self, iri: str) -> int:
        node, store = ox.NamedNode(iri), self.dataset.store
        as_property = store.quads_for_pattern(None, node, None, None)
        as_value = store.quads_for_pattern(None, None, node, None)
        return sum(1 for _ in as_property) + sum(1 for _ in as_value)

    def _each_use(self, iri: str, code: str, meant: Guess | None) -> Iterator[Finding]:
        node, name = ox.NamedNode(iri), shorten(iri, self.prefixes)
        messages = {
            "nl": f"{name} bestaat niet: verbeter de naam, of voeg de beschrijving toe",
            "en": f"{name} does not exist: correct the name, or add its description",
        }
        store = self.dataset.store
        for quad in (
            *store.quads_for_pattern(None, node, None, None),
            *store.quads_for_pattern(None, None, node, None),
        ):
            yield self._mended(code, quad, messages, iri, meant)

    def _mended(
        self, code: str, quad: ox.Quad, messages: dict[str, str], iri: str, meant: Guess | None
    ) -> Finding:
        """Make the finding of a wrong name, with what mends it."""
        mark = "value" if quad.object == ox.NamedNode(iri) else "property"
        found = self._finding(code, quad, messages, mark, meant.word if meant else None)
        if meant is None or found.position is None:
            return found
        fix = self.pen.rename(found.position, iri, meant.word, sure=meant.sure)
        return replace(found, fix=fix)

    def _finding(
        self,
        code: str,
        quad: ox.Quad,
        messages: dict[str, str],
        mark: str,
        meant: str | None = None,
    ) -> Finding:
        found = self.locator.finding(code, quad, messages, mark)
        return replace(found, suggestion=shorten(meant, self.prefixes)) if meant else found


def _words(known: set[str]) -> Mapping[str, list[str]]:
    """Put IRIs by their space: only what follows the last / or # is compared."""
    found: dict[str, list[str]] = defaultdict(list)
    for iri in known:
        space = space_of(iri)
        found[space].append(iri[len(space) :])
    return found


def _nearest(iri: str, known: Mapping[str, list[str]]) -> Guess | None:
    """Find the known IRI that was likely meant."""
    space = space_of(iri)
    guess = meant(iri[len(space) :], known.get(space, ()))
    return Guess(space + guess.word, guess.sure) if guess else None


def _unsure(guess: Guess | None) -> Guess | None:
    return guess and Guess(guess.word, sure=False)
