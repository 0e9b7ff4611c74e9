"""``ldgraph rename`` from outside."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from ldgraph.intake.mark import marked

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

_BASE = "https://data.vlaanderen.be"
_NEW_BASE = "https://ld.example.org/vlaanderen"
_ON = ("--date", "2026-12-01")
_FILE = """PREFIX aanbod: <https://data.vlaanderen.be/id/aanbod/>
PREFIX ex: <https://example.org/>

# over aanbod:bewaking, niet over aanbod:bewaking-plus
ex:een   ex:over aanbod:bewaking ,
    ( <https://data.vlaanderen.be/id/aanbod/bewaking> [ ex:p aanbod:bewaking ] ) ; # hier
    ex:tekst "aanbod:bewaking blijft" , "1"^^aanbod:bewaking , aanbod:bewaking-plus .
"""


def _texts(folder: Path) -> dict[str, bytes]:
    return {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in sorted(folder.rglob("*"))
        if one.is_file()
    }


def _beside(root: Path, text: str, name: str = "data/openbaar/ander.ttl") -> Path:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


def test_a_thing_is_renamed_in_every_place_and_layout_and_comments_stay(
    run: Run, root: Path
) -> None:
    file = _beside(root, _FILE)

    done = run("rename", "aanbod:bewaking", "aanbod:toezicht")

    assert done.returncode == 0, done.stderr
    assert "aangepast: data/openbaar/ander.ttl: 4 plaatsen\n" in done.stdout
    assert "aangepast: data/openbaar/catalogus.ttl: 1 plaats\n" in done.stdout
    assert "\n5 plaatsen in 2 bestanden\n" in done.stdout
    wanted = re.sub(r"(?<!over )(?<!\")aanbod:bewaking\b(?!-)", "aanbod:toezicht", _FILE)
    wanted = wanted.replace("aanbod/bewaking>", "aanbod/toezicht>")
    wanted = wanted.replace("over aanbod:bewaking ,", "over aanbod:toezicht ,")
    assert file.read_text("utf-8") == wanted
    assert "aanbod:toezicht\n    a ldg:Dienst" in (root / "data/openbaar/catalogus.ttl").read_text(
        "utf-8"
    )


def test_what_comments_and_texts_say_is_left_and_listed(run: Run, root: Path) -> None:
    _beside(root, _FILE)

    done = run("rename", "aanbod:bewaking", "aanbod:toezicht", "--lang", "en")

    assert done.stdout.endswith(
        "Comments or texts still have the old name; look at those yourself:\n"
        "    data/openbaar/ander.ttl:4:8\n"
        "    data/openbaar/ander.ttl:7:15\n"
    )


def test_there_and_back_gives_the_same_bytes(run: Run, root: Path) -> None:
    _beside(root, "\ufeff" + _FILE.replace("\n", "\r\n"))
    before = _texts(root)

    run("rename", "aanbod:bewaking", "aanbod:toezicht")
    between = _texts(root)
    run("rename", "aanbod:toezicht", "aanbod:bewaking")

    assert between != before
    assert _texts(root) == before


def test_a_class_is_renamed_in_ontology_shapes_and_queries(run: Run, root: Path) -> None:
    done = run("rename", "ldg:Beoordeling", "ldg:Oordeel", "--lang", "en")

    changed = re.findall(r"changed: (\S+):", done.stdout)
    assert "ontology/ldgraph.ttl" in changed
    assert "shapes/beoordeling.ttl" in changed
    assert "queries/answers/what-rests-on.rq" in changed
    assert "data/beperkt/gemeente-99901.ttl" in changed
    for path in root.rglob("*.rq"):
        assert "ldg:Beoordeling" not in path.read_text("utf-8")
    again = run("validate", "--no-cache")
    assert again.returncode == 0, again.stdout


def test_a_property_in_the_rules_of_shapes_is_renamed_too(run: Run, root: Path) -> None:
    before = (root / "shapes/dekking.ttl").read_text("utf-8")
    assert "$this ldg:basis basis:geverifieerd" in before

    done = run("rename", "basis:geverifieerd", "basis:nagezien")

    assert "aangepast: shapes/dekking.ttl: 2 plaatsen\n" in done.stdout
    after = (root / "shapes/dekking.ttl").read_text("utf-8")
    assert "$this ldg:basis basis:nagezien" in after
    assert run("validate", "--no-cache").returncode == 0


def test_a_refusal_is_in_dutch_too(run: Run) -> None:
    done = run("rename", "aanbod:bewaking", "aanbod:Toezicht")

    assert "kan niet: Geef een aanbod een IRI als aanbod:voorbeeld" in done.stderr


def test_nothing_is_written_where_a_file_does_not_parse(run: Run, root: Path) -> None:
    _beside(root, "<a> <b> .\n", "data/openbaar/zz.ttl")
    before = _texts(root)

    done = run("rename", "aanbod:bewaking", "aanbod:toezicht")

    assert done.returncode == 3
    assert "zz.ttl:1:9: fout: " in done.stderr
    assert _texts(root) == before


def test_a_dry_run_says_what_would_change_and_writes_nothing(run: Run, root: Path) -> None:
    before = _texts(root)

    done = run("rename", "--dry-run", "ldg:Dekking", "ldg:Claim", "--lang", "en")

    assert done.returncode == 0
    assert "would change: shapes/dekking.ttl: " in done.stdout
    assert re.search(r"^\d+ places in \d+ files$", done.stdout, re.MULTILINE)
    assert _texts(root) == before


def test_a_term_that_the_program_names_is_told_of(run: Run) -> None:
    done = run("rename", "--dry-run", "ldg:leesbaarVoor", "ldg:leesbaar", "--lang", "en")
    other = run("rename", "--dry-run", "aanbod:bewaking", "aanbod:toezicht", "--lang", "en")

    assert "what they check or show by it, they may find no more:\n" in done.stdout
    assert "    ldgraph/graph/access.py\n" in done.stdout
    assert "find no more" not in other.stdout


def test_what_an_import_writes_is_told_of(run: Run, root: Path) -> None:
    _beside(root, marked(f"# Ingelezen.\n\n{_FILE}"))

    done = run("rename", "aanbod:bewaking", "aanbod:toezicht")

    assert "zal ze melden als met de hand gewijzigd: 1 bestand\n" in done.stdout


def test_a_waiver_follows_what_it_is_about(run: Run, root: Path) -> None:
    prefixes = "".join(
        f"PREFIX {name}: <{_BASE}/{space}>\n"
        for name, space in (
            ("aanbod", "id/aanbod/"),
            ("ldg", "ns/lokaal-digitaal#"),
            ("vrijstelling", "id/vrijstelling/"),
        )
    )
    text = (
        f'{prefixes}vrijstelling:x ldg:vrijgesteld aanbod:bewaking ; ldg:bevindingscode "CODE" ;\n'
        '    ldg:vrijgesteldeWaarde "VALUE" .\n'
    )
    old = text.replace("CODE", "Dekking-graad").replace("VALUE", "aanbod:bewaking")
    file = _beside(root, old, "waivers/openbaar/een.ttl")

    run("rename", "shp:Dekking-graad", "shp:Dekking-mate")
    run("rename", "aanbod:bewaking", "aanbod:toezicht")

    new = text.replace("CODE", "Dekking-mate").replace("VALUE", "aanbod:toezicht")
    assert file.read_text("utf-8") == new.replace("aanbod:bewaking", "aanbod:toezicht")


# -- roots that extend others ----------------------------------------------------------------------


@pytest.fixture
def other(root: Path) -> Path:
    """Make a root that extends the small one and refers to a thing of it."""
    folder = root.parent / "ander"
    _beside(folder, 'name = "ander"\nextends = ["../root"]\n', "ldgraph.toml")
    _beside(folder, _FILE + "ex:eigen ex:p 1 .\n")
    return folder


def test_a_thing_of_a_root_that_is_extended_is_renamed_there(run: Run, other: Path) -> None:
    before = _texts(other.parent)

    done = run("rename", "aanbod:bewaking", "aanbod:toezicht", "--root", str(other), "--lang", "en")

    assert done.returncode == 2
    assert "is of a root that this one extends (data/openbaar/catalogus.ttl:40:1)" in done.stderr
    assert _texts(other.parent) == before


def test_after_that_the_root_that_extends_it_follows(run: Run, root: Path, other: Path) -> None:
    run("rename", "aanbod:bewaking", "aanbod:toezicht")
    kept = _texts(root)

    done = run("rename", "aanbod:bewaking", "aanbod:toezicht", "--root", str(other))

    assert done.returncode == 0, done.stderr
    assert "ander.ttl: 4 plaatsen" in done.stdout
    assert _texts(root) == kept


def test_a_root_within_that_extends_it_and_names_it_is_listed(run: Run, root: Path) -> None:
    inner = root / "voorbeeld"
    _beside(inner, 'name = "voorbeeld"\nextends = [".."]\n', "ldgraph.toml")
    _beside(inner, _FILE)
    words = "rename aanbod:bewaking aanbod:toezicht"

    done = run(*words.split(), "--lang", "en")

    assert (
        "A root that extends this one names it too; rename it there as well: voorbeeld: 1 file\n"
        f"    ldgraph --root voorbeeld {words}\n"
    ) in done.stdout
    assert run("--root", "voorbeeld", *words.split()).returncode == 0


def test_a_base_is_followed_by_the_root_that_extends_it(run: Run, root: Path, other: Path) -> None:
    run("rename", "--base", _BASE, _NEW_BASE)

    done = run("rename", "--base", _BASE, _NEW_BASE, "--root", str(other))

    assert done.returncode == 0, done.stderr
    text = (other / "data/openbaar/ander.ttl").read_text("utf-8")
    assert f"PREFIX aanbod: <{_NEW_BASE}/id/aanbod/>\n" in text
    assert f"<{_NEW_BASE}/id/aanbod/bewaking>" in text
    assert root.exists()


def test_things_of_its_own_are_renamed_and_those_of_others_untouched(
    run: Run, root: Path, other: Path
) -> None:
    kept = _texts(root)

    done = run(
        "rename", "https://example.org/eigen", "https://example.org/mijn", "--root", str(other)
    )

    assert done.returncode == 0, done.stderr
    assert "<https://example.org/mijn>" not in (other / "data/openbaar/ander.ttl").read_text(
        "utf-8"
    )
    assert "ex:mijn ex:p 1" in (other / "data/openbaar/ander.ttl").read_text("utf-8")
    assert _texts(root) == kept


# -- a whole root ----------------------------------------------------------------------------------


def test_a_root_moves_to_another_base_and_answers_the_same(run: Run, root: Path) -> None:
    before = run("cover", "99901", *_ON).stdout

    done = run("rename", "--base", _BASE, _NEW_BASE, "--lang", "en")

    assert done.returncode == 0, done.stderr
    assert "changed: ldgraph.toml: 1 place\n" in done.stdout
    assert "What others keep (municipalities, organisations, licences) stays" in done.stdout
    assert f'base = "{_NEW_BASE}"' in (root / "ldgraph.toml").read_text("utf-8")
    assert run("cover", "99901", *_ON).stdout == before
    checked = run("validate", "--no-cache")
    assert (checked.returncode, checked.stdout) == (0, "Geen bevindingen.\n")
    levels = run("query", "missing-for-level", "--government", "99901", "--level", "2023-basis")
    assert levels.returncode == 0, levels.stderr


def test_comments_that_name_the_old_address_are_listed(run: Run, root: Path) -> None:
    _beside(root, f"# zie {_BASE}/id/aanbod/bewaking, niet {_BASE}/ns/\n<> <urn:p> 1 .\n")

    done = run("rename", "--base", _BASE, _NEW_BASE, "--dry-run")

    assert "    data/openbaar/ander.ttl:1:7\n" in done.stdout
    assert done.stdout.count("ander.ttl") == 1


def test_what_is_not_the_roots_keeps_its_address(run: Run, root: Path) -> None:
    kept = re.compile(rf"{_BASE}/(?:id/(?!gemeente/|organisatie/|licentie/)|doc/|shacl/)")

    run("rename", "--base", _BASE, _NEW_BASE)

    for path, content in _texts(root).items():
        if path.endswith((".ttl", ".rq", ".toml")):
            assert not kept.search(content.decode()), path
            assert f"{_NEW_BASE}/ns/generiek".encode() not in content
    prefixes = (root / "ontology/prefixes.ttl").read_text("utf-8")
    assert f"PREFIX gemeente: <{_BASE}/id/gemeente/>\n" in prefixes
    assert f"PREFIX generiek: <{_BASE}/ns/generiek#>\n" in prefixes
    assert f"PREFIX ldg: <{_NEW_BASE}/ns/lokaal-digitaal#>\n" in prefixes
    assert f"PREFIX aanbod: <{_NEW_BASE}/id/aanbod/>\n" in prefixes


def test_a_base_there_and_back_gives_the_same_bytes(run: Run, root: Path) -> None:
    before = _texts(root)

    there, back = (
        run("rename", "--base", _BASE, _NEW_BASE),
        run("rename", "--base", _NEW_BASE, _BASE),
    )

    assert (there.returncode, back.returncode) == (0, 0)
    assert _texts(root) == before


def test_a_base_that_is_not_written_down_is_written_down(run: Run, root: Path) -> None:
    (root / "ldgraph.toml").write_text('# niets\nname = "eigen"', "utf-8")

    run("rename", "--base", _BASE, _NEW_BASE)

    assert (root / "ldgraph.toml").read_text("utf-8") == (
        f'# niets\nname = "eigen"\nbase = "{_NEW_BASE}"\n'
    )


def test_a_root_that_extends_another_moves_alone(run: Run, root: Path, other: Path) -> None:
    file = _beside(
        other,
        f"PREFIX aanbod: <{_BASE}/id/aanbod/>\nPREFIX bron: <{_BASE}/id/bron/>\n"
        "aanbod:mijn <urn:p> bron:mijn , aanbod:bewaking .\n",
    )
    kept = _texts(root)

    done = run("rename", "--base", _BASE, _NEW_BASE, "--root", str(other))

    assert done.returncode == 0, done.stderr
    assert _texts(root) == kept
    assert file.read_text("utf-8") == (
        f"PREFIX aanbod: <{_BASE}/id/aanbod/>\nPREFIX bron: <{_NEW_BASE}/id/bron/>\n"
        f"<{_NEW_BASE}/id/aanbod/mijn> <urn:p> bron:mijn , aanbod:bewaking .\n"
    )


def test_a_root_is_needed(run: Run, root: Path) -> None:
    shutil.rmtree(root / "ontology")
    (root / "ldgraph.toml").unlink()

    assert run("rename", "aanbod:bewaking", "aanbod:toezicht").returncode == 2
