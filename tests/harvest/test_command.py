"""A steward harvests: what is proposed, what is asked, what is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.harvest.conftest import BODIES, FILE
from tests.harvest.site import turtle

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harvest.conftest import Run
    from tests.harvest.site import Site

_HEAD = """\
PREFIX as: <https://www.w3.org/ns/activitystreams#>
PREFIX besluit: <http://data.vlaanderen.be/ns/besluit#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ldes: <https://w3id.org/ldes#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX regorg: <http://www.w3.org/ns/regorg#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX soort: <http://data.vlaanderen.be/id/concept/BestuurseenheidClassificatieCode/>
PREFIX tree: <https://w3id.org/tree#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX le: <http://data.lblod.info/id/bestuurseenheden/>

"""
_UNIT = """
le:99002 a besluit:Bestuurseenheid ;
    org:classification soort:5ab0e9b8a3b2ca7c5e000001 ;
    skos:prefLabel "Proefdorp aan Zee" .
"""
_MERGER = """
<http://data.lblod.info/id/veranderingsgebeurtenissen/1> a org:ChangeEvent ;
    dct:date "2026-01-01T00:00:00Z"^^xsd:dateTime ;
    org:originalOrganization le:99002 , le:99003 ;
    org:resultingOrganization le:99004 .
"""


def _file(root: Path, text: str) -> str:
    (root / "bron.ttl").write_text(_HEAD + text, "utf-8")
    return "bron.ttl"


def test_another_name_is_proposed_as_a_diff_and_nothing_is_written(root: Path, run: Run) -> None:
    done = run("harvest", _file(root, _UNIT), "--mapping", "lblod")

    assert done.returncode == 1, done.stderr
    assert '-    skos:prefLabel "Proefdorp"@nl ; # de oude naam' in done.stdout
    assert '+    skos:prefLabel "Proefdorp aan Zee"@nl ; # de oude naam' in done.stdout
    assert "Voorgesteld: 1" in done.stdout
    assert (root / FILE).read_text("utf-8") == BODIES


def test_what_is_written_is_the_name_and_the_day_and_no_other_byte(root: Path, run: Run) -> None:
    done = run(
        "harvest", _file(root, _UNIT), "--mapping", "lblod", "--write", "--date", "2026-03-01"
    )

    assert done.returncode == 0, done.stderr
    expected = BODIES.replace('"Proefdorp"@nl', '"Proefdorp aan Zee"@nl')
    assert (root / FILE).read_text("utf-8") == expected.replace("2026-01-01", "2026-03-01")


def test_a_source_that_says_the_same_has_nothing_to_propose(root: Path, run: Run) -> None:
    text = _UNIT.replace("Proefdorp aan Zee", "Proefdorp")

    done = run("harvest", _file(root, text), "--mapping", "lblod", "--lang", "en")

    assert done.returncode == 0
    assert "Nothing to propose." in done.stdout
    assert "1 say the same." in done.stdout


def test_a_source_of_which_nothing_is_recognised_is_no_success(root: Path, run: Run) -> None:
    file = _file(root, _UNIT)

    done = run("harvest", file, "--mapping", "lpdc", "--write")
    english = run("harvest", file, "--mapping", "gemeenteregister", "--lang", "en")

    assert done.returncode == english.returncode == 3
    assert "van 1 gelezen dingen herkende mapping 'lpdc' er geen" in done.stderr
    assert "#ConceptualPublicService, " in done.stderr
    assert "productID en een http://purl.org/dc/terms/title in het Nederlands" in done.stderr
    assert "of 1 things read, mapping 'gemeenteregister' recognised none" in english.stderr
    assert "Is it the right mapping (gemeenteregister, lblod, lpdc)?" in english.stderr


def test_a_merger_ends_those_that_merged_with_their_numbers(root: Path, run: Run) -> None:
    done = run("harvest", _file(root, _MERGER), "--mapping", "lblod", "--write")

    assert done.returncode == 0, done.stdout + done.stderr
    text = (root / FILE).read_text("utf-8")
    assert text.count('ldg:bestaatTot "2026-01-01"^^xsd:date ;') == 6
    assert text.count("ldg:opgegaanIn bestuur:gemeente-99004 ;") == 2
    made = (root / "data/openbaar/besturen/oogst-bron.ttl").read_text("utf-8")
    assert "fusie:gemeente-99004-2026-01-01\n    a ldg:Fusie ;" in made
    assert run("validate", "--date", "2026-11-25").returncode == 0
    assert run("fmt", "--check").returncode == 0
    again = run("harvest", "bron.ttl", "--mapping", "lblod")
    assert again.returncode == 0, again.stdout


def test_a_new_body_is_described_as_ours_are(root: Path, run: Run) -> None:
    text = """
