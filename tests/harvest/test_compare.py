"""What a source says beside what the root says: what is proposed, and what is left to a person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.harvest.conftest import BODIES, FILE

from ldgraph.graph.load import load
from ldgraph.graph.places import open_root, source_files
from ldgraph.harvest.gathered import of_file
from ldgraph.harvest.rdf import read
from ldgraph.harvest.run import harvest
from ldgraph.harvest.source import Kind, Source

if TYPE_CHECKING:
    from pathlib import Path

    from ldgraph.harvest.run import Harvest

_HEAD = """\
PREFIX adms: <http://www.w3.org/ns/adms#>
PREFIX besluit: <http://data.vlaanderen.be/ns/besluit#>
PREFIX br: <https://basisregisters.vlaanderen.be/ns/adres#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ext: <http://mu.semte.ch/vocabularies/ext/>
PREFIX gemeente: <https://data.vlaanderen.be/id/gemeente/>
PREFIX generiek: <https://data.vlaanderen.be/ns/generiek#>
PREFIX ipdc: <https://productencatalogus.data.vlaanderen.be/ns/ipdc-lpdc#>
PREFIX le: <http://data.lblod.info/id/bestuurseenheden/>
PREFIX m8g: <http://data.europa.eu/m8g/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX regorg: <http://www.w3.org/ns/regorg#>
PREFIX schema: <http://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX soort: <http://data.vlaanderen.be/id/concept/BestuurseenheidClassificatieCode/>
PREFIX status: <http://lblod.data.gift/concepts/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

