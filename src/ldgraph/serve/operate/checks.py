"""What any server of this project must be able to answer, as a table: what is asked, and wanted.

The names are those of the project's list of conformance checks for Flemish linked data (U for
URIs, A for answers), and words for the rest. In what is asked ``{thing}`` is the path of a thing
without its ``/id/``, ``{iri}`` its IRI, ``{base}`` where identifiers live, ``{terms}`` the path of
the ontology, ``{tag}`` the ETag of the answer before. What is wanted are regular expressions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ldgraph.serve.http.problems import TYPES
from ldgraph.terms import TERMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_ROWS = "application/sparql-results+json"
_ALL = "SELECT%20*%20WHERE%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%201"
_EMPTY = r"(?s)\s*"
#: STANDARDS 1.1: a minted IRI; only terms of a vocabulary have a fragment.
MINTED = (
    r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9._~-]+)*?"
    r"/(?:(?:id|doc|shacl|context)/[A-Za-z][A-Za-z0-9-]*(?:/[A-Za-z0-9._~:+%-]+)*"
    r"|ns/[A-Za-z][A-Za-z0-9-]*(?:#[A-Za-z][A-Za-z0-9_.-]*)?)"
)


@dataclass(frozen=True, slots=True)
class Check:
    """One request, and what its answer must be."""

    id: str
    path: str
    status: int
    #: What must be said in headers; the name of one that must not be there begins with ``!``.
    headers: Mapping[str, str] = field(default_factory=dict)
    #: What the whole body must be, or with ``lines`` each line of it but the first.
    body: str = ""
    lines: str = ""
    #: Follow ``volgende`` to the end, and meet each thing once.
    walk: bool = False
    method: str = "GET"
    sends: Mapping[str, str] = field(default_factory=dict)
    content: str = ""


def _get(name: str, path: str, accept: str, status: int, **more: object) -> Check:
    return Check(name, path, status, sends={"Accept": accept}, **more)  # type: ignore[arg-type]


def _problem(name: str, path: str, status: int, **more: object) -> Iterator[Check]:
    """Make the checks of an error: told as a problem in the language asked for."""
    sent: Mapping[str, str] = more.pop("sends", {})  # type: ignore[assignment]
    for lang, key in (("nl", "nl"), ("en", "en")):
        yield Check(
            f"A1 {name} {lang}",
            path,
            status,
            {
                "content-type": r"application/problem\+json.*",
                "content-language": key,
                "vary": r"(?i).*accept-language.*",
            },
            rf'(?s)\{{.*"type": "{TYPES}:[^"]+".*"title": "[^"]+".*"status": {status}'
            r'.*"detail": "[^"]+".*\}\s*',
            sends={"Accept-Language": lang, **sent},
            **more,  # type: ignore[arg-type]
        )


def _forms() -> Iterator[Check]:
    for extension, media in (
        ("html", "text/html"),
        ("ttl", "text/turtle"),
        ("jsonld", "application/ld+json"),
        ("nt", "application/n-triples"),
        ("rdf", "application/rdf+xml"),
        ("nq", "application/n-quads"),
        ("trig", "application/trig"),
    ):
        kind = {"content-type": rf"{media.replace('+', '[+]')}.*", "vary": r"(?i).*accept.*"}
        to = {"location": r"{here}/doc/{thing}"}
        yield _get(f"U2 {extension}", "/id/{thing}", media, 303, headers=to)
        yield _get(f"doc {extension}", "/doc/{thing}", media, 200, headers=kind)
        yield _get(f"U3 .{extension}", "/doc/{thing}." + extension, "image/png", 200, headers=kind)


_TURTLE = {"content-type": r"text/turtle.*"}
_HTML = {"content-type": r"text/html.*"}
_JSON = {"content-type": r"application/json.*"}
_ANY_ORIGIN = {"access-control-allow-origin": r"\*"}

CHECKS: tuple[Check, ...] = (
    Check("health", "/health", 200, _JSON, r'(?s).*"ready": ?true.*"version": ?"[0-9a-f]{32}".*'),
    Check("health live", "/health/live", 200, _JSON, r'(?s).*"live": ?true.*'),
    Check("health ready", "/health/ready", 200, _JSON, r'(?s).*"ready": ?true.*'),
    _get(
        "U1",
        "/sparql?query=SELECT%20DISTINCT%20%3Fs%20WHERE%20%7B%20%3Fs%20%3Fp%20%3Fo%20"
        "FILTER(isIRI(%3Fs)%20%26%26%20STRSTARTS(STR(%3Fs)%2C%20%22{base}%2F%22))%20%7D",
        "text/csv",
        200,
        lines=MINTED,
    ),
    *_forms(),
    Check("U2 unknown", "/id/bestaat-niet/x", 404),
    _get("U3 q", "/doc/{thing}", "text/html;q=0.2, text/turtle;q=0.9", 200, headers=_TURTLE),
    _get("U3 q=0", "/doc/{thing}", "text/turtle;q=0, text/html;q=0.1", 200, headers=_HTML),
    _get("U3 ext", "/doc/{thing}.ttl", "text/html", 200, headers=_TURTLE),
    *_problem("406", "/doc/{thing}", 406, sends={"Accept": "image/png"}),
    *_problem("404", "/doc/bestaat-niet/x", 404),
    *_problem("405", "/doc/{thing}", 405, method="DELETE"),
    *_problem("400", "/sparql?query=SELECT%20nonsense", 400),
    *_problem("doubled query", f"/sparql?query={_ALL}&query={_ALL}", 400),
    *_problem(
        "update",
        "/sparql",
        403,
        method="POST",
        sends={"Content-Type": "application/sparql-update"},
        content="CLEAR ALL",
    ),
    *_problem("415", "/sparql", 415, method="POST", sends={"Content-Type": "text/plain"}),
    *_problem("token", "/health", 401, sends={"Authorization": "Bearer geen-token"}),
    Check("language nl", "/doc/{thing}.html?lang=nl", 200, {"content-language": "nl"}),
    Check("language en", "/doc/{thing}.html?lang=en", 200, {"content-language": "en"}),
    _get("ontology", "{terms}", "text/turtle", 200, headers=_TURTLE),
    _get("ontology html", "{terms}", "text/html", 200, headers=_HTML),
    _get("etag", "/doc/{thing}", "text/turtle", 200, headers={"etag": r'(?:W/)?"[^"]+"'}),
    Check(
        "304",
        "/doc/{thing}",
        304,
        {"etag": r'(?:W/)?"[^"]+"'},
        _EMPTY,
        sends={"Accept": "text/turtle", "If-None-Match": "{tag}"},
    ),
    Check(
        "no 304",
        "/doc/{thing}",
        200,
        _TURTLE,
        sends={"Accept": "text/turtle", "If-None-Match": '"another"'},
    ),
    Check("head", "/doc/{thing}.ttl", 200, _TURTLE, _EMPTY, method="HEAD"),
    Check("cors", "/doc/{thing}.ttl", 200, _ANY_ORIGIN, sends={"Origin": "https://example.org"}),
    Check(
        "cors asked",
        "/sparql",
        204,
        {**_ANY_ORIGIN, "access-control-allow-methods": r".*POST.*", "!set-cookie": ""},
        method="OPTIONS",
        sends={"Origin": "https://example.org", "Access-Control-Request-Method": "POST"},
    ),
    _get(
        "sparql get",
        f"/sparql?query={_ALL}",
        _ROWS,
        200,
        headers={"content-type": r"application/sparql-results\+json.*", **_ANY_ORIGIN},
        body=r'(?s)\{.*"bindings".*\}\s*',
    ),
    Check(
        "sparql form",
        "/sparql",
        200,
        {"content-type": r"text/csv.*"},
        method="POST",
        sends={"Content-Type": _FORM, "Accept": "text/csv"},
        content=f"query={_ALL}",
    ),
    Check(
        "sparql direct",
        "/sparql",
        200,
        {"content-type": r"application/sparql-results\+xml.*"},
        method="POST",
        sends={"Content-Type": _DIRECT, "Accept": "application/sparql-results+xml"},
        content="ASK { ?s ?p ?o }",
    ),
    Check(
        "sparql graph",
        "/sparql",
        200,
        _TURTLE,
        method="POST",
        sends={"Content-Type": _DIRECT, "Accept": "text/turtle"},
        content="CONSTRUCT { <{iri}> ?p ?o } WHERE { <{iri}> ?p ?o }",
    ),
    _get(
        "sparql described",
        "/sparql",
        "text/turtle",
        200,
        headers=_TURTLE,
        body=r"(?s).*sparql-service-description#.*",
    ),
    Check(
        "no way out",
        "/sparql",
        403,
        method="POST",
        sends={"Content-Type": _DIRECT},
        content="SELECT * WHERE { SERVICE <http://192.0.2.1/> { ?s ?p ?o } }",
    ),
    _get("questions", "/v1/vragen", "application/json", 200, headers=_JSON),
    _get("question", "/v1/vragen/class-counts", "application/json", 200, headers=_JSON),
    _get(
        "question csv",
        "/v1/vragen/class-counts",
        "text/csv",
        200,
        headers={"content-type": r"text/csv.*"},
    ),
    Check("A2", "/v1/besturen?limit=100", 200, _JSON, walk=True),
    *_problem("unknown question", "/v1/vragen/bestaat-niet", 404),
    Check(
        "headers",
        "/doc/{thing}.html",
        200,
        {"x-content-type-options": "nosniff", "x-request-id": r"zelf-gekozen-1"},
        sends={"X-Request-Id": "zelf-gekozen-1"},
    ),
)
#: What is filled in without being found.
FIXED = {"terms": TERMS}
