"""Every page that a crawl finds: well-formed, with its landmarks, and nothing from elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from ldgraph.graph.access import ENTITLED_TO_ALL
from ldgraph.serve.app import create_app
from ldgraph.serve.settings import Settings

from .browser import Page, get, path_of, words

if TYPE_CHECKING:
    from ldgraph.serve.library import Library

    from .conftest import As

#: Pages that a crawl looks at; the rest is more of the same.
_MOST = 90
#: Of each kind of address so many are looked at.
_OF_A_KIND = 5
_HEADINGS = ("h1", "h2", "h3", "h4")
_DATA = re.compile(r"\.(?:ttl|jsonld|nt|rdf|nq|trig|csv|json)(?:\.gz)?$|^/\.well-known/.*")


def _kind(path: str) -> str:
    """Say of which kind an address is: its first two steps, and the names of its parameters."""
    parts = urlsplit(path)
    names = ",".join(sorted(parse_qs(parts.query)))
    return "/".join(parts.path.split("/")[:3]) + f"?{names}" + "".join(_DATA.findall(parts.path))


#: Pages for who may read all facts.
_ENTITLED = (
    "/doc/lokaalbestuur/gemeente-99001",
    "/doc/lokaalbestuur/gemeente-99001?lang=en&datum=2025-06-01",
    "/doc/lokaalbestuur/gemeente-44021",
    "/v1/uitleg?government=gemeente-99001&requirement=V025",
    "/v1/uitleg?government=gemeente-99001&requirement=V025&offering=voorbeeld-mdr&lang=en",
    "/matrix?soort=besturen",
    "/v1/vragen/gaps",
    "/v1/vragen/offerings-for-gaps?government=gemeente-99001&lang=en",
    "/zoek?q=interview",
)


@pytest.fixture(scope="module")
def crawled(client: TestClient, asked_as: As) -> dict[str, Page]:
    """Follow the links from the home page, each kind in turn; what is data is only asked for."""
    waiting = {_kind("/"): ["/"]}
    seen, pages = {"/"}, dict[str, Page]()
    looked_at: Counter[str] = Counter()
    while waiting and len(pages) < _MOST:
        # Of the kind that was looked at least: few pages show all that there is.
        kind = min(waiting, key=lambda one: (looked_at[one], one))
        path = waiting[kind].pop(0)
        looked_at[kind] += 1
        if not waiting[kind] or looked_at[kind] >= _OF_A_KIND:
            waiting.pop(kind)
        if _DATA.search(urlsplit(path).path):
            answer = client.get(path)
            assert answer.status_code == 200, path
            continue
        page = get(client, path)
        assert page.status == 200, path
        pages[path] = page
        for link in page.links():
            inside = path_of(link)
            if link.startswith("http://example.test/") and inside not in seen:
                seen.add(inside)
                if looked_at[_kind(inside)] < _OF_A_KIND:
                    waiting.setdefault(_kind(inside), []).append(inside)
    entitled = asked_as(ENTITLED_TO_ALL)
    return pages | {f"entitled {path}": get(entitled, path) for path in _ENTITLED}


def test_a_crawl_reaches_each_part_of_the_site(crawled: dict[str, Page]) -> None:
    starts = [
        *("/besturen", "/vereisten", "/aanbod", "/risicos", "/capabilities", "/matrix"),
        *("/v1/vragen", "/sparql", "/ns/lokaal-digitaal", "/doc/vereiste/", "/doc/aanbod/"),
        *("/v1/vragen/", "/doc/lokaalbestuur/", "/doc/graaf/", "/sparql?voorbeeld="),
    ]
    assert [one for one in starts if not any(path.startswith(one) for path in crawled)] == []
    assert len(crawled) > 70


def test_every_page_has_its_language_title_heading_and_landmarks(crawled: dict[str, Page]) -> None:
    for path, page in crawled.items():
        english = "lang=en" in path
        assert page.one("html").get("lang") == ("en" if english else "nl"), path
        assert page.headers["content-language"] == ("en" if english else "nl"), path
        assert words(page.one("title")), path
        assert words(page.one("h1")), path
        assert page.one("main").get("id") == "main", path
        assert page.all("nav"), path
        assert page.one("footer") is not None, path
        first = page.all("a")[0]
        assert first.get("href") == "#main", path


def test_headings_skip_no_level(crawled: dict[str, Page]) -> None:
    for path, page in crawled.items():
        levels = [int(one.tag[1]) for one in page.root.iter() if one.tag in _HEADINGS]
        assert levels[0] == 1, path
        steps = pairwise(levels)
        assert all(after <= before + 1 for before, after in steps), path


def test_nothing_runs_and_nothing_comes_from_elsewhere(crawled: dict[str, Page]) -> None:
    for path, page in crawled.items():
        assert "default-src 'none'" in page.headers["content-security-policy"], path
        assert "unsafe" not in page.headers["content-security-policy"], path
        assert not {one.tag for one in page.root.iter()} & {"script", "img", "iframe", "object"}
        for one in page.root.iter():
            names = set(one.keys())
            assert not names & {"style", "src", "srcset", "ping"}, path
            assert not [name for name in names if name.startswith("on")], path
        assert not [one for one in page.all("link") if one.get("rel") == "stylesheet"], path


def test_every_field_has_a_label_and_every_id_is_one(crawled: dict[str, Page]) -> None:
    for path, page in crawled.items():
        ids = [one.get("id") for one in page.root.iter() if one.get("id")]
        assert len(ids) == len(set(ids)), path
        labelled = {one.get("for") for one in page.all("label")}
        inside = {field for label in page.all("label") for field in label.iter("input")}
        fields = [*page.all("select"), *page.all("textarea")]
        fields += [one for one in page.all("input") if one.get("type") != "hidden"]
        for field in fields:
            assert field.get("id") in labelled or field in inside, path
        for one in page.all("a"):
            here, sign, part = (one.get("href") or "").partition("#")
            assert not (sign and not here) or part in ids, (path, part)


def test_every_table_has_a_caption_and_heads(crawled: dict[str, Page]) -> None:
    for path, page in crawled.items():
        for table in page.all("table"):
            assert words(table[0]), path
            assert table[0].tag == "caption", path
            heads = list(table.iter("th"))
            assert heads, path
            assert all(one.get("scope") for one in heads), path
            for row in table.iter("tr"):
                assert len(row), path


def test_links_keep_the_language_that_was_chosen(crawled: dict[str, Page]) -> None:
    for path, page in crawled.items():
        if "lang=en" not in path:
            continue
        for link in page.links():
            parts = urlsplit(link)
            if (
                parts.netloc == "example.test"
                and not _DATA.search(parts.path)
                and not parts.fragment
            ):
                assert parse_qs(parts.query).get("lang") in (["en"], ["nl"]), (path, link)


def test_the_language_is_that_of_the_browser_unless_another_is_chosen(client: TestClient) -> None:
    english, dutch = get(client, "/besturen", "en-GB"), get(client, "/besturen?lang=nl", "en")
    assert words(english.one("h1")) == "Governments"
    assert words(dutch.one("h1")) == "Besturen"
    assert not any("lang=en" in one for one in english.links() if "hreflang" not in one)
    assert all(
        "lang=nl" in one.get("href", "")
        for one in dutch.one("header").iter("a")
        if one.get("hreflang") is None
    )


@pytest.mark.parametrize("path", ["/", "/besturen", "/v1/vragen", "/matrix", "/nergens"])
def test_behind_a_proxy_a_page_links_below_its_prefix(library: Library, path: str) -> None:
    app = create_app(library, Settings(trusted=("127.0.0.1",)))
    client = TestClient(app, "http://example.test", client=("127.0.0.1", 1))
    client.headers["X-Forwarded-Prefix"] = "/pad"

    page = get(client, path)

    inside = [one.get("href", "") for one in page.one("header").iter("a")]
    assert inside
    assert all(one.startswith("/pad/") for one in inside)