"""
_MUNICIPALITY = "org:classification soort:5ab0e9b8a3b2ca7c5e000001"
_ACTIVE = "regorg:orgStatus status:63cc561de9188d64ba5840a42ae8f0d6"
_ENDED = "regorg:orgStatus status:d02c4e12bf88d2fdf5123b07f29c9311"
_ON = date(2026, 11, 25)


def _unit(slug: str, *says: str) -> str:
    rest = " ; ".join((_MUNICIPALITY, *says))
    return f"le:{slug} a besluit:Bestuurseenheid ; {rest} .\n"


def _harvest(root: Path, text: str, mapping: str = "lblod", file: str | None = None) -> Harvest:
    opened = open_root(root)
    source = Source("proef", Kind.FILE, "proef.ttl", mapping, file)
    gathered = of_file(read((_HEAD + text).encode(), "text/turtle", "http://base.example/"))
    return harvest(source, gathered, load(source_files(opened)), opened, _ON)


def _asked(found: Harvest) -> list[str]:
    return [one.dutch for one in found.proposed.questions]


def _left(found: Harvest) -> list[str]:
    return [one.dutch for one in found.proposed.left]


def _proposed(found: Harvest) -> list[tuple[str, str, str]]:
    return [
        (one.what, one.subject.rpartition("/")[2], one.after) for one in found.proposed.proposals
    ]


def _new_text(found: Harvest) -> str:
    return "".join(one.new.decode() for one in found.drawn.files)


# -- names and status -------------------------------------------------------------------------


def test_more_than_one_name_is_asked(root: Path) -> None:
    found = _harvest(root, _unit("99002", 'skos:prefLabel "Een" , "Twee"'))

    assert _proposed(found) == []
    assert "meer dan één naam: Een / Twee" in _asked(found)[0]


def test_a_name_with_a_language_goes_before_one_without(root: Path) -> None:
    found = _harvest(root, _unit("99002", 'skos:prefLabel "Elders" , "Proefdorp"@nl'))

    assert _proposed(found) == []
    assert found.proposed.equal == 1


def test_capitals_alone_are_no_other_name(root: Path) -> None:
    found = _harvest(root, _unit("99002", 'skos:prefLabel "PROEFDORP"'))

    assert _proposed(found) == []
    assert "hoofdletters" in _left(found)[0]


def test_a_body_that_ended_without_a_day_is_asked(root: Path) -> None:
    found = _harvest(root, _unit("99002", 'skos:prefLabel "Proefdorp"', _ENDED))

    assert _proposed(found) == []
    assert "niet zegt sinds wanneer" in _asked(found)[0]


def test_a_body_that_ended_here_and_not_there_is_asked(root: Path) -> None:
    text = BODIES.replace(
        'skos:notation "99002"',
        'skos:notation "99002" ;\n    ldg:bestaatTot "2026-01-01"^^xsd:date',
    ).replace(
        'skos:prefLabel "Proefdorp"@nl ;',
        'skos:prefLabel "Proefdorp"@nl ;\n    ldg:bestaatTot "2026-01-01"^^xsd:date ;',
    )
    (root / FILE).write_text(text, "utf-8")

    found = _harvest(root, _unit("99002", 'skos:prefLabel "Proefdorp"', _ACTIVE))

    assert _proposed(found) == []
    assert "hier is het opgeheven op 2026-01-01" in _asked(found)[0]


def test_a_body_that_is_not_in_the_source_stays(root: Path) -> None:
    found = _harvest(root, _unit("99002", 'skos:prefLabel "Proefdorp"'))

    assert found.drawn.files == []
    assert _asked(found) == _left(found) == []


# -- which of ours it is ----------------------------------------------------------------------


def test_a_name_that_alone_agrees_is_asked(root: Path) -> None:
    found = _harvest(root, _unit("aaaa", 'skos:prefLabel "Proefdorp"', _ACTIVE))

    assert _proposed(found) == []
    assert "alleen de naam" in _asked(found)[0]


def test_a_number_of_another_kind_of_body_is_asked(root: Path) -> None:
    ocmw = _unit("99002").replace("5ab0e9b8a3b2ca7c5e000001", "5ab0e9b8a3b2ca7c5e000002")

    found = _harvest(root, ocmw)

    assert "een bestuur van een andere soort" in _asked(found)[0]


def test_kinds_that_are_not_described_here_are_listed(root: Path) -> None:
    district = _unit("99002").replace("5ab0e9b8a3b2ca7c5e000001", "5ab0e9b8a3b2ca7c5e000003")

    assert "niet beschreven wordt" in _left(_harvest(root, district))[0]


def test_an_iri_that_a_successor_took_over_is_not_taken_for_the_predecessor(root: Path) -> None:
    """LBLOD's IRI of one that merged may be its successor's: the number says so."""
    text = _unit(
        "99002", 'skos:prefLabel "Groot-Proefdorp"', "besluit:werkingsgebied gemeente:99009"
    )

    found = _harvest(root, text)

    assert _proposed(found) == []
    assert "is het een opvolger?" in _asked(found)[0]


def test_an_iri_counts_only_for_who_holds_it_on_the_day(root: Path) -> None:
    moved = (
        BODIES.replace(
            'bestuurseenheden/99002" ;',
            'bestuurseenheden/99002" ;\n    ldg:bestaatTot "2026-01-01"^^xsd:date ;',
        )
        .replace("bestuurseenheden/99004", "bestuurseenheden/99002")
        .replace('adms:schemaAgency "LBLOD" ;\n.\n', 'adms:schemaAgency "LBLOD" ;\n.\n', 1)
    )
    (root / FILE).write_text(moved, "utf-8")

    found = _harvest(root, _unit("99002", 'skos:prefLabel "Nieuwe naam"'))

    assert _proposed(found) == [("name", "gemeente-99004", "Nieuwe naam")]


# -- numbers ----------------------------------------------------------------------------------


def test_a_number_that_lacks_is_added_with_an_identifier_of_its_own(root: Path) -> None:
    found = _harvest(root, _unit("99002", 'dct:identifier "OVO999001"'))

    assert _proposed(found) == [("identifier", "gemeente-99002", "OVO999001")]
    text = _new_text(found)
    assert (
        "identificator:gemeente-99002-lblod ,\n        identificator:gemeente-99002-ovo ;" in text
    )
    assert found.findings == ()


@pytest.mark.parametrize(
    "identifier",
    [
        (
            '[ skos:notation "KBO nummer" ; generiek:gestructureerdeIdentificator'
            ' [ generiek:lokaleIdentificator "0207.500.123" ] ]'
        ),
        '[ skos:notation "0207500123" ; adms:schemaAgency "KBO" ]',
    ],
    ids=["portal", "oslo"],
)
def test_both_models_of_an_identifier_are_read(root: Path, identifier: str) -> None:
    found = _harvest(root, _unit("99002", f"adms:identifier {identifier}"))

    assert _proposed(found) == [("identifier", "gemeente-99002", "KBO 0207500123")]


def test_a_number_that_is_none_is_listed(root: Path) -> None:
    found = _harvest(root, _unit("99002", 'ext:kbonummer "0207500124"'))

    assert _proposed(found) == []
    (left,) = found.proposed.left
    assert (left.dutch, left.value) == ("geen geldig nummer van KBO", "0207500124")


def test_a_kind_of_number_that_is_not_ours_is_listed(root: Path) -> None:
    number = (
        'adms:identifier [ skos:notation "SharePoint identificator" ;'
        ' generiek:gestructureerdeIdentificator [ generiek:lokaleIdentificator "17" ] ] ,'
        " <http://data.lblod.info/id/identificatoren/zonder-meer>"
    )

    found = _harvest(root, _unit("99002", number))

    assert [one.value for one in found.proposed.left] == [
        "SharePoint identificator",
        "http://data.lblod.info/id/identificatoren/zonder-meer",
    ]


def test_another_number_is_asked_where_the_source_does_not_say_since_when(root: Path) -> None:
    _with_ovo(root)

    found = _harvest(root, _unit("99002", 'dct:identifier "OVO999002"'))

    assert _proposed(found) == []
    assert "hier staat OVO999001; sinds wanneer, zegt de bron niet" in _asked(found)[0]


def test_another_number_since_a_day_ends_the_one_before(root: Path) -> None:
    _with_ovo(root)
    number = (
        'adms:identifier [ skos:notation "OVO999002" ; adms:schemaAgency "OVO" ;'
        ' dct:issued "2026-05-01"^^xsd:date ]'
    )

    found = _harvest(root, _unit("99002", number))

    assert _proposed(found) == [("identifier", "gemeente-99002", "OVO999002")]
    text = _new_text(found)
    assert 'ldg:bestaatTot "2026-05-01"^^xsd:date ;' in text
    assert "identificator:gemeente-99002-ovo-2026" in text
    assert found.findings == ()


def _with_ovo(root: Path) -> None:
    text = BODIES.replace(
        "identificator:gemeente-99002-lblod ;",
        "identificator:gemeente-99002-lblod , identificator:gemeente-99002-ovo ;",
        1,
    )
    text += (
        "\nidentificator:gemeente-99002-ovo\n    a adms:Identifier ;\n"
        '    skos:notation "OVO999001" ;\n    adms:schemaAgency "OVO" ;\n.\n'
    )
    (root / FILE).write_text(text, "utf-8")


def test_a_number_that_the_source_gives_to_two_is_proposed_for_neither(root: Path) -> None:
    same = 'dct:identifier "OVO999001"'

    found = _harvest(root, _unit("99002", same) + _unit("99003", same))

    assert _proposed(found) == []
    assert len(_asked(found)) == 2


def test_two_numbers_of_one_issuer_are_asked(root: Path) -> None:
    found = _harvest(root, _unit("99002", 'dct:identifier "OVO999001" , "OVO999002"'))

    assert "meer dan één nummer van OVO" in _asked(found)[0]


# -- mergers ----------------------------------------------------------------------------------

_MERGER = (
    'le:fusie a org:ChangeEvent ; dct:date "2026-01-01"^^xsd:date ;'
    " org:originalOrganization le:99002 , le:99003 ; org:resultingOrganization le:99009 .\n"
)
_NEW = _unit(
    "99009",
    'skos:prefLabel "Proefgem"',
    _ACTIVE,
    "besluit:werkingsgebied gemeente:99009",
)


def test_a_merger_into_a_body_that_is_new_is_proposed_with_it(root: Path) -> None:
    found = _harvest(root, _NEW + _MERGER)

    assert _proposed(found) == [
        ("merger", "gemeente-99009", "Proefgem (2026-01-01)"),
        ("new", "gemeente-99009", "gemeente-99009"),
    ]
    text = _new_text(found)
    assert "fusie:gemeente-99009-2026-01-01" in text
    assert text.count("bestuur:gemeente-99009\n    a ldg:LokaalBestuur") == 1
    assert text.count('ldg:bestaatVan "2026-01-01"^^xsd:date ;') == 1
    assert found.findings == ()


def test_bodies_may_say_themselves_what_they_went_through(root: Path) -> None:
    text = (
        _unit("99002", "org:changedBy le:fusie")
        + _unit("99003", "org:changedBy le:fusie")
        + _unit("99004", "org:resultedFrom le:fusie")
        + 'le:fusie dct:date "2026-01-01"^^xsd:date .'
    )

    assert [one[:2] for one in _proposed(_harvest(root, text))] == [("merger", "gemeente-99004")]


def test_a_merger_without_a_day_is_asked(root: Path) -> None:
    found = _harvest(root, _NEW + _MERGER.replace("dct:date", "dct:other"))

    assert "zonder datum" in _asked(found)[0]


def test_a_merger_of_who_is_not_known_is_listed(root: Path) -> None:
    found = _harvest(root, _MERGER)

    assert _proposed(found) == []
    assert "niet gekend zijn: http://data.lblod.info/id/bestuurseenheden/99009" in _left(found)[0]


def test_a_change_of_one_body_is_no_merger(root: Path) -> None:
    found = _harvest(root, _MERGER.replace("le:99002 , ", "") + _NEW)

    assert "geen fusie is" in _left(found)[0]


def test_a_merger_that_is_here_on_another_day_is_asked(root: Path) -> None:
    first = _harvest(root, _NEW + _MERGER)
    for one in first.drawn.files:
        one.file.path.parent.mkdir(exist_ok=True)
        one.file.path.write_bytes(one.new)

    assert _proposed(_harvest(root, _NEW + _MERGER)) == []
    found = _harvest(root, _NEW + _MERGER.replace("2026-01-01", "2026-02-01"))

    assert _proposed(found) == []
    assert any("andere datum: 2026-01-01" in one for one in _asked(found))


# -- the register -----------------------------------------------------------------------------


def test_the_register_gives_names_and_status(root: Path) -> None:
    text = """
