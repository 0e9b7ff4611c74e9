"""An answer is made once for an audience, and is nobody else's."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from ldgraph.serve import kept
from ldgraph.serve.questions import answering

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from ldgraph.serve.library import Library


def test_the_same_question_is_computed_once(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = 0
    answer = answering.answer

    def counted(*given: object) -> object:
        nonlocal made
        made += 1
        return answer(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(answering, "answer", counted)
    # Another form of the header is another request to what is kept in front.
    accepts = [f"application/json;q=0.{number}" for number in (5, 6, 7)]
    path = "/v1/vragen/capabilities-without-delivery?limit=7"
    found = {client.get(path, headers={"Accept": accept}).text for accept in accepts}
    assert (len(found), made) == (1, 1)
    client.get(path.replace("7", "8"), headers={"Accept": accepts[0]})
    assert made == 2


def test_lists_with_one_hash_are_not_mixed(client: TestClient) -> None:
    for kind in ("besturen", "aanbod", "vereisten", "risicos", "capabilities"):
        got = client.get(f"/v1/{kind}?limit=2", headers={"Accept": "application/json"}).json()
        assert f"/v1/{kind}" in got["_links"]["self"]


def test_much_makes_room(library: Library) -> None:
    public = library.public
    large = b"x" * (1 << 20)
    for number in range(12):
        kept.answered(public, f"large {number}", lambda: (large, {}))
    kept.answered(public, "larger", lambda: (large + b"x", {}))
    for name, is_made in (("large 11", False), ("large 0", True), ("larger", True)):
        made: list[str] = []

        def make(made: list[str] = made) -> tuple[bytes, dict[str, str]]:
            made.append("")
            return b"", {}

        kept.answered(public, name, make)
        assert bool(made) is is_made, name


def test_what_many_ask_for_at_once_is_made_once(library: Library) -> None:
    made: list[object] = []

    def make(_: object) -> object:
        made.append(object())
        time.sleep(0.2)
        return made[-1]

    with ThreadPoolExecutor(8) as threads:
        got = list(
            threads.map(lambda _: kept.kept(library.public, "a try at once", make), range(8))
        )

    assert (len(made), set(got)) == (1, set(made))


def test_what_could_not_be_made_is_made_when_asked_for_again(library: Library) -> None:
    def fail(_: object) -> object:
        raise RuntimeError("not now")

    with pytest.raises(RuntimeError, match="not now"):
        kept.kept(library.public, "a try that fails", fail)
    assert not kept.is_kept(library.public, "a try that fails")
    assert kept.kept(library.public, "a try that fails", lambda _: "made") == "made"
