"""What is refused when things are to have other IRIs, and that all is written or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldgraph.errors import LdgraphError, UnwritableFileError
from ldgraph.graph.load import load
from ldgraph.graph.places import open_root, source_files
from ldgraph.graph.rename import plan_base, plan_term
from ldgraph.graph.rewrite import Change, Plan, carry_out
from ldgraph.graph.texts import RenameError
from ldgraph.intake.starter import make_root

if TYPE_CHECKING:
    from pathlib import Path

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root

_BASE = "https://data.vlaanderen.be"
_NEW_BASE = "https://ld.example.org/vlaanderen"
_TAKEN = f"<{_NEW_BASE}/id/aanbod/bewaking> <urn:p> 1 .\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a small root; what a test writes into it, it takes back."""
    made = tmp_path_factory.mktemp("rename") / "root"
    make_root(made, public_data=False)
    return made


@pytest.fixture(scope="module")
def read(folder: Path) -> tuple[Root, Dataset]:
    """Read the root once: a plan writes nothing."""
    root = open_root(folder)
    return root, load(source_files(root))


def _texts(folder: Path) -> dict[str, bytes]:
    return {str(one): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"{_BASE}/id/aanbod/bewaking", f"<{_BASE}/id/aanbod/toezicht>"),
        ("ldg:Dekking", "ldg:Claim"),
        ("ldg:bestuur", "ldg:overBestuur"),
        ("graad:volledig", "zekerheid:volledig"),
        ("shp:Dekking-graad", "shp:Dekking-mate"),
        ("lijst:Capability", "lijst:Bekwaamheid"),
    ],
)
def test_there_and_back_gives_the_same_bytes(folder: Path, old: str, new: str) -> None:
    before = _texts(folder)

    for one, other in ((old, new), (new, old)):
        root = open_root(folder)
        carry_out(plan_term(root, load(source_files(root)), one, other))
        assert (_texts(folder) == before) == (one == new)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("aanbod:nergens", "aanbod:toezicht", "no IRI 'aanbod:nergens'"),
        ("aanbod:bewakin", "aanbod:toezicht", "nearest or known: aanbod:bewaking"),
        ("aanbod:bewaking", "catalogus:eigen", "exists already: "),
        ("aanbod:bewaking", "ldg:levert", "ontology/ldgraph.ttl:"),
        ("aanbod:bewaking", "aanbod:Toe zicht", "is no IRI"),
        ("aanbod:bewaking", "toezicht", "is no IRI"),
        ("aanbod:bewaking", "nergens:toezicht", "is no IRI"),
        ("aanbod:bewaking", "<toezicht>", "is no IRI"),
        ("aanbod:bewaking", "", "is no IRI"),
        ("aanbod:bewaking", "https://x/{y}", "is no IRI"),
        ("aanbod:bewaking", "aanbod:Toezicht", "[Aanbod-iri]"),
        ("aanbod:bewaking", "https://example.org/x", "[Aanbod-iri]"),
        ("aanbod:bewaking", "urn:x:y", "[Aanbod-iri]"),
        ("aanbod:bewaking", "aanbod:bewaking", "is called so already"),
        ("xsd:date", "xsd:dag", "would say something else"),  # no function that SPARQL has
        ("graaf:openbaar/catalogus", "graaf:openbaar/ander", "move the file"),
    ],
)
def test_what_cannot_be_is_refused(
    read: tuple[Root, Dataset], old: str, new: str, said: str
) -> None:
    with pytest.raises(LdgraphError) as refused:
        plan_term(*read, old, new)

    assert said in refused.value.message("en")
    assert refused.value.message("nl") != refused.value.message("en")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("https://elders.example", _NEW_BASE, f"the base of this root is '{_BASE}'"),
        (_BASE, "nergens", "cannot be the new base"),
        (_BASE, f"{_NEW_BASE}#", "cannot be the new base"),
        (_BASE, _BASE, "cannot be the new base"),
        (_BASE, f"{_BASE}/", "cannot be the new base"),
    ],
)
def test_a_base_that_cannot_be_is_refused(
    read: tuple[Root, Dataset], old: str, new: str, said: str
) -> None:
    with pytest.raises(RenameError) as refused:
        plan_base(*read, old, new)

    assert said in refused.value.message("en")


def test_a_base_below_which_something_is_called_so_already_is_refused(folder: Path) -> None:
    file = folder / "data/openbaar/ander.ttl"
    file.write_text(_TAKEN, "utf-8")
    root = open_root(folder)

    with pytest.raises(RenameError, match="bewaking' exists already"):
        plan_base(root, load(source_files(root)), _BASE, _NEW_BASE)

    file.unlink()


# -- writing ---------------------------------------------------------------------------------------


def _change(path: Path, new: str) -> Change:
    return Change(path, path.name, path.read_text("utf-8"), new, 1)


def test_if_one_file_cannot_be_written_those_written_get_their_text_back(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("een.ttl", "twee.ttl", "drie.ttl")]
    for file in files:
        file.write_text(f"# {file.name}\n", "utf-8")
    changes = [_change(file, "# nieuw\n") for file in files]
    changes[2] = changes[2]._replace(new="\udcff")  # which no file can hold

    with pytest.raises((UnwritableFileError, UnicodeEncodeError)):
        carry_out(Plan(tuple(changes), ()))

    assert [file.read_text("utf-8") for file in files] == [f"# {file.name}\n" for file in files]
    assert sorted(tmp_path.iterdir()) == sorted(files)


def test_a_file_that_was_changed_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    one, other = tmp_path / "een.ttl", tmp_path / "twee.ttl"
    one.write_text("# een\n", "utf-8")
    other.write_text("# twee\n", "utf-8")
    plan = Plan((_change(one, "# nieuw\n"), _change(other, "# nieuw\n")), ())
    other.write_text("# anders\n", "utf-8")

    with pytest.raises(RenameError, match="changed meanwhile"):
        carry_out(plan)

    assert one.read_text("utf-8") == "# een\n"
    assert other.read_text("utf-8") == "# anders\n"
