"""What is slow, or says nothing, in a query: told from its text, before it runs.

The store joins what a group holds, and evaluates ``EXISTS`` anew for each row; how long that takes
depends on how much there is to look through. So each check asks whether a pattern reaches into
something big, and whether it has a start: a constant, a parameter, or what was found outside.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.terms import TYPE
from ldgraph.turtle.mentions import value_of
from ldgraph.turtle.sparql import sparql_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ldgraph.turtle.query import Group, Name, Part, Pattern, Select

#: Variables without a value, by their name: for ``IF`` to give nothing.
_NOTHING = frozenset({"?none", "?nothing"})
#: From so many patterns on that hang on what is only found inside, ``EXISTS`` joins for each row.
_JOINED = 2
#: Parts that give what they find to the group around them.
_GIVING = frozenset({"GROUP", "UNION", "OPTIONAL", "GRAPH", "SERVICE", "SELECT"})


class Slow(NamedTuple):
    """One thing that is slow or useless, and where in the text."""

    code: str
    start: int
    end: int
    name: str = ""
    #: Whether it is so only where a parameter is left out.
    mild: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What a query stands in."""

    prefixes: Mapping[str, str]
    #: Variables that have a value before the query runs.
    given: frozenset[str]
    #: What each part that can be included selects.
    parts: Mapping[str, frozenset[str]]
    #: Classes of which there are very many, and the properties of such things.
    big: frozenset[str]
    big_properties: frozenset[str]


def slow(text: str, query: Select, around: Around) -> list[Slow]:
    """Give what is slow or useless in a query, in the order of its text."""
    looking = _Looking(around)
    looking.group(query.group, set())
    found = {*looking.found, *_Variables(text, query, around).useless()}
    return sorted(found, key=lambda one: (one.start, one.code))


