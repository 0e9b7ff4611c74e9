"""What each code of a finding stands for, without the values of any one finding.

A shape says it itself (``sh:name``, ``sh:message``, ``sh:description``), a fault of Turtle by its
message. All other codes are described here, and a test finds one that is missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import Severity
from ldgraph.graph.load import load
from ldgraph.graph.places import Room, source_files
from ldgraph.graph.shapes import above, owner
from ldgraph.shacl.graphs import ShapesGraph
from ldgraph.terms import RDFS, SH
from ldgraph.turtle.faults import MESSAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ldgraph.graph.places import Root
    from ldgraph.shacl.results import Term

_LANGUAGES = ("nl", "en")
_GAP = re.compile(r"\{\w+\}")
#: What is filled in with words of its own, in front of which nothing is left out.
_BEHIND = re.compile(r"\{like_\w+\}")
_WARNINGS = frozenset({"file-not-read", "onbekend-vocabularium"})


@dataclass(frozen=True, slots=True)
class Rule:
    """What a code stands for; each text by language, ``nl`` and ``en``."""

    code: str
    severity: Severity
    #: A few words.
    names: Mapping[str, str]
    #: What to do.
    texts: Mapping[str, str]
    #: Why, where that is said.
    reasons: Mapping[str, str]
    #: Where more is to be read.
    address: str | None = None

    @staticmethod
    def say(texts: Mapping[str, str], lang: str) -> str | None:
        """Give a text in ``lang``, else in whichever language there is."""
        return texts.get(lang) or next(iter(texts.values()), None)


#: Code to name and text, in Dutch and English, for what no shape and no fault of Turtle describes.
_OTHERS = {
    "baseline-not-checked": (
        ("revisie die niet nagekeken kon worden", "revision that could not be checked"),
        (
            (
                "of iets er toen al stond is niet te zeggen: kies een revisie waarin alles gelezen "
                "en nagekeken kan worden, of kijk na zonder --baseline"
            ),
            (
                "whether something was there then cannot be said: choose a revision in which all "
                "can be read and checked, or check without --baseline"
            ),
        ),
    ),
    "graaf-dubbel": (
        ("twee bestanden van één graaf", "two files of one graph"),
        ("hernoem of verplaats een van beide", "rename or move one of them"),
    ),
    "no-shapes": (
        ("geen vormen", "no shapes"),
        (
            "zet vormen in shapes/, of breid een root uit die ze heeft (extends)",
            "put shapes in shapes/, or extend a root that has them (extends)",
        ),
    ),
    "prefix-anders": (
        (
            "prefix staat voor iets anders dan overal elders",
            "prefix stands for something else than everywhere",
        ),
        (
            "neem een ander prefix, of verbeter waar dit voor staat",
            "take another prefix, or correct what this one stands for",
        ),
    ),
    "prefix-dubbel": (
        (
            "prefix staat voor meer dan een vocabulaire",
            "prefix stands for more than one vocabulary",
        ),
        (
            "neem voor elke vocabulaire een eigen prefix",
            "take a prefix of its own for each vocabulary",
        ),
    ),
    "prefix-verkeerd": (
        ("prefix staat voor geen vocabulaire", "prefix stands for no vocabulary"),
        (
            "verbeter de IRI waar het prefix voor staat",
            "correct the IRI that the prefix stands for",
        ),
    ),
    "shape-not-usable": (
        ("onbruikbare vorm", "shape that cannot be used"),
        (
            (
                "herstel de vorm: zolang ze niet uitgevoerd kan worden, is niet bekend wat ze zou "
                "vinden"
            ),
            "mend the shape: while it cannot be run, what it would find is not known",
        ),
    ),
    "unreadable-file": (
        ("onleesbaar bestand", "unreadable file"),
        (
            "maak dat het bestand of de map gelezen kan worden, of haal het hier weg",
            "see to it that the file or folder can be read, or take it away from here",
        ),
    ),
    "vocabulary-elsewhere": (
        ("vocabulaire op een ander adres", "vocabulary at another address"),
        (
            "verander base met 'ldgraph rename --base', en niet met de hand",
            "change base with 'ldgraph rename --base', and not by hand",
        ),
    ),
    "file-not-read": (
        ("bestand wordt niet gelezen", "file that is not read"),
        (
            "zet het om naar Turtle (.ttl), of haal het hier weg",
            "turn it into Turtle (.ttl), or take it away from here",
        ),
    ),
    "beperkt-in-openbaar": (
        ("iets beperkts in een openbaar bestand", "something restricted in a public file"),
        (
            "zet het in data/beperkt, in het bestand van het bestuur of van het programma",
            "put it in data/beperkt, in the file of the government or of the programme",
        ),
    ),
    "openbaar-noemt-beperkt": (
        ("openbaar bestand noemt iets beperkts", "public file names something restricted"),
        (
            "zet deze uitspraak in het beperkte bestand",
            "move this statement to the restricted file",
        ),
    ),
    "taal-hoofdletters": (
        ("taal staat in hoofdletters", "language stands in capitals"),
        ("schrijf de taal in kleine letters", "write the language in small letters"),
    ),
    "taal-niet-gebruikt": (
        (
            "taal waarin dit project geen teksten heeft",
            "language in which this project has no texts",
        ),
        ("schrijf @nl of @en, als dat bedoeld is", "write @nl or @en, if that is meant"),
    ),
    "taal-onbekend": (
        ("taal bestaat niet", "no such language"),
        (
            "schrijf @nl of @en, of de taal waarin het staat",
            "write @nl or @en, or the language it is in",
        ),
    ),
    "term-van-andere-soort": (
        (
            "klasse in plaats van eigenschap, of omgekeerd",
            "class in the place of a property, or the other way",
        ),
        ("neem een term van de juiste soort", "take a term of the right kind"),
    ),
    "toegang-en-map-verschillen": (
        ("toegang en map verschillen", "access and folder differ"),
        (
            "verplaats het bestand, of verbeter wat het over zijn toegang zegt",
            "move the file, or correct what it says about its access",
        ),
    ),
    "verkeerd-bestuur": (
        ("in het bestand van een ander bestuur", "in the file of another government"),
        (
            (
                "zet dit in het bestand van dat bestuur, of in dat van het programma als het over "
                "meerdere gaat"
            ),
            "put this in the file of that government, or the programme's if it is about several",
        ),
    ),
    "vrijstelling-kan-niet": (
        ("vrijstelling die niet kan", "waiver that cannot be"),
        (
            "herstel de bevinding, en haal deze vrijstelling weg",
            "mend the finding, and take this waiver away",
        ),
    ),
    "vrijstelling-onbekende-code": (
        ("vrijstelling van een onbekende code", "waiver of an unknown code"),
        (
            "neem over wat tussen [ ] achter de bevinding staat",
            "copy what stands between [ ] behind the finding",
        ),
    ),
    "vrijstelling-ongebruikt": (
        ("ongebruikte vrijstelling", "unused waiver"),
        (
            (
                "haal de vrijstelling weg als de bevinding hersteld is, of verbeter code, ding, "
                "eigenschap of waarde"
            ),
            (
                "take the waiver away if the finding is mended, or correct code, thing, property "
                "or value"
            ),
        ),
    ),
    "vrijstelling-verlopen": (
        ("verlopen vrijstelling", "waiver that has run out"),
        (
            (
                "herstel de bevinding en haal de vrijstelling weg, of besluit opnieuw (ldg:datum "
                "en ldg:geldigTot)"
            ),
            (
                "mend the finding and take the waiver away, or decide anew (ldg:datum and "
                "ldg:geldigTot)"
            ),
        ),
    ),
    "dubbel-beschreven": (
        ("in twee bestanden beschreven", "described in two files"),
        ("beschrijf elk ding in één bestand", "describe each thing in one file"),
    ),
    "eigenschap-past-niet": (
        ("eigenschap past niet bij het ding", "property does not fit the thing"),
        (
            "verbeter de eigenschap, of zeg met 'a' wat dit is",
            "correct the property, or say with 'a' what this is",
        ),
    ),
    "graaf-ontbreekt": (
        ("bestand zegt niet wat het is", "file does not say what it is"),
        (
            "begin met '<> a ldg:Graaf ;' en geef titel, bron, datum en toegang",
            "begin with '<> a ldg:Graaf ;' and give title, source, date and access",
        ),
    ),
    "niet-verklaarde-term": (
        ("niet verklaarde term", "term that nothing declares"),
        (
            "verbeter de naam, of beschrijf de term in ontology/",
            "correct the name, or describe the term in ontology/",
        ),
    ),
    "onbekend-vocabularium": (
        ("onbekende vocabulaire", "unknown vocabulary"),
        (
            "of de namen van deze vocabulaire juist zijn, is niet nagekeken",
            "whether the names of this vocabulary are right was not checked",
        ),
    ),
    "onbekende-term": (
        ("onbekende term", "unknown term"),
        (
            "verbeter de naam, of voeg de beschrijving toe",
            "correct the name, or add its description",
        ),
    ),
    "verwijzing-naar-niets": (
        ("verwijzing naar niets", "reference to nothing"),
        (
            "verbeter de naam, of voeg de beschrijving toe",
            "correct the name, or add its description",
        ),
    ),
    "waarde-in-databestand": (
        ("waarde van een codelijst in een databestand", "value of a code list in a data file"),
        (
            "voeg de waarde toe in ontology/codelijsten, of kies een bestaande",
            "add the value in ontology/codelijsten, or choose one that exists",
        ),
    ),
}


def rules_of(root: Root) -> dict[str, Rule]:
    """Give what each code that a check of this root can yield stands for."""
    shapes = load([file for file in source_files(root) if file.room is Room.SHAPES]).shapes
    return {one.code: one for one in (*_own(), *_of_shapes(ShapesGraph(shapes)))}


def rule_of(code: str, severity: Severity) -> Rule:
    """Give a rule for a code that nothing describes."""
    texts = {"nl": f"kijk na wat {code} vraagt", "en": f"look up what {code} asks"}
    return Rule(code, severity, dict.fromkeys(_LANGUAGES, code), texts, {})


def _own() -> Iterator[Rule]:
    for code, (names, texts) in _OTHERS.items():
        severity = Severity.WARNING if code in _WARNINGS else Severity.VIOLATION
        yield Rule(code, severity, _both(names), _both(texts), {})
    for code, messages in MESSAGES.items():
        said = {lang: _without_values(text) for lang, text in _both(messages).items()}
        # What is wrong comes first, then what to do.
        first = {lang: text.partition(": ")[0] for lang, text in said.items()}
        yield Rule(code, Severity.VIOLATION, first, said, {})


def _both(texts: tuple[str, str]) -> dict[str, str]:
    return dict(zip(_LANGUAGES, texts, strict=True))


def _without_values(text: str) -> str:
    r"""Put a sign in the place of each value of a message.

    >>> _without_values("'{found}' kan hier niet staan")
    "'…' kan hier niet staan"
    """
    plain = _GAP.sub("\u2026", _BEHIND.sub("", text))
    return plain.replace("{{", "{").replace("}}", "}")


def _of_shapes(graph: ShapesGraph) -> Iterator[Rule]:
    higher = above(graph)
    for node in graph.nodes():
        texts = _texts(graph, node, SH + "message")
        if not texts:
            continue
        code = owner(graph, node, higher)
        severities = [getattr(one, "value", "") for one in graph.objects(node, SH + "severity")]
        name = (severities or [""])[0].removeprefix(SH).lower()
        severity = Severity(name) if name in set(Severity) else Severity.VIOLATION
        more = [
            one.value
            for one in graph.objects(node, RDFS + "seeAlso")
            if isinstance(one, ox.NamedNode) and one.value.startswith(("http://", "https://"))
        ]
        yield Rule(
            code,
            severity,
            _texts(graph, node, SH + "name") or dict.fromkeys(_LANGUAGES, code),
            texts,
            _texts(graph, node, SH + "description"),
            min(more, default=None),
        )


def _texts(graph: ShapesGraph, node: Term, predicate: str) -> dict[str, str]:
    said = [one for one in graph.objects(node, predicate) if isinstance(one, ox.Literal)]
    return {one.language or "en": one.value for one in sorted(said, key=str, reverse=True)}
