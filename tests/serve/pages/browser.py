"""A browser without scripts: it asks for pages, reads them strictly and follows their links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import html5rdf

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    from starlette.testclient import TestClient

#: What browsers say that they take.
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@dataclass(frozen=True)
class Page:
    """A page as it came."""

    url: str
    status: int
    headers: Mapping[str, str]
    text: str
    root: Element

    def all(self, tag: str) -> list[Element]:
        """Give the elements of a kind, in order."""
        return list(self.root.iter(tag))

    def one(self, tag: str) -> Element:
        """Give the only element of a kind."""
        (found,) = self.all(tag)
        return found

    @property
    def said(self) -> str:
        """All text of the main part, with single spaces."""
        return words(self.one("main"))

    def links(self) -> Iterator[str]:
        """Give where its links lead, as whole addresses."""
        for tag in ("a", "link"):
            for one in self.all(tag):
                if one.get("href"):
                    yield urljoin(self.url, one.get("href", ""))

    def rows(self) -> list[list[str]]:
        """Give the cells of all bodies of its tables, as text."""
        return [
            [words(cell) for cell in row]
            for body in self.all("tbody")
            for row in body
            if row.tag == "tr"
        ]


def words(element: Element) -> str:
    """Give the text of an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def parse(text: str) -> Element:
    """Read HTML as its standard has it; what is wrong with it is an error."""
    parser = html5rdf.HTMLParser(
        strict=True, tree=html5rdf.getTreeBuilder("etree"), namespaceHTMLElements=False
    )
    root: Element = parser.parse(text)
    return root


def get(client: TestClient, url: str, lang: str = "nl") -> Page:
    """Ask for a page."""
    answer = client.get(url, headers={"Accept": ACCEPT, "Accept-Language": lang})
    assert answer.headers["content-type"] == "text/html; charset=utf-8", url
    return Page(
        str(answer.url), answer.status_code, answer.headers, answer.text, parse(answer.text)
    )


def path_of(url: str) -> str:
    """Give an address without its host and its fragment."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
