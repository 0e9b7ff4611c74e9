"""The description of what there is to be had: DCAT-AP Vlaanderen, and what DCAT-AP adds to it.

It says nothing but what everyone may know. Of what is not for everyone there is one dataset, in
words that are the same whether or not there is any: no number, date or name hangs on it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.catalogue.parts import STEM
from ldgraph.catalogue.triples import by_subject, day, moment, named, say, texts, whole_number
from ldgraph.terms import (
    ACCESS_NON_PUBLIC,
    ACCESS_PUBLIC,
    DCT,
    DEPLOYMENT,
    FOAF,
    LDES,
    LIFE_PHASE,
    MDCAT,
    OWL,
    PROTOCOL,
    PROV,
    RDFS,
    TYPE,
    XSD,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ldgraph.catalogue.dumps import Dump, Dumps, File
    from ldgraph.catalogue.settings import Terms
    from ldgraph.catalogue.triples import Texts

DCAT = "http://www.w3.org/ns/dcat#"
SPDX = "http://spdx.org/rdf/terms#"
VCARD = "http://www.w3.org/2006/vcard/ns#"
VOID = "http://rdfs.org/ns/void#"
PREFIXES = {
    "dcat": DCAT,
    "dct": DCT,
    "foaf": FOAF,
    "mdcat": MDCAT,
    "owl": OWL,
    "prov": PROV,
    "rdfs": RDFS,
    "spdx": SPDX,
    "vcard": VCARD,
    "void": VOID,
    "xsd": XSD,
}
_THEMES = "https://vocab.belgif.be/auth/datatheme"
_EU = "http://publications.europa.eu/resource/authority/"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_STATUS = "https://metadata.vlaanderen.be/id/GDI-Vlaanderen-Trefwoorden/"
_LDES_SPECIFICATION = "https://w3id.org/ldes/specification"
_LANGUAGES = ("NLD", "ENG")

#: The name of the catalogue; ``{base}/id/catalogus/lokaal-digitaal`` is that of the offerings.
CATALOGUE = f"kennisgraaf-{STEM}"
RESTRICTED = f"{STEM}-beperkt"
#: The names of services, and where the streams are.
SPARQL, QUESTIONS, STREAM = f"{STEM}-sparql", f"{STEM}-vragen", f"{STEM}-stroom"
STREAMS = "/stroom/"

CATALOGUE_SAID: tuple[Texts, Texts] = (
    ("Catalogus van de kennisgraaf Lokaal Digitaal", "Catalogue of the Lokaal Digitaal graph"),
    (
        (
            "Welke gegevens er zijn over cyberveiligheid bij lokale besturen, en hoe ze te "
            "verkrijgen: als bestand, met SPARQL of met bewaarde vragen."
        ),
        (
            "Which data there is about cybersecurity at local governments, and how to get it: as "
            "files, with SPARQL or with stored questions."
        ),
    ),
)
RESTRICTED_SAID: tuple[Texts, Texts] = (
    ("Lokaal Digitaal: beperkte gegevens", "Lokaal Digitaal: restricted data"),
    (
        (
            "Beoordelingen, afname en gesprekken over een bestuur, waar die er zijn: voor dat "
            "bestuur zelf en voor wie ze voor het programma mag lezen, na aanmelding. Nergens "
            "anders te verkrijgen."
        ),
        (
            "Assessments, adoption and conversations about a government, where there are any: "
            "for that government itself and for who may read them for the programme, after "
            "signing in. To be had nowhere else."
        ),
    ),
)
SERVICES: dict[str, tuple[Texts, Texts]] = {
    SPARQL: (
        ("SPARQL-toegangspunt", "SPARQL endpoint"),
        (
            "Elke vraag aan alle openbare feiten, in SPARQL 1.1; er wordt alleen gelezen.",
            "Any query over all public facts, in SPARQL 1.1; for reading only.",
        ),
    ),
    QUESTIONS: (
        ("Vragen en gegevens als API", "Questions and data as an API"),
        (
            (
                "Bewaarde vragen met hun antwoord, en besturen, vereisten, aanbod, risico's en "
                "capabilities per soort: JSON, CSV en RDF."
            ),
            (
                "Stored questions with their answers, and governments, requirements, offerings, "
                "risks and capabilities by kind: JSON, CSV and RDF."
            ),
        ),
    ),
    STREAM: (
        ("Stroom van wijzigingen (LDES)", "Stream of changes (LDES)"),
        (
            (
                "Elke wijziging van een openbaar ding als onveranderlijke versie, om een kopie bij "
                "te houden."
            ),
            "Each change of a public thing as an immutable version, to keep a copy up to date.",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What is described: the files, on whose terms, and where they and the services are."""

    dumps: Dumps
    terms: Terms
    #: The address of the server, without a slash at the end.
    here: str
    #: The name of the event stream; empty where there is none.
    stream: str = ""
    #: By name of a dataset: the version that this one came in the place of, where that is known.
    previous: Mapping[str, str] = field(default_factory=dict)


