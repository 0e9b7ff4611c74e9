"""A root at another base, its vocabulary along with it: all that was found there is found here.

A check that knows a term by an old address finds nothing and says nothing, so each is made to find
something on both sides of a move.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ldgraph.graph.access import EVERYONE, Audience, view_for
from ldgraph.graph.load import load
from ldgraph.graph.places import open_root, source_files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Git, Run

_OLD = "https://data.vlaanderen.be"
_NEW = "https://example.org/ld"
_MOVE = ("rename", "--base", _OLD, _NEW)
_ON = ("--date", "2026-12-01")
_EXAMPLE = ("--root", "voorbeeld")
_OF = ("--government", "99001")
_OURS = re.compile(rf"{_OLD}/(?:ns|shacl)/lokaal-digitaal")
#: What others keep below the old base.
_THEIRS = re.compile(rf"{_OLD}/(?:id/(?:gemeente|organisatie|licentie)|ns/generiek)\b")
#: Of a finding: it is made of addresses.
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
_CATALOGUE = "data/openbaar/catalogus.ttl"
_GOVERNMENT = "data/beperkt/gemeente-99901.ttl"
_PREFIXES = """PREFIX aanbod: <https://data.vlaanderen.be/id/aanbod/>
PREFIX beoordeling: <https://data.vlaanderen.be/id/beoordeling/>
PREFIX bestuur: <https://data.vlaanderen.be/id/lokaalbestuur/>
PREFIX bron: <https://data.vlaanderen.be/id/bron/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>
PREFIX rol: <https://data.vlaanderen.be/id/concept/Rol/>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX shp: <https://data.vlaanderen.be/shacl/lokaal-digitaal/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX toegang: <http://publications.europa.eu/resource/authority/access-right/>
PREFIX vereiste: <https://data.vlaanderen.be/id/vereiste/>
PREFIX vrijstelling: <https://data.vlaanderen.be/id/vrijstelling/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
_GRAPH = """<> a ldg:Graaf ;
    dct:title "Proef"@nl ;
    dct:source bron:beginstel ;
    dct:modified "2026-11-24"^^xsd:date ;
    dct:accessRights toegang:PUBLIC ;
    ldg:fictief true .
"""
_WAIVER = """vrijstelling:{name} a ldg:Vrijstelling ;
    ldg:bevindingscode "{code}" ;
    ldg:vrijgesteld {subject} ;
    ldg:reden "de stuurgroep kiest in maart"@nl , "the steering group chooses in March"@en ;
    ldg:verantwoordelijkeRol rol:projectleider ;
    ldg:datum "2026-11-24"^^xsd:date ;
    ldg:geldigTot "{until}"^^xsd:date ;
    dct:source bron:beginstel .
"""
_SLOW = f"""#+ vraag: Een proef?
#+ question: A try?
#+ params:

PREFIX ldg: <{_OLD}/ns/lokaal-digitaal#>

SELECT ?requirement
WHERE {{
    ?requirement a ldg:Vereiste ; ldg:prioriteit ?priority .
    FILTER NOT EXISTS {{ ?assessment ldg:vereiste ?requirement ; ldg:status ?status }}
}}
ORDER BY ?requirement
"""


def _texts(folder: Path) -> dict[str, bytes]:
    return {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in sorted(folder.rglob("*"))
        if one.is_file()
    }


def _back(text: str) -> str:
    """Write the old address in what was said on the new one."""
    return text.replace(_NEW, _OLD)


def _ldgraph(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ldgraph", *arguments],
        cwd=folder,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )


# -- the public root and the example ---------------------------------------------------------------


