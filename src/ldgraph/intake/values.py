"""What somebody typed for a property becomes the value that its shapes want, or is refused.

A refusal speaks with the words of the shape, so that it says what a check of the file would say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.answers.governments import find_government
from ldgraph.answers.names import find_instance, label
from ldgraph.errors import UnknownNameError
from ldgraph.graph.fits import with_narrower
from ldgraph.graph.kinds import LANG_STRING
from ldgraph.graph.prefixes import expand, shorten
from ldgraph.intake.house import text
from ldgraph.terms import DCT, SKOS, TYPE, XSD
from ldgraph.turtle.literals import is_value
from ldgraph.turtle.names import is_iri, is_language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ldgraph.graph.access import View
    from ldgraph.graph.kinds import Field

Value = ox.NamedNode | ox.Literal

_YES_OR_NO = {
    "true": "true",
    "ja": "true",
    "yes": "true",
    "false": "false",
    "nee": "false",
    "no": "false",
}
_TODAY = frozenset({"vandaag", "today"})
_TAGGED = re.compile(r"(?:\"(.*)\"|(.*\S))@([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)", re.DOTALL)
#: What is longer is no value but a file that was pasted in.
LONGEST = 10_000
#: A list up to this long is shown whole.
_MOST_SHOWN = 12
#: What stands in a name or a text and cannot be seen would stand in the file as well.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Choice(NamedTuple):
    """A value of a list, as it is written and as people call it."""

    name: str
    label: str


class Refused(Exception):  # noqa: N818 (an answer to somebody, not a fault)
    """What was typed is no value for a property; ``messages`` say what is, in both languages."""

    def __init__(self, messages: Mapping[str, str], allowed: tuple[str, ...] = ()) -> None:
        super().__init__(messages.get("en", ""))
        self.messages = messages
        #: Values that would do, or what is near to the one that was typed.
        self.allowed = allowed


@dataclass(frozen=True, slots=True)
class Values:
    """Where values are looked up."""

    view: View
    prefixes: Mapping[str, str]
    on: date

    def read(self, one: Field, typed: str, language: str = "") -> Value:
        """Give the value that was meant.

        Args:
            one: The property.
            typed: What was typed: for a thing its name, identifier, IRI or prefixed name; for a
                text the text, with ``@en`` behind it where it is not in Dutch.
            language: The language of a text that does not say it itself.

        Raises:
            Refused: It is no value for this property.
        """
        typed = typed.strip()
        if not typed or len(typed) > LONGEST or _UNSEEN.search(typed):
            raise self.refusal(one)
        if one.choices:
            return self._chosen(one, typed)
        if one.texts:
            return self._text(one, typed)
        if one.classes:
            return self._thing(one, typed)
        if one.datatypes and not one.is_iri:
            return self._literal(one, typed, language)
        return self._anything(one, typed)

    def refusal(self, one: Field, near: tuple[str, ...] = ()) -> Refused:
        """Say what a property takes, in the words of its shape."""
        name = shorten(one.path, self.prefixes)
        messages = one.messages or {
            "nl": f"dit is geen waarde voor {name}",
            "en": f"this is no value for {name}",
        }
        return Refused(messages, near or tuple(choice.name for choice in self.shown(one)))

    def choices(self, one: Field, lang: str = "nl") -> list[Choice]:
        """Give the values of a property's list, each with its label."""
        named = [
            Choice(shorten(iri, self.prefixes), label(self.view, iri, lang)) for iri in one.choices
        ]
        return named or [Choice(each.value, "") for each in one.texts]

    def candidates(self, one: Field, lang: str = "nl") -> list[Choice]:
        """Give what may be chosen: of a list, or of all things of a class."""
        if one.choices or not one.classes:
            return self.choices(one, lang)
        found: dict[str, None] = {}
        for kind in one.classes:
            things = self.view.query(
                "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT DISTINCT ?thing "
                f"WHERE {{ ?kind rdfs:subClassOf* <{kind}> . ?thing a ?kind }} ORDER BY ?thing"
            )
            assert isinstance(things, ox.QuerySolutions)
            found.update(dict.fromkeys(row["thing"].value for row in things))
        return [Choice(shorten(iri, self.prefixes), label(self.view, iri, lang)) for iri in found]

    def shown(self, one: Field, lang: str = "nl") -> list[Choice]:
        """Give what may be chosen where that is short enough to be read; else nothing."""
        found = self.candidates(one, lang)
        return found if len(found) <= _MOST_SHOWN else []

    def _chosen(self, one: Field, typed: str) -> Value:
        """Find a value of a list by its name, the end of that, its notation or a label."""
        iri = expand(typed, self.prefixes)
        key = typed.casefold()
        found = [
            each
            for each in one.choices
            if each == iri or key in {name.casefold() for name in self._names(each)}
        ]
        if len(found) != 1:
            raise self.refusal(one, tuple(choice.name for choice in self.choices(one)))
        return ox.NamedNode(found[0])

    def _text(self, one: Field, typed: str) -> Value:
        found = [each for each in one.texts if each.value.casefold() == typed.casefold()]
        if len(found) != 1:
            raise self.refusal(one)
        return found[0]

    def _names(self, iri: str) -> list[str]:
        names = [iri.rsplit("/", 1)[-1]]
        for predicate in ("prefLabel", "notation"):
            node = ox.NamedNode(SKOS + predicate)
            quads = self.view.store.quads_for_pattern(ox.NamedNode(iri), node, None, None)
            names += [quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)]
        return names

    def _thing(self, one: Field, typed: str) -> Value:
        iri = expand(typed, self.prefixes)
        if iri is not None and self._is_one(iri, one.classes):
            return ox.NamedNode(iri)
        near: list[str] = []
        for kind in one.classes:
            try:
                if kind == self.view.vocabulary.ldg + "LokaalBestuur":
                    return ox.NamedNode(find_government(self.view, typed, self.on))
                return ox.NamedNode(find_instance(self.view, kind, typed, self.prefixes))
            except UnknownNameError as error:
                near += error.known
        raise self.refusal(one, tuple(dict.fromkeys(near)))

    def _is_one(self, iri: str, classes: tuple[str, ...]) -> bool:
        if not is_iri(iri):
            return False
        store = self.view.store
        typed = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(TYPE), None, None)
        kinds = with_narrower(store, frozenset(classes))
        return any(getattr(quad.object, "value", "") in kinds for quad in typed)

    def _literal(self, one: Field, typed: str, language: str) -> Value:
        tagged = _TAGGED.fullmatch(typed)
        if LANG_STRING in one.datatypes:
            words, tag = typed, language
            if tagged and not language and is_language(tagged[3]):
                words, tag = tagged[1] if tagged[1] is not None else tagged[2], tagged[3]
            if tag or len(one.datatypes) == 1:
                return ox.Literal(self._fitting(one, words), language=(tag or "nl").lower())
        for datatype in one.datatypes:
            is_today = datatype == XSD + "date" and typed.casefold() in _TODAY
            value = self.on.isoformat() if is_today else _lexical(typed, datatype)
            if datatype != LANG_STRING and is_value(value, datatype):
                return ox.Literal(self._fitting(one, value), datatype=ox.NamedNode(datatype))
        raise self.refusal(one)

    def _fitting(self, one: Field, value: str) -> str:
        """Hold a value against the pattern and the bounds of its shape."""
        if one.pattern is not None:
            try:
                fits = re.search(one.pattern, value)
            except re.error:  # of another dialect: the check of the whole will say
                fits = re.search("", value)
            if not fits:
                raise self.refusal(one)
        for limit, sign in ((one.lowest, 1), (one.highest, -1)):
            try:
                if limit is not None and (Decimal(value) - Decimal(limit)) * sign < 0:
                    raise self.refusal(one)
            except InvalidOperation:  # no number, but a date
                if limit is not None and (value > limit) - (value < limit) == -sign:
                    raise self.refusal(one) from None
        return value

    def _anything(self, one: Field, typed: str) -> Value:
        """Read an IRI or a name; a property of which nothing is said takes a text too."""
        iri = expand(typed, self.prefixes)
        if iri is not None:
            if not is_iri(iri):
                raise self.refusal(one)
            return ox.NamedNode(iri)
        kind = self.view.vocabulary.ldg + "Bron" if one.path == DCT + "source" else ""
        try:
            return ox.NamedNode(find_instance(self.view, kind, typed, self.prefixes))
        except UnknownNameError as error:
            if one.is_iri or one.messages:
                raise self.refusal(one, error.known if kind else ()) from None
        return ox.Literal(typed)


def _lexical(typed: str, datatype: str) -> str:
    """Write what people type for a value as a file has it."""
    if datatype == XSD + "boolean":
        return _YES_OR_NO.get(typed.casefold(), typed)
    if datatype == XSD + "decimal" and re.fullmatch(r"[+-]?\d+,\d+", typed):
        return typed.replace(",", ".")
    return typed


def written(value: Value, prefixes: Mapping[str, str]) -> str:
    """Write a value as it stands in a file of the house."""
    if isinstance(value, ox.NamedNode):
        return shorten(value.value, prefixes)
    datatype = value.datatype.value
    if value.language:
        return text(value.value, value.language)
    if datatype == XSD + "string":
        return text(value.value)
    is_bare = {
        XSD + "boolean": r"true|false",
        XSD + "integer": r"[+-]?\d+",
        XSD + "decimal": r"[+-]?\d*\.\d+",
    }
    if datatype in is_bare and re.fullmatch(is_bare[datatype], value.value):
        return value.value
    return f"{text(value.value)}^^{shorten(datatype, prefixes)}"
