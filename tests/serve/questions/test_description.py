"""The OpenAPI document: valid, complete, and what the server does is what it says."""

from __future__ import annotations

import json
import os
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from ldgraph.graph.places import query_folders
from ldgraph.answers.queries import load_queries

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.testclient import TestClient

    from ldgraph.serve.library import Library

#: Requests for each address; more by LDGRAPH_FUZZ.
_EXAMPLES = int(os.environ.get("LDGRAPH_FUZZ", "6"))


def test_fuzz(app: FastAPI, client: TestClient) -> None:
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    seen: Counter[int] = Counter()
    failed = []
    for result in schema.get_all_operations():
        operation = result.ok()
        if not operation.path.startswith("/v1"):
            continue

        @settings(
            max_examples=_EXAMPLES,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            database=None,
        )
        @given(case=operation.as_strategy())
        def check(case: schemathesis.Case) -> None:
            response = case.call()
            seen[response.status_code] += 1
            case.validate_response(
                response,
                checks=_CHECKS
            )

        check()
    print(seen)
_CHECKS = [
                    not_a_server_error,
                    content_type_conformance,
                    response_headers_conformance,
                    response_schema_conformance,
                    status_code_conformance,
                ]
from hypothesis import given
