"""The files of each dataset: the same bytes whenever and wherever they are made of a commit.

A file is written once, to be counted, hashed and packed as it comes: what is kept is the packed
one, and the other is unpacked again whenever it is asked for.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, cast

import pyoxigraph as ox

from ldgraph.catalogue.dates import Calendar
from ldgraph.catalogue.parts import parts_of
from ldgraph.catalogue.statements import Statements, in_graph
from ldgraph.graph.prefixes import prefixes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ldgraph.catalogue.dates import Dates
    from ldgraph.catalogue.parts import Part
    from ldgraph.snapshot import Snapshot

#: The level is a part of what makes the bytes.
_LEVEL = 6
#: No name, no time, and no system that it was made on: RFC 1952, section 2.3.1.
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_PIECE = 1 << 16
_VERSION = 32
_NQ, _NT = ox.RdfFormat.N_QUADS, ox.RdfFormat.N_TRIPLES


@dataclass(frozen=True, slots=True)
class Form:
    """A form that datasets have: its extension, media type, and code in the list of file types."""

    extension: str
    media: str
    code: str
    label: str


FORMS = (
    Form("ttl", "text/turtle", "RDF_TURTLE", "Turtle"),
    Form("nq", "application/n-quads", "RDF_N_QUADS", "N-Quads"),
    Form("jsonld", "application/ld+json", "JSON_LD", "JSON-LD"),
)
GZIP = "application/gzip"


@dataclass(frozen=True, slots=True)
class File:
    """A file of a dataset, as it is or packed; its size in bytes and its SHA-256."""

    name: str
    form: Form
    size: int
    sha256: str
    packed: bool
    _content: bytes = field(repr=False)

    @property
    def media(self) -> str:
        """The media type that it is sent as."""
        return GZIP if self.packed else self.form.media

    def pieces(self) -> Iterator[bytes]:
        """Give the content, a piece at a time."""
        if self.packed:
            view = memoryview(self._content)
            for at in range(0, len(view), _PIECE):
                yield bytes(view[at : at + _PIECE])
            return
        unpack = zlib.decompressobj(16 + zlib.MAX_WBITS)
        waiting = self._content
        while waiting:
            piece = unpack.decompress(waiting, _PIECE)
            waiting = unpack.unconsumed_tail
            if piece:
                yield piece
        rest = unpack.flush()
        if rest:
            yield rest


@dataclass(frozen=True, slots=True)
class Dump:
    """A dataset and its files; ``version`` names its content and changes with nothing else."""

    part: Part
    version: str
    statements: int
    dates: Dates
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Dumps:
    """All that there is to be had, the whole first."""

    base: str
    dumps: tuple[Dump, ...]
    #: The files by name.
    files: Mapping[str, File]


def make(public: Snapshot) -> Dumps:
    """Make the files of every dataset.

    Args:
        public: A root as everyone may see it; another is refused.
    """
    statements = Statements(public)
    prefixes = prefixes_of(public.root)
    days = Calendar(public)
    made = [_made(one, statements, prefixes, days.dates(one)) for one in parts_of(public)]
    dumps = tuple(one for one in made if one.statements)
    files = {file.name: file for one in dumps for file in one.files}
    return Dumps(public.root.base, dumps, files)


def _made(part: Part, statements: Statements, prefixes: Mapping[str, str], dates: Dates) -> Dump:
    # Sorted by graph for a form that has graphs within, and by statement for those that have not.
    by_graph = [(graph, statements.lines(graph)) for graph in part.graphs]
    lines = sorted(line for graph, found in by_graph for line in in_graph(found, graph))
    version = hashlib.sha256(b"\n".join(lines)).hexdigest()[:_VERSION]
    files: list[File] = []
    for form in FORMS:
        sink = _Sink()
        if form.extension == "nq":
            for line in lines:
                sink.write(line + b"\n")
        elif form.extension == "ttl":
            used = _used(prefixes, lines)
            ox.serialize(_once(lines), sink.stream, ox.RdfFormat.TURTLE, prefixes=used)
        else:
            ox.serialize(_quads(by_graph), sink.stream, ox.RdfFormat.JSON_LD)
            sink.write(b"\n")
        files += sink.files(f"{part.name}.{form.extension}", form)
    return Dump(part, version, len(lines), dates, tuple(files))


def _once(lines: Iterable[bytes]) -> Iterator[ox.Triple]:
    """Give the statements without their graphs: what two graphs say is said once."""
    last = None
    for quad in ox.parse(_joined(lines), _NQ):
        if quad.triple != last:
            last = quad.triple
            yield last


def _quads(by_graph: Iterable[tuple[str, Sequence[bytes]]]) -> Iterator[ox.Quad]:
    for graph, lines in by_graph:
        node = ox.NamedNode(graph)
        for one in ox.parse(_joined(lines), _NT):
            yield ox.Quad(one.subject, one.predicate, one.object, node)


def _joined(lines: Iterable[bytes]) -> bytes:
    return b"\n".join(lines) + b"\n"


def _used(prefixes: Mapping[str, str], lines: Iterable[bytes]) -> dict[str, str]:
    text = b"\n".join(lines)
    return {name: iri for name, iri in sorted(prefixes.items()) if b"<" + iri.encode() in text}


class _Sink:
    """Takes what is written; counts, hashes and packs it as it comes."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._size = self._check = 0
        self._hash = hashlib.sha256()
        self._pack = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._packed = [_GZIP_HEAD]

    @property
    def stream(self) -> IO[bytes]:
        """The same, for what wants a stream and does nothing but write to it."""
        return cast("IO[bytes]", self)

    def write(self, content: bytes) -> int:
        """Take some more."""
        self._waiting += content
        if len(self._waiting) >= _PIECE:
            self._take()
        return len(content)

    def flush(self) -> None:
        """Do nothing: what waits is taken at the end."""

    def _take(self) -> None:
        content, self._waiting = bytes(self._waiting), bytearray()
        self._size += len(content)
        self._check = zlib.crc32(content, self._check)
        self._hash.update(content)
        self._packed.append(self._pack.compress(content))

    def files(self, name: str, form: Form) -> tuple[File, File]:
        """Give what was written, as it is and packed."""
        self._take()
        end = struct.pack("<II", self._check, self._size & 0xFFFFFFFF)
        packed = b"".join((*self._packed, self._pack.flush(), end))
        known = hashlib.sha256(packed).hexdigest()
        return (
            File(name, form, self._size, self._hash.hexdigest(), packed=False, _content=packed),
            File(f"{name}.gz", form, len(packed), known, packed=True, _content=packed),
        )
