"""Servers of the same data and of less: who may not see the rest must not notice which is which.

Nothing here asks the module under test who may see what: a file is hidden by where it lies, or
because it is one of the traps below. Paths are the same in all worlds, and nothing is on disk.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pyoxigraph as ox

from ldgraph.graph.access import ENTITLED_TO_ALL
from ldgraph.graph.files import DISK
from ldgraph.graph.places import open_root
from ldgraph.serve.access.gate import Gate, Rights
from ldgraph.serve.access.tokens import TokenRules
from ldgraph.serve.app import create_app
from ldgraph.serve.library import Library, read
from ldgraph.serve.settings import Settings

from .issuers import HERE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path
    from typing import Self

    from fastapi import FastAPI

    from ldgraph.serve.access.issuer import Issuer

ON = date(2026, 11, 25)
CENTRAL = "OVO999999"
#: An invented government with restricted facts, and its number.
MINE, MY_NUMBER = "gemeente-99001", "0999900249"
_BASE = "https://data.vlaanderen.be"
_PREFIXES = f"""
PREFIX adms: <http://www.w3.org/ns/adms#>
PREFIX bestuur: <{_BASE}/id/lokaalbestuur/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX geheim: <{_BASE}/id/geheim/>
PREFIX ldg: <{_BASE}/ns/lokaal-digitaal#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX toegang: <http://publications.europa.eu/resource/authority/access-right/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX vann: <http://purl.org/vocab/vann/>
<> a ldg:Graaf ; dct:title "Valstrik"@nl ; dct:accessRights toegang:NON_PUBLIC .
"""
#: Of another government: they speak of what everyone sees, of vocabularies, of rights, of others.
_TRAPS = {
    "voorbeeld/data/beperkt/valstrik.ttl": f"""
<> ldg:leesbaarVoor bestuur:gemeente-99002 .
bestuur:{MINE} skos:prefLabel "geheim"@nl , "secret"@en ; ldg:inwonertal 1 ; rdfs:seeAlso geheim:a .
bestuur:gemeente-99003 adms:identifier geheim:nummer .
geheim:nummer adms:schemaAgency "KBO" ; skos:notation "{MY_NUMBER}" .
geheim:a a ldg:Vereiste , skos:Concept ; skos:prefLabel "geheim"@nl ;
    skos:inScheme <{_BASE}/id/conceptscheme/Prioriteit> ; dct:references [ skos:note "geheim" ] .
<{_BASE}/ns/lokaal-digitaal> owl:versionInfo "geheim" ; rdfs:comment "geheim"@nl .
ldg:Geheim a owl:Class ; rdfs:label "geheim"@nl ; rdfs:subClassOf ldg:Vereiste .
ldg:Vereiste rdfs:label "geheim"@nl ; rdfs:comment "geheim"@nl .
geheim:ontologie a owl:Ontology ; vann:preferredNamespacePrefix "geheim" ;
    vann:preferredNamespaceUri "{_BASE}/id/geheim/" ;
    sh:declare [ sh:prefix "geheim" ; sh:namespace "{_BASE}/id/geheim/"^^xsd:anyURI ] .
<{_BASE}/doc/graaf/voorbeeld/beperkt/gemeente-99002> dct:accessRights toegang:PUBLIC ;
    ldg:leesbaarVoor bestuur:{MINE} .
<{_BASE}/doc/graaf/voorbeeld/openbaar/besturen> dct:title "geheim"@nl .
""",
    # What is marked otherwise is not for everyone, wherever it lies.
    "voorbeeld/data/openbaar/valstrik.ttl": """
<> ldg:leesbaarVoor bestuur:gemeente-99002 .
geheim:b a ldg:Aanbod ; skos:prefLabel "geheim aanbod"@nl .
""",
    # It has the name of the graph of what is derived.
    "data/afgeleid.ttl": """