gemeente:99002 a generiek:Gemeente ; rdfs:label "Proefdorp aan Zee"@nl , "Essai"@fr ;
    br:Gemeente.status <https://data.vlaanderen.be/id/concept/gemeentestatus/inGebruik> .
gemeente:99003 a generiek:Gemeente ; rdfs:label "Oefengem"@nl ;
    br:Gemeente.status <https://data.vlaanderen.be/id/concept/gemeentestatus/gehistoreerd> .
<http://elders.example/gemeente/x> a generiek:Gemeente ; rdfs:label "X"@nl .
"""

    found = _harvest(root, text, "gemeenteregister")

    assert _proposed(found) == [("name", "gemeente-99002", "Proefdorp aan Zee")]
    assert "niet zegt sinds wanneer" in _asked(found)[0]
    assert "zonder NIS-code" in _left(found)[0]


# -- services ---------------------------------------------------------------------------------

_SERVICE = """
<http://ipdc.example/id/concept/1> a ipdc:ConceptualPublicService ; schema:productID "1502" ;
    dct:title "Hulp bij incidenten"@nl-be-x-formal , "Incident help"@en ;
    dct:description "<p>Hulp voor <b>besturen</b>. En meer.</p>"@nl ;
    ipdc:targetAudience
        <https://productencatalogus.data.vlaanderen.be/id/concept/Doelgroep/LokaalBestuur> ;
    m8g:hasCompetentAuthority <http://data.lblod.info/id/bestuurseenheden/uitgever> .
