"""Who is let in when: what is cheap is not kept waiting by what is not."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

import pytest

from ldgraph.serve.pool.failures import QueryFailure, Why
from ldgraph.serve.pool.frames import Question
from ldgraph.serve.pool.known import Known
from ldgraph.serve.pool.limits import Limits
from ldgraph.serve.pool.places import Places
from ldgraph.serve.pool.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Callable

_ASK = Question("ASK { ?s ?p ?o }", "json", "ttl")


def _slow(number: int) -> Question:
    """Ask something that takes minutes."""
    values = " ".join(map(str, range(60)))
    rows = " ".join(f"VALUES ?{one} {{ {values} }}" for one in "abcd")
    return _ASK._replace(text=f"SELECT (SUM(?a * ?b * ?c * ?d + {number}) AS ?n) {{ {rows} }}")


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not is_so():  # noqa: ASYNC110 (the pool tells nobody)
            await asyncio.sleep(0.01)


def _data() -> int:
    data = os.memfd_create("test")
    os.write(data, b"<urn:s> <urn:p> <urn:o> .\n")
    return data


def test_who_goes_last_leaves_one_place_to_others() -> None:
    places = Places(3, (9, 9), 1, lambda caller: caller == "greedy")

    assert [places.take_now("greedy") for _ in range(3)] == [True, True, False]
    assert places.take_now("other")


def test_who_goes_last_is_let_in_last_and_the_one_with_fewest_first() -> None:
    async def run() -> list[str]:
        places = Places(2, (9, 9), 5, lambda caller: caller == "greedy")
        entered: list[str] = []

        async def enter(caller: str) -> None:
            await places.take(caller)
            entered.append(caller)

        assert places.take_now("some")
        assert places.take_now("many")
        waiting = [
            asyncio.create_task(enter(one)) for one in ("greedy", "many", "few", "few", "greedy")
        ]
        await asyncio.sleep(0)
        for caller in ("some", "few", "many", "many", "few", "greedy", "greedy"):
            places.give(caller)
            await asyncio.sleep(0.01)
        await asyncio.gather(*waiting)
        assert (places.taken, places.waiting) == (0, 0)
        return entered

    assert asyncio.run(run()) == ["few", "few", "many", "greedy", "greedy"]


def test_who_is_cancelled_while_waiting_takes_no_place() -> None:
    async def run() -> None:
        places = Places(1, (9, 9), 5)
        assert places.take_now("one")
        gone, here = (asyncio.create_task(places.take(one)) for one in ("two", "three"))
        await asyncio.sleep(0)
        gone.cancel()
        places.give("one")
        await here
        assert (places.taken, places.waiting) == (1, 0)
        places.give("three")
        assert places.take_now("four")

    asyncio.run(run())


def test_a_full_queue_has_room_for_who_asks_little() -> None:
    async def run() -> None:
        places = Places(1, (3, 3), 0.2)
        assert places.take_now("one")
        greedy = [asyncio.create_task(places.take("greedy")) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(QueryFailure):
            await places.take("greedy")
        other = asyncio.create_task(places.take("other"))
        await asyncio.sleep(0)
        assert [places.waiting, other.done()] == [3, False]
        places.give("one")
        found = await asyncio.gather(*greedy, other, return_exceptions=True)
        assert [getattr(one, "why", None) for one in found[:3]] == [None, Why.BUSY, Why.BUSY]
        assert isinstance(found[3], QueryFailure)  # in time, but not before greedy's first
        places.give("greedy")
        assert (places.taken, places.waiting) == (0, 0)

    asyncio.run(run())


def test_a_busy_machine_makes_no_cheap_query_a_slow_one() -> None:
    """A process that gets no time of the processor for longer than a moment takes none either."""

    async def run() -> None:
        pool = await Pool.start(_data(), Limits(slow=0, patience=0.2, moment=0.1))
        try:
            members = pool.pids[1:]
            for pid in members:
                os.kill(pid, signal.SIGSTOP)
            asked = asyncio.create_task(pool.ask(_ASK, "one"))
            await asyncio.sleep(0.4)
            for pid in members:
                os.kill(pid, signal.SIGCONT)
            assert (await asked).whole == b'{"head":{},"boolean":true}'
        finally:
            pool.end()
            await asyncio.sleep(0)

    asyncio.run(run())


def test_who_asked_what_is_slow_lets_others_go_first() -> None:
    async def run() -> None:
        pool = await Pool.start(_data(), Limits(quick=2))
        try:
            heavy = asyncio.create_task(pool.ask(_slow(1), "greedy"))
            await _until(lambda: pool.slow.taken == 1)
            assert not heavy.done()
            alone = [pool.quick.take_now("greedy") for _ in range(2)]
            pool.quick.give("greedy")
            assert (await pool.ask(_ASK, "other")).whole is not None
            pool.quick.give("greedy")
            assert alone == [True, True]
            assert [pool.quick.take_now("greedy") for _ in range(2)] == [True, False]
            heavy.cancel()
        finally:
            pool.end()
            await asyncio.sleep(0)

    asyncio.run(run())


def test_one_who_has_a_slow_query_leaves_a_place_to_others() -> None:
    async def run() -> None:
        pool = await Pool.start(_data(), Limits(slow=2))
        try:
            asked = [asyncio.create_task(pool.ask(_slow(n), "greedy")) for n in range(2)]
            await _until(lambda: pool.slow.waiting == 1)
            assert pool.slow.taken == 1
            asked.append(asyncio.create_task(pool.ask(_slow(3), "other")))
            await _until(lambda: pool.slow.taken == 2)
            assert pool.slow.waiting == 1
            assert not any(one.done() for one in asked)
            for one in asked:
                one.cancel()
            await asyncio.gather(*asked, return_exceptions=True)
            assert pool.is_idle
        finally:
            pool.end()
            await asyncio.sleep(0)

    asyncio.run(run())


@pytest.mark.parametrize("count", [1, 2, 3])
def test_who_goes_last_is_not_kept_out(count: int) -> None:
    places = Places(count, (9, 9), 1, lambda _: True)

    assert places.take_now("greedy")


def test_what_was_seen_is_known_for_a_while() -> None:
    known, gone = Known(60), Known(0)
    for number in range(2000):
        known.add(number)
        gone.add(number)

    assert [one in known for one in (1999, 1500, 500)] == [True, True, False]
    assert 1999 not in gone
    assert known.has_other(1999)
    known.discard(1999)
    assert 1999 not in known
    one = Known(60)
    one.add("a")
    assert [one.has_other("a"), one.has_other("b")] == [False, True]
