"""What is published can be published, and nothing that is not can be worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from tests.disclosure.tables import Counts, counts, range_of, table_for

from ldgraph.disclosure.audit import Limits, exposed
from ldgraph.disclosure.measures import COLUMNS, OUT_OF_REACH
from ldgraph.disclosure.protect import Earlier, exposed_before, protect, still_known
from ldgraph.disclosure.suppress import Reason, sensitive
from ldgraph.disclosure.table import ALL, Cell, Layout, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

_LIMITS = Limits(threshold=2, width=2)
_STATES = ("leemte", "te-herbevestigen", "in-orde", "niet-van-toepassing", "onbekend", OUT_OF_REACH)


@st.composite
def populations(draw: st.DrawFn) -> Table:
    """Draw governments of some kinds, some kinds in size classes, each in one of six states."""
    rows: dict[str, str | None] = {"": None}
    sizes: dict[str, int] = {}
    number = st.one_of(st.integers(1, 8), st.integers(9, 60))
    for kind in range(draw(st.integers(2, 4))):
        name = f"k{kind}"
        rows[name] = ""
        classes = draw(st.sampled_from([0, 2, 3]))
        for size in range(classes):
            rows[f"{name} s{size}"] = name
            sizes[f"{name} s{size}"] = draw(number)
        if not classes:
            sizes[name] = draw(number)
    members: dict[Cell, dict[str, int]] = {}
    for row, count in sizes.items():
        weights = draw(st.lists(st.integers(0, 9), min_size=6, max_size=6).filter(any))
        for place, state in enumerate(draw(st.randoms()).choices(_STATES, weights, k=count)):
            members.setdefault(Cell(row, state), {})[f"{row}-{place}"] = 1
    for row in [*rows][::-1]:
        below = [one for one, above in rows.items() if above == row]
        sizes.setdefault(row, sum(sizes[one] for one in below))
    return Table(Layout(rows, COLUMNS, sizes), members)


@settings(max_examples=40, deadline=None)
@given(populations(), st.sampled_from([3, 5, 8]))
def test_no_figure_that_is_left_out_can_be_narrowed_down(table: Table, threshold: int) -> None:
    limits = Limits(threshold, threshold)

    found = protect(table, [], limits)

    event(f"published: {'some' if found.published else 'none'}")
    assert set(found.published) | set(found.withheld) == set(table.layout.cells())
    assert not set(found.published) & set(found.withheld)
    assert list(exposed(table.layout, found.published, limits)) == []


@settings(max_examples=60, deadline=None)
@given(counts())
def test_every_figure_left_out_may_be_much_else_by_trying_all_tables(found: Counts) -> None:
    table = table_for(found)

    published = protect(table, [], _LIMITS).published

    assume(published)
    for cell, (low, high) in range_of(table.layout, published).items():
        if cell not in published:
            assert high - low >= min(2, table.layout.population[cell.row]), cell


@settings(max_examples=60, deadline=None)
@given(populations())
def test_what_is_published_speaks_of_neither_few_nor_all_but_few(table: Table) -> None:
    published = protect(table, [], Limits(5, 5)).published

    for cell, value in published.items():
        assert value == table.values[cell]
        assert 5 <= value <= table.layout.population[cell.row] - 5
        if COLUMNS[cell.column] == "beoordeeld":
            assessed = table.values[Cell(cell.row, "beoordeeld")]
            assert value <= assessed - 5


def _change(found: Counts, row: str, place: int, by: int) -> Counts:
    """Let some of a group come to be in another state; its members stay."""
    one = list(found[row])
    other = (place + 1) % 3
    by = min(by, one[place])
    one[place] -= by
    one[other] += by
    return {**found, row: (one[0], one[1], one[2])}


def _earlier(before: Table, now: Table, published: Mapping[Cell, int]) -> Earlier:
    changed = {
        row: abs(now.layout.population[row] - size)
        for row, size in before.layout.population.items()
    }
    return Earlier(before.layout, published, changed)


_CHANGES = st.lists(
    st.tuples(st.sampled_from(["a1", "a2", "b"]), st.integers(0, 2), st.integers(1, 5)), max_size=3
)


@settings(max_examples=80, deadline=None)
@given(counts(most=7), _CHANGES)
def test_two_editions_of_the_same_governments_give_away_no_more_than_each(
    found: Counts, changes: list[tuple[str, int, int]]
) -> None:
    before = table_for(found)
    first = protect(before, [], _LIMITS).published
    after = found
    for row, place, by in changes:
        after = _change(after, row, place, by)
    now = table_for(after)

    second = protect(now, [_earlier(before, now, first)], _LIMITS).published

    event(f"both: {'some' if first and second else 'none'}")
    # What a reader takes to be as it was, and rightly so, helps with nothing else.
    unchanged = {cell: value for cell, value in first.items() if now.values[cell] == value}
    known = {**unchanged, **second}
    given_away = range_of(now.layout, unchanged)
    for cell, (low, high) in range_of(now.layout, known).items():
        wanted = min(2, now.layout.population[cell.row])
        was_low, was_high = given_away[cell]
        if cell not in known and was_high - was_low >= wanted:
            assert high - low >= wanted, cell
    # And a difference is none, or of as many as may be spoken of.
    for cell in set(first) & set(second):
        assert abs(first[cell] - second[cell]) != 1


@settings(max_examples=80, deadline=None)
@given(counts(most=7), _CHANGES)
def test_a_later_edition_gives_away_nothing_that_an_earlier_one_left_out(
    found: Counts, changes: list[tuple[str, int, int]]
) -> None:
    before = table_for(found)
    first = protect(before, [], _LIMITS).published
    after = found
    for row, place, by in changes:
        after = _change(after, row, place, by)
    now = table_for(after)

    second = protect(now, [_earlier(before, now, first)], _LIMITS).published

    # The reader takes to have been so then what is published only now; where it truly was so, what
    # was left out then must be as free as it was.
    added = {
        cell: value
        for cell, value in second.items()
        if cell not in first and before.values[cell] == value
    }
    if len(added) == len([cell for cell in second if cell not in first]):
        for cell, (low, high) in range_of(before.layout, {**first, **added}).items():
            if cell not in first and cell not in added:
                assert high - low >= min(2, before.layout.population[cell.row]), cell


@settings(max_examples=60, deadline=None)
@given(counts(most=8), st.sampled_from(["a1", "a2", "b"]), st.integers(0, 2), st.just(1))
def test_a_group_that_few_joined_is_not_published_twice(
    found: Counts, row: str, place: int, joined: int
) -> None:
    before = table_for(found)
    first = protect(before, [], _LIMITS).published
    more = list(found[row])
    more[place] += joined
    now = table_for({**found, row: (more[0], more[1], more[2])})

    second = protect(now, [_earlier(before, now, first)], _LIMITS).published

    above = {row, "all", *({"a"} if row.startswith("a") else ())}
    assert {cell for cell in set(first) & set(second) if cell.row in above} == set()


def test_a_group_of_which_nobody_can_tell_who_joined_is_not_published_twice() -> None:
    table = table_for({"a1": (20, 20, 20), "a2": (30, 30, 30), "b": (10, 10, 10)})
    first = protect(table, [], _LIMITS).published
    assert Cell("b", "gap") in first

    known = dict.fromkeys(table.layout.rows, 0)
    del known["b"]
    second = protect(table, [Earlier(table.layout, first, known)], _LIMITS)

    assert second.withheld[Cell("b", "gap")] is Reason.EDITION


def test_the_same_figures_are_published_again() -> None:
    table = table_for({"a1": (20, 20, 2), "a2": (30, 30, 30), "b": (10, 10, 10)})
    first = protect(table, [], _LIMITS).published

    second = protect(table, [_earlier(table, table, first)], _LIMITS).published

    assert first == second
    assert first


def test_governments_that_share_their_it_count_as_one() -> None:
    rows: dict[str, str | None] = {"all": None, "a": "all", "b": "all"}
    layout = Layout(rows, COLUMNS, {"all": 60, "a": 30, "b": 30})
    gaps = {"one environment": 6, "x": 1, "y": 1, "z": 1, "w": 1}
    members: dict[Cell, Mapping[str, int]] = {
        Cell("a", "leemte"): gaps,
        Cell("a", "in-orde"): {f"o{place}": 1 for place in range(10)},
        Cell("a", "onbekend"): {f"u{place}": 1 for place in range(10)},
        Cell("b", "leemte"): {f"p{place}": 1 for place in range(30)},
    }

    found = sensitive(Table(layout, members), 5)

    assert found[Cell("a", "leemte")] is Reason.DOMINATED
    assert Cell("a", "in-orde") not in found


def test_each_reason_is_given_where_it_holds() -> None:
    rows: dict[str, str | None] = {"all": None, "a": "all", "b": "all"}
    layout = Layout(rows, COLUMNS, {"all": 44, "a": 40, "b": 4})
    members = {
        Cell("a", "leemte"): {f"l{place}": 1 for place in range(37)},
        Cell("a", "onbekend"): {f"u{place}": 1 for place in range(3)},
        Cell("b", "leemte"): {f"m{place}": 1 for place in range(4)},
    }

    found = sensitive(Table(layout, members), 5)

    assert found[Cell("b", "leemte")] is Reason.SMALL_GROUP
    assert found[Cell("a", "onbekend")] is Reason.SMALL
    assert found[Cell("a", "leemte")] is Reason.ALL_OR_NONE  # all of those assessed
    assert found[Cell("a", "in-orde")] is Reason.ALL_OR_NONE
    assert found[Cell("a", "beoordeeld")] is Reason.ALL_BUT_FEW
    assert ALL not in {cell.column for cell in found}


def test_what_is_still_so_is_taken_to_be_known() -> None:
    then = table_for({"a1": (20, 20, 20), "a2": (30, 30, 30), "b": (10, 10, 10)})
    now = table_for({"a1": (20, 20, 20), "a2": (20, 40, 30), "b": (10, 10, 10)})
    first = {Cell("a1", "gap"): 20, Cell("a2", "gap"): 30}

    assert still_known(now.values, [_earlier(then, now, first)]) == {Cell("a1", "gap"): 20}


def test_a_figure_that_completes_an_earlier_edition_is_exposed_before() -> None:
    table = table_for({"a1": (2, 20, 20), "a2": (20, 20, 20), "b": (20, 20, 20)})
    hidden = {Cell("a1", "gap"), Cell("a1", "seen"), Cell("a2", "gap"), Cell("a2", "seen")}
    hidden |= {Cell("a1", "fine"), Cell("a2", "fine"), Cell("a1", "blind"), Cell("a2", "blind")}
    first = {cell: value for cell, value in table.values.items() if cell not in hidden}
    old = _earlier(table, table, first)

    found = exposed_before(old, {Cell("a2", "gap"): 20}, _LIMITS)

    assert any(one.cells == (Cell("a1", "gap"),) for one in found)


def test_what_hid_something_once_is_not_published_later() -> None:
    limits = Limits(5, 5)
    before = table_for({"a1": (2, 30, 30), "a2": (20, 20, 20), "b": (20, 20, 20)})
    now = table_for({"a1": (22, 10, 30), "a2": (20, 20, 20), "b": (20, 20, 20)})
    whole, small, behind = Cell("a", "gap"), Cell("a1", "gap"), Cell("a2", "gap")
    first = protect(before, [], limits).published
    assert whole in first
    assert {small, behind} & set(first) == set()

    second = protect(now, [_earlier(before, now, first)], limits).published

    # Alone it could be; but taken from the whole of then it leaves the two that were hidden.
    assert behind in protect(now, [], limits).published
    assert behind not in second
    assert second
