"""The importer as a whole: what is committed, what a second run does, and what bad tables get."""

from __future__ import annotations

import re
import shutil
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pytest

from ldgraph.errors import LdgraphError, UnreadableInputError
from ldgraph.graph.load import load
from ldgraph.graph.places import Root, open_root, source_files
from ldgraph.graph.rename import plan_base
from ldgraph.graph.rewrite import carry_out
from ldgraph.intake.mark import unmarked
from ldgraph.intake.plan import DEFAULT_GROUPS, GROUPS
from ldgraph.intake.reference import import_reference

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 11, 24)
LATER = date(2027, 3, 1)


def _copy(reference: Path, tables: Path) -> None:
    """Copy the tables so that they can be spoilt: the copies may be read-only where they lie."""
    tables.mkdir()
    for file in reference.glob("*.csv"):
        (tables / file.name).write_bytes(file.read_bytes())


def _texts(root: Path) -> dict[str, str]:
    return {
        str(file.relative_to(root)): file.read_text("utf-8") for file in sorted(root.rglob("*.ttl"))
    }


def test_what_is_committed_is_what_the_importer_writes(reference: Path, project: Path) -> None:
    written = import_reference(reference, open_root(project), "2026-11", on=DAY, dry_run=True)

    assert written.changed == []
    assert len(written.unchanged) == 30


def test_mappings_are_written_on_request_and_never_shipped(
    reference: Path, imported: Root, project: Path
) -> None:
    folder = "data/openbaar/normen/koppelingen"
    asked = import_reference(
        reference, imported, "2026-11", on=DAY, only=["mappings", "selection-matrix"], dry_run=True
    )

    assert set(GROUPS) - set(DEFAULT_GROUPS) == {"mappings", "selection-matrix"}
    assert [name.startswith(f"{folder}/") for name in asked.unchanged] == [True] * 6
    assert not (project / folder).exists()


def test_a_root_at_another_base_gets_its_files_there(
    reference: Path, imported: Root, tmp_path: Path
) -> None:
    shutil.copytree(imported.path, tmp_path / "root")
    root = open_root(tmp_path / "root")
    old, new = root.base, "https://example.org/ld"
    carry_out(plan_base(root, load(source_files(root)), old, new))
    moved = _texts(root.path)

    written = import_reference(
        reference, open_root(root.path), "2026-11", on=LATER, only=tuple(GROUPS)
    )

    # The marks follow what is in a file, so that they alone are other.
    assert len(written.changed) + len(written.unchanged) == 36
    assert {name: unmarked(text) for name, text in _texts(root.path).items()} == {
        name: unmarked(text) for name, text in moved.items()
    }


def test_a_second_run_changes_nothing_on_whatever_day(reference: Path, imported: Root) -> None:
    before = _texts(imported.path)

    again = import_reference(reference, imported, "2026-11", on=LATER, only=tuple(GROUPS))

    assert again.changed == []
    assert _texts(imported.path) == before


def test_a_changed_row_changes_its_file_alone_and_dates_it(
    reference: Path, imported: Root, tmp_path: Path
) -> None:
    tables, root = tmp_path / "tables", tmp_path / "root"
    _copy(reference, tables)
    shutil.copytree(imported.path, root)
    _replace(tables / "municipalities.csv", "11001,Aartselaar,", "11001,Aartselaer,")

    written = import_reference(tables, open_root(root), "2026-11", on=LATER)

    assert written.changed == ["data/openbaar/besturen/gemeenten-antwerpen.ttl"]
    text = (root / written.changed[0]).read_text("utf-8")
    assert 'skos:prefLabel "Aartselaer"@nl ;' in text
    assert 'dct:modified "2027-03-01"^^xsd:date ;' in text


def test_a_dry_run_says_what_would_change_and_writes_nothing(
    reference: Path, imported: Root, tmp_path: Path
) -> None:
    shutil.copy(imported.path / "ldgraph.toml", tmp_path)
    shutil.copytree(imported.path / "ontology", tmp_path / "ontology")

    written = import_reference(reference, open_root(tmp_path), "2026-11", on=DAY, dry_run=True)

    assert len(written.changed) == 30
    assert not (tmp_path / "data").exists()


def test_no_file_is_too_long_to_review(imported: Root) -> None:
    sizes = {file.name: file.stat().st_size for file in imported.path.rglob("*.ttl")}

    assert max(sizes.values()) < 1_048_576


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


class Slip(NamedTuple):
    """A table, what is replaced in it by what, and what the error says."""

    table: str
    old: str
    new: str
    said: str


