"""Service concepts of the Flemish product catalogue (IPDC, and LPDC for local governments).

Most of them are services to citizens: those are no offering here. What a local government may take
itself is a candidate, and only that: what it can do is for a person to read.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.harvest.observed import Left, Observed, Service, as_name
from ldgraph.terms import DCT

if TYPE_CHECKING:
    from ldgraph.harvest.quads import Graph, Term

_IPDC = "https://productencatalogus.data.vlaanderen.be/ns/ipdc-lpdc#"
_M8G = "http://data.europa.eu/m8g/"
_SCHEMA = ("http://schema.org/", "https://schema.org/")

CLASSES = (f"{_IPDC}ConceptualPublicService", f"{_IPDC}ConceptualPublicServiceSnapshot")
FOLLOWED = (f"{_M8G}hasCompetentAuthority",)
#: What a service must have to be read, in Dutch and English.
NEEDED = (
    f"één {_SCHEMA[0]}productID en een {DCT}title in het Nederlands",
    f"one {_SCHEMA[0]}productID and a {DCT}title in Dutch",
)
#: The last segment of the audience that we are about.
LOCAL = "LokaalBestuur"
#: Of the forms of Dutch in the catalogue the best first; what was made by a machine goes last.
_DUTCH = (
    "nl-be-x-formal",
    "nl",
    "nl-be",
    "nl-be-x-informal",
    "nl-be-x-generated-formal",
    "nl-be-x-generate-formal",
    "nl-be-x-generated-informal",
    "nl-be-x-generate-informal",
)
_TAG, _SPACE = re.compile(r"<[^<>]{0,1000}>"), re.compile(r"\s+")
_SENTENCE = re.compile(r"(?<=[.!?])\s")
_MOST_WORDS = 300


def observe(graph: Graph) -> Observed:
    """Read service concepts."""
    found = Observed()
    for subject in graph.of_class(*CLASSES):
        _service(graph, subject, found)
    return found


def _service(graph: Graph, subject: Term, found: Observed) -> None:
    iri = subject.value if isinstance(subject, ox.NamedNode) else str(subject)
    numbers = graph.texts(subject, *(f"{one}productID" for one in _SCHEMA))
    number = re.fullmatch(r"[0-9A-Za-z-]{1,40}", numbers[0]) if len(numbers) == 1 else None
    titles = _texts(graph, subject, f"{DCT}title")
    titles = {lang: name for lang, one in titles.items() if (name := as_name(one))}
    if number is None or "nl" not in titles:
        found.left.append(
            Left(
                iri,
                "een dienst zonder nummer of zonder titel in het Nederlands",
                "a service without a number, or without a title in Dutch",
            )
        )
        return
    archived = graph.texts(subject, f"{_IPDC}isArchived")
    found.services.append(
        Service(
            iri,
            f"ipdc-{number[0].lower()}",
            titles,
            {
                lang: plain
                for lang, one in _texts(graph, subject, f"{DCT}description").items()
                if (plain := as_plain(one))
            },
            frozenset(
                one.rpartition("/")[2] for one in graph.iris(subject, f"{_IPDC}targetAudience")
            ),
            tuple(_authorities(graph, subject)),
            graph.day(subject, *(f"{one}startDate" for one in _SCHEMA)),
            graph.day(subject, *(f"{one}endDate" for one in _SCHEMA)),
            gone="true" in archived or "1" in archived,
        )
    )


def _authorities(graph: Graph, subject: Term) -> list[str]:
    """Give the authorities by name where the source has it, else by IRI."""
    label = ("http://www.w3.org/2004/02/skos/core#prefLabel",)
    found = []
    for one in graph.values(subject, f"{_M8G}hasCompetentAuthority"):
        names = graph.in_language(one, label, "nl") or graph.in_language(one, label, "")
        found.append(names[0] if names else str(getattr(one, "value", one)))
    return found


def _texts(graph: Graph, subject: Term, predicate: str) -> dict[str, str]:
    found = {}
    for lang in _DUTCH:
        given = graph.in_language(subject, (predicate,), lang)
        if given:
            found["nl"] = given[0]
            break
    english = graph.in_language(subject, (predicate,), "en")
    return {**found, "en": english[0]} if english else found


def as_plain(text: str) -> str:
    """Give the first sentence of a text in HTML, without its tags.

    >>> as_plain("<p>Wie kan dit <b>aanvragen</b>? Iedereen.</p>")
    'Wie kan dit aanvragen?'
    """
    bare = html.unescape(_TAG.sub(" ", text[:20_000]))
    bare = "".join(one if one.isprintable() else " " for one in bare)
    bare = re.sub(r" ([.,;:?!])", r"\1", _SPACE.sub(" ", bare).strip())
    first = _SENTENCE.split(bare, maxsplit=1)[0]
    return first if len(first) <= _MOST_WORDS else first[: _MOST_WORDS - 1].rstrip() + "…"
