"""The addresses that an application has, with their parameters: those that come are found.

What it describes itself in its OpenAPI document is taken from there, the rest from its routes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fastapi import FastAPI

#: Addresses that speak of the process and not of the data, so that no two servers say the same.
NOT_OF_DATA = ("/-/",)
_SPARQL = {"query": True, "default-graph-uri": False, "named-graph-uri": False}
_OF_ONE = {"bestuur": True, "vereiste": True, "aanbod": False, "datum": False}
_LISTS = ("/besturen", "/vereisten", "/aanbod", "/risicos", "/capabilities")
#: Parameters of addresses that read them themselves and are not described, and whether each is
#: needed. Where an address is not listed, any parameter may stand behind it.
UNDECLARED: Mapping[str, Mapping[str, bool]] = {
    "/sparql": _SPARQL,
    "/query": _SPARQL,
    "/uitleg": _OF_ONE,
    "/zoek": {"q": True, "soort": False},
    "/matrix": dict.fromkeys(("soort", "groep", "aanbodsoort", "alles", "datum"), False),
    **dict.fromkeys(_LISTS, dict.fromkeys(("groep", "naam", "datum"), False)),
    "/doc/{path:path}": {"datum": False, "lang": False},
    "/id/{path:path}": {"lang": False},
    "/id/stroom/{stroom}": {"lang": False},
    "/doc/stroom/{stroom}": {"lang": False},
    "/stroom/{bladzijde:path}": {"lang": False},
}

_KNOWN = UNDECLARED.keys() | {
    *("/", "/v1", "/health/live", "/health/ready", "/openapi.json", "/metrics"),
    *("/.well-known/void", "/.well-known/sparql-examples"),
}


class Address(NamedTuple):
    """An address with names where values come, and what may and must stand behind it."""

    path: str
    methods: frozenset[str]
    asked: frozenset[str]
    needed: frozenset[str]

    @property
    def kind(self) -> str:
        """What it begins with, as far as that is the same for many."""
        return "/".join(self.path.partition("{")[0].split("/")[:3]).rstrip("/.")


class Described(NamedTuple):
    """What an OpenAPI document tells: addresses, and values of parameters by name."""

    addresses: list[Address]
    examples: dict[str, list[str]]


def described(document: dict[str, Any]) -> Described:
    """Read an OpenAPI document."""
    found, examples = [], dict[str, list[str]]()
    shared = document.get("components", {}).get("parameters", {})
    for path, operations in document["paths"].items():
        asked, needed, methods = set[str](), set[str](), set[str]()
        for method, operation in operations.items():
            methods.add(method.upper())
            for given in operation.get("parameters", ()):
                one = shared[given["$ref"].rpartition("/")[2]] if "$ref" in given else given
                examples.setdefault(one["name"], []).extend(_examples(one))
                if one["in"] == "query":
                    asked.add(one["name"])
                    needed |= {one["name"]} if one.get("required") else set()
        found.append(_address(path, methods, asked, needed))
    return Described(found, {name: sorted(set(values)) for name, values in examples.items()})


def _examples(parameter: dict[str, Any]) -> Iterator[str]:
    for one in parameter.get("examples", {}).values():
        yield str(one["value"])
    for one in (parameter.get("example"), parameter.get("schema", {}).get("default")):
        if one not in {None, ""}:
            yield str(one)
    for one in parameter.get("schema", {}).get("enum", ()):
        yield str(one)


def _address(path: str, methods: set[str], asked: set[str], needed: set[str]) -> Address:
    more = UNDECLARED.get(path) or UNDECLARED.get(path.replace("}", ":path}")) or {}
    asked |= more.keys()
    needed |= {name for name, is_needed in more.items() if is_needed}
    # Where GET is answered, HEAD is.
    methods |= {"HEAD"} if "GET" in methods else set()
    return Address(path, frozenset(methods), frozenset(asked), frozenset(needed))


def addresses(app: FastAPI, document: dict[str, Any]) -> Described:
    """List the addresses of an application: those it describes, and all others."""
    found = described(document)
    known = {_shape(one.path): one for one in found.addresses}
    every = sorted({name for one in found.addresses for name in one.asked} | {"q", "x"})
    for route in _flat(app.routes):
        path, methods = getattr(route, "path", None), getattr(route, "methods", None)
        if not path or not methods or path.startswith(NOT_OF_DATA) or path == "/{path:path}":
            continue
        same = known.get(_shape(path).removesuffix(".{extension}"))
        if _shape(path) in known:
            continue
        if same is not None:  # the same in a form that is named
            found.addresses.append(same._replace(path=path))
        else:
            asked = set[str]() if path in _KNOWN else set(every)
            found.addresses.append(_address(path, set(methods), asked, set()))
    return found


def _shape(path: str) -> str:
    return path.replace(":path}", "}")


def _flat(routes: Iterable[object]) -> Iterator[object]:
    for route in routes:
        yield route
        for name in ("original_router", "app"):
            yield from _flat(getattr(getattr(route, name, None), "routes", ()))
