"""The text of a stored question with its parameters given, for an engine that binds none.

pyoxigraph takes values beside the text (``substitutions``); the SPARQL protocol has no place for
them. Each variable is replaced by its term wherever it is the same variable: in the outermost query
and, from there, in every sub-select that projects it under its own name. One that is renamed
(``(?offering AS ?other)``) or not projected is another variable, and stays. Terms stand where
variables stood, so an engine starts from them, and a filter in an ``OPTIONAL`` or a branch of a
``UNION`` knows them too, as with values that are bound: a ``VALUES`` clause would not reach there.

Of a government and a requirement that are both given, the requirement is compared at the end where
every row has one: with both written in, sub-selects have nothing left to be joined by, and Virtuoso
loses conditions or runs out of memory over them.
"""

from __future__ import annotations

from itertools import count, pairwise
from typing import TYPE_CHECKING

from ldgraph.errors import LdgraphError
from ldgraph.turtle.lexer import TRIVIA, Token
from ldgraph.turtle.sparql import has_two_readings, sparql_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyoxigraph as ox

_OPENING, _CLOSING = frozenset("({["), frozenset(")}]")
#: What is compared at the end where the other is given as well.
_COMPARED, _WHERE_GIVEN = "requirement", "government"
#: What stands before a group that rows may lack.
_MAY_LACK = frozenset({"OPTIONAL", "MINUS", "UNION", "EXISTS"})
_MODIFIERS = frozenset({"GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"})


class UnboundableError(LdgraphError):
    """A query is written so that values of its parameters cannot be written into its text."""

    def __init__(self, english: str, dutch: str) -> None:
        super().__init__(
            f"parameters cannot be written into this query: {english}",
            f"parameters kunnen niet in deze vraag geschreven worden: {dutch}",
        )


def with_values(text: str, bound: Mapping[str, ox.NamedNode | ox.Literal]) -> str:
    """Write values into a ``SELECT``: the answer has the columns and rows as if they were bound.

    As with pyoxigraph, a variable that the outermost query does not project is not bound.

    Raises:
        UnboundableError: The text is no ``SELECT`` of named columns, gives a parameter a value of
            its own, or takes away (``MINUS``) by a parameter.

    >>> one = {"d": ox.NamedNode("urn:d")}
    >>> with_values("SELECT ?a ?d WHERE { ?a ?p ?d } ORDER BY ?d", one)
    'SELECT ?a ?d WHERE { ?a ?p <urn:d> BIND (<urn:d> AS ?d) } ORDER BY ?d'
    """
    if has_two_readings(text):
        raise UnboundableError("it can be read in two ways", "ze kan op twee manieren gelezen")
    tokens = [one for one in sparql_tokens(text) if one.kind != "comment"]
    return _Writer(tokens, {name: str(term) for name, term in bound.items()}).whole()


