"""Files: only what is one is read, and a file is replaced whole."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from ldgraph.errors import UnreadableInputError, UnwritableFileError
from ldgraph.turtle.read import read_bytes
from ldgraph.turtle.write import write_atomic


def test_a_file_is_read_and_a_link_to_one_too(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(b"x")
    (tmp_path / "b.ttl").symlink_to("a.ttl")

    assert read_bytes(tmp_path / "a.ttl") == read_bytes(tmp_path / "b.ttl") == b"x"


def test_what_is_no_file_is_refused_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.ttl")
    Path("link.ttl").symlink_to("pipe.ttl")
    Path("device.ttl").symlink_to("/dev/zero")
    server = socket.socket(socket.AF_UNIX)
    server.bind("socket.ttl")
    server.close()

    for name in ("pipe.ttl", "link.ttl", "device.ttl", "socket.ttl"):
        with pytest.raises(UnreadableInputError, match="not a regular file") as caught:
            read_bytes(tmp_path / name, name)
        assert f"'{name}'" in caught.value.message("nl")
        assert "geen gewoon bestand" in caught.value.message("nl")


def test_a_folder_or_a_link_to_nothing_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "map.ttl").mkdir()
    (tmp_path / "los.ttl").symlink_to("nergens")
    (tmp_path / "kring.ttl").symlink_to("kring.ttl")

    for name in ("map.ttl", "los.ttl", "kring.ttl"):
        with pytest.raises(UnreadableInputError):
            read_bytes(tmp_path / name)


def test_a_link_stays_a_link_and_what_it_points_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "map").mkdir()
    (tmp_path / "map" / "a.ttl").write_text("oud", "utf-8")
    (tmp_path / "b.ttl").symlink_to("map/a.ttl")

    write_atomic(tmp_path / "b.ttl", "nieuw")

    assert (tmp_path / "b.ttl").is_symlink()
    assert (tmp_path / "map" / "a.ttl").read_text("utf-8") == "nieuw"
    assert [one.name for one in (tmp_path / "map").iterdir()] == ["a.ttl"]


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").mkdir()

    with pytest.raises(UnwritableFileError):
        write_atomic(tmp_path / "a.ttl", "nieuw")

    assert [one.name for one in tmp_path.iterdir()] == ["a.ttl"]