@dataclass(slots=True)
class _Looking:
    around: Around
    found: list[Slow] = field(default_factory=list)

    def tell(self, code: str, at: Name) -> None:
        self.found.append(Slow(code, at.start, at.end))

    def group(self, group: Group, outside: set[str]) -> None:
        here = visible(group, self.around) | outside
        self.product(group, outside)
        self.paths(group, outside)
        for part in group.parts:
            if part.kind == "NOT EXISTS":
                self.not_exists(part, here)
            elif part.kind == "MINUS":
                self.minus(part, here)
            elif part.kind == "UNION" and group.patterns:
                self.union(part)
            for inner in part.groups:
                # Only EXISTS sees inside what is found outside; the rest is joined afterwards.
                self.group(inner, here if "EXISTS" in part.kind else set())

    # -- checks ---------------------------------------------------------------------------------

    def not_exists(self, part: Part, outside: set[str]) -> None:
        """Find what is joined anew for each row, in something big."""
        inner = part.groups[0]
        apart = [one for one in inner.patterns if not self.has_value(one.subject, outside)]
        # One pattern is found by an index, unless only a filter ties it to the row.
        loose = [one for one in apart if inner.used and not self.has_value(one.object, outside)]
        if any(self.is_big(one, inner) for one in (apart if len(apart) >= _JOINED else loose)):
            self.tell("query-not-exists", part.mark())

    def minus(self, part: Part, outside: set[str]) -> None:
        """Find what is taken away from nothing, and what is looked through whole for it."""
        inner = part.groups[0]
        if not visible(inner, self.around) & outside:
            self.tell("query-minus-nothing", part.mark())
        elif self.is_whole(inner):
            self.tell("query-minus-whole", part.mark())

    def union(self, part: Part) -> None:
        """Find a branch that is found whole before it is joined."""
        if any(self.is_whole(branch) for branch in part.groups):
            self.tell("query-union-joined", part.mark())

    def is_whole(self, group: Group) -> bool:
        """Say whether a group looks through something big and names nothing in particular."""
        return any(self.is_big(one, group) for one in group.patterns) and not any(
            self.has_value(one.subject, set())
            or (not self.is_type(one) and self.has_value(one.object, set()))
            for one in group.patterns
        )

    def paths(self, group: Group, outside: set[str]) -> None:
        """Find paths of any length that start nowhere."""
        for pattern in group.patterns:
            last = pattern.path[-1].text if pattern.path else ""
            if last not in {"*", "+"} or _steps(pattern) > 1:
                continue
            others = outside.union(
                *(one.variables() for one in group.patterns if one is not pattern)
            )
            if not any(self.has_value(one, others) for one in (pattern.subject, pattern.object)):
                code = "query-path-empty" if last == "*" else "query-path-whole"
                self.tell(code, pattern.subject._replace(end=pattern.object.end))

    def product(self, group: Group, outside: set[str]) -> None:
        """Find what shares no variable with the rest: each row goes with each of the others."""
        pieces = [(one.variables(), _whole(one)) for one in group.patterns]
        pieces += [(set(self.around.parts.get(one.name, ())), one) for one in group.included]
        links = [{one.name.name, *one.inputs} for one in group.assigned]
        for part in group.parts:
            names = set[str]().union(*(of_part(part, one, self.around) for one in part.groups))
            if part.kind == "OPTIONAL":
                links.append(names)
            elif part.kind in _GIVING and not _is_one_row(part):
                pieces.append((names, part.mark()))
        clusters = _merged([outside, *links, *(names for names, _ in pieces)])
        first: set[str] | None = None
        for names, at in sorted(pieces, key=lambda one: one[1].start):
            cluster = next((one for one in clusters if one & names), None)
            if cluster is None:
                continue
            if first is not None and cluster is not first:
                narrowed = bool((first | cluster) & self.around.given)
                self.found.append(Slow("query-product", at.start, at.end, mild=narrowed))
                clusters = _merged([first | cluster, *clusters])
                cluster = next(one for one in clusters if one & names)
            first = cluster

    # -- what is known --------------------------------------------------------------------------

    def has_value(self, name: Name, outside: set[str]) -> bool:
        return not name.is_variable or name.name in self.around.given or name.name in outside

    def is_type(self, pattern: Pattern) -> bool:
        return len(pattern.path) == 1 and self.iri(pattern.path[0].text) == TYPE

    def is_big(self, pattern: Pattern, group: Group) -> bool:
        """Say whether a pattern reaches into something big."""
        kinds = {
            self.iri(one.object.name)
            for one in group.patterns
            if one.subject.name == pattern.subject.name
            and self.is_type(one)
            and not one.object.is_variable
        }
        if kinds:
            return bool(kinds & self.around.big)
        if any(one.kind == "variable" for one in pattern.path):
            return True
        return any(self.iri(one.text) in self.around.big_properties for one in pattern.path)

    def iri(self, written: str) -> str | None:
        return TYPE if written == "a" else value_of(written, "", self.around.prefixes)


def visible(group: Group, around: Around) -> set[str]:
    """Name the variables that a group gives a value."""
    found = {one.name.name for one in group.assigned} | {one.name for one in group.values}
    found = found.union(*(one.variables() for one in group.patterns))
    found = found.union(*(around.parts.get(one.name, frozenset()) for one in group.included))
    for part in group.parts:
        if part.kind in _GIVING:
            found = found.union(*(of_part(part, one, around) for one in part.groups))
    return found


def of_part(part: Part, group: Group, around: Around) -> set[str]:
    """Name the variables that a part of a group gives: of a ``SELECT`` what it selects."""
    if part.select is not None and not part.select.star:
        return {one.name for one in part.select.projected}
    return visible(group, around)


def _is_one_row(part: Part) -> bool:
    """Say whether a part counts all there is, and so gives a single row."""
    select = part.select or next(
        (one.select for group in part.groups for one in group.parts if one.select), None
    )
    return select is not None and select.counts_all


def _whole(pattern: Pattern) -> Name:
    return pattern.subject._replace(end=max(pattern.subject.end, pattern.object.end))


def _steps(pattern: Pattern) -> int:
    """Count the steps of a path that follow one another."""
    depth = steps = 0
    for one in pattern.path:
        depth += (one.text == "(") - (one.text == ")")
        steps += one.text == "/" and depth == 0
    return steps + 1


def _merged(sets: Iterable[set[str]]) -> list[set[str]]:
    """Unite sets that share something."""
    merged: list[set[str]] = []
    for one in sets:
        near = [other for other in merged if other & one]
        merged = [*(other for other in merged if not other & one), one.union(*near)]
    return merged


