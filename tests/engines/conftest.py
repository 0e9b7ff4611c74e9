"""The two engines that run in the tests, each started once."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from tests.engines import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.engines.running import Engine


def virtuoso_or_skip() -> str:
    """Give Virtuoso's program; without it a test is skipped, or fails where it is demanded."""
    programs = running.virtuoso_programs()
    if programs is None:
        missing = "no Virtuoso here (Debian's virtuoso-opensource-7)"
        assert "LDGRAPH_ENGINES" not in os.environ, missing
        pytest.skip(missing)
    return programs[0]


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Run Virtuoso."""
    with running.virtuoso(virtuoso_or_skip(), tmp_path_factory.mktemp("virtuoso")) as engine:
        yield engine


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Run ``oxigraph serve``; where it is not installed these tests are skipped."""
    program = running.oxigraph_program()
    if program is None:
        pytest.skip("no oxigraph here (PyPI's oxigraph)")
    else:
        with running.oxigraph(program, tmp_path_factory.mktemp("oxigraph")) as engine:
            yield engine


@pytest.fixture(scope="session", params=["virtuoso", "oxigraph"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Give each engine in turn."""
    found: Engine = request.getfixturevalue(request.param)
    return found
