"""What ``lint`` says, by code: how serious it is, and what to do, in Dutch and English."""

from __future__ import annotations

from ldgraph.errors import Severity

_W, _I = Severity.WARNING, Severity.INFO

#: Code to severity, Dutch and English; ``{}`` is the name of what it is about.
ADVICE: dict[str, tuple[Severity, str, str]] = {
    "query-not-usable": (Severity.VIOLATION, "{}", "{}"),
    "query-not-exists": (
        _W,
        (
            "NOT EXISTS wordt voor elke rij opnieuw samengevoegd, hier in iets groots: neem "
            "MINUS, of een SELECT die eerst telt"
        ),
        (
            "NOT EXISTS is joined anew for each row, here in something big: take MINUS, or a "
            "SELECT that counts first"
        ),
    ),
    "query-minus-nothing": (
        _W,
        "deze MINUS neemt niets weg: ze heeft geen variabele gemeen met wat ervoor staat",
        "this MINUS takes nothing away: it shares no variable with what stands before it",
    ),
    "query-minus-whole": (
        _I,
        "deze MINUS doorloopt alles van iets groots: noem er een parameter of iets bepaalds in",
        (
            "this MINUS goes through all of something big: name a parameter or something in "
            "particular in it"
        ),
    ),
    "query-path-empty": (
        _W,
        "een pad met * zonder begin geldt voor elk ding in de graaf: noem eerst waar het begint",
        (
            "a path with * that starts nowhere holds for everything in the graph: say first "
            "where it starts"
        ),
    ),
    "query-path-whole": (
        _W,
        (
            "een pad met + zonder begin wordt van beide kanten helemaal doorlopen: schrijf "
            "p/p*, of noem in deze groep waar het begint"
        ),
        (
            "a path with + that starts nowhere is walked whole from both ends: write p/p*, or "
            "say in this group where it starts"
        ),
    ),
    "query-union-joined": (
        _I,
        (
            "een tak van deze UNION wordt helemaal doorlopen voor ze met de rest samengevoegd "
            "wordt: herhaal in elke tak waar hij begint"
        ),
        (
            "a branch of this UNION is gone through whole before it is joined with the rest: "
            "say in each branch where it starts"
        ),
    ),
    "query-one-by-one": (
        _I,
        (
            "deze regel wordt voor elk ding apart gevraagd: begin met een patroon over $this, "
            "zonder SELECT of GROUP BY erin, dan gaat het voor alle samen"
        ),
        (
            "this rule is asked for each thing apart: begin with a pattern about $this, without "
            "SELECT or GROUP BY in it, and it is asked for all at once"
        ),
    ),
    "query-product": (
        _W,
        "dit heeft geen variabele gemeen met wat ervoor staat: elke rij gaat met elke andere samen",
        "this shares no variable with what stands before it: each row goes with each of the others",
    ),
    "query-unused-variable": (
        _W,
        "{} krijgt een waarde die niets gebruikt: haal ze weg",
        "{} gets a value that nothing uses: take it away",
    ),
    "query-unused-optional": (
        _W,
        "van deze OPTIONAL wordt niets gebruikt: haal ze weg",
        "nothing of this OPTIONAL is used: take it away",
    ),
    "query-unused-parameter": (
        _W,
        "de parameter {} staat niet in de vraag: haal hem weg, of gebruik hem",
        "the parameter {} is not in the query: take it away, or use it",
    ),
    "query-unbound-variable": (
        _W,
        "{} krijgt in deze groep geen waarde: verbeter de naam (of noem ze ?none)",
        "{} gets no value in this group: correct the name (or call it ?none)",
    ),
    "query-unused-prefix": (
        _W,
        "de prefix {} wordt niet gebruikt: haal hem weg",
        "the prefix {} is not used: take it away",
    ),
    "query-without-order": (
        _W,
        "zonder ORDER BY is het antwoord telkens anders geordend: sorteer het",
        "without ORDER BY the answer is in another order each time: sort it",
    ),
    "unused-part": (
        _I,
        "geen vraag neemt dit deel op: haal het weg, of zet het in queries/answers",
        "no query includes this part: take it away, or put it in queries/answers",
    ),
    "unused-class": (_I, "niets gebruikt de klasse {}", "nothing uses the class {}"),
    "unused-property": (_I, "niets gebruikt de eigenschap {}", "nothing uses the property {}"),
    "unused-code": (_I, "niets gebruikt de waarde {}", "nothing uses the value {}"),
    "unused-capability": (_I, "niets levert of vraagt {}", "nothing delivers or asks for {}"),
    "unused-declaration": (
        _I,
        "geen regel in SPARQL gebruikt de prefix {}",
        "no rule in SPARQL uses the prefix {}",
    ),
}
