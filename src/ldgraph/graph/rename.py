"""Give a thing, or all that a root names, another IRI: what is asked for, and what is refused.

A root that moves takes its vocabulary along, and one that extends another follows it to where the
other has it. What others keep below the same address stays there.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

import ldgraph
from ldgraph.errors import UnknownNameError
from ldgraph.graph.codes import code_of
from ldgraph.graph.naming import LINKED_ONLY
from ldgraph.graph.places import is_base
from ldgraph.graph.prefixes import expand, prefixes_of, shorten
from ldgraph.graph.rewrite import Plan, plan, settings
from ldgraph.graph.texts import RenameError, Texts
from ldgraph.shacl.patterns import PatternError, matcher
from ldgraph.terms import BASE, RDFS, SH, SHAPES, TERMS, TYPE
from ldgraph.turtle.names import is_iri
from ldgraph.turtle.replace import Move
from ldgraph.turtle.terms import unescape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root

    Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_MOST_NEAR = 5
#: What of a base moves, beside the vocabulary.
_MOVED = ("/id/", "/doc/", "/ns/", "/shacl/")
#: What of the base that is the default moves: the rest is another's.
_MOVED_FROM_DEFAULT = ("/id/", "/doc/")
#: What follows the name of the vocabulary in an IRI, if anything does.
_ENDS = ("", "#", "/")


def plan_term(root: Root, dataset: Dataset, old: str, new: str) -> Plan:
    """Plan to give one thing another IRI.

    Args:
        root: Where; the roots that it extends keep their files.
        dataset: The root as read, without faults.
        old: A prefixed name, an IRI, or either as it stands in a file.
        new: As ``old``; nothing may be called so yet.

    Raises:
        RenameError: The new IRI is none, is taken, or not such as its class wants; or the old one
            is described elsewhere.
        UnknownNameError: Nothing is called ``old``.
    """
    prefixes = prefixes_of(root)
    before, after = _iri(old, prefixes), _iri(new, prefixes)
    _refuse_names(dataset, before, after)
    texts = Texts(root, dataset)
    _refuse_places(texts, dataset, root, before, after)
    _refuse_pattern(dataset, before, after)
    shapes = dataset.shapes.quads_for_pattern(ox.NamedNode(before), None, None, None)
    is_shape = next(iter(shapes), None) is not None
    codes = {code_of(before): code_of(after)} if is_shape else {}
    move = Move(
        lambda iri: after if iri == before else iri,
        code=lambda code: codes.get(code, code),
    )
    needles = [before, shorten(before, prefixes)]
    made = plan(texts, move, root, needles, texts.naming(before))
    return replace(made, modules=tuple(named_by_program(before, root, prefixes)))


def named_by_program(iri: str, root: Root, prefixes: Mapping[str, str]) -> list[str]:
    """Name the modules that may name a term: they do not find it under another name.

    Looked for is the text, so that it may be another thing of that name.
    """
    prefix, _, local = shorten(iri, prefixes).partition(":")
    bases = (root.vocabulary.base, root.base)
    if not iri.startswith(bases) or not local:
        return []
    path = re.escape(iri.removeprefix(bases[0]).removeprefix(bases[1]))
    wanted = re.compile(rf"[\"']{re.escape(local)}[\"']|\b{prefix}:{re.escape(local)}\b|{path}\b")
    program = Path(ldgraph.__file__).parent
    return [
        module.relative_to(program.parent).as_posix()
        for module in sorted(program.rglob("*.py"))
        if wanted.search(module.read_text("utf-8"))
    ]


def plan_base(root: Root, dataset: Dataset, old: str, new: str) -> Plan:
    """Plan to move a root to another base address, its settings along with it.

    A root with a base of its own follows one that it extends and that has moved.

    Raises:
        RenameError: An address is none, is not the root's, or something is called so already.
    """
    old, new = old.rstrip("/"), new.rstrip("/")
    above = {one.base for one in root.lineage()} - {root.base}
    follows = old not in above and new in above and old != root.base
    if old != root.base and not follows:
        raise RenameError(
            f"the base of this root is '{root.base}', not '{old}'",
            f"de basis van deze root is '{root.base}', niet '{old}'",
        )
    if not is_base(new) or new == old:
        raise RenameError(
            f"'{new}' cannot be the new base: wanted another address, such as "
            "'https://example.org', without # or ?",
            f"'{new}' kan de nieuwe basis niet zijn: geef een ander adres, zoals "
            "'https://example.org', zonder # of ?",
        )
    texts = Texts(root, dataset)
    theirs = texts.described_elsewhere(f"{old}/")
    stay = tuple(old + one for one in LINKED_ONLY)
    moved = tuple(old + one for one in (_MOVED_FROM_DEFAULT if old == BASE else _MOVED))
    vocabulary = (old + TERMS, old + SHAPES)
    home = root.vocabulary.base if root.extends else new

    def space(iri: str) -> str:
        for one in vocabulary:
            if iri.startswith(one) and iri[len(one) :][:1] in _ENDS:
                return home + iri[len(old) :]
        goes = iri.startswith(moved) and not iri.startswith(stay)
        return new + iri[len(old) :] if goes else iri

    move = Move(lambda iri: iri if iri in theirs else space(iri), space)
    named = _named(dataset)
    for iri in sorted(named):
        # What is described at its new address already is only to be followed there.
        if move.term(iri) != iri and move.term(iri) in named and texts.is_described(iri):
            raise RenameError(
                f"'{move.term(iri)}' exists already, so '{iri}' cannot become it",
                f"'{move.term(iri)}' bestaat al, dus '{iri}' kan niet zo gaan heten",
            )
    needles = [*moved, *(vocabulary if home != old else ())]
    if follows:
        return plan(texts, move, root, needles, None)
    made = plan(texts, move, replace(root, base=new), needles, None)
    return replace(made, changes=(*made.changes, settings(root, new)))


def _iri(name: str, prefixes: Mapping[str, str]) -> str:
    """Read a name as it may stand in a file.

    Raises:
        RenameError: It is no IRI, nor a name with a known prefix.
    """
    iri = name if name.startswith("urn:") else expand(name, prefixes)
    if iri is not None and not name.startswith("<") and "://" not in name:
        iri = unescape(iri)
    if iri is None or ":" not in iri or not is_iri(iri):
        raise RenameError(
            f"'{name}' is no IRI: wanted a name with a prefix of ontology/prefixes.ttl, such as "
            "aanbod:voorbeeld, or a whole IRI",
            f"'{name}' is geen IRI: geef een naam met een prefix uit ontology/prefixes.ttl, zoals "
            "aanbod:voorbeeld, of een hele IRI",
        )
    return iri


def _refuse_names(dataset: Dataset, before: str, after: str) -> None:
    if before == after:
        raise RenameError(f"'{before}' is called so already", f"'{before}' heet al zo")
    for iri in (before, after):
        file = dataset.by_graph().get(iri)
        if file:
            raise RenameError(
                f"'{iri}' is the graph of '{file.shown}', and follows its path: move the file",
                f"'{iri}' is de graaf van '{file.shown}', en volgt het pad: verplaats het bestand",
            )


def _refuse_places(texts: Texts, dataset: Dataset, root: Root, before: str, after: str) -> None:
    taken = texts.first(after)
    follows = taken is not None and not texts.is_described(before)
    if taken and not (follows and texts.is_described(after, elsewhere=True)):
        raise RenameError(f"'{after}' exists already: {taken}", f"'{after}' bestaat al: {taken}")
    theirs = texts.first(before, elsewhere=True)
    if theirs:
        raise RenameError(
            f"'{before}' is of a root that this one extends ({theirs}), whose files are not "
            "touched: rename it there",
            f"'{before}' is van een root die deze uitbreidt ({theirs}), en daar wordt niets "
            "gewijzigd: hernoem het daar",
        )
    if texts.first(before) is None:
        prefixes = prefixes_of(root)
        names = [shorten(iri, prefixes) for iri in _named(dataset)]
        name = shorten(before, prefixes)
        near = difflib.get_close_matches(name, names, n=_MOST_NEAR, cutoff=0.7)
        raise UnknownNameError("IRI", name, near)


def _refuse_pattern(dataset: Dataset, before: str, after: str) -> None:
    """Refuse an IRI that is not such as the shapes of its class want."""
    store, shapes = dataset.store, dataset.shapes
    todo = _objects(store, ox.NamedNode(before), TYPE)
    classes = set(todo)
    while todo:
        above = _objects(store, todo.pop(), RDFS + "subClassOf")
        todo += [one for one in above if one not in classes]
        classes.update(above)
    for target in shapes.quads_for_pattern(None, ox.NamedNode(SH + "targetClass"), None, None):
        shape = target.subject
        if target.object not in classes or _objects(shapes, shape, SH + "path"):
            continue
        flags = "".join(one.value for one in _literals(shapes, shape, SH + "flags"))
        for pattern in _literals(shapes, shape, SH + "pattern"):
            if not _fits(pattern.value, flags, after):
                texts = _literals(shapes, shape, SH + "message")
                said = {one.language: one.value for one in texts}
                code = code_of(str(shape).strip("<>"))
                raise RenameError(
                    f"'{after}' will not do: {said.get('en', pattern.value)} [{code}]",
                    f"'{after}' kan niet: {said.get('nl', pattern.value)} [{code}]",
                )


def _fits(pattern: str, flags: str, iri: str) -> bool:
    try:
        return matcher(pattern, flags)(iri)
    except PatternError:  # of that a check of the shapes speaks
        return True


def _objects(store: ox.Store, subject: Term, predicate: str) -> list[Term]:
    if not isinstance(subject, ox.NamedNode | ox.BlankNode):
        return []
    quads = store.quads_for_pattern(subject, ox.NamedNode(predicate), None, None)
    return [quad.object for quad in quads]


def _literals(store: ox.Store, subject: Term, predicate: str) -> list[ox.Literal]:
    found = _objects(store, subject, predicate)
    return [one for one in found if isinstance(one, ox.Literal)]


def _named(dataset: Dataset) -> set[str]:
    """Give every IRI that data, ontology or shapes name as subject, property or value."""
    return {
        term.value
        for store in (dataset.store, dataset.shapes)
        for quad in store
        for term in (quad.subject, quad.predicate, quad.object)
        if isinstance(term, ox.NamedNode)
    }
