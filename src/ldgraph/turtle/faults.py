"""What can be wrong with a Turtle file: codes, and messages that say what to do."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ldgraph.errors import Finding, Fix, Severity
from ldgraph.turtle.spelling import meant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.errors import Position

#: Code to messages in Dutch and English; ``{found}`` and the like are filled in.
MESSAGES = {
    "turtle-unexpected": (
        "hier hoort {wanted_nl}, maar er staat '{found}'",
        "wanted {wanted_en} here, found '{found}'",
    ),
    "turtle-unfinished": (
        "het bestand houdt op waar nog {wanted_nl} hoort",
        "the file ends where {wanted_en} is still wanted",
    ),
    "turtle-missing-dot": (
        "de uitspraak hierboven is niet afgesloten: zet er een punt achter ('.')",
        "the statement above is not closed: end it with a full stop ('.')",
    ),
    "turtle-missing-separator": (
        "zet ';' achter de vorige waarde (of ',' als dit nog een waarde is)",
        "put ';' after the value before this (or ',' if this is one more value)",
    ),
    "turtle-undefined-prefix": (
        "het prefix '{found}' is niet verklaard: zet bovenaan {wanted_nl}",
        "the prefix '{found}' is not declared: add at the top {wanted_en}",
    ),
    "turtle-bad-iri": (
        (
            "dit is geen geldige IRI: tussen '<' en '>' mogen geen spaties, aanhalingstekens, "
            "accolades of losse '\\' staan"
        ),
        "this is no valid IRI: no spaces, quotes, braces or single '\\' between '<' and '>'",
    ),
    "turtle-malformed-iri": (
        "'{found}' is geen geldige IRI: kijk de haken, de poort en de tekens achter '%' na",
        "'{found}' is no valid IRI: check its brackets, its port and what follows '%'",
    ),
    "turtle-unclosed-iri": (
        "deze IRI is niet gesloten: zet '>' aan het einde",
        "this IRI is not closed: put '>' at its end",
    ),
    "turtle-unclosed-string": (
        (
            "deze tekst is niet gesloten: zet {found} aan het einde; een tekst over meer regels "
            'staat tussen """ en """'
        ),
        (
            "this string is not closed: put {found} at its end; a string over several lines stands "
            'between """ and """'
        ),
    ),
    "turtle-bad-escape": (
        (
            "na '\\' mag in een tekst alleen t, b, n, r, f, \", ', \\, u of U staan; "
            "schrijf '\\\\' voor een '\\'"
        ),
        (
            "in a string only t, b, n, r, f, \", ', \\, u or U may follow '\\'; "
            "write '\\\\' for one '\\'"
        ),
    ),
    "turtle-lone-surrogate": (
        "'{found}' is een half teken (surrogaat): schrijf het hele teken, of \\U met acht cijfers",
        "'{found}' is half a character (a surrogate): write it whole, or \\U with eight digits",
    ),
    "turtle-literal-subject": (
        "een tekst of getal kan geen onderwerp zijn: begin met een IRI of een prefixnaam",
        "a literal cannot be a subject: begin with an IRI or a prefixed name",
    ),
    "turtle-bad-language-tag": (
        (
            "'{found}' is geen taalcode: schrijf bijvoorbeeld @nl of @nl-BE (elk deel heeft "
            "hoogstens 8 tekens)"
        ),
        (
            "'{found}' is no language tag: write for example @nl or @nl-BE (each part has at most "
            "8 characters)"
        ),
    ),
    "turtle-boolean": (
        "waar of onwaar staat in kleine letters: true of false, niet '{found}'",
        "true and false stand in small letters, not as '{found}'",
    ),
    "turtle-bad-literal": (
        "{found} is geen geldige waarde van {datatype}{like_nl}",
        "{found} is no valid value of {datatype}{like_en}",
    ),
    "turtle-bad-encoding": (
        "dit is geen UTF-8 ({found}): bewaar het bestand als UTF-8",
        "this is no UTF-8 ({found}): save the file as UTF-8",
    ),
    "turtle-bad-character": (
        "'{found}' kan hier niet staan: haal het teken weg, of zet tekst tussen aanhalingstekens",
        "'{found}' cannot stand here: take it out, or put text between quotes",
    ),
    "turtle-curly-quotes": (
        "tekst staat tussen rechte aanhalingstekens (\"), niet tussen gekrulde ('{found}')",
        "text stands between straight quotes (\"), not between curly ones ('{found}')",
    ),
    "turtle-conflict-marker": (
        (
            "hier staan twee versies van een stuk onder elkaar, tot aan de regel met '>>>>>>>': "
            "houd er een en haal de regels met '<<<<<<<', '=======' en '>>>>>>>' weg"
        ),
        (
            "two versions of a part stand here one below the other, up to the line with "
            "'>>>>>>>': keep one and take out the lines with '<<<<<<<', '=======' and '>>>>>>>'"
        ),
    ),
    "turtle-newer": (
        (
            "'{found}' hoort bij Turtle 1.2 en wordt hier niet gelezen: schrijf Turtle 1.1, zonder "
            "versieregel, tekstrichting of uitspraken over uitspraken"
        ),
        (
            "'{found}' belongs to Turtle 1.2 and is not read here: write Turtle 1.1, without "
            "version line, text direction or statements about statements"
        ),
    ),
    "turtle-graph-block": (
        (
            "een bestand is één graaf: haal dit blok met '{{' en '}}' weg en geef elke graaf een "
            "eigen bestand"
        ),
        (
            "a file is one graph: take out this block with '{{' and '}}' and give each graph a "
            "file of its own"
        ),
    ),
    "turtle-refused": (
        "dit is geen geldige Turtle: {found}",
        "this is no valid Turtle: {found}",
    ),
    "turtle-too-large": (
        "dit bestand is te groot ({found} MB) om elke fout te zoeken: herstel eerst die hierboven",
        "this file is too large ({found} MB) to look for every fault: mend those above first",
    ),
    "layout-changes-graph": (
        (
            "dit bestand is met rust gelaten: in de huisstijl zou het iets anders zeggen. Dat is "
            "een fout van het programma: meld ze, met dit bestand"
        ),
        (
            "this file was left alone: in the house layout it would say something else. That is a "
            "fault of the program: report it, with this file"
        ),
    ),
    "turtle-too-deep": (
        "haken staan hier dieper genest dan {found} niveaus: geef het binnenste een eigen IRI",
        "brackets are nested deeper than {found} levels here: give the innermost an IRI of its own",
    ),
    "turtle-too-many": (
        "vanaf hier is niet verder gelezen: herstel eerst de fouten hierboven ({found})",
        "from here on nothing was read: mend the faults above first ({found})",
    ),
}

#: What the reader waits for, in Dutch and English.
WANTED = {
    "subject": (
        "het onderwerp van een uitspraak (een IRI of prefixnaam)",
        "the subject of a statement (an IRI or prefixed name)",
    ),
    "predicate": ("een eigenschap (een IRI, een prefixnaam of 'a')", "a property"),
    "inner": ("een eigenschap of ']'", "a property or ']'"),
    "object": ("een waarde (een IRI, een tekst of een getal)", "a value"),
    "end": ("';', ',' of '.'", "';', ',' or '.'"),
    "bracket": ("';', ',' of ']'", "';', ',' or ']'"),
    "item": ("een waarde of ')'", "a value or ')'"),
    "prefix": ("een prefix, zoals in PREFIX ldg: <…>", "a prefix, as in PREFIX ldg: <…>"),
    "iri": ("een IRI tussen '<' en '>'", "an IRI between '<' and '>'"),
    "dot": ("'.'", "'.'"),
    "datatype": ("een datatype, zoals xsd:date", "a datatype, such as xsd:date"),
    "graph": ("'{'", "'{'"),
}


#: Characters of what was found that a message repeats.
LONGEST = 80
_INVISIBLE = re.compile(r"[^\S ]|[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def excerpt(text: str, longest: int = LONGEST) -> str:
    r"""Show a stretch of a file on one line: cut off where it is long, nothing in it unseen.

    >>> excerpt("a\tb")
    'a\\tb'
    """
    shown = text if len(text) <= longest else text[: longest - 1] + "\u2026"
    return _INVISIBLE.sub(
        lambda match: _ESCAPES.get(match.group(), f"U+{ord(match.group()):04X}"), shown
    )


def fault(code: str, position: Position, suggestion: str | None = None, **values: str) -> Finding:
    """Make the finding of a fault; ``values`` as for ``told``."""
    return Finding(code, Severity.VIOLATION, told(code, **values), position, suggestion=suggestion)


def told(code: str, **values: str) -> Mapping[str, str]:
    """Fill in the messages of a fault; ``wanted`` is a key of ``WANTED``."""
    dutch, english = MESSAGES[code]
    wanted = values.pop("wanted", "")
    values = {name: excerpt(value) for name, value in values.items()}
    if wanted:
        values["wanted_nl"], values["wanted_en"] = WANTED[wanted]
    return {"nl": dutch.format(**values), "en": english.format(**values)}


def undefined_prefix(
    prefix: str, position: Position, declared: Mapping[str, str], known: Mapping[str, str]
) -> Finding:
    """Say which line to add for a prefix that is known, or which declared one is near."""
    line = f"PREFIX {prefix}: <{known.get(prefix, '…')}>"
    guess = None if prefix in known else meant(prefix, [*declared, *known], near_enough=0.6)
    values = {"found": f"{prefix}:", "wanted_nl": line, "wanted_en": line}
    found = fault(
        "turtle-undefined-prefix", position, f"{guess.word}:" if guess else None, **values
    )
    if guess is None:
        return found
    end = position.column + len(prefix) + 1
    at = replace(position, end_line=position.line, end_column=end)
    return replace(found, fix=Fix(at, f"{guess.word}:", guess.sure))
