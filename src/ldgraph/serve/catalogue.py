"""The catalogue as the server has it: always of what everyone may see, whoever asks."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.catalogue import describe, dumps, void
from ldgraph.catalogue.parts import STEM
from ldgraph.catalogue.settings import NoTermsError, terms_of
from ldgraph.errors import ConfigError
from ldgraph.serve.kept import is_kept, kept

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldgraph.catalogue.dumps import Dumps
    from ldgraph.catalogue.settings import Terms
    from ldgraph.serve.published import Published

#: Making the files takes a processor for a second or two: who asks meanwhile waits for the same,
#: and holds no thread that others need.
_MAKING = threading.Lock()
_MAKER = ThreadPoolExecutor(1, "ldgraph-catalogue")
#: What a thing is called hangs on no address of a server.
_ANYWHERE = "http://localhost"
#: The kinds of things that a catalogue has, as they stand in an IRI.
KINDS = ("catalogus", "catalogusrecord", "contactinfo", "dataservice", "dataset", "distributie")


async def soon(public: Published, *, counted: bool = False) -> None:
    """Make the files, and with ``counted`` the figures, unless they are made; others go on."""
    work = figures if counted else files
    if not is_kept(public, "figures" if counted else "dumps"):
        await asyncio.get_running_loop().run_in_executor(_MAKER, work, public)


def files(public: Published) -> Dumps:
    """Give the files of what everyone may see; they are made once, when they are first asked for.

    Raises:
        ValueError: It is what someone else may see.
    """
    with _MAKING:
        return kept(public, "dumps", lambda one: dumps.make(one.snapshot))


def terms(public: Published) -> Terms | None:
    """Give who publishes it, and on which terms; None where that is not said, or wrongly."""
    try:
        return kept(public, "terms", lambda one: terms_of(one.snapshot.root))
    except (ConfigError, NoTermsError):
        return None


def missing(public: Published) -> tuple[str, ...]:
    """Name what is not said and has to be."""
    try:
        terms_of(public.snapshot.root)
    except NoTermsError as error:
        return error.missing
    except ConfigError:
        pass
    return ()


def offer(public: Published, here: str, stream: str) -> describe.Offer | None:
    """Give what there is to describe, for a server at ``here``; None where there are no terms."""
    found = terms(public)
    return None if found is None else describe.Offer(files(public), found, here, stream)


def figures(public: Published) -> dict[str, void.Figures]:
    """Give the figures of every dataset; they are counted once."""
    made = files(public)
    with _MAKING:
        return kept(public, "figures", lambda one: void.count(one.snapshot, made))


def names(public: Published, stream: str) -> frozenset[str]:
    """Give the IRIs of the things that are described; empty where nothing is."""
    return kept(public, f"names beside {stream}", lambda one: _names(one, stream))


def _names(public: Published, stream: str) -> frozenset[str]:
    found = offer(public, _ANYWHERE, stream)
    if found is None:
        return frozenset()
    subjects = {one.subject for one in describe.describe(found)}
    return frozenset(one.value for one in subjects if isinstance(one, ox.NamedNode))


def is_name(path: str) -> bool:
    """Say whether a path below ``/id/`` or ``/doc/`` may be of something in a catalogue."""
    kind, _, name = path.strip("/").partition("/")
    return kind in KINDS and STEM in name


def begin(public: Published) -> None:
    """Make files and figures soon, while others go on: who asks first need not wait so long."""
    _MAKER.submit(figures, public)


def about(triples: Iterable[ox.Triple], iri: str) -> list[ox.Triple]:
    """Give what a description says of one thing, and of the blank nodes in that."""
    listed = list(triples)
    node = ox.NamedNode(iri)
    own = [one for one in listed if one.subject == node]
    inner = {one.object for one in own if isinstance(one.object, ox.BlankNode)}
    return own + [one for one in listed if one.subject in inner]