def catalogue_of(base: str) -> str:
    """Give the IRI of the catalogue."""
    return f"{base}/id/catalogus/{CATALOGUE}"


def dataset_of(base: str, name: str) -> str:
    """Give the IRI of a dataset."""
    return f"{base}/id/dataset/{name}"


def services(stream: str) -> list[str]:
    """Name the services; ``stream`` is the name of the event stream, if there is one."""
    return [SPARQL, QUESTIONS, *([STREAM] if stream else [])]


def addresses(name: str, here: str, stream: str) -> tuple[str, str]:
    """Give the address of a service, and that of what describes how to call it."""
    return {
        SPARQL: (f"{here}/sparql", f"{here}/sparql"),
        QUESTIONS: (f"{here}/v1", f"{here}/openapi.json"),
        STREAM: (f"{here}{STREAMS}{stream}", _LDES_SPECIFICATION),
    }[name]


def describe(offer: Offer) -> list[ox.Triple]:
    """Describe all of it: each statement once, by subject together, its types first."""
    return [
        one
        for said in by_subject(_Described(offer).whole())
        for one in sorted(said, key=lambda one: (one.predicate.value != TYPE, one.predicate.value))
    ]


def written(triples: Iterable[ox.Triple], form: ox.RdfFormat) -> bytes:
    """Write a description in a form of RDF."""
    return ox.serialize(triples, format=form, prefixes=PREFIXES) or b""


