"""What every page has: its frame, its style, its words, and what a browser may do with it."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from ldgraph.serve.http.negotiate import BY_EXTENSION, FORMS

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
WORDS = {
    "nl": {
        "facts": "Wat hierover gezegd wordt",
        "incoming": "Wat hiernaar verwijst",
        "more": "en {} meer",
        "property": "eigenschap",
        "value": "waarde",
        "source": "bron",
        "derived": "afgeleid",
        "forms": "Als data",
        "identifier": "Identificator",
        "other": "English",
        "version": "Versie van de data",
        "classes": "Klassen",
        "properties": "Eigenschappen",
        "domain": "van",
        "range": "naar",
        "codes": "Codes",
        "skip": "Naar de inhoud",
    },
    "en": {
        "facts": "What is said of this",
        "incoming": "What points here",
        "more": "and {} more",
        "property": "property",
        "value": "value",
        "source": "source",
        "derived": "derived",
        "forms": "As data",
        "identifier": "Identifier",
        "other": "Nederlands",
        "version": "Version of the data",
        "classes": "Classes",
        "properties": "Properties",
        "domain": "of",
        "range": "to",
        "codes": "Codes",
        "skip": "To the content",
    },
}


def bare(path: str) -> str:
    """Give a path without the extension of a form."""
    stem, dot, extension = path.rpartition(".")
    return stem if dot and extension in BY_EXTENSION else path


def page(name: str, published: Published, at: Place, **values: object) -> bytes:
    """Fill a template."""
    text = _template(name).render(
        lang=at.lang,
        other="en" if at.lang == "nl" else "nl",
        words=WORDS[at.lang],
        here=at.here,
        style=STYLE,
        version=published.version,
        forms=[form for form in FORMS if form.rdf],
        **values,
    )
    return str(text).encode()


@lru_cache
def _template(name: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return _PAGES.get_template(name)