le:99005 a besluit:Bestuurseenheid ;
    org:classification soort:5ab0e9b8a3b2ca7c5e000001 ;
    skos:prefLabel "Verzonnegem" ;
    regorg:orgStatus <http://lblod.data.gift/concepts/63cc561de9188d64ba5840a42ae8f0d6> ;
    besluit:werkingsgebied <http://data.lblod.info/id/werkingsgebieden/1> .
<http://data.lblod.info/id/werkingsgebieden/1>
    skos:exactMatch <http://vocab.belgif.be/auth/refnis2019/99005> .
"""

    done = run("harvest", _file(root, text), "--mapping", "lblod", "--write")

    assert done.returncode == 0, done.stdout + done.stderr
    made = (root / "data/openbaar/besturen/oogst-bron.ttl").read_text("utf-8")
    assert "bestuur:gemeente-99005\n    a ldg:LokaalBestuur , besluit:Bestuurseenheid ;" in made
    assert 'skos:notation "99005" ;\n    adms:schemaAgency "NIS" ;' in made
    assert "owl:sameAs" not in made
    assert run("validate").returncode == 0


def test_numbers_that_point_to_two_governments_are_left_to_a_person(root: Path, run: Run) -> None:
    text = _UNIT.replace(
        "skos:prefLabel",
        "besluit:werkingsgebied <https://data.vlaanderen.be/id/gemeente/99003> ; skos:prefLabel",
    )

    done = run("harvest", _file(root, text), "--mapping", "lblod", "--format", "json")

    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert found["proposals"] == []
    (question,) = found["questions"]
    assert [one.rpartition("/")[2] for one in sorted(question["candidates"])] == [
        "gemeente-99002",
        "gemeente-99003",
    ]
    assert "wijzen naar verschillende besturen" in question["why"]["nl"]


def test_what_cannot_be_mapped_is_listed(root: Path, run: Run) -> None:
    text = 'le:99009 a besluit:Bestuurseenheid ; skos:prefLabel "Zonder soort" .'
    same = _UNIT.replace("Proefdorp aan Zee", "Proefdorp")

    alone = run("harvest", _file(root, text), "--mapping", "lblod")
    done = run("harvest", _file(root, text + same), "--mapping", "lblod")

    assert alone.returncode == 3
    assert "geen, of meer dan één, soort bestuur" in alone.stdout
    assert done.returncode == 0
    assert "geen, of meer dan één, soort bestuur" in done.stdout
    assert "<http://data.lblod.info/id/bestuurseenheden/99009>" in done.stdout


def test_control_characters_in_a_name_reach_neither_terminal_nor_file(root: Path, run: Run) -> None:
    text = _UNIT.replace("Proefdorp aan Zee", r"Proef\u001b[31mdorp\u202Eeez")

    done = run("harvest", _file(root, text), "--mapping", "lblod")

    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    assert "stuurtekens" in done.stdout


def test_a_restricted_file_is_never_compared_nor_changed(root: Path, run: Run) -> None:
    secret = root / "data/beperkt/geheim.ttl"
    secret.write_text(
        BODIES.replace("toegang:PUBLIC", "toegang:NON_PUBLIC").replace("9900", "9908"), "utf-8"
    )
    text = _UNIT.replace("99002", "99082")

    done = run("harvest", _file(root, text), "--mapping", "lblod", "--write", "--all")

    assert "Proefdorp" not in done.stdout.replace("Proefdorp aan Zee", "")
    assert "gemeente-99082" not in done.stdout
    assert "Voorgesteld" not in done.stdout
    assert "9908" in secret.read_text("utf-8")


def test_a_restricted_file_is_not_even_read(root: Path, run: Run) -> None:
    (root / "data/beperkt/geheim.ttl").write_text("<geen turtle", "utf-8")

    done = run("harvest", _file(root, _UNIT), "--mapping", "lblod")

    assert "geheim" not in done.stdout + done.stderr
    assert done.returncode == 1, done.stderr
    assert "Voorgesteld" in done.stdout


def test_a_stream_is_followed_to_its_newest_versions(root: Path, run: Run, site: Site) -> None:
    version = """
<{page}> tree:view <> .
<stroom> a ldes:EventStream ; ldes:timestampPath prov:generatedAtTime ;
    ldes:versionOfPath dct:isVersionOf ; tree:view <> ; tree:member <v{number}> .
<v{number}> a besluit:Bestuurseenheid ; dct:isVersionOf le:99002 ;
    prov:generatedAtTime "2026-0{number}-01T00:00:00Z"^^xsd:dateTime ;
    org:classification soort:5ab0e9b8a3b2ca7c5e000001 ; skos:prefLabel "{name}" .
