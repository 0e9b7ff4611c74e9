"""``ldgraph validate`` on good and bad files, from outside."""

from __future__ import annotations

import os
import resource
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def test_a_new_root_has_no_findings(run: Run) -> None:
    done = run("validate")

    assert (done.returncode, done.stdout) == (0, "Geen bevindingen.\n")


def test_every_fault_of_every_file_is_reported_at_its_line(run: Run, root: Path) -> None:
    bad = root / "data/openbaar/slecht.ttl"
    bad.write_text(
        "PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>\n"
        "<#a> ldg:graad onbekend:x .\n"
        "<#b> ldg:graad <met spatie> .\n"
        '<#c> ldg:datum "2026-13-01"^^<http://www.w3.org/2001/XMLSchema#date> .\n'
        '"x" ldg:graad <#d> .\n',
        "utf-8",
    )
    (root / "data/openbaar/ook.ttl").write_text('<#a> <#b> "niet gesloten .\n', "utf-8")

    done = run("validate")

    assert done.returncode == 3
    for place in ("slecht.ttl:2:16", "slecht.ttl:3:16", "slecht.ttl:4:16", "slecht.ttl:5:1"):
        assert place in done.stdout
    assert "ook.ttl:1:11" in done.stdout


def test_a_misspelt_name_is_found_with_the_right_one_beside_it(run: Run, root: Path) -> None:
    file = root / "data/openbaar/catalogus.ttl"
    text = file.read_text("utf-8")
    file.write_text(text.replace("ldg:uitvoering ", "ldg:uitvoring "), "utf-8")

    done = run("validate", "data/openbaar/catalogus.ttl")

    assert done.returncode == 1
    assert "ldg:uitvoering?" in done.stdout
    number = text.split("ldg:uitvoering ")[0].count("\n") + 1
    assert f"catalogus.ttl:{number}:5:" in done.stdout


def test_a_missing_value_points_at_its_subject(run: Run, root: Path) -> None:
    file = root / "data/openbaar/vereisten.ttl"
    text = file.read_text("utf-8")
    file.write_text(text.replace("    ldg:prioriteit prioriteit:must ;\n", ""), "utf-8")

    done = run("validate")

    number = text.split("vereiste:V001\n")[0].count("\n") + 1
    assert done.returncode == 1
    assert f"data/openbaar/vereisten.ttl:{number}:1: fout: " in done.stdout
    assert "[Vereiste-prioriteit]" in done.stdout


def test_paths_limit_what_is_reported(run: Run, root: Path) -> None:
    (root / "data/openbaar/leeg.ttl").write_bytes(b"")

    assert run("validate", "data/beperkt").returncode == 0
    assert "leeg.ttl" not in run("validate", "data/beperkt").stdout
    assert run("validate", "data/openbaar").returncode == 1
    assert run("validate", "data/nergens").returncode == 2


@pytest.mark.parametrize(("threshold", "code"), [("violation", 1), ("never", 0)])
def test_the_threshold_decides_the_exit_code(
    run: Run, root: Path, threshold: str, code: int
) -> None:
    (root / "data/openbaar/leeg.ttl").write_bytes(b"")

    done = run("validate", "--fail-on", threshold)

    assert done.returncode == code
    assert "leeg.ttl" in done.stdout