<> ldg:leesbaarVoor bestuur:gemeente-99002 .
geheim:c a ldg:Risico ; skos:prefLabel "geheim risico"@nl .
""",
}


class Overlaid:
    """The files of the disk and the traps, but for those that are hidden."""

    def __init__(self, project: Path, hidden: Callable[[str], bool]) -> None:
        self._project = project
        self._hidden = hidden
        self._more = {project / name: _PREFIXES + text for name, text in _TRAPS.items()}

    def _shown(self, path: Path) -> bool:
        if not path.is_relative_to(self._project):
            return True
        return not self._hidden(path.relative_to(self._project).as_posix())

    def read(self, path: Path, shown: str = "") -> bytes:
        """Read a file."""
        assert self._shown(path), f"{path} is read, and should not even be there"
        return self._more[path].encode() if path in self._more else DISK.read(path, shown)

    def below(self, folder: Path) -> Iterable[Path]:
        """List a folder."""
        more = [path for path in self._more if path.is_relative_to(folder)]
        return [path for path in (*DISK.below(folder), *more) if self._shown(path)]

    def exists(self, path: Path) -> bool:
        """Say whether something is there."""
        return self._shown(path) and (path in self._more or DISK.exists(path))

    def is_file(self, path: Path) -> bool:
        """Say whether it is a file."""
        return self._shown(path) and (path in self._more or DISK.is_file(path))

    def is_dir(self, path: Path) -> bool:
        """Say whether it is a folder."""
        return DISK.is_dir(path)

    def is_closed(self, path: Path) -> bool:
        """Say whether it cannot be looked into."""
        return DISK.is_closed(path)


def _restricted(name: str) -> bool:
    return "data/beperkt/" in name or name in _TRAPS


def _of_others(name: str) -> bool:
    return _restricted(name) and not name.endswith(f"/beperkt/{MINE}.ttl")


#: By name, what is hidden in a world.
WORLDS: Mapping[str, Callable[[str], bool]] = {
    "all": lambda _: False,
    "public": _restricted,
    "mine": _of_others,
}


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it comes over the wire."""

    method: str
    path: bytes
    query: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""

    def __repr__(self) -> str:
        question = b"?" + self.query if self.query else b""
        said = "".join(f"\n    {name.decode()}: {value!r}" for name, value in self.headers)
        body = f"\n    {self.body!r}" if self.body else ""
        return f"{self.method} {(self.path + question).decode('latin-1')}{said}{body}"


@dataclass
class Answer:
    """What came back."""

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def header(self, name: str) -> str:
        """Give a header, empty where it lacks."""
        return dict(self.headers).get(name, "")


class Servers:
    """The server of each world, with one event loop for all.

    Args:
        project: The checkout.
        issuer: Whose tokens all of them believe.
        stream: The folder of the stream that all of them give.
    """

    def __init__(self, project: Path, issuer: Issuer, stream: str = "") -> None:
        self.libraries = {name: _library(project, hidden) for name, hidden in WORLDS.items()}
        rules, rights = TokenRules(HERE), Rights(frozenset({CENTRAL}))
        self.apps = {
            name: create_app(library, Settings(on=ON, stream=stream), Gate(issuer, rules, rights))
            for name, library in self.libraries.items()
        }
        self._runner = asyncio.Runner()
        self._open: list[AbstractAsyncContextManager[object]] = []

    def __enter__(self) -> Self:
        for app in self.apps.values():
            context = app.router.lifespan_context(app)
            self._runner.run(_entered(context))
            self._open.append(context)
        return self

    def __exit__(self, *_: object) -> None:
        for context in self._open:
            self._runner.run(_left(context))
        self._runner.close()

    def ask(self, world: str, request: Request) -> Answer:
        """Send a request to the server of a world."""
        return self._runner.run(asked(self.apps[world], request))

    def names(self) -> tuple[list[str], list[str]]:
        """List the IRIs below the base: those that only what is hidden speaks of, and the others.

        "Hidden" is here what neither everyone nor the government of the tests may see.
        """
        found = {
            name: {
                term.value
                for quad in library.published(ENTITLED_TO_ALL).view.store
                for term in quad
                if isinstance(term, ox.NamedNode) and term.value.startswith(_BASE)
            }
            for name, library in self.libraries.items()
        }
        return sorted(found["all"] - found["mine"]), sorted(found["mine"])


async def _entered(context: AbstractAsyncContextManager[object]) -> None:
    await context.__aenter__()


async def _left(context: AbstractAsyncContextManager[object]) -> None:
    await context.__aexit__(None, None, None)


def _library(project: Path, hidden: Callable[[str], bool]) -> Library:
    root = open_root(project / "voorbeeld", files=Overlaid(project, hidden))
    dataset = read(root, restricted=True)
    assert not dataset.faults
    return Library(dataset, root, ON)


async def asked(app: FastAPI, request: Request) -> Answer:
    """Send a request to an application, as a server does."""
    answer = Answer()
    given = [request.body]

    async def receive() -> dict[str, object]:
        if given:
            return {"type": "http.request", "body": given.pop(), "more_body": False}
        await asyncio.Event().wait()  # nothing more is sent
        return {"type": "http.disconnect"}

    async def send(message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = [
                (name.decode("latin-1").lower(), value.decode("latin-1"))
                for name, value in message["headers"]
            ]
        else:
            answer.body += message.get("body", b"")

    headers = dict(request.headers)
    headers.setdefault(b"host", b"ldgraph.example")
    if request.body:
        headers[b"content-length"] = b"%d" % len(request.body)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": _unquoted(request.path),
        "raw_path": request.path,
        "query_string": request.query,
        "root_path": "",
        "headers": list(headers.items()),
        "client": ("192.0.2.1", 1234),
        "server": ("ldgraph.example", 80),
        "state": {},
    }
    await app(scope, receive, send)
    return answer


def _unquoted(path: bytes) -> str:
    """Decode a path as the server's HTTP library does."""
    return unquote(path.decode("latin-1"))
