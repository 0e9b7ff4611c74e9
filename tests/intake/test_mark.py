"""What was edited by hand in an imported file is never lost unasked."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from ldgraph.errors import EditedByHandError, UnreadableInputError
from ldgraph.graph.places import Root, open_root
from ldgraph.intake.mark import is_untouched, marked, unmarked
from ldgraph.intake.reference import import_reference

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 11, 24)
LATER = date(2027, 3, 1)
CATALOGUE = "data/openbaar/catalogus/aanbod.ttl"
GRANTS = "data/openbaar/catalogus/subsidies.ttl"
#: What a steward may do to a file.
EDITS = {
    "comment": ("\naanbod:spear-warnings\n", "\n# Nagevraagd: klopt.\naanbod:spear-warnings\n"),
    "triple": ('"svc-005" ;\n', '"svc-005" ;\n    ldg:contractNodig false ;\n'),
    "block": (
        "\naanbod:spear-warnings\n",
        "\naanbod:nieuw\n    a ldg:Dienst ;\n.\n\naanbod:spear-warnings\n",
    ),
    "space": ("    ldg:inCatalogus", "   ldg:inCatalogus"),
    "mark": ("# Ingelezen: ", "# Nagelezen: "),
}


@pytest.fixture
def root(imported: Root, tmp_path: Path) -> Root:
    """Copy the imported root, to edit in."""
    shutil.copytree(imported.path, tmp_path / "root")
    return open_root(tmp_path / "root")


def _edit(root: Root, name: str, old: str, new: str) -> str:
    file = root.path / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return file.read_text("utf-8")


def _texts(root: Root) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in sorted(root.path.rglob("*.ttl"))}


def _other_row(reference: Path, tables: Path) -> Path:
    """Copy the tables with one row of the catalogue changed, so that its file has to change."""
    tables.mkdir()
    for file in reference.glob("*.csv"):
        (tables / file.name).write_bytes(file.read_bytes())
    table = tables / "catalogue_services.csv"
    text = table.read_text("utf-8")
    table.write_text(text.replace("https://ccb.belgium.be/nl/cytris", "https://ccb.belgium.be/x"))
    return tables


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("changed", [True, False], ids=["other tables", "same tables"])
def test_an_edited_file_is_named_and_nothing_is_written(
    reference: Path, root: Root, tmp_path: Path, edit: str, *, changed: bool
) -> None:
    tables = _other_row(reference, tmp_path / "tables") if changed else reference
    _edit(root, CATALOGUE, *EDITS[edit])
    (root.path / GRANTS).unlink()
    before = _texts(root)

    with pytest.raises(EditedByHandError) as caught:
        import_reference(tables, root, "2026-11", on=LATER)

    assert caught.value.files == (CATALOGUE,)
    assert CATALOGUE in caught.value.message("nl")
    assert "eigen bestand" in caught.value.message("nl")
    assert "file of its own" in caught.value.message("en")
    assert caught.value.exit_code == 1
    assert _texts(root) == before


def test_asked_to_overwrite_an_import_makes_the_file_as_the_tables_have_it(
    reference: Path, root: Root
) -> None:
    before = _texts(root)
    _edit(root, CATALOGUE, *EDITS["triple"])

    written = import_reference(reference, root, "2026-11", on=DAY, overwrite=True)

    assert written.changed == [CATALOGUE]
    assert _texts(root) == before


def test_a_file_that_nobody_edited_follows_its_table(
    reference: Path, root: Root, tmp_path: Path
) -> None:
    tables = _other_row(reference, tmp_path / "tables")

    written = import_reference(tables, root, "2026-11", on=LATER)

    assert CATALOGUE in written.changed
    assert "<https://ccb.belgium.be/x>" in (root.path / CATALOGUE).read_text("utf-8")


def test_a_dry_run_names_an_edited_file_too(reference: Path, root: Root) -> None:
    _edit(root, CATALOGUE, *EDITS["comment"])

    with pytest.raises(EditedByHandError):
        import_reference(reference, root, "2026-11", on=DAY, dry_run=True)


def test_a_file_of_ones_own_beside_the_imported_ones_is_left_alone(
    reference: Path, root: Root
) -> None:
    own = root.path / "data/openbaar/catalogus/aanvullingen.ttl"
    own.write_text("# Eigen werk.\n", "utf-8")

    written = import_reference(reference, root, "2026-11", on=DAY)

    assert written.changed == []
    assert own.read_text("utf-8") == "# Eigen werk.\n"


def test_a_file_without_a_mark_gets_one_if_all_else_is_as_imported(
    reference: Path, root: Root
) -> None:
    file = root.path / CATALOGUE
    before = file.read_text("utf-8")
    file.write_text(unmarked(before), "utf-8")

    written = import_reference(reference, root, "2026-11", on=LATER)

    assert written.changed == [CATALOGUE]
    assert file.read_text("utf-8") == before


def test_line_ends_of_windows_are_no_edit(reference: Path, root: Root) -> None:
    file = root.path / CATALOGUE
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    written = import_reference(reference, root, "2026-11", on=LATER)

    assert written.changed == []


def test_what_is_no_text_was_not_written_by_an_import(reference: Path, root: Root) -> None:
    (root.path / CATALOGUE).write_bytes(b"\xff\xfe\x00")

    with pytest.raises(EditedByHandError):
        import_reference(reference, root, "2026-11", on=DAY)


def test_a_folder_where_a_file_should_be_is_an_error_and_nothing_is_written(
    reference: Path, root: Root
) -> None:
    (root.path / CATALOGUE).unlink()
    (root.path / CATALOGUE).mkdir()
    (root.path / GRANTS).unlink()

    with pytest.raises(UnreadableInputError, match=r"aanbod\.ttl"):
        import_reference(reference, root, "2026-11", on=DAY, overwrite=True)

    assert not (root.path / GRANTS).exists()


def test_the_mark_is_one_line_and_fits_only_what_it_was_made_for() -> None:
    text = "# Wat dit is.\n\nex:s\n    a ex:C ;\n.\n"

    with_mark = marked(text)

    assert unmarked(with_mark) == text
    assert len(with_mark.splitlines()) == len(text.splitlines()) + 1
    assert is_untouched(with_mark)
    assert not is_untouched(text)
    assert not is_untouched(with_mark.replace("ex:C", "ex:D"))


@pytest.mark.parametrize(
    ("lang", "said"), [("nl", "met de hand gewijzigd"), ("en", "edited by hand")]
)
def test_the_command_ends_with_1_and_says_what_to_do(
    reference: Path, root: Root, lang: str, said: str
) -> None:
    edited = _edit(root, CATALOGUE, *EDITS["comment"])
    command = [sys.executable, "-m", "ldgraph", "--lang", lang, "import", "reference"]
    command += [str(reference), "--read-on", "2026-11", "--only", "catalogue"]

    done = subprocess.run(command, cwd=root.path, capture_output=True, text=True, check=False)
    forced = subprocess.run([*command, "--overwrite"], cwd=root.path, check=False)

    assert done.returncode == 1
    assert said in done.stderr
    assert CATALOGUE in done.stderr
    assert "Traceback" not in done.stderr
    assert forced.returncode == 0
    assert (root.path / CATALOGUE).read_text("utf-8") != edited
