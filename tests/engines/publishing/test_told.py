"""What `ldgraph publish` and a server tell whoever works with them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from ldgraph.serve.http.problems import Problem, as_response
from ldgraph.serve.pool.failures import QueryFailure, Why
from ldgraph.serve.pool.limits import Limits
from ldgraph.serve.routes.refusals import of_failure

if TYPE_CHECKING:
    from pathlib import Path


def _run(root: Path, lang: str = "nl") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ldgraph", "--root", str(root), "--lang", lang, "publish"],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | {"LDGRAPH_LANG": lang},
    )


def test_it_is_told_that_what_is_restricted_stayed_behind(root: Path) -> None:
    settings = root / "ldgraph.toml"
    whole = settings.read_text("utf-8")
    settings.write_text(whole.partition("[sparql.restricted]")[0], "utf-8")
    told = _run(root)
    assert told.returncode == 0, told.stderr
    assert "afgeschermd: niet gepubliceerd, geen [sparql.restricted]" in told.stdout
    settings.write_text(whole, "utf-8")
    assert "niet gepubliceerd" not in _run(root).stdout


def test_a_store_that_does_not_answer_is_not_called_starting() -> None:
    for about, titles in (
        ("opslag", ("Opslag antwoordt niet", "Store does not answer")),
        ("document", ("Nog niet klaar", "Not ready")),
    ):
        for lang, title in zip(("nl", "en"), titles, strict=True):
            body = json.loads(bytes(as_response(Problem(503, about=about), lang).body))
            assert (body["title"], body["type"].rpartition(":")[2]) == (title, "niet-klaar")


def test_a_query_that_cannot_run_now_is_not_told_that_the_server_starts() -> None:
    for why, titles in (
        (Why.DOWN, ("Vragen kunnen nu niet", "Queries cannot be run now")),
        (Why.BUSY, ("Te veel vragen tegelijk", "Too many queries at once")),
    ):
        for lang, title in zip(("nl", "en"), titles, strict=True):
            problem = of_failure(QueryFailure(why), Limits())
            body = json.loads(bytes(as_response(problem, lang).body))
            assert (body["status"], body["title"]) == (503, title)