@pytest.mark.parametrize(
    "slip",
    [
        Slip(
            "municipalities",
            "11001,Aart",
            "1100,Aart",
            r"municipalities\.csv:2': .*'nis' has '1100'",
        ),
        Slip("municipalities", "1977-01-01", "1977-13-01", r":2': .*'valid_from' has '1977-13-01'"),
        Slip(
            "municipalities",
            "0207508932",
            "207508932",
            r":2': .*'kbo' has '207508932'; wanted .* 10",
        ),
        Slip("municipalities", "nis,name_nl", "nis,naam", r":1': column 'name_nl' is missing"),
        Slip("municipalities", "nis,name_nl", "nis,nis", r":1': column"),
        Slip("municipality_mergers", ",12041,", ",99999,", r":2': .*'successor_nis' has '99999'"),
        Slip("municipality_facts", "15093,15093", "15093,veel", r":2': .*'population_2025_low'"),
        Slip("memberships", ",35013,", ",99999,", r":2': .*'member_nis' has '99999'"),
        Slip("memberships", "two sources agree", "perhaps", r":2': .*'certainty' has 'perhaps'"),
        Slip("memberships", "bestuurseenheden/b7e", "x/b7e", r":2': .*'organisation_uri' has"),
        Slip("iso27001_2022", "4.1,clause", "4 1,clause", r":2': .*'id' has '4 1'"),
        Slip("catalogue_services", ",yes\n", "\n", r":2': 11 values where the header has 12"),
        Slip("catalogue_services", "svc-001", "svc-999", r":2': .*'id' has 'svc-999'"),
        Slip("catalogue_services", "active when read", "nieuw", r":2': .*'status' has 'nieuw'"),
        Slip(
            "catalogue_services",
            "Centrum voor Cybersecurity België,federal,platform",
            "Iemand anders,federal,platform",
            r":2': column 'provider' has 'Iemand anders'; wanted 'Centrum .* again",
        ),
        Slip(
            "catalogue_services",
            ",federal,platform,security",
            ",flemish,platform,security",
            r":2': column 'provider_kind' has 'flemish'; wanted 'federal', as when svc-001 was",
        ),
        Slip(
            "catalogue_services",
            ",federal,platform,security",
            ",federal,service,security",
            r":2': column 'kind' has 'service'; wanted 'platform'",
        ),
        Slip(
            "catalogue_services",
            "Belgian organisations,free",
            "Belgian organisations,customer pays",
            r":2': column 'funding' has 'customer pays'; wanted 'free'",
        ),
        Slip(
            "catalogue_services",
            "Belgian organisations,free",
            "members,free",
            r":2': column 'audience' has 'members'; wanted 'Belgian organisations'",
        ),
        Slip("cyfun_2023_controls", ",basic,", ",basis,", r":2': .*'level_from' has 'basis'"),
        Slip(
            "programme_statistics", ",governments,", ",besturen,", r":2': .*'unit' has 'besturen'"
        ),
        Slip(
            "nis2_local_government", "yes, whatever its size", "perhaps", r"'value' has 'perhaps'"
        ),
        Slip("nis2_local_government", "annex II sector 2;", "annex II;", r"'basis' has 'annex II;"),
        Slip("programme_statistics", "one third", "half", r"'value' has 'half'"),
        Slip("cyber_incidents_local", "ransomware", "fire", r"'kind' has 'fire'"),
        Slip("local_processes", "d9631464-", "D9631464-", r":2': .*'process_uuid'"),
        Slip("map_cyfun_2023_to_2025", ",intersect", ",cuts", r":2': .*'relationship' has 'cuts'"),
        Slip("map_cyfun_2023_to_2025", ",PR.PS-01.1", ",PR.PS-99.1", r":2': .*'cyfun_2025'"),
    ],
)
def test_a_bad_value_is_named_by_file_line_and_column_and_nothing_is_written(
    reference: Path, imported: Root, tmp_path: Path, slip: Slip
) -> None:
    tables, root = tmp_path / "tables", tmp_path / "root"
    _copy(reference, tables)
    root.mkdir()
    shutil.copy(imported.path / "ldgraph.toml", root)
    shutil.copytree(imported.path / "ontology", root / "ontology")
    _replace(tables / f"{slip.table}.csv", slip.old, slip.new)

    with pytest.raises(UnreadableInputError) as caught:
        import_reference(tables, open_root(root), "2026-11", on=DAY, only=tuple(GROUPS))

    assert re.search(slip.said, str(caught.value))
    assert f"{slip.table}.csv" in str(caught.value)
    assert not (root / "data").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "No such file"),
        (b"", "column 'name_nl' is missing; there are: none"),
        (b"nis,name_nl\n\xff\xfe,x\n", "utf-8"),
        (b'nis,name_nl\n"11001"x\n', "column 'province' is missing"),
    ],
)
def test_a_table_that_is_no_table_is_an_error(
    reference: Path, imported: Root, tmp_path: Path, content: bytes | None, said: str
) -> None:
    tables = tmp_path / "tables"
    _copy(reference, tables)

    file = tables / "municipalities.csv"
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)

    with pytest.raises(UnreadableInputError, match=re.escape(said)) as caught:
        import_reference(tables, imported, "2026-11", on=DAY, dry_run=True)

    assert "municipalities.csv" in str(caught.value)
    assert caught.value.exit_code == 3


def test_a_folder_that_is_not_there_is_an_error(imported: Root, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match="not a folder"):
        import_reference(tmp_path / "none", imported, "2026-11", on=DAY)


@pytest.mark.parametrize("month", ["2026", "2026-13", "november 2026", "2026-11-24", ""])
def test_what_is_no_month_is_refused(reference: Path, imported: Root, month: str) -> None:
    with pytest.raises(LdgraphError, match="no month"):
        import_reference(reference, imported, month, on=DAY)
