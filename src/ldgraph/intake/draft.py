"""What is said so far of a new thing: from flags or answers, a property at a time."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.answers.names import find_instance
from ldgraph.errors import LdgraphError, UnknownNameError
from ldgraph.graph.kinds import LABELS, LANG_STRING, local_name, ranged
from ldgraph.graph.prefixes import expand, shorten
from ldgraph.intake.mint import slug
from ldgraph.intake.values import Refused
from ldgraph.terms import DCT
from ldgraph.turtle.names import is_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ldgraph.graph.kinds import Field, Kind
    from ldgraph.graph.load import Dataset
    from ldgraph.intake.values import Value, Values

_IDENTIFIER = DCT + "identifier"
_LANGUAGES = ("nl", "en")


class UnknownFlagError(LdgraphError):
    """A flag is no property that can be said of such a thing."""

    def __init__(self, flag: str, kind: str, near: Sequence[str]) -> None:
        listed = ", ".join(near)
        super().__init__(
            f"'{flag}': no such property of {kind}; nearest or known: {listed}",
            f"'{flag}': geen eigenschap van {kind}; dichtbij of bekend: {listed}",
        )


class Problem(NamedTuple):
    """A property that lacks, or a value of it that will not do."""

    flag: str
    messages: Mapping[str, str]
    allowed: tuple[str, ...] = ()
    given: str | None = None

    def line(self, lang: str) -> str:
        """Say it in one line."""
        message = self.messages.get(lang) or self.messages.get("nl") or ""
        given = f" '{self.given}'" if self.given is not None else ""
        unsaid = not all(one in message for one in self.allowed)
        allowed = f" ({', '.join(self.allowed)})" if unsaid else ""
        return f"--{self.flag}{given}: {message}{allowed}"


@dataclass(slots=True)
class Draft:
    """A thing in the making; what is said of it is known to be of the right form."""

    kind: Kind
    values: Values
    dataset: Dataset
    said: dict[str, list[Value]] = field(default_factory=dict)
    #: Properties that no shape of the kind speaks of.
    others: dict[str, Field] = field(default_factory=dict)

    def field_of(self, flag: str) -> tuple[Field, str]:
        """Find the property that a flag names, and the language that it may end with.

        A flag is the last part of a property, its prefixed name, or its name in a shape, all in
        any case; ``label`` is whatever names the thing.

        Raises:
            UnknownFlagError: There is no such property.
        """
        words = [(flag, ""), *_with_language(flag)]
        # A name that somebody writes in full may be of anything: it comes last.
        for find, ways in ((self._known, words), (self._other, words[::-1])):
            for word, language in ways:
                found = find(word)
                if found and (not language or LANG_STRING in found.datatypes):
                    return found, language
        names = {self.flag_of(one): one for one in self.kind.fields}
        near = difflib.get_close_matches(flag, names, n=6, cutoff=0.6) or list(names)
        raise UnknownFlagError(f"--{flag}", shorten(self.kind.iri, self.values.prefixes), near)

    def _known(self, word: str) -> Field | None:
        key = word.casefold()
        label = self.kind.label_field
        if key == "label" and label:
            return label
        for one in self.kind.fields:
            names = {one.local.casefold(), shorten(one.path, self.values.prefixes).casefold()}
            if key in names:
                return one
        spoken = [
            one for one in self.kind.fields if key in {slug(name) for name in one.names.values()}
        ]
        return spoken[0] if len(spoken) == 1 else None

    def _other(self, word: str) -> Field | None:
        """Find a property that no shape of the kind speaks of: one of ours, or one in use here."""
        store, written = self.dataset.store, expand(word, self.values.prefixes)
        used = {quad.predicate.value for quad in store}
        ours = self.dataset.vocabulary.ldg + word
        if any(store.quads_for_pattern(ox.NamedNode(ours), None, None, None)):
            used.add(ours)
        key = word.casefold()
        found = {written} if written else {one for one in used if local_name(one).casefold() == key}
        if len(found) != 1 or not is_iri(iri := next(iter(found))):
            return None
        if iri not in self.others:
            one = ranged(self.dataset, iri)
            is_text = iri in {DCT + "description", *LABELS}
            self.others[iri] = replace(one, datatypes=(LANG_STRING,)) if is_text else one
        return self.others[iri]

    def flag_of(self, one: Field) -> str:
        """Give the name of a property on the command line."""
        return "label" if one == self.kind.label_field else one.local

    def take(self, one: Field, typed: str, language: str = "") -> None:
        """Take a value for a property.

        Raises:
            Refused: It will not do, or there are too many.
        """
        value = self.values.read(one, typed, language)
        there = self.said.get(one.path, [])
        if value in there:
            return
        if one.most is not None and len(there) >= one.most:
            raise self.values.refusal(one)
        tongues = {getattr(other, "language", None) for other in there} - {None}
        if isinstance(value, ox.Literal) and value.language in tongues:
            raise self.values.refusal(one)
        self.said.setdefault(one.path, []).append(value)

    def read(self, flags: Iterable[tuple[str, str]]) -> list[Problem]:
        """Take the values of flags, and give those that will not do.

        Raises:
            UnknownFlagError: A flag is no property.
        """
        found = [(flag, typed, *self.field_of(flag)) for flag, typed in flags]
        problems = []
        for flag, typed, one, language in found:
            try:
                self.take(one, typed, language)
            except Refused as refused:
                problems.append(Problem(flag, refused.messages, refused.allowed, typed))
        return problems

    def copy(self, wanted: str) -> None:
        """Say of the thing what is said of another one of its kind, where it says nothing itself.

        What names a thing or is its key is its own, and is not copied.

        Raises:
            UnknownNameError: There is no such thing.
        """
        ldg = self.dataset.vocabulary.ldg
        top = [one for one in self.kind.line if one.startswith(ldg)][-1:]
        other = find_instance(self.values.view, "".join(top), wanted, self.values.prefixes)
        own = {_IDENTIFIER, *LABELS, *self.said}
        for one in self.kind.fields:
            path, node = ox.NamedNode(one.path), ox.NamedNode(other)
            quads = self.dataset.store.quads_for_pattern(node, path, None, None)
            terms = sorted({quad.object for quad in quads}, key=str)
            values = [term for term in terms if isinstance(term, ox.NamedNode | ox.Literal)]
            if one.path not in own and values:
                self.said[one.path] = values

    def namesakes(self) -> list[str]:
        """Give the prefixed names of things of its kind that have its name."""
        label = self.kind.label_field
        given = self.said.get(label.path, []) if label else []
        names = {value.value.casefold() for value in given}
        end = f"/id/{self.kind.word}/"
        found = {
            quad.subject.value
            for quad in self.dataset.store.quads_for_pattern(
                None, ox.NamedNode(label.path if label else LABELS[0]), None, None
            )
            if isinstance(quad.subject, ox.NamedNode)
            and isinstance(quad.object, ox.Literal)
            and end in quad.subject.value
            and quad.object.value.casefold() in names
        }
        return sorted(shorten(one, self.values.prefixes) for one in found)

    def missing(self) -> list[tuple[Field, Problem]]:
        """Give the properties that lack, each once for every language in which it has to be.

        A key that identifies the thing is made from its IRI and does not lack.
        """
        found = []
        for one in self.kind.fields:
            there = self.said.get(one.path, [])
            if one.path == _IDENTIFIER:
                continue
            tongues = {getattr(value, "language", None) for value in there}
            lacking = [language for language in one.languages if language not in tongues]
            found += [(one, self._lacks(one, language)) for language in lacking]
            if len(there) < one.least and not one.languages:
                found.append((one, self._lacks(one)))
        return found

    def missing_either(self) -> list[Problem]:
        """Give the choices between properties of which none is made."""
        by_path = {one.path: one for one in self.kind.fields}
        found = []
        for either in self.kind.either:
            if not any(path in self.said for path in either.paths):
                flags = [self.flag_of(by_path[path]) for path in either.paths if path in by_path]
                found.append(Problem(" | --".join(flags), either.messages))
        return found

    def _lacks(self, one: Field, language: str = "") -> Problem:
        flag = self.flag_of(one) + (f"-{language}" if language not in {"", "nl"} else "")
        messages = one.languages.get(language) or one.messages
        return Problem(flag, messages, tuple(each.name for each in self.values.shown(one)))

    def facts(self, iri: str) -> list[tuple[str, list[Value]]]:
        """Give all that is said, in the order of the shapes, and the source last."""
        said = dict(self.said)
        if any(one.path == _IDENTIFIER and one.least for one in self.kind.fields):
            said.setdefault(_IDENTIFIER, [ox.Literal(local_name(iri))])
        order = [one.path for one in self.kind.fields]
        others = [path for path in said if path not in order]
        label = self.kind.label_field
        at = order.index(label.path) + 1 if label else 0
        order[at:at] = others
        source = DCT + "source"
        order.sort(key=lambda path: path == source)
        return [(path, said[path]) for path in order if path in said]


def find_kind(wanted: str, known: Mapping[str, Kind], prefixes: Mapping[str, str]) -> Kind:
    """Find the class that somebody names: its local name, prefixed name or label, in any case.

    Raises:
        UnknownNameError: There is none such that can be written.
    """
    key = slug(wanted)
    iri = expand(wanted, prefixes)
    for one in known.values():
        if one.iri == iri or one.local.casefold() == wanted.casefold():
            return one
    spoken = [
        one for one in known.values() if key in {slug(label) for label in one.labels.values()}
    ]
    if len(spoken) == 1:
        return spoken[0]
    names = {one.local.lower(): one for one in known.values()}
    near = difflib.get_close_matches(wanted.lower(), names, n=6, cutoff=0.6) or list(names)
    raise UnknownNameError("class", wanted, near)


def narrowed(
    kind: Kind, wanted: str | None, known: Mapping[str, Kind]
) -> tuple[Kind, Problem | None]:
    """Give the narrower class that somebody names; of a class that has none, the class itself.

    Where none is named, or another, the class itself comes with what is wrong.
    """
    there = {known[iri].local.lower(): known[iri] for iri in kind.below}
    if wanted is None and not there:
        return kind, None
    for one in there.values():
        names = {one.local.casefold(), *(slug(label) for label in one.labels.values())}
        if wanted is not None and names & {wanted.casefold(), slug(wanted)}:
            return one, None
    messages = {
        "nl": f"zeg welke soort {kind.labels.get('nl', kind.local)} dit is"
        if there
        else "hiervan zijn er geen soorten: laat dit weg",
        "en": f"say which kind of {kind.labels.get('en', kind.local)} this is"
        if there
        else "there are no kinds of this: leave it out",
    }
    return kind, Problem("a", messages, tuple(there), wanted)


def _with_language(flag: str) -> list[tuple[str, str]]:
    found = re.fullmatch(rf"(.+)[-@.]({'|'.join(_LANGUAGES)})", flag)
    return [(found[1], found[2])] if found else []
