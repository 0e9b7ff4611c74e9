"""What answers look like, as JSON Schema has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    Part = dict[str, Any]

_TEXT: Part = {"type": "string"}
_ADDRESS: Part = {"type": "string", "format": "uri"}
_LINKS: Part = {
    "type": "object",
    "required": ["@type", "self"],
    "properties": {
        "@type": {"const": "Links"},
        "self": _ADDRESS,
        "eerste": _ADDRESS,
        "vorige": _ADDRESS,
        "volgende": _ADDRESS,
        "document": _ADDRESS,
    },
    "additionalProperties": False,
}
SHARED: Part = {
    "Probleem": {
        "type": "object",
        "required": ["type", "title", "status", "detail", "instance"],
        "properties": {
            "type": {"type": "string", "pattern": "^urn:"},
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "instance": {"type": "string", "pattern": "^urn:uuid:"},
            "parameter": _TEXT,
            "verwacht": {"type": "array", "items": _TEXT},
            "wanted": {"type": "array", "items": _TEXT},
        },
    },
    "Links": _LINKS,
    "Ding": {
        "type": "object",
        "required": ["@id", "@type", "naam", "identificator"],
        "properties": {
            "@id": _ADDRESS,
            "@type": _TEXT,
            "identificator": {
                "type": "object",
                "required": ["id", "naamruimte", "objectId"],
                "properties": {"id": _ADDRESS, "naamruimte": _ADDRESS, "objectId": _TEXT},
            },
            "detail": _ADDRESS,
        },
    },
    "Vraag": {
        "type": "object",
        "required": ["detail", "naam", "titel", "beperkt", "parameters"],
        "properties": {
            "detail": _ADDRESS,
            "naam": _TEXT,
            "titel": _TEXT,
            "beperkt": {"type": "boolean"},
            "parameters": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["naam", "type", "verplicht", "omschrijving"],
                    "properties": {
                        "naam": _TEXT,
                        "type": _TEXT,
                        "verplicht": {"type": "boolean"},
                        "omschrijving": _TEXT,
                    },
                },
            },
        },
    },
}


def _ref(name: str) -> Part:
    return {"$ref": f"#/components/schemas/{name}"}


PROBLEM = _ref("Probleem")
RESOURCE = _ref("Ding")
QUESTION = _ref("Vraag")
_ENVELOPE: Part = {
    "@context": {"type": "object"},
    "@id": _ADDRESS,
    "@type": _TEXT,
    "titel": _TEXT,
    "peildatum": {"type": "string", "format": "date"},
    "versie": _TEXT,
    "opmerking": _TEXT,
    "totaalAantal": {"type": "integer", "minimum": 0},
    "_links": _ref("Links"),
}


def _enveloped(data: Part) -> Part:
    return {
        "type": "object",
        "required": ["@type", "versie", "data", "_links"],
        "properties": {**_ENVELOPE, "data": data},
        "additionalProperties": False,
    }


def answered(names: Iterable[str]) -> Part:
    """Describe the answer to a question: what is not bound is not there."""
    row = {"type": "object", "properties": {one: {} for one in names}}
    return _enveloped({"type": "array", "items": {**row, "additionalProperties": False}})


def listed(one: Part) -> Part:
    """Describe a page of a list."""
    return _enveloped({"type": "array", "items": one})


def item() -> Part:
    """Describe one resource."""
    return _enveloped(RESOURCE)


SAID = _enveloped(
    {
        "type": "object",
        "required": ["government", "date", "summary"],
        "properties": {
            "government": _ADDRESS,
            "date": {"type": "string", "format": "date"},
            "summary": {"type": "array", "items": _TEXT},
            "conclusion": {"type": "array", "items": _TEXT},
            "chain": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["section", "title", "facts"],
                    "properties": {
                        "section": _TEXT,
                        "title": _TEXT,
                        "facts": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "required": ["subject", "predicate", "object", "graph", "derived"],
                                "properties": {
                                    "file": _TEXT,
                                    "line": {"type": "integer", "minimum": 1},
                                    "column": {"type": "integer", "minimum": 1},
                                    "derived": {"type": "boolean"},
                                },
                            },
                        },
                    },
                },
            },
        },
    }
)
#: Of the forms that are not JSON of ours.
OTHER: Part = {
    "text/csv": _TEXT,
    "text/html": _TEXT,
    "text/plain": _TEXT,
    "application/sparql-results+json": {
        "type": "object",
        "required": ["head", "results"],
        "properties": {
            "head": {"type": "object", "required": ["vars"]},
            "results": {"type": "object", "required": ["bindings"]},
        },
    },
}
HEADERS: Part = {
    name: {"schema": _TEXT}
    for name in ("ETag", "Link", "Vary", "Cache-Control", "Content-Language")
}
LANG: Part = {
    "name": "lang",
    "in": "query",
    "description": "Taal van teksten; language of texts.",
    "schema": {"type": "string", "enum": ["nl", "en"]},
}
_PROBLEMS = {
    "400": "Bad Request",
    "401": "Unauthorized",
    "404": "Not Found",
    "405": "Method Not Allowed",
    "406": "Not Acceptable",
    "414": "URI Too Long",
    "431": "Request Header Fields Too Large",
    "500": "Internal Server Error",
    "503": "Service Unavailable",
}


def responses() -> Part:
    """Describe every other answer, by status."""
    problem = {"application/problem+json": {"schema": PROBLEM}}
    return {
        "304": {"description": "Not Modified"},
        **{one: {"description": text, "content": problem} for one, text in _PROBLEMS.items()},
    }
