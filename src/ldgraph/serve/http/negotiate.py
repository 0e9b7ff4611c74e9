"""Which form and which language a caller wants: Accept and Accept-Language, with their weights."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LANGUAGES = ("nl", "en")
_WEIGHT = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?|\.\d{1,3}")
#: More ranges than any client sends; the rest is not looked at.
_MOST = 100


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write a document: its extension, its media type, and names that clients also use."""

    extension: str
    media: str
    aliases: tuple[str, ...] = ()
    rdf: ox.RdfFormat | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every media type that means this form, its own first."""
        return (self.media, *self.aliases)


HTML = Form("html", "text/html", ("application/xhtml+xml",))
JSONLD = Form("jsonld", "application/ld+json", ("application/json",), ox.RdfFormat.JSON_LD)
#: In the order in which they are preferred where a caller has no preference.
FORMS = (
    HTML,
    Form("ttl", "text/turtle", ("application/x-turtle", "text/n3"), ox.RdfFormat.TURTLE),
    JSONLD,
    Form("nt", "application/n-triples", ("text/ntriples", "text/plain"), ox.RdfFormat.N_TRIPLES),
    Form("rdf", "application/rdf+xml", ("application/xml", "text/xml"), ox.RdfFormat.RDF_XML),
    Form("nq", "application/n-quads", ("text/x-nquads",), ox.RdfFormat.N_QUADS),
    Form("trig", "application/trig", ("application/x-trig",), ox.RdfFormat.TRIG),
)
BY_EXTENSION = {form.extension: form for form in FORMS}


def choose(accept: str | None, forms: Iterable[Form] = FORMS) -> Form | None:
    """Give the form that a caller likes best, the first of equals; None if it takes none.

    What cannot be read in a header is passed over, as HTTP lets a server do.

    >>> choose("text/turtle;q=0.5, application/ld+json").extension
    'jsonld'
    >>> choose("image/png") is None
    True
    >>> choose(" , ").extension
    'html'
    """
    listed = tuple(forms)
    if accept is None or not accept.strip(" \t,"):
        return listed[0]
    ranges = dict(_weighted(accept))
    best: Form | None = None
    highest = 0.0
    for form in listed:
        weight = max(
            # What is only meant by another name stands back for what is called by its own.
            _weight_of(name, ranges) - (0.0001 if name != form.media else 0.0)
            for name in form.names
        )
        if weight > highest:
            best, highest = form, weight
    return best


def language(accept: str | None) -> str:
    """Give ``nl`` or ``en``: the one liked best, Dutch where there is no preference.

    >>> language("fr, en-GB;q=0.8, nl;q=0.7")
    'en'
    """
    ranges = dict(_weighted(accept or ""))
    best, highest = LANGUAGES[0], 0.0
    for lang in LANGUAGES:
        fits = [weight for tag, weight in ranges.items() if tag.split("-")[0] == lang]
        weight = max(fits, default=ranges.get("*", 0.0))
        if weight > highest:
            best, highest = lang, weight
    return best


def _weighted(header: str) -> Iterator[tuple[str, float]]:
    for one in header.split(",")[:_MOST]:
        name, *parameters = (part.strip() for part in one.split(";"))
        weight = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                value = value.strip()
                weight = float(value) if _WEIGHT.fullmatch(value) else 0.0
        if name:
            yield name.lower(), weight


def _weight_of(media: str, ranges: dict[str, float]) -> float:
    kind = media.split("/", maxsplit=1)[0]
    for one in (media, f"{kind}/*", "*/*", "*"):
        if one in ranges:
            return ranges[one]
    return 0.0
