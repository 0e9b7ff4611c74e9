"""The text of a SHACL-SPARQL query: its prefixes, what it may not hold, pre-bound variables.

SHACL binds ``$this`` and others before a query runs, everywhere in it (SHACL appendix A). That is
done in the text; a blank node cannot be written there and is bound by the store instead, which
sees it only where a triple pattern has the variable.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.terms import OWL, SH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ldgraph.shacl.graphs import ShapesGraph
    from ldgraph.shacl.results import Term

_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>"{}|^`\\\s]*>|#[^\n]*'
    r"|[$?]\w+|[A-Za-z_:][\w:%.-]*|\s+|.",
    re.DOTALL,
)
#: A first triple about ``$this`` whose path does not begin with one that may be empty.
_ONE_STEP = r"(?:a|<[^<>\s]*>|[\w.-]*:[\w.-]+|[$?]\w+)(?:/(?:a|<[^<>\s]*>|[\w.-]*:[\w.-]+))*"
_ABOUT_THIS = re.compile(rf"\{{\s*[$?]this\s+{_ONE_STEP}\s+(?![/|*+^]|\?\W)")
#: Queries that are kept in pieces: those of the shapes of a root, and what is made of them.
_KEPT = 512
_REFUSED = ("MINUS", "VALUES", "SERVICE")
#: With one of these, asking for all at once may be another question.
_NOT_AT_ONCE = frozenset({"SELECT", "GROUP", "HAVING", "LIMIT", "OFFSET"})


class Bound(NamedTuple):
    """A query with its pre-bound variables, and those that the store has to bind."""

    text: str
    rest: dict[ox.Variable, Term]


class Refusal(NamedTuple):
    """Why a query may not be used."""

    english: str
    dutch: str


def prologue(graph: ShapesGraph, node: Term) -> str:
    """Write the ``PREFIX`` lines that ``sh:prefixes`` declares, also by import."""
    todo, seen = list(graph.objects(node, SH + "prefixes")), set[object]()
    lines = set()
    while todo:
        ontology = todo.pop()
        if ontology in seen:
            continue
        seen.add(ontology)
        todo.extend(graph.objects(ontology, OWL + "imports"))
        for declared in graph.objects(ontology, SH + "declare"):
            prefix = graph.objects(declared, SH + "prefix")
            space = graph.objects(declared, SH + "namespace")
            if prefix and space:
                lines.add(f"PREFIX {prefix[0].value}: <{space[0].value}>\n")  # type: ignore[union-attr]
    return "".join(sorted(lines))


@lru_cache(maxsize=_KEPT)
def _cut(text: str) -> tuple[str, ...]:
    """Cut a query into its tokens, once: a shape's is looked at in several ways at every run."""
    return tuple(_TOKEN.findall(text))


def tokens(text: str) -> list[str]:
    """Cut a query into its words, strings, IRIs, variables, signs and white space."""
    return [one for one in _cut(text) if not one.startswith("#")]


def is_variable(token: str, names: Sequence[str]) -> bool:
    """Say whether a token is one of some variables."""
    return token[:1] in {"$", "?"} and token[1:] in names


def with_path(text: str, path: str) -> str:
    """Put a property path in the place of ``$PATH``."""
    return "".join(path if is_variable(one, ["PATH"]) else one for one in _cut(text))


def refusal(text: str, names: Sequence[str]) -> Refusal | None:
    """Say why a query may not be used where ``names`` are pre-bound; None if it may."""
    return _refusal(text, tuple(names))


@lru_cache(maxsize=_KEPT)
def _refusal(text: str, names: tuple[str, ...]) -> Refusal | None:
    words = [one for one in tokens(text) if not one.isspace()]
    for one in words:
        if one.upper() in _REFUSED:
            word = one.upper()
            return Refusal(f"{word} is not allowed in it", f"{word} mag er niet in staan")
    for before, after in pairwise(words):
        if before.upper() == "AS" and is_variable(after, names):
            return Refusal(
                f"{after} has a value already and cannot get another",
                f"{after} heeft al een waarde en kan geen andere krijgen",
            )
    selects = [place for place, one in enumerate(words) if one.upper() == "SELECT"]
    for place in selects[1:]:
        listed = _projection(words[place + 1 :])
        if not any(is_variable(one, ["this"]) for one in listed):
            return Refusal(
                "a SELECT within it has to select $this",
                "een SELECT erbinnen moet $this kiezen",
            )
    return None


def _projection(words: Sequence[str]) -> list[str]:
    listed: list[str] = []
    for one in words:
        if one == "{" or one.upper() == "WHERE":
            break
        listed.append(one)
    return listed