_DANGLING = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
<#a> a sh:NodeShape ; sh:property <#niets> .
"""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("data/openbaar/kapot.ttl", "<a> <b> ."),
        ("shapes/aanbod.ttl", "rommel"),
        ("ontology/ldgraph.ttl", "rommel"),
        ("shapes/nieuw.ttl", _DANGLING),
    ],
)
@pytest.mark.parametrize("arguments", [(), ("data/beperkt",), ("--fail-on", "never")])
def test_a_check_that_could_not_run_is_never_good(
    run: Run, root: Path, name: str, content: str, arguments: tuple[str, ...]
) -> None:
    file = root / name
    before = file.read_text("utf-8") if file.exists() else ""
    file.write_text(before + content, "utf-8")

    done = run("validate", *arguments)

    assert done.returncode == 3
    assert f"{name}:" in done.stdout
    assert "Niet alles kon" in done.stdout


@pytest.mark.parametrize("command", ["validate", "fmt", "reason", "import"])
def test_without_a_root_nothing_is_checked_or_changed(run: Run, root: Path, command: str) -> None:
    (root / "ldgraph.toml").unlink()
    rest = ("reference", ".", "--read-on", "2026-11") if command == "import" else ()

    dutch, english = run(command, *rest), run("--lang", "en", command, *rest)

    assert (dutch.returncode, dutch.stdout) == (2, "")
    assert "geen root in" in dutch.stderr
    assert "ldgraph init" in dutch.stderr
    assert "no root at" in english.stderr


def test_a_root_without_shapes_is_not_good(run: Run, root: Path) -> None:
    shutil.rmtree(root / "shapes")

    done = run("validate", "data")

    assert done.returncode == 3
    assert "ldgraph.toml:1:1: fout: deze root heeft geen vormen" in done.stdout


def test_a_base_that_is_no_address_is_named(run: Run, root: Path) -> None:
    (root / "ldgraph.toml").write_text('base = "http://[x"', "utf-8")

    done = run("validate")

    assert (done.returncode, done.stdout) == (2, "")
    assert "'base' is 'http://[x'; geef een adres" in done.stderr


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b'<a> <b> "\xff" .',
        b'<a> <b> "\\uD800" .',
        b"[" * 50_000,
        b"\x00" * 1000,
        b'<a> <b> """never closed',
        b"a b c d e f g\n" * 2000,
        bytes(range(256)) * 400,
    ],
    ids=["utf-16", "latin-1", "surrogate", "nested", "nul", "unclosed", "words", "binary"],
)
def test_junk_is_a_finding_and_the_other_files_are_checked(
    run: Run, root: Path, content: bytes
) -> None:
    (root / "data/openbaar/junk.ttl").write_bytes(content)
    file = root / "data/openbaar/vereisten.ttl"
    text = file.read_text("utf-8").replace("    ldg:prioriteit prioriteit:must ;\n", "")
    file.write_text(text, "utf-8")

    done = run("validate")

    assert done.returncode == 3
    assert "data/openbaar/junk.ttl:" in done.stdout
    assert "[Vereiste-prioriteit]" in done.stdout
    assert "Traceback" not in done.stderr


def test_an_empty_file_says_that_it_lacks_its_description(run: Run, root: Path) -> None:
    (root / "data/openbaar/leeg.ttl").write_bytes(b"")

    done = run("validate")

    assert done.returncode == 1
    assert "leeg.ttl:1:1" in done.stdout


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(run: Run, root: Path) -> None:
    file = root / "data/openbaar/vereisten.ttl"
    windows = file.read_bytes().replace(b"\n", b"\r\n")
    file.write_bytes(windows.replace(b"prioriteit:must ", b"prioriteit:mst "))

    done = run("validate")

    assert "[Vereiste-prioriteit]" in done.stdout
    assert "\r" not in done.stdout


def test_a_folder_with_the_name_of_a_file_cannot_be_read(run: Run, root: Path) -> None:
    (root / "data/openbaar/map.ttl").mkdir()

    done = run("validate")

    assert done.returncode == 3
    assert "map.ttl" in done.stdout


def test_the_same_thing_described_in_two_files_is_a_finding(run: Run, root: Path) -> None:
    first = (root / "data/openbaar/catalogus.ttl").read_text("utf-8")
    (root / "data/openbaar/nogmaals.ttl").write_text(first, "utf-8")

    done = run("validate")

    assert done.returncode == 1
    assert "data/openbaar/nogmaals.ttl:" in done.stdout
    assert "dubbel-beschreven" in done.stdout


def test_lines_of_restricted_files_are_shown_and_marked(run: Run, root: Path) -> None:
    """Whoever reads the files sees them; what travels is another matter (machine formats)."""
    file = root / "data/beperkt/gemeente-99901.ttl"
    text = file.read_text("utf-8").replace("status:niet-voldaan", "status:geheim-gehouden")
    file.write_text(text, "utf-8")

    done = run("validate")

    lines = done.stdout.splitlines()
    shown = lines.index("        ldg:status status:geheim-gehouden ;")
    assert lines[shown + 1] == " " * 19 + "^" * len("status:geheim-gehouden")
    assert run("validate", "--show-restricted").stdout == done.stdout