class _Writer:
    """Writes a query anew, token by token."""

    def __init__(self, tokens: Sequence[Token], terms: Mapping[str, str]) -> None:
        self.tokens = tokens
        self.terms = terms
        self.closing = _closing(tokens)
        self.taken = {one.text[1:] for one in tokens if one.kind == "variable"}

    def word(self, at: int) -> str:
        """Give a token as a keyword or a sign; empty past the end."""
        return self.tokens[at].text.upper() if at < len(self.tokens) else ""

    def name(self, at: int) -> str:
        """Give the name of a variable; empty for another token."""
        is_one = at < len(self.tokens) and self.tokens[at].kind == "variable"
        return self.tokens[at].text[1:] if is_one else ""

    def solid(self, at: int) -> int:
        """Give the place of the first token from ``at`` on that is no space."""
        while at < len(self.tokens) and self.tokens[at].kind in TRIVIA:
            at += 1
        return at

    def level(self, start: int, end: int) -> Iterator[int]:
        """Walk over tokens, not into brackets: each of these is one step."""
        at = start
        while at < end:
            yield at
            at = self.closing.get(at, at) + 1

    def fresh(self) -> str:
        """Give a name that no variable of the query has."""
        name = next(one for number in count(1) if (one := f"one_{number}") not in self.taken)
        self.taken.add(name)
        return name

    def read(self, start: int, end: int) -> str:
        """Give what stands between two places, as it is."""
        return "".join(one.text for one in self.tokens[start:end])

    def whole(self) -> str:
        """Write the query: what is bound is still selected, grouped and sorted by."""
        forms = {"SELECT", "CONSTRUCT", "ASK", "DESCRIBE", "{"}
        select = next((at for at in range(len(self.tokens)) if self.word(at) in forms), 0)
        if self.word(select) != "SELECT":
            raise UnboundableError("it is no SELECT", "ze is geen SELECT")
        body = self.body_of(select)
        known = self.selected(select, body).intersection(self.terms)
        end = self.closing[body]
        compared = ""
        if {_COMPARED, _WHERE_GIVEN} <= known and self.has(body + 1, end, _COMPARED):
            known -= {_COMPARED}
            compared = f"FILTER (?{_COMPARED} = {self.terms[_COMPARED]}) "
        inner = self.written(body + 1, end, known)
        binds = "".join(f"BIND ({self.terms[one]} AS ?{one}) " for one in sorted(known))
        binds = compared + binds
        if binds:
            inner = self.joined(body, inner, binds)
        return self.read(0, body + 1) + inner + self.read(end, len(self.tokens))

    def joined(self, body: int, inner: str, binds: str) -> str:
        """Put bindings at the end of a group; a sub-select must then be a group within it."""
        alone = self.word(self.solid(body + 1)) == "SELECT"
        return f" {{{inner}}} {binds}" if alone else f"{inner.rstrip()} {binds}"

    def has(self, start: int, end: int, name: str) -> bool:
        """Tell whether every row of a group has a value of a variable, as far as can be seen."""
        first = self.solid(start)
        if self.word(first) == "SELECT":
            body = self.body_of(first)
            inner = self.has(body + 1, self.closing[body], name)
            return inner and name in self.selected(first, body)
        before = ""
        for at in self.level(first, end):
            if self.name(at) == name:
                return True
            after = self.word(self.solid(self.closing.get(at, at) + 1))
            is_sure = self.word(at) == "{" and before not in _MAY_LACK and after != "UNION"
            if is_sure and self.has(at + 1, self.closing[at], name):
                return True
            if self.tokens[at].kind not in TRIVIA:
                before = self.word(at)
        return False

    def body_of(self, select: int) -> int:
        """Find the brace that opens the group of a ``SELECT``."""
        for at in self.level(select, len(self.tokens)):
            if self.word(at) == "{":
                return at
        raise UnboundableError("it has no group", "ze heeft geen groep")

    def selected(self, select: int, body: int) -> frozenset[str]:
        """Name the variables that a ``SELECT`` gives under their own name."""
        places = list(self.level(select, body))
        if any(self.word(at) == "*" for at in places):
            raise UnboundableError("it selects all (*)", "ze vraagt alles op (*)")
        return frozenset(filter(None, map(self.name, places)))

    def written(self, start: int, end: int, known: frozenset[str]) -> str:
        """Write what stands between two places, a sub-select included."""
        first = self.solid(start)
        if self.word(first) == "SELECT":
            return self.read(start, first) + self.sub_select(first, end, known)
        made, at = [], start
        while at < end:
            self.refuse_own(at, known)
            if self.word(at) == "BOUND" and self.name(self.solid(self.solid(at + 1) + 1)) in known:
                made.append("true")
                at = self.closing[self.solid(at + 1)]
            elif self.word(at) == "{":
                made.append("{" + self.written(at + 1, self.closing[at], known) + "}")
                at = self.closing[at]
            else:
                name = self.name(at)
                made.append(self.terms[name] if name in known else self.tokens[at].text)
            at += 1
        return "".join(made)

    def refuse_own(self, at: int, known: frozenset[str]) -> None:
        """Refuse what gives a variable a value beside its own, or takes away by it."""
        word = self.word(at)
        if word == "AS":
            names = {self.name(self.solid(at + 1))}
        elif word in {"VALUES", "MINUS"}:
            brace = self.body_of(at)
            end = self.closing[brace] if word == "MINUS" else brace
            names = {self.name(one) for one in range(at, end)}
        else:
            return
        if found := sorted(names & known):
            raise UnboundableError(f"{word} has ?{found[0]}", f"{word} noemt ?{found[0]}")

    def sub_select(self, select: int, end: int, known: frozenset[str]) -> str:
        """Write a sub-select: what is bound is the same in every row, so it is not selected."""
        body = self.body_of(select)
        for at in range(select, body):
            self.refuse_own(at, known)
        known = known.intersection(self.selected(select, body))
        head = self.clause(select, body, known)
        if "?" not in head:
            distinct = "DISTINCT " if "DISTINCT" in head.upper() else ""
            head = f"SELECT {distinct}(1 AS ?{self.fresh()}) WHERE "
        inner = self.written(body + 1, self.closing[body], known)
        tail = " "
        for start, until in self.modifiers(self.closing[body] + 1, end):
            made = self.clause(start, until, known)
            if self.word(start) == "GROUP" and "?" not in made:
                # Grouped by what is bound alone: no row if there is nothing to group.
                inner = self.joined(body, inner, f"BIND (1 AS ?{(one := self.fresh())}) ")
                made = f"GROUP BY ?{one} "
            tail += made
        return f"{head}{{{inner}}}{tail}"

    def clause(self, start: int, end: int, known: frozenset[str]) -> str:
        """Write what is selected, or a modifier, of a sub-select."""
        made = []
        for at in self.level(start, end):
            self.refuse_own(at, known)
            if self.name(at) in known:
                made.append(f"({self.terms[self.name(at)]})" if self.word(start) == "ORDER" else "")
            elif at in self.closing:
                made.append(self.written(at, self.closing[at] + 1, known))
            else:
                made.append(self.tokens[at].text)
        return "".join(made)

    def modifiers(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Give where each modifier begins and ends."""
        begins = [at for at in self.level(start, end) if self.word(at) in _MODIFIERS]
        return pairwise([*begins, end])


def _closing(tokens: Sequence[Token]) -> dict[int, int]:
    """Give, for each bracket that opens, the place of the one that closes it."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    for at, token in enumerate(tokens):
        if token.text in _OPENING:
            opened.append(at)
        elif token.text in _CLOSING:
            if not opened:
                raise UnboundableError("a bracket closes none", "een haakje sluit er geen")
            closing[opened.pop()] = at
    if opened:
        raise UnboundableError("a bracket is not closed", "een haakje is niet gesloten")
    return closing
