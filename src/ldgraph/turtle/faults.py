"""What can be wrong with a Turtle file: codes, and messages that say what to do."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from ldgraph.errors import Finding, Severity

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
        "'{found}' is geen taalcode: schrijf bijvoorbeeld @nl of @nl-BE",
        "'{found}' is no language tag: write for example @nl or @nl-BE",
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


def fault(code: str, position: Position, suggestion: str | None = None, **values: str) -> Finding:
    """Make the finding of a fault; ``wanted`` is a key of ``WANTED``."""
    dutch, english = MESSAGES[code]
    wanted = values.pop("wanted", "")
    if wanted:
        values["wanted_nl"], values["wanted_en"] = WANTED[wanted]
    messages = {"nl": dutch.format(**values), "en": english.format(**values)}
    return Finding(code, Severity.VIOLATION, messages, position, suggestion=suggestion)


def undefined_prefix(
    prefix: str, position: Position, declared: Mapping[str, str], known: Mapping[str, str]
) -> Finding:
    """Say which line to add for a prefix that is known, or which declared one is near."""
    line = f"PREFIX {prefix}: <{known.get(prefix, '…')}>"
    near = difflib.get_close_matches(prefix, [*declared, *known], n=1)
    suggestion = None if prefix in known or not near else f"{near[0]}:"
    values = {"found": f"{prefix}:", "wanted_nl": line, "wanted_en": line}
    return fault("turtle-undefined-prefix", position, suggestion, **values)