def test_other_peoples_rdf_is_checked_beside_the_root(run: Run, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.ttl"
    foreign.write_text("PREFIX x: <http://example.org/>\nx:a a x:Thing ; x:b 1 .\n", "utf-8")
    broken = tmp_path / "broken.ttl"
    broken.write_text("x:a a x:Thing .\n", "utf-8")

    assert run("validate", str(foreign)).returncode == 0
    done = run("validate", str(broken))

    assert done.returncode == 3
    assert "broken.ttl:1:1" in done.stdout


def test_the_two_engines_find_the_same(run: Run, root: Path) -> None:
    file = root / "data/openbaar/vereisten.ttl"
    file.write_text(file.read_text("utf-8").replace("prioriteit:must", "prioriteit:mst"), "utf-8")

    ours, reference = run("validate"), run("validate", "--engine", "pyshacl")

    assert ours.returncode == 1
    assert ours.stdout == reference.stdout


def test_the_root_as_a_path_stands_for_its_own_files(run: Run, root: Path) -> None:
    (root / "tests").mkdir()
    (root / "tests/kapot.ttl").write_text("<a> <b> .", "utf-8")

    done = run("validate", ".")

    assert (done.returncode, done.stdout) == (0, "Geen bevindingen.\n")


def test_a_pipe_is_not_waited_for_and_the_others_are_checked(run: Run, root: Path) -> None:
    os.mkfifo(root / "data/openbaar/a.ttl")
    (root / "data/openbaar/b.ttl").write_text("<a> <b> .", "utf-8")

    done = run("validate")

    assert done.returncode == 3
    assert "data/openbaar/a.ttl:1:1: fout: " in done.stdout
    assert "data/openbaar/b.ttl:1:9: fout: " in done.stdout


def test_a_hundred_megabytes_of_junk_are_a_few_findings(run: Run, root: Path) -> None:
    with (root / "data/openbaar/junk.ttl").open("wb") as file:
        for _ in range(100):
            file.write(os.urandom(1_000_000))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime

    done = run("validate")

    assert done.returncode == 3
    assert "data/openbaar/junk.ttl:" in done.stdout
    assert len(done.stdout) < 100_000
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 20


def test_one_line_without_end_is_shown_in_part(run: Run, root: Path) -> None:
    (root / "data/openbaar/junk.ttl").write_text("A" * 20_000_000, "utf-8")

    for command in ("validate", "fmt"):
        done = run(command)

        assert done.returncode in {1, 3}
        assert "junk.ttl:1:1: fout: " in done.stdout
        assert max(map(len, done.stdout.splitlines())) < 400


def test_a_file_name_never_breaks_the_place_of_a_finding(run: Run, root: Path) -> None:
    name = os.fsdecode(b"n\n\xff\x1b[31m.ttl")
    (root / "data/openbaar" / name).write_text("<a> <b> .\n", "utf-8")

    done = run("validate")

    place, source, mark = done.stdout.splitlines()[:3]
    assert place.startswith("data/openbaar/n\u240a\\xff\u241b[31m.ttl:1:9: fout: ")
    assert (source, mark) == ("    <a> <b> .", "            ^")


def test_a_file_saved_by_half_is_one_finding_and_not_a_good_outcome(run: Run, root: Path) -> None:
    file = root / "data/openbaar/vereisten.ttl"
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])

    done = run("validate")

    assert done.returncode == 3
    assert done.stdout.startswith("data/openbaar/vereisten.ttl:")
    assert "1 bevinding\n" in done.stdout
    assert "Niet alles kon gelezen of nagekeken worden" in done.stdout


def test_a_value_in_a_list_is_underlined_where_it_is_written(run: Run, root: Path) -> None:
    file = root / "data/openbaar/catalogus.ttl"
    text = file.read_text("utf-8") + "BASE <https://data.vlaanderen.be/id/bron/>\n"
    text += (
        "<beginstel> dct:relation ( aanbod:bewaking # ( hier niet\n  [ dct:relation <derde> ] ) ."
    )
    file.write_text(text, "utf-8")

    done = run("validate")

    at = text.count("\n") + 1
    assert f"data/openbaar/catalogus.ttl:{at}:18: fout: bron:derde bestaat niet" in done.stdout
    assert "\n                     ^^^^^^^\n" in done.stdout
