"""The OpenAPI document: it names everything, and the server does what it says."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, Any, cast

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from ldgraph.graph.access import EVERYONE

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from ldgraph.serve.library import Library

#: Requests for each address and way; more by an environment variable.
_EXAMPLES = int(os.environ.get("LDGRAPH_REQUESTS", "2"))
#: That what fits the schema is taken is not among these: a text need not be a name of anything.
_CHECKS = [
    not_a_server_error,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
]


@pytest.fixture(scope="module")
def document(everyone: TestClient) -> dict[str, Any]:
    """Give the document as everyone has it."""
    return cast("dict[str, Any]", everyone.get("/openapi.json").json())


def _operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    paths = document["paths"]
    return {path: methods["get"] for path, methods in paths.items() if path.startswith("/v1")}


@pytest.mark.parametrize(("who", "examples"), [("everyone", _EXAMPLES), ("own", 1)])
def test_the_server_does_what_the_document_says(
    who: str, examples: int, request: pytest.FixtureRequest
) -> None:
    app = request.getfixturevalue(who).app
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    schema.validate()
    seen: Counter[int] = Counter()
    for result in schema.get_all_operations():
        operation = cast("Any", result).ok()
        for mode in GenerationMode:
            if operation.path.startswith("/v1"):
                _try(operation, mode, examples, seen)

    assert {200, 400, 404} <= set(seen)
    assert sum(seen.values()) > 60


def _try(operation: Any, mode: GenerationMode, examples: int, seen: Counter[int]) -> None:  # noqa: ANN401
    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def tried(case: Any) -> None:  # noqa: ANN401
        answer = case.call()
        seen[answer.status_code] += 1
        case.validate_response(answer, checks=_CHECKS)

    tried()


def test_every_stored_question_is_an_operation_with_its_parameters(
    document: dict[str, Any], full: Library
) -> None:
    operations = _operations(document)

    for name, query in full.published(EVERYONE).snapshot.queries.items():
        operation = operations[f"/v1/vragen/{name}"]
        assert operation["summary"] == query.vraag
        assert query.question in operation["description"]
        named = {one["name"]: one for one in operation["parameters"] if "name" in one}
        for parameter in query.parameters:
            shown = named["datum" if parameter.name == "date" else parameter.name]
            assert shown.get("required", False) is (
                not parameter.optional and parameter.name != "date"
            )


def test_examples_are_of_what_there_is(document: dict[str, Any], staff: TestClient) -> None:
    tried = 0
    for path, operation in _operations(document).items():
        named = [one for one in operation["parameters"] if "name" in one]
        needed = {
            one["name"]: _first(one)
            for one in named
            if one.get("required") and one["in"] == "query"
        }
        address = path.replace("{reference}", str(_first(named[0]))) if "{" in path else path
        for one in named:
            for example in list(one.get("examples", {}).values())[:1]:
                asked = {**needed, one["name"]: example["value"]}
                answer = staff.get(
                    address, params={**asked, "limit": "1"} if _pages(operation) else asked
                )
                assert answer.status_code == 200, (path, asked, answer.text)
                tried += 1
    assert tried > 60


def _first(parameter: dict[str, Any]) -> object:
    examples = list(parameter.get("examples", {}).values())
    return examples[0]["value"] if examples else parameter["example"]


def _pages(operation: dict[str, Any]) -> bool:
    return {"$ref": "#/components/parameters/limit"} in operation["parameters"]


def test_the_document_is_in_the_callers_language(everyone: TestClient) -> None:
    english = everyone.get("/openapi.json?lang=en").json()

    gaps = english["paths"]["/v1/vragen/gaps"]["get"]
    assert gaps["summary"].startswith("Which gaps does this government have")
    assert english["servers"] == [{"url": "http://example.test"}]
    assert english["info"]["license"]["identifier"] == "EUPL-1.2"


def test_operations_have_names_of_their_own(document: dict[str, Any]) -> None:
    names = Counter(
        operation["operationId"]
        for methods in document["paths"].values()
        for operation in methods.values()
    )

    assert [one for one, number in names.items() if number > 1] == []
