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
    "te-herbevestigen, one": ("te herbevestigen", "to reconfirm"),
    "in-orde, one": ("in orde", "in order"),
    "niet-van-toepassing, one": ("niet van toepassing", "not applicable"),
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
    "no_target_for": (
        "geen doelniveau voor deze edities, hun niveaus beperken niets:",
        "no target level for these editions, their levels restrict nothing:",
    ),
    "own_target": ("van het bestuur zelf, sinds {}", "its own, since {}"),
    "kinds_target": ("van zijn soort, sinds {}", "of its kind, since {}"),
    "if": ("als", "if"),
    "nothing_applies": (
        "Geen enkele vereiste is van kracht voor dit bestuur op deze datum.",
        "No requirement is in force for this government on this date.",
    ),
    "not_invented": (
        "een echt bestuur. Hier staan verzonnen feiten: over echte besturen wordt niets berekend",
        "a real government. The facts here are invented: nothing is computed about real ones",
    ),
    "history": ("Van voorgangers, telt niet mee", "Of predecessors, does not count"),
    "until": ("tot", "until"),
    "assessments": ("beoordelingen", "assessments"),
    "assessments, one": ("beoordeling", "assessment"),
    "rank 1": ("niet voldaan", "not met"),
    "rank 2": ("gedeeltelijk voldaan", "met in part"),
    "rank 3": ("voldaan", "met"),
    "rank 4": ("niet van toepassing", "not applicable"),
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
    "unclear lidmaatschap": ("of het bestuur lid is", "whether the government is a member"),
    "unclear besteller": ("wie via het contract mag bestellen", "who may order by the contract"),
    "unclear looptijd": ("de looptijd van het contract", "the term of the contract"),
    "unclear verificatie": ("de verlopen verificatie", "the lapsed verification"),
    "in_use": (
        "in gebruik, leemte blijft: inrichting nazien",
        "in use, gap remains: check the set-up",
    ),
    "in_combination": ("sluitbaar in combinatie", "closable in combination"),
    "to_activate": ("nog in te schakelen", "still to be switched on"),
    "own_work": ("blijft voor het bestuur zelf", "stays the government's own"),
    "none_obtainable": ("niets verkrijgbaar dat dekt", "nothing obtainable that covers"),
    "why not dekt-niet": ("nagezien, dekt niet", "verified not to cover"),
    "why not niet-beschikbaar": ("niet beschikbaar", "not available"),
    "why not andere-doelgroep": ("voor andere besturen", "for other governments"),
    "why not contract-voor-anderen": (
        "via een contract voor andere besturen",
        "by a contract for other governments",
    ),
    "why not buiten-looptijd": (
        "het contract loopt niet op deze datum",
        "the contract does not run on this date",
    ),
    "why applies": ("Waarom het geldt", "Why it applies"),
    "why stands": ("Hoe het beoordeeld is", "How it was assessed"),
    "why risks": ("Hoe zwaar het weegt", "How heavy it weighs"),
    "why offered": ("Wat het aanbod is", "What the offering is"),
    "why covers": ("Waarom het dekt", "Why it covers"),
    "why obtained": ("Hoe het te verkrijgen is", "How it is obtained"),
    "why used": ("Of het al gebruikt wordt", "Whether it is used already"),
    "does_not_apply": ("geldt niet voor dit bestuur", "does not apply to this government"),
    "no_gap": (
        "geen leemte: wat dekt, wordt alleen van leemten gezegd",
        "no gap: what covers is said of gaps alone",
    ),
    "no_cover": ("dekt deze leemte niet", "does not cover this gap"),
    "no_gaps": ("Geen leemten.", "No gaps."),
    "no_gaps_blind": (
        "Geen leemten gekend, want {} vereisten zijn nooit beoordeeld (ldgraph gaps).",
        "No gaps known, for {} requirements were never assessed (ldgraph gaps).",
    ),
    "population": ("Van de {} besturen die u mag zien.", "Of the {} governments you may see."),
    "no_rows": ("Geen rijen.", "No rows."),
    "no_assessments": (
        "In wat u ziet staat geen enkele beoordeling: leemten zijn hier niet te bepalen.",
        "What you see holds no assessment at all: gaps cannot be determined here.",
    ),
    "nothing": ("niets in de catalogus", "nothing in the catalogue"),
    "open": ("open leemte", "open gap"),
    "not_there": ("bestaat niet op", "does not exist on"),
    "successors": ("opgevolgd door", "succeeded by"),
    "no_findings": ("Geen bevindingen.", "No findings."),
    "diff_heading": ("Van {} naar {}; antwoorden op {}", "From {} to {}; answers on {}"),
    "diff_disk": ("de werkbestanden", "the working files"),
    "diff_not_yet": (
        "De root bestond nog niet in {}: alles is nieuw.",
        "The root did not exist yet in {}: everything is new.",
    ),
    "diff_no_more": (
        "De root bestaat niet in {}: alles is weg.",
        "The root does not exist in {}: everything is gone.",
    ),
    "diff_from_disk": (
        "{} ligt buiten de repository: voor {} van schijf gelezen, zoals het nu is.",
        "{} lies outside the repository: read from disk for {}, as it is now.",
    ),
    "diff_hidden": (
        "Alleen wat openbaar is; wat beperkt is, staat erbij met --show-restricted.",
        "Only what is public; what is restricted is in it with --show-restricted.",
    ),
    "diff_nothing": ("Geen enkele uitspraak verschilt.", "No statement differs."),
    "diff_statements": (
        "Uitspraken: {} toegevoegd, {} verwijderd, in {}.",
        "Statements: {} added, {} removed, in {}.",
    ),
    "diff_undetermined": (
        "Het effect op de antwoorden is niet te bepalen: {}",
        "The effect on the answers cannot be determined: {}",
    ),
    "diff_broken": (
        "niet elk bestand kan gelezen worden, zie hierboven",
        "not every file can be read, see above",
    ),
    "diff_cut": (
        "{} regels passen hier niet meer; ldgraph diff toont ze.",
        "{} lines do not fit here any more; ldgraph diff shows them.",
    ),
    "diff_cover": (
        "Vereisten anders gedekt: {}; {} verloren de enige volledige dekking, {} kregen er een.",
        "Requirements covered otherwise: {}; {} lost their only full cover, {} gained a first.",
    ),
    "diff_no_cover": (
        "Geen vereiste wordt anders gedekt.",
        "No requirement is covered otherwise.",
    ),
    "diff_governments": ("Besturen geraakt: {} van de {}.", "Governments affected: {} of the {}."),
    "diff_moved": ("{} erbij, {} eraf", "{} more, {} less"),
    "diff_shares": (
        "Leemten met iets verkrijgbaars, gedeelde IT eens geteld, van de {}: {}, {}.",
        "Gaps with something obtainable, shared IT counted once, of the {}: {}, {}.",
    ),
    "diff_need": ("Gewogen behoefte", "Weighted need"),
    "diff_same": ("onveranderd", "unchanged"),
    "diff_none": ("geen", "none"),
    "diff_without": ("zonder {} waarvan {} ontbreekt", "without {} of which {} is missing"),
    "factor gewicht": ("het gewicht", "the weight"),
    "factor risico": ("het risico", "the risk"),
    "factor bereik": ("het bereik", "the reach"),
    "not_determined": ("niet te bepalen", "not to be determined"),
    "diff_requirements": ("Vereisten anders gedekt", "Requirements covered otherwise"),
    "diff_by_government": ("Per bestuur", "By government"),
    "diff_needs": ("Gewogen behoefte per vereiste en soort", "Weighted need by requirement, kind"),
    "diff_files": ("Uitspraken per bestand", "Statements by file"),
    "diff_not_in_force": ("niet van kracht", "not in force"),
    "diff_does_not_hold": ("geldt niet", "does not hold"),
    "cover 0": ("niet gedekt", "not covered"),
    "cover 1": ("gedeeltelijk", "partial"),
    "cover 2": ("volledig", "full"),
    "diff_lost_full": ("verloor de enige volledige dekking", "lost the only full cover"),
    "diff_won_full": ("kreeg een eerste volledige dekking", "gained a first full cover"),
    "diff_lost_all": ("verloor de enige dekking", "lost the only cover"),
    "diff_closable": ("te sluiten", "closable"),
    "diff_open 0": ("open, niets verkrijgbaars dekt", "open, nothing obtainable covers"),
    "diff_open 1": ("open, deels gedekt", "open, covered in part"),
    "diff_file added": ("nieuw", "new"),
    "diff_file removed": ("verwijderd", "removed"),
    "diff_file renamed": ("hernoemd, was {}", "renamed, was {}"),
    "diff_file changed": ("gewijzigd", "changed"),
    "diff_file unreadable": (
        "niet te lezen, dus wat verschilt is niet gekend",
        "cannot be read, so what differs is not known",
    ),
    "watching": (
        "Nagekeken in {} s; wacht op wijzigingen (stop met Ctrl-C).",
        "Checked in {} s; waiting for changes (stop with Ctrl-C).",
    ),
    "nearest": ("bedoelde u", "did you mean"),
    "would_change": ("zou veranderen:", "would change:"),
    "changed": ("aangepast:", "changed:"),
    "fixed": ("hersteld", "fixed"),
    "nothing_to_fix": ("Niets dat veilig te herstellen is.", "Nothing that is safe to fix."),
    "not_fixed changed": (
        (
            "niet hersteld: dit bestand is intussen gewijzigd en blijft zoals het is; voer het "
            "commando opnieuw uit"
        ),
        "not fixed: this file was changed meanwhile and stays as it is; run the command again",
    ),
    "not_fixed more": (
        (
            "niet hersteld: het bestand zou nog niet te lezen zijn, of iets anders zeggen dan "
            "bedoeld; herstel eerst wat er verder aan scheelt"
        ),
        (
            "not fixed: the file could still not be read, or would say something else than is "
            "meant; mend first what else is wrong with it"
        ),
    ),
    "fixable": (
        "Met --fix te herstellen (--diff toont eerst hoe): {}.",
        "To be fixed with --fix (--diff shows first how): {}.",
    ),
    "laid_out": ("Alles staat in de huisstijl.", "Everything is in the house style."),
    "files": ("bestanden", "files"),
    "files, one": ("bestand", "file"),
    "places": ("plaatsen", "places"),
    "places, one": ("plaats", "place"),
    "in": ("in", "in"),
    "import_writes": (
        "Een import schrijft er van; die zal ze melden als met de hand gewijzigd:",
        "An import writes some of them; it will tell that they were edited by hand:",
    ),
    "program_names": (
        (
            "Modules van het programma hebben deze naam ook; wat ze ermee nakijken of tonen, "
            "vinden ze mogelijk niet meer:"
        ),
        (
            "Modules of the program have this name too; what they check or show by it, they may "
            "find no more:"
        ),
    ),
    "others_stay": (
        "Wat anderen beheren (gemeenten, organisaties, licenties), houdt zijn adres.",
        "What others keep (municipalities, organisations, licences) stays at its address.",
    ),
    "also_named": (
        "Een root die deze uitbreidt, noemt het ook; hernoem het daar ook:",
        "A root that extends this one names it too; rename it there as well:",
    ),
    "left_in_words": (
        "In commentaar of tekst staat de oude naam nog; kijk die zelf na:",
        "Comments or texts still have the old name; look at those yourself:",
    ),
    "allowed": ("toegestaan", "allowed"),
    "findings": ("bevindingen", "findings"),
    "findings, one": ("bevinding", "finding"),
    "waived": ("vrijgesteld", "waived"),
    "known": ("stonden er al", "were there already"),
    "known, one": ("stond er al", "was there already"),
    "was_there": ("stond er al", "was there"),
    "baseline_not_there": (
        "De root bestond nog niet in {}: elke bevinding telt.",
        "The root did not exist yet in {}: every finding counts.",
    ),
    "waived_until": ("vrijgesteld tot en met {} ({}; {})", "waived until {} ({}; {})"),
    "standing unchecked": ("niet nagekeken", "not checked"),
    "standing until": ("vrijgesteld tot en met {}", "waived until {}"),
    "comment_left_out": (
        "Nog {} staan niet in dit bericht, want het zou te lang worden.",
        "{} more are not in this comment, for it would be too long.",
    ),
    "comment_full": ("Ze staan allemaal in {}.", "All of them are in {}."),
    "comment_all": (
        "Vraag ze allemaal met: ldgraph validate --format json -o bevindingen.json",
        "Ask for all of them with: ldgraph validate --format json -o findings.json",
    ),
    "comment_none": ("Geen plaats", "No place"),
    "commits": ("commits", "commits"),
    "commits, one": ("commit", "commit"),
    "versions": ("versies", "versions"),
    "versions, one": ("versie", "version"),
    "faults": ("fouten", "faults"),
    "faults, one": ("fout", "fault"),
    "not_all_checked": (
        (
            "Niet alles kon gelezen of nagekeken worden: wat daarvan afhangt, is niet gemeld. "
            "Herstel eerst wat hierboven vooraan staat."
        ),
        (
            "Not everything could be read or checked: what depends on it is not reported. Mend "
            "first what stands first above."
        ),
    ),
    "import_done": ("{} gewijzigd, {} onveranderd", "{} changed, {} unchanged"),
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
    "made": ("nieuw:", "new:"),
    "needed": ("verplicht", "needed"),
    "another": ("nog een (leeg: klaar)", "another (empty: done)"),
    "which_kind": ("Welke soort is het", "Which kind is it"),
    "which_of_these": (
        "Van welke eigenschap geeft u een waarde (leeg: klaar)",
        "Which property do you give a value of (empty: done)",
    ),
    "which_more": (
        "Welke eigenschap zegt u nog (leeg: klaar)",
        "Which property do you say too (empty: done)",
    ),
    "which_end": ("Eind van de IRI", "End of the IRI"),
    "which_file": ("Bestand", "File"),
    "which_mend": (
        "Welke eigenschap verbetert u (leeg: stop, en schrijf niets)",
        "Which property do you mend (empty: stop, and write nothing)",
    ),
    "source_of_file": ("Bron van het nieuwe bestand {}", "Source of the new file {}"),
    "write_it": ("Schrijven? [ja]", "Write it? [yes]"),
    "not_enough": (
        "dit volstaat niet voor {}, dus niets is geschreven:",
        "this is not enough for {}, so nothing was written:",
    ),
    "namesake": ("Let op: {} heeft deze naam al.", "Mind: {} has this name already."),
    "nothing_written": ("Niets geschreven.", "Nothing written."),
    "history_unread": (
        (
            "De geschiedenis van '{}' is er niet helemaal: een identificator die er ooit was, "
            "kan opnieuw gegeven worden."
        ),
        (
            "The history of '{}' is not all there: an identifier that once was there may be given "
            "again."
        ),
    ),
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