class _Described:
    def __init__(self, offer: Offer) -> None:
        self._offer = offer
        self._base = offer.dumps.base
        self._here = offer.here
        self._terms = offer.terms
        self._contact = f"{self._base}/id/contactinfo/{STEM}"

    def whole(self) -> Iterator[ox.Triple]:
        """Give the catalogue, and all that is in it."""
        dumps = self._offer.dumps.dumps
        names = services(self._offer.stream)
        yield from self._catalogue(names)
        for one in dumps:
            yield from self._dataset(one)
        yield from self._restricted()
        for name in names:
            yield from self._service(name)
        for name, modified in self._recorded().items():
            yield from self._record(name, modified)
        for one in dumps:
            for file in one.files:
                yield from self._distribution(one, file)
        yield from self._agent()
        for page in ("/", "/catalogus"):
            yield say(self._here + page, TYPE, named(FOAF + "Document"))

    def _catalogue(self, names: list[str]) -> Iterator[ox.Triple]:
        iri = catalogue_of(self._base)
        dumps = self._offer.dumps.dumps
        yield from self._named(iri, "Catalog", *CATALOGUE_SAID)
        yield say(iri, FOAF + "homepage", named(f"{self._here}/"))
        yield say(iri, DCAT + "themeTaxonomy", named(_THEMES))
        yield say(iri, DCT + "license", named(self._terms.licence))
        yield from _languages(iri)
        for whole in dumps[:1]:
            yield from _dated(iri, whole)
        for one in dumps:
            yield say(iri, DCAT + "dataset", self._dataset_iri(one.part.name))
        yield say(iri, DCAT + "dataset", self._dataset_iri(RESTRICTED))
        for name in self._recorded():
            yield say(iri, DCAT + "record", self._record_iri(name))
        for name in names:
            yield say(iri, DCAT + "service", self._service_iri(name))

    def _dataset(self, dump: Dump) -> Iterator[ox.Triple]:
        part, iri = dump.part, self._dataset_iri(dump.part.name).value
        whole = self._dataset_iri(self._offer.dumps.dumps[0].part.name)
        yield from self._named(iri, "Dataset", part.titles, part.descriptions)
        yield say(iri, TYPE, named(DCAT + "Resource"))
        yield say(iri, TYPE, named(VOID + "Dataset"))
        yield say(iri, DCT + "accessRights", named(ACCESS_PUBLIC))
        yield say(iri, DCT + "license", named(self._terms.licence))
        yield say(iri, MDCAT + "statuut", named(_STATUS + "VLOPENDATA"))
        for theme in part.themes:
            yield say(iri, DCAT + "theme", named(f"{_THEMES}/{theme}"))
        yield from _languages(iri)
        yield say(iri, DCAT + "version", ox.Literal(dump.version))
        yield say(iri, OWL + "versionInfo", ox.Literal(dump.version))
        before = self._offer.previous.get(part.name, dump.version)
        if before != dump.version:
            yield say(iri, PROV + "wasRevisionOf", named(f"{iri}/{before}"))
        yield say(iri, DCAT + "landingPage", named(f"{self._here}/catalogus"))
        yield say(iri, VOID + "triples", whole_number(dump.statements))
        yield from _dated(iri, dump)
        if dump.dates.since:
            period = ox.BlankNode(f"p{dump.part.name.replace('-', '')}")
            yield say(iri, DCT + "temporal", period)
            yield say(period, TYPE, named(DCT + "PeriodOfTime"))
            yield say(period, DCAT + "startDate", day(dump.dates.since))
        if part.within and iri != whole.value:
            yield say(iri, DCT + "isPartOf", whole)
            yield say(whole.value, DCT + "hasPart", named(iri))
            yield say(whole.value, VOID + "subset", named(iri))
        if part.within:
            yield say(iri, VOID + "sparqlEndpoint", named(f"{self._here}/sparql"))
        for file in dump.files:
            yield say(iri, DCAT + "distribution", self._distribution_iri(file))

    def _restricted(self) -> Iterator[ox.Triple]:
        iri = self._dataset_iri(RESTRICTED).value
        yield from self._named(iri, "Dataset", *RESTRICTED_SAID)
        yield say(iri, TYPE, named(DCAT + "Resource"))
        yield say(iri, DCT + "accessRights", named(ACCESS_NON_PUBLIC))
        yield from _languages(iri)

    def _service(self, name: str) -> Iterator[ox.Triple]:
        iri = self._service_iri(name).value
        address, description = addresses(name, self._here, self._offer.stream)
        protocol = "LDES" if name == STREAM else "REST"
        yield from self._named(iri, "DataService", *SERVICES[name])
        yield say(iri, TYPE, named(DCAT + "Resource"))
        yield say(iri, DCT + "accessRights", named(ACCESS_PUBLIC))
        yield say(iri, DCT + "license", named(self._terms.licence))
        yield say(iri, MDCAT + "statuut", named(_STATUS + "VLOPENDATASERVICE"))
        yield say(iri, DCAT + "endpointURL", named(address))
        yield say(iri, DCAT + "endpointDescription", named(description))
        yield say(iri, DCT + "conformsTo", named(PROTOCOL + protocol))
        yield say(iri, DCAT + "landingPage", named(f"{self._here}/catalogus"))
        yield say(iri, DCAT + "theme", named(f"{_THEMES}/GOVE"))
        if self._terms.phase:
            yield say(iri, MDCAT + "levensfase", named(LIFE_PHASE + self._terms.phase))
        if self._terms.stage:
            yield say(iri, MDCAT + "ontwikkelingstoestand", named(DEPLOYMENT + self._terms.stage))
        if name == STREAM:
            yield say(iri, DCT + "type", named(LDES + "EventStream"))
            yield say(iri, RDFS + "seeAlso", named(f"{self._base}/id{STREAMS}{self._offer.stream}"))
        for one in self._offer.dumps.dumps:
            if one.part.within:
                yield say(iri, DCAT + "servesDataset", self._dataset_iri(one.part.name))

    def _recorded(self) -> dict[str, str]:
        """Say since when each dataset is in the catalogue as it is now.

        Of one that says no day of itself, the shapes and what is not for everyone, that is the
        day of the catalogue; where that has none either, there is no record.
        """
        days = {one.part.name: one.dates.modified for one in self._offer.dumps.dumps}
        whole = next(iter(days.values()), "")
        found = {name: modified or whole for name, modified in (days | {RESTRICTED: ""}).items()}
        return {name: modified for name, modified in found.items() if modified}

    def _record(self, name: str, modified: str) -> Iterator[ox.Triple]:
        iri = self._record_iri(name).value
        yield say(iri, TYPE, named(DCAT + "CatalogRecord"))
        yield say(iri, DCT + "identifier", ox.Literal(iri))
        yield say(iri, DCT + "modified", moment(modified))
        yield say(iri, FOAF + "primaryTopic", self._dataset_iri(name))

    def _distribution(self, dump: Dump, file: File) -> Iterator[ox.Triple]:
        iri = self._distribution_iri(file).value
        address = named(f"{self._here}/download/{file.name}")
        checksum = ox.BlankNode(f"c{file.name.replace('-', '').replace('.', '')}")
        nl, en = dump.part.titles
        form = file.form.label + (" (gzip)" if file.packed else "")
        yield say(iri, TYPE, named(DCAT + "Distribution"))
        yield say(iri, DCT + "identifier", ox.Literal(iri))
        yield from texts(iri, DCT + "title", (f"{nl}: {form}", f"{en}: {form}"))
        yield say(iri, DCAT + "accessURL", address)
        yield say(iri, DCAT + "downloadURL", address)
        yield say(iri, DCT + "license", named(self._terms.licence))
        yield say(iri, DCT + "format", named(f"{_EU}file-type/{file.form.code}"))
        yield say(iri, DCAT + "mediaType", named(_MEDIA + file.form.media))
        if file.packed:
            yield say(iri, DCAT + "compressFormat", named(_MEDIA + file.media))
        yield say(iri, DCAT + "byteSize", whole_number(file.size, "nonNegativeInteger"))
        yield say(iri, SPDX + "checksum", checksum)
        yield say(checksum, TYPE, named(SPDX + "Checksum"))
        yield say(checksum, SPDX + "algorithm", named(SPDX + "checksumAlgorithm_sha256"))
        digest = ox.Literal(file.sha256, datatype=named(XSD + "hexBinary"))
        yield say(checksum, SPDX + "checksumValue", digest)
        if dump.dates.modified:
            yield say(iri, DCT + "modified", moment(dump.dates.modified))
        yield say(self._dataset_iri(dump.part.name).value, VOID + "dataDump", address)

    def _agent(self) -> Iterator[ox.Triple]:
        terms = self._terms
        for kind in (DCT + "Agent", FOAF + "Agent"):
            yield say(terms.publisher, TYPE, named(kind))
        yield say(terms.publisher, FOAF + "name", ox.Literal(terms.publisher_name, language="nl"))
        for kind in ("Kind", "Organization"):
            yield say(self._contact, TYPE, named(VCARD + kind))
        yield say(self._contact, VCARD + "fn", ox.Literal(terms.contact_name, language="nl"))
        if terms.contact_email:
            yield say(self._contact, VCARD + "hasEmail", named(f"mailto:{terms.contact_email}"))
        if terms.contact_page:
            yield say(self._contact, FOAF + "page", named(terms.contact_page))
            yield say(self._contact, VCARD + "hasURL", named(terms.contact_page))

    def _named(
        self, iri: str, kind: str, titles: Texts, descriptions: Texts
    ) -> Iterator[ox.Triple]:
        """Say what every resource in a catalogue must say."""
        yield say(iri, TYPE, named(DCAT + kind))
        yield say(iri, DCT + "identifier", ox.Literal(iri))
        yield from texts(iri, DCT + "title", titles)
        yield from texts(iri, DCT + "description", descriptions)
        yield say(iri, DCT + "publisher", named(self._terms.publisher))
        yield say(iri, DCAT + "contactPoint", named(self._contact))

    def _dataset_iri(self, name: str) -> ox.NamedNode:
        return named(dataset_of(self._base, name))

    def _service_iri(self, name: str) -> ox.NamedNode:
        return named(f"{self._base}/id/dataservice/{name}")

    def _record_iri(self, name: str) -> ox.NamedNode:
        return named(f"{self._base}/id/catalogusrecord/{name}")

    def _distribution_iri(self, file: File) -> ox.NamedNode:
        return named(f"{self._base}/id/distributie/{file.name.replace('.', '-')}")


def _dated(iri: str, dump: Dump) -> Iterator[ox.Triple]:
    if dump.dates.issued:
        yield say(iri, DCT + "issued", moment(dump.dates.issued))
    if dump.dates.modified:
        yield say(iri, DCT + "modified", moment(dump.dates.modified))


def _languages(iri: str) -> Iterator[ox.Triple]:
    for code in _LANGUAGES:
        yield say(iri, DCT + "language", named(f"{_EU}language/{code}"))
