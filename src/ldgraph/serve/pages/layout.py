"""What every page has: its frame, its style, and what a browser may do with it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from ldgraph.graph.access import EVERYONE
from ldgraph.serve.http.negotiate import BY_EXTENSION, FORMS
from ldgraph.serve.pages.links import Links
from ldgraph.serve.pages.words import WORDS
from ldgraph.terms import TERMS

if TYPE_CHECKING:
    from ldgraph.serve.http.where import Place
    from ldgraph.serve.published import Published

_PAGES = Environment(
    loader=PackageLoader("ldgraph.serve", "pages/templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
#: The style stands in the page and is named by its hash: nothing else is let in.
STYLE = _PAGES.loader.get_source(_PAGES, "style.css")[0] if _PAGES.loader else ""
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
}
#: The entrances of the site, by the word for each.
ENTRANCES = (
    ("besturen", "/besturen"),
    ("vereisten", "/vereisten"),
    ("aanbod", "/aanbod"),
    ("risicos", "/risicos"),
    ("capabilities", "/capabilities"),
    ("matrix", "/matrix"),
    ("vragen", "/v1/vragen"),
    ("sparql", "/sparql"),
    ("ontologie", TERMS),
    ("catalogus", "/catalogus"),
)


class Crumb(NamedTuple):
    """A step on the way to a page."""

    text: str
    href: str


class About(NamedTuple):
    """The document that a page is a form of: the thing, and the path without an extension."""

    iri: str
    path: str


def bare(path: str) -> str:
    """Give a path without the extension of a form."""
    stem, dot, extension = path.rpartition(".")
    return stem if dot and extension in BY_EXTENSION else path


def entrance(word: str, at: Place) -> Crumb:
    """Give the crumb of an entrance."""
    return Crumb(WORDS[at.lang][word], Links(at).to(dict(ENTRANCES)[word]))


def page(  # noqa: PLR0913 (what a page is made of)
    template: str,
    published: Published | None,
    at: Place,
    /,
    *,
    title: str,
    about: About | None = None,
    crumbs: tuple[Crumb, ...] = (),
    asked: str = "",
    **values: object,
) -> bytes:
    """Fill a template.

    Args:
        template: Its file.
        published: What the caller may see; None for a page that shows nothing of it.
        at: Where the page is, and its language.
        title: What it is called.
        about: The document that it is a form of, if it is one.
        crumbs: The pages above it, the home page left out.
        asked: What was searched for.
        values: What the template shows.
    """
    # A document is the same page by whichever address it is reached.
    at = replace(at, path=about.path) if about else at
    links = Links(at)
    other = "en" if at.lang == "nl" else "nl"
    text = _PAGES.get_template(template).render(
        lang=at.lang,
        other=other,
        in_other=links.same(lang=other),
        chosen=links.lang,
        words=WORDS[at.lang],
        to=links.to,
        here=at.here,
        at_path=at.path,
        entrances=ENTRANCES,
        style=STYLE,
        title=title,
        about=about,
        crumbs=crumbs,
        asked=asked,
        version=published.version if published else "",
        is_public=None if published is None else published.view.audience == EVERYONE,
        forms=[form for form in FORMS if form.rdf] if about else [],
        **values,
    )
    return str(text).encode()