@pytest.fixture(scope="module")
def here(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the public root, and the example root inside it."""
    made = tmp_path_factory.mktemp("moved") / "hier"
    made.mkdir()
    for name in ("ontology", "shapes", "queries", "data", "voorbeeld"):
        shutil.copytree(project / name, made / name)
    shutil.copy(project / "ldgraph.toml", made)
    return made


@pytest.fixture(scope="module")
def there(here: Path) -> Path:
    """Move a copy of both to another base."""
    made = here.parent / "daar"
    shutil.copytree(here, made)
    for more in ((), _EXAMPLE):
        done = _ldgraph(made, *more, *_MOVE)
        assert (done.returncode, done.stderr) == (0, "")
    return made


def test_no_file_has_the_old_address_any_more(there: Path) -> None:
    for name, content in _texts(there).items():
        text = content.decode()
        assert not _OURS.search(text), name
        assert _OLD not in _THEIRS.sub("", text), name
    ontology = (there / "ontology/ldgraph.ttl").read_text("utf-8")
    assert f"\n<{_NEW}/ns/lokaal-digitaal>\n" in ontology
    assert f"owl:versionIRI <{_NEW}/ns/lokaal-digitaal/" in ontology
    assert f'vann:preferredNamespaceUri "{_NEW}/ns/lokaal-digitaal#"' in ontology


def test_nothing_else_changes_and_what_others_keep_stays(here: Path, there: Path) -> None:
    moved = re.compile(_THEIRS.pattern.replace(_OLD, _NEW))
    before = _texts(here)
    for name, content in _texts(there).items():
        assert not moved.search(content.decode()), name
        assert name.endswith(".toml") or _back(content.decode()).encode() == before[name], name


@pytest.mark.parametrize("more", [(), _EXAMPLE])
def test_nothing_is_found(there: Path, more: tuple[str, ...]) -> None:
    done = _ldgraph(there, *more, "validate", "--no-cache", "--fail-on", "info", *_ON)

    assert (done.returncode, done.stdout) == (0, "Geen bevindingen.\n"), done.stdout[:2000]


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "--list"),
        (*_EXAMPLE, "gaps", "99001", *_ON),
        (*_EXAMPLE, "cover", "99001", *_ON),
        (*_EXAMPLE, "explain", "99001", "V025", "voorbeeld-mdr", *_ON),
        (*_EXAMPLE, "query", "offerings-for-gaps", *_ON),
        (*_EXAMPLE, "query", "weighted-need", *_ON),
        (*_EXAMPLE, "query", "missing-for-level", *_OF, "--level", "2023-basis", *_ON),
        ("lint",),
        ("fmt", "--check"),
        ("new", "--list"),
        ("new", "aanbod", "--list"),
        (*_EXAMPLE, "new", "afname", "--bestuur=99001", "--aanbod=voorbeeld-mdr", "--dry-run"),
        (*_EXAMPLE, "validate", "--format", "json"),
        (*_EXAMPLE, "validate", "--format", "turtle"),
    ],
)
def test_every_command_says_what_it_said(
    here: Path, there: Path, arguments: tuple[str, ...]
) -> None:
    before, after = (_ldgraph(folder, *arguments) for folder in (here, there))

    assert before.stdout + before.stderr
    assert _back(after.stdout) == before.stdout
    assert _back(after.stderr) == before.stderr
    assert after.returncode == before.returncode


@pytest.mark.parametrize("more", [(), _EXAMPLE])
def test_as_much_is_counted(here: Path, there: Path, more: tuple[str, ...]) -> None:
    # Kinds of which there are as many stand in the order of their addresses.
    before, after = (_ldgraph(one, *more, "stats").stdout for one in (here, there))

    assert sorted(_back(after).splitlines()) == sorted(before.splitlines())


def test_no_contradiction_is_found_and_the_reasoner_sees_as_much(here: Path, there: Path) -> None:
    before, after = (_ldgraph(folder, "reason").stdout for folder in (here, there))

    assert after.startswith("Geen tegenspraak")
    assert re.sub(r"\([\d.]+ s\)", "", after) == re.sub(r"\([\d.]+ s\)", "", before)


def test_there_and_back_gives_the_same_bytes(here: Path, there: Path, tmp_path: Path) -> None:
    folder = tmp_path / "terug"
    shutil.copytree(there, folder)

    for more in ((), _EXAMPLE):
        assert _ldgraph(folder, *more, "rename", "--base", _NEW, _OLD).returncode == 0

    before = _texts(here)
    before["voorbeeld/ldgraph.toml"] += f'base = "{_OLD}"\n'.encode()  # it was not written down
    assert _texts(folder) == before


# -- what is wrong is found ------------------------------------------------------------------------


def _edit(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def _add(root: Path, file: str, text: str) -> None:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_PREFIXES + text, "utf-8")


def _spoil(root: Path) -> None:
    """Make one of each fault of which the program knows the terms."""
    _edit(root, _CATALOGUE, "ldg:levert", "ldg:lvert")
    _edit(root, _CATALOGUE, "ldg:uitvoering ", "ldg:Dekking ")
    _edit(root, "data/openbaar/vereisten.ttl", "a ldg:Risico", "a ldg:Risco")
    _edit(root, "data/openbaar/besturen.ttl", "ldg:gelezenOp", "ldg:graad <urn:x> ; ldg:gelezenOp")
    _edit(root, "data/openbaar/vereisten.ttl", "    ldg:prioriteit prioriteit:must ;\n", "")
    _edit(root, "data/openbaar/vereisten.ttl", "    ldg:prioriteit prioriteit:should ;\n", "")
    _edit(root, _GOVERNMENT, "ldg:bestuur bestuur:gemeente-99901", "ldg:bestuur bestuur:gemeente-1")
    _add(
        root,
        "data/openbaar/lek.ttl",
        f"{_GRAPH}beoordeling:lek a ldg:Beoordeling ; ldg:bestuur bestuur:gemeente-99901 ;\n"
        "    dct:relation ldg:Nergens .\n",
    )
    waived = {"name": "goed", "code": "Vereiste-prioriteit", "subject": "vereiste:V001"}
    _add(
        root,
        "waivers/openbaar/eerste.ttl",
        _GRAPH
        + _WAIVER.format(**waived, until="2027-03-31")
        + _WAIVER.format(
            **{**waived, "name": "oud", "subject": "vereiste:V002"}, until="2026-11-30"
        )
        + _WAIVER.format(
            **{**waived, "name": "mis", "code": "Vereiste-prioritet"}, until="2027-03-31"
        )
        + _WAIVER.format(
            **{**waived, "name": "lek", "code": "beperkt-in-openbaar"}, until="2027-03-31"
        )
        + _WAIVER.format(
            **{**waived, "name": "niets", "subject": "aanbod:bewaking"}, until="2027-03-31"
        ),
    )


def _found(root: Path, form: str) -> str:
    options = ("--no-cache", "--show-restricted", "--lang", "en", "--format", form, *_ON)
    return _DIGEST.sub("", _ldgraph(root, "validate", *options).stdout)


@pytest.mark.parametrize("form", ["human", "json", "sarif"])
def test_what_is_wrong_is_found_on_both_sides_of_a_move(run: Run, root: Path, form: str) -> None:
    _spoil(root)
    before = _found(root, form)

    assert run(*_MOVE).returncode == 0

    assert _back(_found(root, form)) == before


def test_each_check_finds_something_after_a_move(run: Run, root: Path) -> None:
    _spoil(root)
    run(*_MOVE)

    found = json.loads(_found(root, "json"))["findings"]

    codes = {one["code"] for one in found}
    assert codes >= {
        "beperkt-in-openbaar",
        "eigenschap-past-niet",
        "onbekende-term",
        "term-van-andere-soort",
        "Vereiste-prioriteit",
        "verkeerd-bestuur",
        "verwijzing-naar-niets",
        "vrijstelling-kan-niet",
        "vrijstelling-onbekende-code",
        "vrijstelling-ongebruikt",
        "vrijstelling-verlopen",
    }
    assert {one["suggestion"] for one in found} >= {"ldg:levert", "ldg:Risico"}
    (waived,) = [one for one in found if one.get("waiver")]
    assert waived["code"] == "Vereiste-prioriteit"


def test_a_misspelt_term_is_mended_after_a_move(run: Run, root: Path) -> None:
    run(*_MOVE)
    before = _texts(root)
    _edit(root, _CATALOGUE, "ldg:leverancier", "ldg:levrancier")

    done = run("validate", "--fix")

    assert (done.returncode, _texts(root)) == (0, before), done.stdout


def test_a_misspelt_term_in_a_shape_is_found_after_a_move(run: Run, root: Path) -> None:
    run(*_MOVE)
    (root / "shapes/eigen.ttl").write_text(
        _PREFIXES.replace(_OLD, _NEW)
        + "shp:Eigen a sh:NodeShape ; sh:targetClass ldg:Dekkng ; sh:property shp:Eigen-graad .\n"
        'shp:Eigen-graad a sh:PropertyShape ; sh:path ldg:graad ; sh:message "x"@nl , "x"@en .\n',
        "utf-8",
    )

    done = run("validate")

    assert "ldg:Dekkng is nergens beschreven" in done.stdout
    assert "(bedoelde u ldg:Dekking?) [shape-not-usable]" in done.stdout


def test_a_broken_ontology_explains_terms_that_seem_to_lack_after_a_move(
    run: Run, root: Path
) -> None:
    run(*_MOVE)
    with (root / "ontology/ldgraph.ttl").open("a", encoding="utf-8") as file:
        file.write("\nldg:Kapot a [ .\n")

    done = run("validate")

    assert done.returncode == 3
    assert "onbekende-term" not in done.stdout


def test_reports_in_rdf_have_the_terms_of_the_root(run: Run, root: Path) -> None:
    _spoil(root)
    run(*_MOVE)

    for form in ("turtle", "jsonld"):
        said = _found(root, form)
        assert f"{_NEW}/ns/lokaal-digitaal#" in said
        assert not _OURS.search(said)
        assert "ldg:bevindingscode" in said


def test_what_is_made_after_a_move_stands_where_it_would_have_stood(run: Run) -> None:
    words = "new beoordeling --bestuur=Beginstelgem --vereiste=V002 --status=voldaan"
    more = "--datum=2026-11-20 --uitInteractie=interview-gemeente-99901"
    run(*_MOVE)

    done = run(*words.split(), *more.split())

    assert (done.returncode, done.stderr) == (0, "")
    assert f"nieuw: {_GOVERNMENT}:" in done.stdout
    assert run("validate").stdout == "Geen bevindingen.\n"


def test_a_term_is_renamed_after_a_move_and_the_modules_that_name_it_are_told(run: Run) -> None:
    run(*_MOVE)

    done = run("rename", "ldg:bestuur", "ldg:overBestuur", "--dry-run")

    assert done.returncode == 0, done.stderr
    assert "    ldgraph/graph/rooms.py\n" in done.stdout


def test_a_waiver_follows_what_it_names(run: Run, root: Path) -> None:
    _add(
        root,
        "waivers/openbaar/een.ttl",
        _GRAPH
        + _WAIVER.format(name="een", code="X", subject="vereiste:V001", until="2027-03-31").replace(
            "    ldg:reden", '    ldg:vrijgesteldeWaarde "vereiste:V002" ;\n    ldg:reden', 1
        ),
    )
    run(*_MOVE)

    done = run("rename", "vereiste:V002", "vereiste:V900")

    assert done.returncode == 0, done.stderr
    text = (root / "waivers/openbaar/een.ttl").read_text("utf-8")
    assert 'ldg:vrijgesteldeWaarde "vereiste:V900" ;' in text


def test_both_sides_of_a_move_answer_in_a_comparison(run: Run, git: Git) -> None:
    assert run(*_MOVE).returncode == 0
    git("commit", "-aqm", "moved")

    done = run("diff", "HEAD~1", "HEAD", "--format", "json", "--show-restricted", *_ON)

    assert done.returncode == 0, done.stderr
    for base in (_OLD, _NEW):
        assert f"{base}/id/lokaalbestuur/gemeente-99901" in done.stdout


def test_advice_is_the_same_after_a_move(run: Run, root: Path) -> None:
    (root / "queries/answers/proef.rq").write_text(_SLOW, "utf-8")
    before = run("lint", "--lang", "en")

    run(*_MOVE)

    assert "[unused-capability]" in before.stdout
    assert "queries/answers/proef.rq" in before.stdout
    assert _back(run("lint", "--lang", "en").stdout) == before.stdout


def test_a_copy_of_a_thing_is_made_after_a_move(run: Run) -> None:
    words = ("new", "dienst", "--like=bewaking", "--label=Nacht", "--dry-run")
    before = run(*words)

    run(*_MOVE)

    assert before.returncode == 0, before.stderr
    assert _back(run(*words).stdout) == before.stdout


def test_a_government_reads_its_own_graph_after_a_move(run: Run, root: Path) -> None:
    run(*_MOVE)
    opened = open_root(root)
    dataset = load(source_files(opened))

    view = view_for(dataset, Audience(f"{_NEW}/id/lokaalbestuur/gemeente-99901"))

    own = f"{_NEW}/doc/graaf/beperkt/gemeente-99901"
    assert own in view.graphs
    assert own not in view_for(dataset, EVERYONE).graphs
    assert view.vocabulary == opened.vocabulary


# -- roots that extend one another -----------------------------------------------------------------


@pytest.fixture
def above(root: Path) -> Path:
    """Split the root: its data go to a root with a base of its own, which extends it."""
    folder = root.parent / "boven"
    folder.mkdir()
    (folder / "ldgraph.toml").write_text(
        'name = "boven"\nbase = "https://own.example"\nextends = ["../root"]\n', "utf-8"
    )
    shutil.move(root / "data", folder / "data")
    return folder


def test_a_root_with_a_base_of_its_own_has_the_vocabulary_of_the_other(
    run: Run, above: Path
) -> None:
    assert run("--root", str(above), "validate").stdout == "Geen bevindingen.\n"
    _edit(above, _CATALOGUE, "ldg:leverancier", "ldg:levrancier")

    assert "(bedoelde u ldg:leverancier?)" in run("--root", str(above), "validate").stdout


def test_a_root_with_a_base_of_its_own_follows_and_keeps_its_base(run: Run, above: Path) -> None:
    own = "bron:eigen a ldg:Bron .".replace("bron:eigen", "<https://own.example/id/bron/eigen>")
    with (above / _CATALOGUE).open("a", encoding="utf-8") as file:
        file.write(own + "\n")
    before = _texts(above)
    run(*_MOVE)
    left_behind = run("--root", str(above), "validate")

    done = run("--root", str(above), *_MOVE)

    assert left_behind.returncode == 3
    assert f"ldgraph rename --base {_OLD} {_NEW}' [vocabulary-elsewhere]" in left_behind.stdout
    assert done.returncode == 0, done.stderr
    after = _texts(above)
    assert after["ldgraph.toml"] == before["ldgraph.toml"]
    text = after[_CATALOGUE].decode()
    assert text.endswith(own + "\n")
    assert f"PREFIX ldg: <{_NEW}/ns/lokaal-digitaal#>\n" in text
    assert not any(_OURS.search(one.decode()) for one in after.values())


def test_a_root_that_moves_further_than_the_other_leaves_the_vocabulary_there(
    run: Run, above: Path
) -> None:
    (above / "ldgraph.toml").write_text('name = "boven"\nextends = ["../root"]\n', "utf-8")
    far = "https://far.example"
    run(*_MOVE)

    done = run("--root", str(above), "rename", "--base", _OLD, far)

    assert done.returncode == 0, done.stderr
    text = (above / _CATALOGUE).read_text("utf-8")
    assert f"PREFIX ldg: <{_NEW}/ns/lokaal-digitaal#>\n" in text
    assert f"PREFIX aanbod: <{far}/id/aanbod/>\n" in text


def test_a_root_that_moves_alone_leaves_the_vocabulary_where_it_is(run: Run, above: Path) -> None:
    (above / "ldgraph.toml").write_text('name = "boven"\nextends = ["../root"]\n', "utf-8")

    done = run("--root", str(above), *_MOVE)

    assert done.returncode == 0, done.stderr
    text = (above / _CATALOGUE).read_text("utf-8")
    assert f"PREFIX ldg: <{_OLD}/ns/lokaal-digitaal#>\n" in text
    assert f"PREFIX aanbod: <{_NEW}/id/aanbod/>\n" in text
    assert "onbekende-term" not in run("--root", str(above), "validate").stdout


def test_a_base_changed_by_hand_is_one_finding_that_says_what_to_do(run: Run, root: Path) -> None:
    _edit(root, "ldgraph.toml", _OLD, _NEW)

    done = run("validate", "--lang", "en")

    assert done.returncode == 3
    assert done.stdout.count("[vocabulary-elsewhere]") == 1
    assert f"put base back, and change it with 'ldgraph rename --base {_OLD} {_NEW}'" in done.stdout
    refused = run("gaps", "gemeente-99901")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "niets te beantwoorden" in refused.stderr


def test_a_file_beside_a_root_that_has_the_old_terms_is_found(run: Run, root: Path) -> None:
    run(*_MOVE)
    file = root.parent / "beside.ttl"
    file.write_text(f"{_PREFIXES}aanbod:x a ldg:Dienst .\n", "utf-8")

    done = run("validate", str(file))

    assert done.returncode == 3
    assert "[vocabulary-elsewhere]" in done.stdout
