"""The description of what there is to be had: DCAT-AP Vlaanderen, and what DCAT-AP adds to it.

It says nothing but what everyone may know. Of what is not for everyone there is one dataset, in
words that are the same whether or not there is any: no number, date or name hangs on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.catalogue.parts import STEM
from ldgraph.terms import (
    ACCESS_NON_PUBLIC,
    ACCESS_PUBLIC,
    DCT,
    DEPLOYMENT,
    LIFE_PHASE,
    MDCAT,
    OWL,
    PROTOCOL,
    RDFS,
    TYPE,
    XSD,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldgraph.catalogue.dumps import Dump, Dumps, File
    from ldgraph.catalogue.settings import Terms

    Term = ox.NamedNode | ox.BlankNode | ox.Literal
    Texts = tuple[str, str]

DCAT = "http://www.w3.org/ns/dcat#"
FOAF = "http://xmlns.com/foaf/0.1/"
PROV = "http://www.w3.org/ns/prov#"
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
_LDES = "https://w3id.org/ldes#"
_LDES_SPECIFICATION = "https://w3id.org/ldes/specification"
_LANGUAGES = ("NLD", "ENG")

#: The name of the catalogue; ``{base}/id/catalogus/lokaal-digitaal`` is that of the offerings.
CATALOGUE = f"kennisgraaf-{STEM}"
RESTRICTED = f"{STEM}-beperkt"
#: The names of services, and the path of the stream.
SPARQL, QUESTIONS, STREAM = f"{STEM}-sparql", f"{STEM}-vragen", f"{STEM}-stroom"
STREAM_PATH = "/stroom/publiek"

_CATALOGUE_SAID: tuple[Texts, Texts] = (
    ("Catalogus van de kennisgraaf Lokaal Digitaal", "Catalogue of the Lokaal Digitaal graph"),
    (
        "Welke gegevens er zijn over cyberveiligheid bij lokale besturen, en hoe ze te verkrijgen: "
        "als bestand, met SPARQL of met bewaarde vragen.",
        "Which data there is about cybersecurity at local governments, and how to get it: as "
        "files, with SPARQL or with stored questions.",
    ),
)
_RESTRICTED_SAID: tuple[Texts, Texts] = (
    ("Lokaal Digitaal: beperkte gegevens", "Lokaal Digitaal: restricted data"),
    (
        "Beoordelingen, afname en gesprekken over een bestuur, waar die er zijn: voor dat bestuur "
        "zelf en voor wie ze voor het programma mag lezen, na aanmelding. Nergens anders te "
        "verkrijgen.",
        "Assessments, adoption and conversations about a government, where there are any: for that "
        "government itself and for who may read them for the programme, after signing in. To be "
        "had nowhere else.",
    ),
)
_SERVICES: dict[str, tuple[Texts, Texts]] = {
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
            "Bewaarde vragen met hun antwoord, en besturen, vereisten, aanbod, risico's en "
            "capabilities per soort: JSON, CSV en RDF.",
            "Stored questions with their answers, and governments, requirements, offerings, risks "
            "and capabilities by kind: JSON, CSV and RDF.",
        ),
    ),
    STREAM: (
        ("Stroom van wijzigingen (LDES)", "Stream of changes (LDES)"),
        (
            "Elke wijziging van een openbaar ding als onveranderlijke versie, om een kopie bij "
            "te houden.",
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
    #: Whether there is an event stream.
    stream: bool = False


def catalogue_of(base: str) -> str:
    """Give the IRI of the catalogue."""
    return f"{base}/id/catalogus/{CATALOGUE}"


def dataset_of(base: str, name: str) -> str:
    """Give the IRI of a dataset."""
    return f"{base}/id/dataset/{name}"


def describe(offer: Offer) -> list[ox.Triple]:
    """Describe all of it: each statement once, by subject together, its types first."""
    by_subject: dict[str, dict[ox.Triple, None]] = {}
    for one in _Described(offer).whole():
        by_subject.setdefault(str(one.subject), {})[one] = None
    return [
        one
        for said in by_subject.values()
        for one in sorted(said, key=lambda one: (one.predicate.value != TYPE, one.predicate.value))
    ]


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
        services = [SPARQL, QUESTIONS, *([STREAM] if self._offer.stream else [])]
        yield from self._catalogue(services)
        for one in dumps:
            yield from self._dataset(one)
        yield from self._restricted()
        for name in services:
            yield from self._service(name)
        for one in dumps:
            yield from self._record(one)
            for file in one.files:
                yield from self._distribution(one, file)
        yield from self._agent()
        for page in ("/", "/catalogus"):
            yield _t(self._here + page, TYPE, _iri(FOAF + "Document"))

    def _catalogue(self, services: list[str]) -> Iterator[ox.Triple]:
        iri = catalogue_of(self._base)
        dumps = self._offer.dumps.dumps
        yield from self._named(iri, "Catalog", *_CATALOGUE_SAID)
        yield _t(iri, FOAF + "homepage", _iri(f"{self._here}/"))
        yield _t(iri, DCAT + "themeTaxonomy", _iri(_THEMES))
        yield _t(iri, DCT + "license", _iri(self._terms.licence))
        yield from _languages(iri)
        if dumps[0].dates.issued:
            yield _t(iri, DCT + "issued", _moment(dumps[0].dates.issued))
        if dumps[0].dates.modified:
            yield _t(iri, DCT + "modified", _moment(dumps[0].dates.modified))
        for one in dumps:
            yield _t(iri, DCAT + "dataset", self._dataset_iri(one.part.name))
            if one.dates.modified:
                yield _t(iri, DCAT + "record", self._record_iri(one))
        yield _t(iri, DCAT + "dataset", self._dataset_iri(RESTRICTED))
        for name in services:
            yield _t(iri, DCAT + "service", self._service_iri(name))

    def _dataset(self, dump: Dump) -> Iterator[ox.Triple]:
        part, iri = dump.part, self._dataset_iri(dump.part.name).value
        whole = self._dataset_iri(self._offer.dumps.dumps[0].part.name)
        yield from self._named(iri, "Dataset", part.titles, part.descriptions)
        yield _t(iri, TYPE, _iri(DCAT + "Resource"))
        yield _t(iri, TYPE, _iri(VOID + "Dataset"))
        yield _t(iri, DCT + "accessRights", _iri(ACCESS_PUBLIC))
        yield _t(iri, DCT + "license", _iri(self._terms.licence))
        yield _t(iri, MDCAT + "statuut", _iri(_STATUS + "VLOPENDATA"))
        for theme in part.themes:
            yield _t(iri, DCAT + "theme", _iri(f"{_THEMES}/{theme}"))
        yield from _languages(iri)
        yield _t(iri, DCAT + "version", ox.Literal(dump.version))
        yield _t(iri, OWL + "versionInfo", ox.Literal(dump.version))
        yield _t(iri, DCAT + "landingPage", _iri(f"{self._here}/catalogus"))
        yield _t(iri, VOID + "triples", _number(dump.statements))
        if dump.dates.issued:
            yield _t(iri, DCT + "issued", _moment(dump.dates.issued))
        if dump.dates.modified:
            yield _t(iri, DCT + "modified", _moment(dump.dates.modified))
        if dump.dates.since:
            period = ox.BlankNode(f"p{dump.part.name.replace('-', '')}")
            yield _t(iri, DCT + "temporal", period)
            yield _t(period, TYPE, _iri(DCT + "PeriodOfTime"))
            yield _t(period, DCAT + "startDate", _day(dump.dates.since))
        if part.within and iri != whole.value:
            yield _t(iri, DCT + "isPartOf", whole)
            yield _t(whole.value, DCT + "hasPart", _iri(iri))
            yield _t(whole.value, VOID + "subset", _iri(iri))
        if part.within:
            yield _t(iri, VOID + "sparqlEndpoint", _iri(f"{self._here}/sparql"))
        for file in dump.files:
            yield _t(iri, DCAT + "distribution", self._distribution_iri(file))

    def _restricted(self) -> Iterator[ox.Triple]:
        iri = self._dataset_iri(RESTRICTED).value
        yield from self._named(iri, "Dataset", *_RESTRICTED_SAID)
        yield _t(iri, TYPE, _iri(DCAT + "Resource"))
        yield _t(iri, DCT + "accessRights", _iri(ACCESS_NON_PUBLIC))
        yield from _languages(iri)

    def _service(self, name: str) -> Iterator[ox.Triple]:
        iri = self._service_iri(name).value
        address, description, protocol = {
            SPARQL: (f"{self._here}/sparql", f"{self._here}/sparql", "REST"),
            QUESTIONS: (f"{self._here}/v1", f"{self._here}/openapi.json", "REST"),
            STREAM: (f"{self._here}{STREAM_PATH}", _LDES_SPECIFICATION, "LDES"),
        }[name]
        yield from self._named(iri, "DataService", *_SERVICES[name])
        yield _t(iri, TYPE, _iri(DCAT + "Resource"))
        yield _t(iri, DCT + "accessRights", _iri(ACCESS_PUBLIC))
        yield _t(iri, DCT + "license", _iri(self._terms.licence))
        yield _t(iri, MDCAT + "statuut", _iri(_STATUS + "VLOPENDATASERVICE"))
        yield _t(iri, DCAT + "endpointURL", _iri(address))
        yield _t(iri, DCAT + "endpointDescription", _iri(description))
        yield _t(iri, DCT + "conformsTo", _iri(PROTOCOL + protocol))
        yield _t(iri, DCAT + "landingPage", _iri(f"{self._here}/catalogus"))
        yield _t(iri, DCAT + "theme", _iri(f"{_THEMES}/GOVE"))
        if self._terms.phase:
            yield _t(iri, MDCAT + "levensfase", _iri(LIFE_PHASE + self._terms.phase))
        if self._terms.stage:
            yield _t(iri, MDCAT + "ontwikkelingstoestand", _iri(DEPLOYMENT + self._terms.stage))
        if name == STREAM:
            yield _t(iri, DCT + "type", _iri(_LDES + "EventStream"))
            yield _t(iri, RDFS + "seeAlso", _iri(f"{self._base}/id{STREAM_PATH}"))
        for one in self._offer.dumps.dumps:
            if one.part.within:
                yield _t(iri, DCAT + "servesDataset", self._dataset_iri(one.part.name))

    def _record(self, dump: Dump) -> Iterator[ox.Triple]:
        if not dump.dates.modified:
            return
        iri = self._record_iri(dump).value
        yield _t(iri, TYPE, _iri(DCAT + "CatalogRecord"))
        yield _t(iri, DCT + "identifier", ox.Literal(iri))
        yield _t(iri, DCT + "modified", _moment(dump.dates.modified))
        yield _t(iri, FOAF + "primaryTopic", self._dataset_iri(dump.part.name))

    def _distribution(self, dump: Dump, file: File) -> Iterator[ox.Triple]:
        iri = self._distribution_iri(file).value
        address = _iri(f"{self._here}/download/{file.name}")
        checksum = ox.BlankNode(f"c{file.name.replace('-', '').replace('.', '')}")
        nl, en = dump.part.titles
        form = file.form.label + (" (gzip)" if file.packed else "")
        yield _t(iri, TYPE, _iri(DCAT + "Distribution"))
        yield _t(iri, DCT + "identifier", ox.Literal(iri))
        yield from _texts(iri, DCT + "title", (f"{nl}: {form}", f"{en}: {form}"))
        yield _t(iri, DCAT + "accessURL", address)
        yield _t(iri, DCAT + "downloadURL", address)
        yield _t(iri, DCT + "license", _iri(self._terms.licence))
        yield _t(iri, DCT + "format", _iri(f"{_EU}file-type/{file.form.code}"))
        yield _t(iri, DCAT + "mediaType", _iri(_MEDIA + file.form.media))
        if file.packed:
            yield _t(iri, DCAT + "compressFormat", _iri(_MEDIA + file.media))
        yield _t(iri, DCAT + "byteSize", _number(file.size, "nonNegativeInteger"))
        yield _t(iri, SPDX + "checksum", checksum)
        yield _t(checksum, TYPE, _iri(SPDX + "Checksum"))
        yield _t(checksum, SPDX + "algorithm", _iri(SPDX + "checksumAlgorithm_sha256"))
        digest = ox.Literal(file.sha256, datatype=_iri(XSD + "hexBinary"))
        yield _t(checksum, SPDX + "checksumValue", digest)
        if dump.dates.modified:
            yield _t(iri, DCT + "modified", _moment(dump.dates.modified))
        yield _t(self._dataset_iri(dump.part.name).value, VOID + "dataDump", address)

    def _agent(self) -> Iterator[ox.Triple]:
        terms = self._terms
        for kind in (DCT + "Agent", FOAF + "Agent"):
            yield _t(terms.publisher, TYPE, _iri(kind))
        yield _t(terms.publisher, FOAF + "name", ox.Literal(terms.publisher_name, language="nl"))
        for kind in ("Kind", "Organization"):
            yield _t(self._contact, TYPE, _iri(VCARD + kind))
        yield _t(self._contact, VCARD + "fn", ox.Literal(terms.contact_name, language="nl"))
        if terms.contact_email:
            yield _t(self._contact, VCARD + "hasEmail", _iri(f"mailto:{terms.contact_email}"))
        if terms.contact_page:
            yield _t(self._contact, FOAF + "page", _iri(terms.contact_page))
            yield _t(self._contact, VCARD + "hasURL", _iri(terms.contact_page))

    def _named(
        self, iri: str, kind: str, titles: Texts, descriptions: Texts
    ) -> Iterator[ox.Triple]:
        """Say what every resource in a catalogue must say."""
        yield _t(iri, TYPE, _iri(DCAT + kind))
        yield _t(iri, DCT + "identifier", ox.Literal(iri))
        yield from _texts(iri, DCT + "title", titles)
        yield from _texts(iri, DCT + "description", descriptions)
        yield _t(iri, DCT + "publisher", _iri(self._terms.publisher))
        yield _t(iri, DCAT + "contactPoint", _iri(self._contact))

    def _dataset_iri(self, name: str) -> ox.NamedNode:
        return _iri(dataset_of(self._base, name))

    def _service_iri(self, name: str) -> ox.NamedNode:
        return _iri(f"{self._base}/id/dataservice/{name}")

    def _record_iri(self, dump: Dump) -> ox.NamedNode:
        return _iri(f"{self._base}/id/catalogusrecord/{dump.part.name}")

    def _distribution_iri(self, file: File) -> ox.NamedNode:
        return _iri(f"{self._base}/id/distributie/{file.name.replace('.', '-')}")


def _iri(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _t(subject: str | ox.BlankNode, predicate: str, value: Term) -> ox.Triple:
    node = ox.NamedNode(subject) if isinstance(subject, str) else subject
    return ox.Triple(node, ox.NamedNode(predicate), value)


def _texts(iri: str, predicate: str, texts: Texts) -> Iterator[ox.Triple]:
    for language, text in zip(("nl", "en"), texts, strict=True):
        yield _t(iri, predicate, ox.Literal(text, language=language))


def _languages(iri: str) -> Iterator[ox.Triple]:
    for code in _LANGUAGES:
        yield _t(iri, DCT + "language", _iri(f"{_EU}language/{code}"))


def _day(written: str) -> ox.Literal:
    return ox.Literal(written, datatype=_iri(XSD + "date"))


def _moment(day: str) -> ox.Literal:
    """Give the moment at which a day begins, in a time zone that is nobody's."""
    return ox.Literal(f"{day}T00:00:00Z", datatype=_iri(XSD + "dateTime"))


def _number(number: int, datatype: str = "integer") -> ox.Literal:
    return ox.Literal(str(number), datatype=_iri(XSD + datatype))
