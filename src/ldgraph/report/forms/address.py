"""Where a file is, as an address that hosts of code can follow: never one of this machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

#: Names of the folders that addresses begin from.
HERE, ROOT = "%SRCROOT%", "LDGRAPHROOT"


class Address(NamedTuple):
    """A relative URI and the name of the folder from which it leads; an absolute one has none."""

    uri: str
    base: str | None


def address_of(name: str, root: Path | None) -> Address:
    """Give the address of a file named from the folder worked in: from there, else from the root.

    >>> address_of("data/openbaar/a b.ttl", None)
    Address(uri='data/openbaar/a%20b.ttl', base='%SRCROOT%')
    """
    path = os.path.normpath(name)
    if not Path(path).is_absolute() and not path.startswith(".."):
        return Address(_quoted(path), HERE)
    if root is not None:
        inside = os.path.relpath(path, root)
        if not inside.startswith(".."):
            return Address(_quoted(inside), ROOT)
    return Address("file://" + quote(os.fsencode(Path(path).absolute())), None)


def _quoted(path: str) -> str:
    # A first segment with a colon would be taken for a scheme, were it not quoted.
    return quote(os.fsencode(Path(path).as_posix()))