@dataclass(slots=True)
class _Variables:
    """Where each variable of a query stands, for finding those that do nothing."""

    text: str
    query: Select
    around: Around

    def useless(self) -> Iterator[Slow]:
        places: dict[str, list[int]] = {}
        for token in sparql_tokens(self.text):
            if token.kind == "variable":
                places.setdefault("?" + token.text[1:], []).append(token.start)
        groups = list(_groups(self.query))
        for _, group in groups:
            for one in group.included:
                for name in self.around.parts.get(one.name, frozenset()):
                    places.setdefault(name, []).append(one.start)
        selected = {one.name for one in self.query.projected}
        yield from self._unbound()
        if not self.query.star:  # which gives whatever there is
            yield from self._assigned(groups, places, selected)
            yield from self._optional(groups, places)
            yield from self._handed_out(groups, places)

    def _assigned(
        self,
        groups: list[tuple[Select, Group]],
        places: Mapping[str, list[int]],
        selected: set[str],
    ) -> Iterator[Slow]:
        """Find variables that are given a value, or handed out, and that nobody looks at."""
        for select, group in groups:
            for one in (*group.assigned, *select.assigned):
                name = one.name
                if len(places.get(name.name, ())) == 1 and name.name not in selected:
                    yield Slow("query-unused-variable", name.start, name.end, name.name)

    def _handed_out(
        self,
        groups: list[tuple[Select, Group]],
        places: Mapping[str, list[int]],
    ) -> Iterator[Slow]:
        """Find variables that a query within selects and that nothing around it looks at."""
        for part in (part for _, group in groups for part in group.parts):
            for one in part.select.projected if part.select else ():
                inside = [part.start <= at < part.end for at in places.get(one.name, ())]
                if all(inside) and len(inside) > 1:
                    yield Slow("query-unused-variable", one.start, one.end, one.name, mild=True)

    def _optional(
        self,
        groups: list[tuple[Select, Group]],
        places: Mapping[str, list[int]],
    ) -> Iterator[Slow]:
        """Find optional parts of which nothing is used."""
        for _, group in groups:
            for part in group.parts:
                if part.kind != "OPTIONAL":
                    continue
                others = [one for one in group.parts if one is not part]
                known = visible(replace(group, parts=others), self.around)
                new = visible(part.groups[0], self.around) - known
                used = any(
                    not part.start <= at < part.end for name in new for at in places.get(name, ())
                )
                if not used:
                    mark = part.mark()
                    yield Slow("query-unused-optional", mark.start, mark.end)

    def _unbound(self) -> Iterator[Slow]:
        """Find variables that are asked for where nothing gives them a value."""
        told = set(_NOTHING | self.around.given)
        seen = visible(self.query.group, self.around)
        seen |= {one.name.name for one in self.query.assigned}
        outer = [] if self.query.form == "DESCRIBE" else self.query.projected
        for names, known in ((outer, seen), *_scopes(self.query, self.around)):
            for one in names:
                if one.name not in known | told:
                    told.add(one.name)
                    yield Slow("query-unbound-variable", one.start, one.end, one.name)


def _scopes(query: Select, around: Around) -> Iterator[tuple[list[Name], set[str]]]:
    """Give the variables in the expressions of each group, with those that it sees."""
    known = visible(query.group, around) | {one.name.name for one in query.assigned}
    yield query.used, known
    todo: list[tuple[Group, set[str]]] = [(query.group, set())]
    while todo:
        group, outside = todo.pop()
        here = visible(group, around) | outside
        yield group.used, here
        for part in group.parts:
            if part.select:
                yield from _scopes(part.select, around)
                continue
            # These are evaluated with what is found around them; other groups before it.
            sees = part.kind == "OPTIONAL" or "EXISTS" in part.kind
            todo += [(inner, here if sees else set()) for inner in part.groups]


def _groups(query: Select) -> Iterator[tuple[Select, Group]]:
    """Give every group with the query that it is of."""
    todo = [(query, query.group)]
    while todo:
        select, group = todo.pop()
        yield select, group
        for part in group.parts:
            todo += [(part.select or select, inner) for inner in part.groups]