"""
    first = version.format(page="x", number=1, name="Eerst") + (
        "<> tree:relation [ a tree:GreaterThanRelation ; tree:node <two> ;"
        ' tree:path prov:generatedAtTime ; tree:value "2026-01-15T00:00:00Z"^^xsd:dateTime ] .'
    )
    address = site.put("/een", turtle(_HEAD + first, Cache_Control="public, immutable"))
    site.put("/two", turtle(_HEAD + version.format(page="x", number=2, name="Laatst"), ETag='"2"'))
    (root / "ldgraph.toml").write_text(
        f'[oogst.proef]\nkind = "ldes"\nurl = "{address}"\nmapping = "lblod"\npause = 0\n', "utf-8"
    )

    done = run("harvest", "proef", "--allow-private")

    assert done.returncode == 1, done.stderr
    assert '+    skos:prefLabel "Laatst"@nl' in done.stdout
    assert site.paths() == ["/een", "/two"]
    folder = root / ".ldgraph/oogst/proef"
    assert "Laatst" in (folder / "bron.nq").read_text("utf-8")
    assert "Eerst" not in (folder / "bron.nq").read_text("utf-8")

    again = run("harvest", "proef", "--allow-private")

    assert again.stdout == done.stdout
    assert site.paths() == ["/een", "/two", "/two"]
    assert site.asked[-1].headers["if-none-match"] == '"2"'


def test_this_machine_is_asked_only_where_that_is_allowed(run: Run, site: Site) -> None:
    done = run("harvest", site.url + "/een", "--mapping", "lblod")

    assert done.returncode == 2
    assert "privaat netwerk" in done.stderr
    assert site.asked == []


def test_one_kind_of_change_can_be_asked_for(root: Path, run: Run) -> None:
    file = _file(
        root, _UNIT.replace("skos:prefLabel", 'dct:identifier "OVO999001" ; skos:prefLabel')
    )

    done = run("harvest", file, "--mapping", "lblod", "--only", "identifier", "--format", "json")

    assert [one["what"] for one in json.loads(done.stdout)["proposals"]] == ["identifier"]


def test_if_one_file_cannot_be_written_none_is(root: Path, run: Run) -> None:
    _file(root, _MERGER)
    (root / "data/openbaar/zz").write_text("in the way", "utf-8")
    (root / "ldgraph.toml").write_text(
        '[oogst.proef]\nkind = "file"\npath = "bron.ttl"\nmapping = "lblod"\n'
        'file = "data/openbaar/zz/oogst.ttl"\n',
        "utf-8",
    )

    done = run("harvest", "proef", "--write")

    assert done.returncode == 3
    assert "oogst.ttl" in done.stderr
    assert (root / FILE).read_text("utf-8") == BODIES


def test_a_change_that_breaks_a_shape_is_told_and_not_written(root: Path, run: Run) -> None:
    """Of two mergers by one source the second makes what the first ended begin again."""
    text = _MERGER + _MERGER.replace("/1>", "/2>").replace("2026-01-01", "2026-02-01").replace(
        "le:99002 , le:99003", "le:99004 , le:99003"
    ).replace("resultingOrganization le:99004", "resultingOrganization le:99002")

    done = run("harvest", _file(root, text), "--mapping", "lblod", "--write")

    assert done.returncode == 1
    assert "De controle vindt hiermee iets nieuws" in done.stdout
    assert (root / FILE).read_text("utf-8") == BODIES


def test_other_line_ends_stay_as_they_are(root: Path, run: Run) -> None:
    (root / FILE).write_bytes(BODIES.replace("\n", "\r\n").encode())

    done = run("harvest", _file(root, _MERGER), "--mapping", "lblod", "--write")

    assert done.returncode == 0, done.stdout + done.stderr
    content = (root / FILE).read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n")
    assert content.count(b'ldg:bestaatTot "2026-01-01"^^xsd:date ;') == 6


def test_all_can_be_fetched_anew_into_a_folder_of_ones_own(
    root: Path, run: Run, site: Site
) -> None:
    page = _HEAD + "<s> tree:view <> ; tree:member le:99002 ." + _UNIT
    address = site.put("/een", turtle(page, Cache_Control="immutable"))
    words = ("harvest", address, "--mapping", "lblod", "--allow-private", "--state", "opgehaald")

    first, second, third = run(*words), run(*words), run(*words, "--refresh")

    assert first.stdout == second.stdout == third.stdout
    assert first.returncode == 1
    assert len(site.asked) == 2
    assert (root / "opgehaald/bron.nq").is_file()
    assert not (root / ".ldgraph").exists()
