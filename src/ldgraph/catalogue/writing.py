"""A folder with the files of every public dataset, replaced as a whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.catalogue import describe, dumps, void
from ldgraph.catalogue.settings import terms_of
from ldgraph.errors import LdgraphError, UnwritableFileError
from ldgraph.graph.places import FOLDERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ldgraph.catalogue.describe import Offer
    from ldgraph.graph.places import Root
    from ldgraph.snapshot import Snapshot

SUMS = "SHA256SUMS"
#: The folder of the files, as a server has it: what is written can be put on any web server.
DOWNLOAD = "download"
_FORMS = {"ttl": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD}


class NotADumpError(LdgraphError):
    """The folder to write holds something else, or is a part of what is read."""

    def __init__(self, folder: Path, english: str, dutch: str) -> None:
        super().__init__(
            f"'{folder}' is not replaced: {english}", f"'{folder}' wordt niet vervangen: {dutch}"
        )


def write(out: Path, public: Snapshot, offer: Offer) -> Mapping[str, str]:
    """Write the files, the catalogue, the figures and the hashes of all of these.

    Args:
        out: The folder; one that is there must be empty or come from here.
        public: The root as everyone may see it.
        offer: What there is to be had of it.

    Returns:
        The SHA-256 of each file by its path in the folder.

    Raises:
        NotADumpError: The folder holds something else, or is a part of the root.
        UnwritableFileError: It could not be written; what was there is untouched.
    """
    out = Path(os.path.realpath(out))
    refuse_other(out, public.root)
    part = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}."))
        part.chmod(0o755)
        sums = {path: _put(part / path, pieces) for path, pieces in _files(public, offer)}
        listed = "".join(f"{known}  {path}\n" for path, known in sorted(sums.items()))
        _put(part / SUMS, [listed.encode()])
        _put_in_place(part, out)
    except OSError as error:
        raise UnwritableFileError(out, error.strerror or str(error)) from error
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)
    return sums


def _files(public: Snapshot, offer: Offer) -> Iterator[tuple[str, Iterable[bytes]]]:
    for name, file in offer.dumps.files.items():
        yield f"{DOWNLOAD}/{name}", file.pieces()
    said = describe.describe(offer)
    figures = void.describe(offer, void.count(public, offer.dumps))
    for extension, form in _FORMS.items():
        yield f"catalogus.{extension}", [describe.written(said, form)]
        yield f"void.{extension}", [describe.written(figures, form)]


def _put(path: Path, pieces: Iterable[bytes]) -> str:
    """Write a file, and give its hash."""
    path.parent.mkdir(exist_ok=True)
    known = hashlib.sha256()
    with path.open("xb") as stream:
        for piece in pieces:
            known.update(piece)
            stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())
    path.chmod(0o644)
    return known.hexdigest()


def _put_in_place(part: Path, out: Path) -> None:
    """Let the new folder take the place of the old one, which comes back if that fails."""
    if not out.exists():
        part.rename(out)
        return
    before = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}."))
    try:
        out.rename(before / "old")
        try:
            part.rename(out)
        except OSError:
            with contextlib.suppress(OSError):
                (before / "old").rename(out)
            raise
    finally:
        if out.exists():
            shutil.rmtree(before, ignore_errors=True)


def refuse_other(out: Path, root: Root) -> None:
    """Refuse a folder that holds what is not written here, or that a root is read from.

    Raises:
        NotADumpError: It is such a folder.
    """
    for one in root.lineage():
        read = [one.path / folder for folder in (*FOLDERS, "queries")]
        if one.path.is_relative_to(out) or any(out.is_relative_to(folder) for folder in read):
            raise NotADumpError(out, "a root is read from there", "daar wordt een root van gelezen")
    if not out.exists():
        return
    if not out.is_dir():
        raise NotADumpError(out, "it is no folder", "het is geen map")
    held = {path.relative_to(out).as_posix() for path in out.rglob("*") if not path.is_dir()}
    if held - _listed(out):
        raise NotADumpError(
            out,
            "it holds files that no dump wrote; choose an empty or a new folder",
            "er zitten bestanden in die geen dump schreef; kies een lege of een nieuwe map",
        )


def _listed(out: Path) -> set[str]:
    try:
        text = (out / SUMS).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return set()
    return {SUMS, *(line.partition("  ")[2] for line in text.splitlines())}


def offer_of(
    public: Snapshot, address: str = "", *, stream: str = "", before: Snapshot | None = None
) -> Offer:
    """Make what there is to be had of a root.

    Args:
        public: The root as everyone may see it.
        address: Of the server that has the files; the base of the root if empty.
        stream: The name of the event stream that the server has, if any.
        before: The root as everyone could see it when it was given away the last time.

    Raises:
        NoTermsError: The root does not say what a catalogue must have.
        ConfigError: It says so wrongly.
    """
    terms = terms_of(public.root)
    here = (address or public.root.base).rstrip("/")
    earlier = dumps.make(before).dumps if before else ()
    versions = {one.part.name: one.version for one in earlier}
    return describe.Offer(dumps.make(public), terms, here, stream, versions)