@lru_cache(maxsize=_KEPT)
def same_at_once(text: str) -> bool:
    """Say whether asking for every ``$this`` and keeping some is asking for each of them.

    It is where the body begins with a triple pattern about ``$this``, and no part of it is
    evaluated without having seen that pattern. When in doubt: no.
    """
    parts = [_blanked(one) for one in tokens(text)]
    body = "".join(parts[_body_at(parts) :])
    words = _TOKEN.findall(body)
    if not _ABOUT_THIS.match(body) or sum(one.upper() == "SELECT" for one in parts) != 1:
        return False
    if any(one.upper() in _NOT_AT_ONCE for one in words):
        return False
    return all(_sees_this(group, before) for before, group in _groups(words))


def _blanked(token: str) -> str:
    return '""' if token[:1] in {'"', "'"} else token


def _body_at(words: Sequence[str]) -> int:
    for place, one in enumerate(words):
        if one == "{":
            return place
    return len(words)


def _groups(words: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Give the groups within the body, each with the word before it."""
    said = [one for one in words if not one.isspace()]
    opened: list[int] = []
    for place, one in enumerate(said):
        if one == "{":
            opened.append(place)
        elif one == "}" and opened:
            start = opened.pop()
            if opened:
                yield said[start - 1].upper(), said[start + 1 : place]


def _sees_this(group: Sequence[str], before: str) -> bool:
    """Say whether a group gives the same whether ``$this`` has a value in it or is joined after."""
    if before == "EXISTS":
        # Evaluated for each solution, which is put in its place.
        return True
    if group and is_variable(group[0], ["this"]) and len(group) > 1 and group[1] != "}":
        return not _may_be_empty(group)
    shut = {"BIND", "OPTIONAL"} if before == "OPTIONAL" else {"BIND", "FILTER", "OPTIONAL"}
    return not any(one.upper() in shut for one in group) and not _may_be_empty(group)


def _may_be_empty(group: Sequence[str]) -> bool:
    """Say whether a path in a group may have no step: it then holds of nodes that are nowhere."""
    return any(one in {"*", "?"} for one in group)


def bind(text: str, values: Mapping[str, Term]) -> Bound:
    """Put terms in the place of pre-bound variables, save where variables are selected."""
    parts = _cut(text)
    if not values:
        return Bound("".join(parts), {})
    grouped = any(one.upper() == "GROUP" for one in parts)
    written = {
        name: str(value)
        for name, value in values.items()
        if isinstance(value, ox.NamedNode | ox.Literal) and not grouped
    }
    out: list[str] = []
    depth, listing = 0, False
    for one in parts:
        if one.upper() == "SELECT":
            depth, listing = 0, True
        elif one == "{" or one.upper() in {"WHERE", "FROM"}:
            listing = False
        depth += (one == "(") - (one == ")")
        if (listing and depth <= 0) or not is_variable(one, list(written)):
            out.append(one)
        elif _is_asked_for(out):
            out.append("true")
        else:
            out.append(written[one[1:]])
    rest = {ox.Variable(name): value for name, value in values.items() if name not in written}
    return Bound(_selecting("".join(out), [one.value for one in rest]), rest)


def _is_asked_for(out: list[str]) -> bool:
    """Take back ``BOUND`` before the bracket just written: a term is always bound."""
    places = [place for place in range(len(out) - 1, -1, -1) if not out[place].isspace()][:2]
    if len(places) < 2 or out[places[0]] != "(" or out[places[1]].upper() != "BOUND":  # noqa: PLR2004 (two words)
        return False
    out[places[1]] = ""
    return True


def _selecting(text: str, names: Sequence[str]) -> str:
    """Select what the store is to bind: it binds nothing else."""
    parts = _cut(text)
    places = [place for place, one in enumerate(parts) if one.upper() == "SELECT"]
    if not places:
        return text
    listed = _projection(parts[places[0] + 1 :])
    missing = [name for name in names if not any(is_variable(one, [name]) for one in listed)]
    if not missing or "*" in listed:
        return text
    at = places[0] + 1
    end = at + len(listed)
    added = "".join(f" ?{name}" for name in missing)
    return "".join([*parts[:end], added, " ", *parts[end:]])


def ask_as_select(text: str) -> str:
    """Turn an ``ASK`` into the ``SELECT`` that has a row where it would be true."""
    parts = list(_cut(text))
    asks = [place for place, one in enumerate(parts) if one.upper() == "ASK"]
    if asks:
        parts[asks[0]] = "SELECT ?this ?value "
    return "".join(parts)
