"""The description of what can be asked, made from the stored questions and the data themselves."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from ldgraph.answers.names import RANGES
from ldgraph.answers.paging import columns
from ldgraph.serve.kept import kept, queries
from ldgraph.serve.questions import choosing, given, kinds, parameters, schemas
from ldgraph.serve.questions.forms import ITEM, ROWS, SAID, THINGS
from ldgraph.serve.questions.records import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldgraph.answers.queries import Query
    from ldgraph.serve.http.negotiate import Form
    from ldgraph.serve.published import Published
    from ldgraph.serve.questions.kinds import Kind
    from ldgraph.serve.questions.parameters import Field

    Part = dict[str, Any]

_TITLE = "Lokaal Digitaal"
_DUTCH = (
    "Welk aanbod dekt welke leemte? Vragen en gegevens over cyberveiligheid bij lokale besturen. "
    "Feiten over een bestuur zijn er alleen voor wie ze mag lezen."
)
_ENGLISH = (
    "Which offering covers which gap? Questions and data about cybersecurity at local "
    "governments. Facts about a government are there only for who may read them."
)
_TAGS = {
    "vragen": ("Bewaarde vragen", "Stored questions"),
    "uitleg": ("Waar een bestuur staat, en waarom", "Where a government stands, and why"),
    "gegevens": ("Gegevens per soort", "Data by kind"),
}
_PAGING = (
    ("limit", "Hoeveel er hoogstens gegeven worden.", "How many are given at most.", 1),
    ("offset", "Hoeveel er overgeslagen worden.", "How many are passed over.", 0),
)
_PAGED = ({"$ref": "#/components/parameters/limit"}, {"$ref": "#/components/parameters/offset"})
_SAID = {
    "uitleg": (
        "Waarom staat dit bestuur zo voor deze vereiste, en wat doet dit aanbod ervoor?",
        "Why does this government stand so for this requirement, and what does this offering do?",
    ),
    "leemten": (
        "Welke leemten en blinde vlekken heeft dit bestuur?",
        "Which gaps and blind spots does this government have?",
    ),
    "dekking": (
        "Welk aanbod dekt welke leemte van dit bestuur?",
        "Which offering covers which gap of this government?",
    ),
}


def document(published: Published, lang: str, here: str, others: Mapping[str, Any]) -> Part:
    """Describe all that can be asked of a root; ``others`` are addresses described elsewhere."""
    own = kept(published, f"openapi {lang}", lambda one: _paths(one, lang))
    which = _which(lang)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _TITLE,
            "version": version("ldgraph"),
            "summary": ("Vragen en gegevens", "Questions and data")[which],
            "description": (_DUTCH, _ENGLISH)[which],
            "contact": {"name": _TITLE, "url": here + "/"},
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": here}],
        "tags": [{"name": name, "description": text[which]} for name, text in _TAGS.items()],
        "paths": {**own, **others.get("paths", {})},
        "components": {
            "schemas": {**others.get("components", {}).get("schemas", {}), **schemas.SHARED},
            "parameters": {"lang": schemas.LANG, **{one["name"]: one for one in _paging(which)}},
            "responses": schemas.responses(),
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
            },
        },
        # Everything may be asked without a token; one shows more.
        "security": [{}, {"token": []}],
    }


def _which(lang: str) -> int:
    return 0 if lang == "nl" else 1


def _paths(published: Published, lang: str) -> Part:
    which = _which(lang)
    found: Part = {
        "/v1/vragen": _operation(
            "vragen",
            "vragen",
            ("Welke vragen zijn er?", "Which questions are there?")[which],
            [*_PAGED],
            THINGS,
            schemas.listed(schemas.QUESTION),
        )
    }
    for one in queries(published).values():
        found[f"/v1/vragen/{one.name}"] = _question(published, one, which)
    for name, titles in _SAID.items():
        asked = parameters.SAID if name == "uitleg" else parameters.OF_ONE
        found[f"/v1/{name}"] = _operation(
            name,
            "uitleg",
            titles[which],
            [_parameter(published, field, which) for field in asked],
            SAID,
            schemas.SAID,
        )
    for kind in kinds.KINDS:
        found |= _kind(published, kind, which)
    return found


def _question(published: Published, query: Query, which: int) -> Part:
    asked = [_parameter(published, one, which) for one in parameters.fields(query)]
    titles = (query.vraag, query.question)
    restricted = (
        " Alleen voor wie de feiten van dat bestuur mag lezen.",
        " Only for who may read the facts of that government.",
    )
    return _operation(
        query.name,
        "vragen",
        titles[which],
        [*asked, *_PAGED],
        ROWS,
        schemas.answered(_columns(query)),
        description=titles[1 - which] + restricted[which] * query.tells_unknown,
    )


def _columns(query: Query) -> tuple[str, ...]:
    """Name the columns; what is no SELECT has none, and says so when it is asked."""
    try:
        return columns(query.text).names
    except (SyntaxError, TypeError):
        return ()


def _kind(published: Published, kind: Kind, which: int) -> Part:
    path = f"/v1/{kind.path}"
    day = _parameter(published, parameters.OF_ONE[1], which)
    narrowing = [*_filters(published, kind, which), day]
    first = next(iter(records(published, kind).values()), None)
    reference: Part = {
        "name": "reference",
        "in": "path",
        "required": True,
        "description": ("Code, nummer of naam.", "Code, number or name.")[which],
        "schema": {"type": "string", "minLength": 1},
    }
    if first is not None:
        reference["example"] = first.reference
    title = kind.title[which]
    return {
        path: _operation(
            kind.path,
            "gegevens",
            title,
            [*narrowing, *_PAGED],
            THINGS,
            schemas.listed(schemas.RESOURCE),
        ),
        f"{path}/{{reference}}": _operation(
            f"{kind.path}-een",
            "gegevens",
            (f"{title}: één ervan", f"{title}: one of them")[which],
            [reference, day],
            ITEM,
            schemas.item(),
        ),
    }


def _filters(published: Published, kind: Kind, which: int) -> Iterable[Part]:
    for one in kind.filters:
        codes = list(choosing.choices(published, kind, one))
        yield _query(one.name, one.description[which], _text_schema(), codes)
    if kind.by_class:
        codes = list(choosing.classes(published, kind))
        yield _query("soort", ("De soort.", "The kind.")[which], _text_schema(), codes)
    if kind.path == "besturen":
        yield _query("status", kinds.STATUS[which], {"type": "string", "enum": [*kinds.STATES]})
        member = (kinds.MEMBER, kinds.MEMBER_ENGLISH)[which]
        yield _query("lidvan", member, _text_schema())
    yield _query("naam", kinds.NAME[which], _text_schema())
    yield _query("zoek", kinds.SEARCH[which], _text_schema())
    yield _query("totaal", kinds.TOTAL[which], {"type": "boolean", "default": False})


def _text_schema() -> Part:
    return {"type": "string", "maxLength": given.LONGEST}


def _query(name: str, description: str, schema: Part, examples: Iterable[str] = ()) -> Part:
    found: Part = {"name": name, "in": "query", "description": description, "schema": schema}
    listed = {one: {"value": one} for one in examples}
    return {**found, "examples": listed} if listed else found


def _paging(which: int) -> list[Part]:
    bounds = {
        "limit": {"minimum": 1, "maximum": given.MOST_LIMIT, "default": given.DEFAULT_LIMIT},
        "offset": {"minimum": 0, "maximum": given.MOST_OFFSET, "default": 0},
    }
    return [
        _query(name, (dutch, english)[which], {"type": "integer", **bounds[name]})
        for name, dutch, english, _ in _PAGING
    ]


_SCHEMAS: dict[str, Part] = {
    "xsd:date": {"type": "string", "format": "date"},
    "xsd:integer": {"type": "integer"},
    "xsd:decimal": {"type": "number"},
}


def _parameter(published: Published, field: Field, which: int) -> Part:
    schema = _SCHEMAS.get(field.datatype, _text_schema())
    examples = _examples(published, field)
    found = _query(field.name, field.description[which], dict(schema), examples)
    return {**found, "required": True} if field.required else found


def _examples(published: Published, field: Field) -> list[str]:
    """Give some of what there is, so that an example is one that has an answer."""
    if field.inner == "government":
        every = records(published, kinds.BY_PATH["besturen"]).values()
        return [one.reference for one in every][:1]
    if field.inner in RANGES and field.datatype == "iri":
        found = parameters.things(published, field.inner).iris[:3]
        return [one.rsplit("/", 1)[-1] if "#" not in one else one for one in found]
    return ["2026-01-01"] if field.datatype == "xsd:date" else []


def _operation(  # noqa: PLR0913, PLR0917 (the members of an operation)
    name: str,
    tag: str,
    summary: str,
    asked: list[Part],
    forms: tuple[Form, ...],
    schema: Part,
    description: str = "",
) -> Part:
    content: Part = {}
    for form in forms:
        in_json = form.media in {"application/json", "application/ld+json"}
        content[form.media] = {"schema": schema if in_json else schemas.OTHER.get(form.media, {})}
    responses: Part = {
        "200": {"description": "OK", "content": content, "headers": schemas.HEADERS},
        **{one: {"$ref": f"#/components/responses/{one}"} for one in schemas.responses()},
    }
    found: Part = {
        "operationId": name,
        "tags": [tag],
        "summary": summary,
        "parameters": [*asked, {"$ref": "#/components/parameters/lang"}],
        "responses": responses,
    }
    if description:
        found["description"] = description
    return {"get": found}