<http://data.lblod.info/id/bestuurseenheden/uitgever> skos:prefLabel "Verzonnen Leverancier" .
"""


def test_a_service_for_local_governments_becomes_a_candidate_that_nobody_verified(
    root: Path,
) -> None:
    _with_supplier(root)

    found = _harvest(root, _SERVICE, "lpdc")

    assert _proposed(found) == [("offering", "ipdc-1502", "ipdc-1502")]
    text = _new_text(found)
    assert 'skos:prefLabel "Hulp bij incidenten"@nl , "Incident help"@en ;' in text
    assert 'dct:description "Hulp voor besturen."@nl ;' in text
    assert "ldg:nagezien nagezien:nee ;" in text
    assert "ldg:levert" not in text
    assert found.findings == ()


def _with_supplier(root: Path) -> None:
    (root / "data/openbaar/leverancier.ttl").write_text(
        """\
# Wie niets levert.

PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>
PREFIX leverancier: <https://data.vlaanderen.be/id/leverancier/>
PREFIX organisatiesoort: <https://data.vlaanderen.be/id/concept/Organisatiesoort/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX toegang: <http://publications.europa.eu/resource/authority/access-right/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

<>
    a ldg:Graaf ;
    dct:title "Wie niets levert"@nl ;
    dct:source <https://example.org/oefening> ;
    dct:modified "2026-01-01"^^xsd:date ;
    dct:accessRights toegang:PUBLIC ;
    ldg:fictief true ;
