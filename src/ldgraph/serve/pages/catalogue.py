"""The catalogue for people: which data there is, as which files, under which licence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.catalogue import describe
from ldgraph.catalogue.dumps import FORMS
from ldgraph.graph.prefixes import shorten
from ldgraph.serve import catalogue
from ldgraph.serve.pages import layout
from ldgraph.serve.pages.links import Links
from ldgraph.serve.pages.names import Shown, Writer
from ldgraph.terms import DCT

if TYPE_CHECKING:
    from ldgraph.catalogue.dumps import Dump, Dumps, File
    from ldgraph.catalogue.settings import Terms
    from ldgraph.serve.http.where import Place
    from ldgraph.serve.published import Published

PATH = "/catalogus"
_UNITS = ("B", "kB", "MB", "GB")
_THOUSAND = 1000


class Download(NamedTuple):
    """A file: what its form is called, how large it is, and where it is, as it is and packed."""

    form: str
    href: str
    size: str
    packed_href: str
    packed_size: str


class Card(NamedTuple):
    """A dataset."""

    name: str
    title: str
    href: str
    description: str
    statements: str
    modified: str
    version: str
    files: list[Download]


class Service(NamedTuple):
    """A service: what it is called and is for, its address, and that of its description."""

    title: str
    description: str
    href: str
    described: str


def page(
    published: Published, at: Place, dumps: Dumps, terms: Terms | None, *, stream: str
) -> bytes:
    """Write the page."""
    which = 0 if at.lang == "nl" else 1
    links = Links(at)
    titles, descriptions = describe.RESTRICTED_SAID
    return layout.page(
        "catalogue.html",
        published,
        at,
        title=describe.CATALOGUE_SAID[0][which],
        about=layout.About(describe.catalogue_of(published.base), PATH),
        lead=describe.CATALOGUE_SAID[1][which],
        terms=terms,
        licence="/".join(terms.licence.rsplit("/", 2)[1:]) if terms else "",
        cards=[_card(one, links, which) for one in dumps.dumps],
        heads=[form.label for form in FORMS],
        sums=[(file.sha256, name) for name, file in dumps.files.items()],
        services=[_service(name, links, which, stream) for name in describe.services(stream)],
        closed=(titles[which], descriptions[which]),
        void=links.to("/.well-known/void"),
        examples=links.to("/.well-known/sparql-examples"),
    )


def _card(dump: Dump, links: Links, which: int) -> Card:
    part = dump.part
    pairs = zip(dump.files[::2], dump.files[1::2], strict=True)
    separator = "." if which == 0 else ","
    return Card(
        part.name,
        part.titles[which],
        links.to(f"/doc/dataset/{part.name}"),
        part.descriptions[which],
        f"{dump.statements:,}".replace(",", separator),
        dump.dates.modified,
        dump.version,
        [_download(plain, packed, links, which) for plain, packed in pairs],
    )


def _download(plain: File, packed: File, links: Links, which: int) -> Download:
    return Download(
        plain.form.label,
        links.to(f"/download/{plain.name}"),
        _size(plain.size, which),
        links.to(f"/download/{packed.name}"),
        _size(packed.size, which),
    )


def _size(size: int, which: int) -> str:
    """Write a number of bytes for people."""
    value, unit = float(size), 0
    while value >= _THOUSAND and unit < len(_UNITS) - 1:
        value, unit = value / _THOUSAND, unit + 1
    written = f"{value:.1f}" if unit and value < 10 else f"{value:.0f}"  # noqa: PLR2004 (one digit)
    return f"{written.replace('.', ',') if which == 0 else written} {_UNITS[unit]}"


def _service(name: str, links: Links, which: int, stream: str) -> Service:
    titles, descriptions = describe.SERVICES[name]
    address, described = describe.addresses(name, "", stream)
    return Service(
        titles[which],
        descriptions[which],
        links.to("/v1/vragen" if name == describe.QUESTIONS else address),
        described if "://" in described else links.to(described),
    )


def thing(published: Published, at: Place, triples: list[ox.Triple]) -> bytes:
    """Write the page of one thing in the catalogue: all that is said of it."""
    write, links = Writer(published, at), Links(at)
    subject = triples[0].subject
    assert isinstance(subject, ox.NamedNode)
    rows: dict[str, list[Shown]] = {}
    titles = {}
    for one in triples:
        if one.subject != subject:
            continue
        if isinstance(one.object, ox.BlankNode):
            shown = [
                _shown(write, links, inner.object)
                for inner in triples
                if inner.subject == one.object
            ]
        else:
            shown = [_shown(write, links, one.object)]
        rows.setdefault(_short(write, one.predicate.value), []).extend(shown)
        if one.predicate.value == DCT + "title" and isinstance(one.object, ox.Literal):
            titles[one.object.language] = one.object.value
    path = layout.bare(at.path)
    title = titles.get(at.lang) or titles.get("nl") or subject.value.rpartition("/")[2]
    return layout.page(
        "offered.html",
        published,
        at,
        title=title,
        about=layout.About(subject.value, path),
        crumbs=(layout.entrance("catalogus", at),),
        iri=subject.value,
        rows=sorted(rows.items()),
    )


def _short(write: Writer, iri: str) -> str:
    return shorten(iri, {**write.published.prefixes, **describe.PREFIXES}).strip("<>")


def _shown(write: Writer, links: Links, term: object) -> Shown:
    if isinstance(term, ox.NamedNode):
        base = write.published.base
        path = term.value.removeprefix(f"{base}/id/")
        if path != term.value and catalogue.is_name(path):
            return Shown(path, links.to(f"/doc/{path}"))
        inside = term.value.removeprefix(f"{write.at.here}/")
        if inside != term.value:
            return Shown(f"/{inside}", links.to(f"/{inside}"))
        return Shown(_short(write, term.value), write.link(term.value))
    if isinstance(term, ox.Literal):
        return Shown(term.value, "", term.language or "")
    return Shown(str(term))
