"""The words of the command line, in Dutch and English."""

from __future__ import annotations

_WORDS = {
    "violation": ("fout", "error"),
    "warning": ("waarschuwing", "warning"),
    "info": ("advies", "info"),
    "leemte": ("leemten", "gaps"),
    "leemte, one": ("leemte", "gap"),
    "onbekend": ("blinde vlekken", "blind spots"),
    "onbekend, one": ("blinde vlek", "blind spot"),
    "te-herbevestigen": ("te herbevestigen", "to reconfirm"),
    "in-orde": ("in orde", "in order"),
    "niet-van-toepassing": ("niet van toepassing", "not applicable"),
    "on": ("op", "on"),
    "no_target": (
        "geen doelniveau bekend: geen niveau beperkt de vereisten",
        "no target level known: no level restricts the requirements",
    ),
    "target": ("doelniveau", "target level"),
    "must": ("moet", "must"),
    "should": ("zou moeten", "should"),
    "could": ("kan", "could"),
    "wont": ("nu niet", "will not"),
    "since": ("beoordeeld op", "assessed on"),
    "outdated": ("verouderd", "outdated"),
    "contested": ("betwist", "contested"),
    "inherited": ("overgenomen", "inherited"),
    "full": ("volledig", "full"),
    "partial": ("gedeeltelijk", "partial"),
    "afgeleid": (
        "volgens opgegeven capaciteiten, niet nagezien",
        "by stated capabilities, not checked",
    ),
    "geclaimd": ("geclaimd", "claimed"),
    "geverifieerd": ("geverifieerd", "verified"),
    "via": ("via", "through"),
    "to_check": ("na te gaan", "to be checked"),
    "unclear doelgroep": ("voor wie het is", "whom it is for"),
    "unclear contractplicht": ("of er een contract nodig is", "whether a contract is needed"),
    "unclear contract": ("via welk contract", "through which contract"),
    "unclear besteller": ("wie via het contract mag bestellen", "who may order by the contract"),
    "unclear looptijd": ("de looptijd van het contract", "the term of the contract"),
    "unclear verificatie": ("de verlopen verificatie", "the lapsed verification"),
    "in_use": (
        "in gebruik, leemte blijft: inrichting nazien",
        "in use, gap remains: check the set-up",
    ),
    "nothing": ("niets in de catalogus", "nothing in the catalogue"),
    "open": ("open leemte", "open gap"),
    "not_there": ("bestaat niet op", "does not exist on"),
    "successors": ("opgevolgd door", "succeeded by"),
    "no_findings": ("Geen bevindingen.", "No findings."),
    "nearest": ("bedoelde u", "did you mean"),
    "would_change": ("zou veranderen:", "would change:"),
    "changed": ("aangepast:", "changed:"),
    "laid_out": ("Alles staat in de huisstijl.", "Everything is in the house style."),
    "files": ("bestanden", "files"),
    "files, one": ("bestand", "file"),
    "allowed": ("toegestaan", "allowed"),
    "findings": ("bevindingen", "findings"),
    "findings, one": ("bevinding", "finding"),
    "using_example": (
        (
            "Geen root hier: het meegeleverde voorbeeld wordt gebruikt. Kies een andere met "
            "--root, of maak er een met: ldgraph init MAP"
        ),
        (
            "No root here: using the example that comes along. Choose one with --root, or make "
            "one with: ldgraph init FOLDER"
        ),
    ),
    "made_root": ("Nieuwe root:", "New root:"),
    "derived": ("afgeleid door een regel", "derived by a rule"),
}


def say(key: str, lang: str) -> str:
    """Give a word or phrase in ``nl`` or ``en``."""
    dutch, english = _WORDS[key]
    return english if lang == "en" else dutch


def count(number: int, key: str, lang: str) -> str:
    """Give a number with its word, which is singular for one."""
    single = f"{key}, one"
    return f"{number} {say(single if number == 1 and single in _WORDS else key, lang)}"