.

leverancier:verzonnen
    a ldg:Organisatie ;
    skos:prefLabel "Verzonnen Leverancier"@nl , "Invented Supplier"@en ;
    ldg:organisatiesoort organisatiesoort:onderneming ;
    dct:source <https://example.org/oefening> ;
.
""",
        "utf-8",
    )


def test_a_candidate_without_a_known_supplier_is_asked(root: Path) -> None:
    found = _harvest(root, _SERVICE, "lpdc")

    assert _proposed(found) == []
    assert "beschrijf eerst de leverancier (Verzonnen Leverancier)" in _asked(found)[0]


def test_a_service_to_citizens_is_no_offering(root: Path) -> None:
    found = _harvest(root, _SERVICE.replace("LokaalBestuur", "Burger"), "lpdc")

    assert _proposed(found) == []
    assert "niet voor lokale besturen zelf" in _left(found)[0]


def test_an_offering_that_ended_at_its_source_is_proposed_to_end(root: Path) -> None:
    _with_supplier(root)
    for one in _harvest(root, _SERVICE, "lpdc").drawn.files:
        one.file.path.parent.mkdir(exist_ok=True)
        one.file.path.write_bytes(one.new)
    ended = _SERVICE.replace(
        "dct:title", 'schema:endDate "2026-06-30T00:00:00Z"^^xsd:dateTime ; dct:title'
    )

    assert _proposed(_harvest(root, _SERVICE, "lpdc")) == []
    found = _harvest(root, ended, "lpdc")

    assert _proposed(found) == [("offering", "ipdc-1502", "beëindigd")]
    text = _new_text(found)
    assert "ldg:aanbodstatus aanbodstatus:beeindigd ;" in text
    assert 'ldg:geldigTot "2026-06-30"^^xsd:date ;' in text
    assert found.findings == ()


# -- files ------------------------------------------------------------------------------------


def test_what_is_added_to_an_imported_file_goes_beside_it(root: Path) -> None:
    lines = BODIES.split("\n")
    lines.insert(1, "# Ingelezen: wijzig hier niets met de hand. Kenmerk: 0")
    (root / FILE).write_text("\n".join(lines), "utf-8")

    found = _harvest(root, _unit("99002", 'dct:identifier "OVO999001"', 'skos:prefLabel "Nieuw"'))

    by_name = {one.file.path.name: one for one in found.drawn.files}
    assert by_name["oefening.ttl"].imported
    assert b'"Nieuw"@nl' in by_name["oefening.ttl"].new
    assert b"OVO999001" not in by_name["oefening.ttl"].new
    assert b"adms:identifier identificator:gemeente-99002-ovo" in by_name["oogst-proef.ttl"].new
    assert found.findings == ()


def test_what_was_harvested_before_is_added_to_where_it_stands(root: Path) -> None:
    lines = BODIES.split("\n")
    lines.insert(1, "# Ingelezen: wijzig hier niets met de hand. Kenmerk: 0")
    (root / FILE).write_text("\n".join(lines), "utf-8")
    for one in _harvest(root, _unit("99002", 'dct:identifier "OVO999001"')).drawn.files:
        one.file.path.parent.mkdir(exist_ok=True)
        one.file.path.write_bytes(one.new)

    found = _harvest(root, _unit("99002", 'dct:identifier "OVO999001" , "0207500123"'))

    assert _proposed(found) == [("identifier", "gemeente-99002", "KBO 0207500123")]
    (file,) = found.drawn.files
    text = file.new.decode()
    assert text.count("bestuur:gemeente-99002\n") == 1
    assert "identificator:gemeente-99002-ovo , identificator:gemeente-99002-kbo ;" in text
    assert found.findings == ()


@pytest.mark.usefixtures("root")
def test_what_lies_in_another_root_is_left_to_that_root(tmp_path: Path) -> None:
    own = tmp_path / "eigen"
    (own / "data/openbaar").mkdir(parents=True)
    (own / "ldgraph.toml").write_text('name = "eigen"\nextends = ["../root"]\n', "utf-8")

    found = _harvest(own, _unit("99002", 'skos:prefLabel "Nieuw"'))

    assert _proposed(found) == []
    assert "staat in een andere root" in _asked(found)[0]
