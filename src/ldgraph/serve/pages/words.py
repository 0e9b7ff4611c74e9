"""The words of the pages, in Dutch and English."""

from __future__ import annotations

_WORDS = {
    "site": ("Lokaal Digitaal", "Lokaal Digitaal"),
    "skip": ("Naar de inhoud", "To the content"),
    "nav": ("Onderdelen", "Sections"),
    "crumbs": ("U bent hier", "You are here"),
    "home": ("Start", "Home"),
    "other": ("English", "Nederlands"),
    "version": ("Versie van de data", "Version of the data"),
    "public": ("U ziet wat openbaar is.", "You see what is public."),
    "own": (
        "U ziet ook wat alleen u of uw organisatie mag zien.",
        "You also see what only you or your organisation may see.",
    ),
    "search": ("Zoeken", "Search"),
    "search_hint": (
        "Naam, nummer (NIS, KBO, OVO), code of woord uit een definitie",
        "Name, number (NIS, KBO, OVO), code or word of a definition",
    ),
    "search_none": (
        "Niets gevonden. Zoek op minder of andere woorden.",
        "Nothing found. Search for fewer or other words.",
    ),
    "search_number": ("{} gevonden", "{} found"),
    "search_more": (
        "Alleen de eerste {} staan hier: zoek op meer woorden.",
        "Only the first {} are here: search for more words.",
    ),
    "search_of": ("Soort", "Kind"),
    "search_all": ("alles", "everything"),
    "search_empty": ("Geef een woord of nummer op.", "Give a word or a number."),
    "results": ("Resultaten", "Results"),
    # The entrances
    "besturen": ("Besturen", "Governments"),
    "aanbod": ("Aanbod", "Offerings"),
    "vereisten": ("Vereisten", "Requirements"),
    "risicos": ("Risico's", "Risks"),
    "capabilities": ("Capabilities", "Capabilities"),
    "vragen": ("Vragen", "Questions"),
    "matrix": ("Dekkingsmatrix", "Coverage matrix"),
    "sparql": ("SPARQL", "SPARQL"),
    "ontologie": ("Ontologie", "Ontology"),
    "catalogus": ("Gegevens", "Data"),
    "about besturen": (
        "gemeenten, OCMW's, politiezones, hulpverleningszones en andere lokale besturen",
        "municipalities, OCMWs, police zones, rescue zones and other local governments",
    ),
    "about aanbod": (
        "producten en diensten: wat ze leveren, wat ze dekken, voor wie en via welk contract",
        "products and services: what they deliver and cover, for whom, by which contract",
    ),
    "about vereisten": (
        "wat nodig is, waar dat vandaan komt en wat het dekt",
        "what is needed, where that comes from and what covers it",
    ),
    "about risicos": (
        "wat er mis kan gaan en welke vereisten daartegen helpen",
        "what can go wrong and which requirements help against it",
    ),
    "about capabilities": (
        "wat een product of dienst kan doen, en welk aanbod dat levert",
        "what a product or service can do, and which offerings deliver it",
    ),
    "about vragen": (
        "bewaarde vragen, met hun antwoord als tabel, CSV of JSON",
        "stored questions, with their answer as a table, CSV or JSON",
    ),
    "about matrix": (
        "welk aanbod welke vereiste dekt en welke capability levert",
        "which offering covers which requirement and delivers which capability",
    ),
    "about sparql": (
        "stel zelf een vraag aan alle openbare data",
        "put a question of your own to all public data",
    ),
    "about ontologie": (
        "wat elk begrip en elke eigenschap betekent",
        "what each class and each property means",
    ),
    "about catalogus": (
        "alle openbare data als bestand, en de diensten om ze te bevragen",
        "all public data as files, and the services to query it",
    ),
    "home_lead": (
        (
            "Welk aanbod dekt welke leemte in de cyberveiligheid van Vlaamse lokale besturen, "
            "en waarom."
        ),
        (
            "Which offering covers which gap in the cybersecurity of Flemish local governments, "
            "and why."
        ),
    ),
    "home_start": ("Waar begint u?", "Where do you start?"),
    "home_often": ("Vaak gevraagd", "Often asked"),
    # The catalogue
    "datasets": ("Datasets", "Datasets"),
    "services": ("Diensten", "Services"),
    "publisher": ("uitgever", "publisher"),
    "licence": ("licentie", "licence"),
    "contact": ("contact", "contact"),
    "modified": ("gewijzigd", "modified"),
    "no_terms": (
        (
            "Deze root zegt niet wie de data uitgeeft en onder welke licentie: vraag het voor u ze "
            "hergebruikt."
        ),
        (
            "This root does not say who publishes the data and under which licence: ask before you "
            "reuse it."
        ),
    ),
    "dataset": ("dataset", "dataset"),
    "examples_sparql": ("Voorbeelden van SPARQL, als RDF", "Examples of SPARQL, as RDF"),
    "described_at": ("beschrijving", "description"),
    "not_public": ("Niet openbaar", "Not public"),
    "same_files": (
        (
            "Elk bestand heeft voor dezelfde data dezelfde bytes; hoe u dat nakijkt, staat onder "
            "de tabel."
        ),
        "Each file has the same bytes for the same data; how to check that stands below the table.",
    ),
    "sums": ("SHA-256 van elk bestand", "SHA-256 of each file"),
    "sums_use": (
        "Bewaar deze regels als SHA256SUMS naast wat u ophaalde, en vraag:",
        "Keep these lines as SHA256SUMS beside what you fetched, and ask:",
    ),
    # Pages of things
    "facts": ("Wat hierover gezegd wordt", "What is said of this"),
    "incoming": ("Wat hiernaar verwijst", "What points here"),
    "more": ("en {} meer", "and {} more"),
    "property": ("eigenschap", "property"),
    "value": ("waarde", "value"),
    "source": ("bron", "source"),
    "derived": ("afgeleid", "derived"),
    "forms": ("Als data", "As data"),
    "identifier": ("Identificator", "Identifier"),
    "summary": ("In het kort", "In short"),
    "classes": ("Klassen", "Classes"),
    "properties": ("Eigenschappen", "Properties"),
    "domain": ("van", "of"),
    "range": ("naar", "to"),
    "codes": ("Codes", "Codes"),
    "yes": ("ja", "yes"),
    "no": ("nee", "no"),
    "none": ("geen", "none"),
    "unknown": ("niet bekend", "not known"),
    "name": ("naam", "name"),
    "kind": ("soort", "kind"),
    "number": ("aantal", "number"),
    "filter": ("Filteren", "Filter"),
    "all": ("alle", "all"),
    "show": ("Tonen", "Show"),
    "clear": ("Wissen", "Clear"),
    "date": ("Datum", "Date"),
    "on": ("op {}", "on {}"),
    "for_whom": ("voor wie", "for whom"),
    "contract": ("contract", "contract"),
    "supplier": ("leverancier", "supplier"),
    "status": ("status", "status"),
    "price": ("prijsmodel", "price model"),
    "delivers": ("Wat het levert", "What it delivers"),
    "covers": ("Wat het dekt", "What it covers"),
    "covers_nothing": (
        "Van geen vereiste die van kracht is, is gezegd dat dit ze dekt.",
        "Of no requirement in force is it said that this covers it.",
    ),
    "covered_by": ("Wat dit dekt", "What covers this"),
    "covered_by_nothing": (
        "Geen beschikbaar aanbod dekt deze vereiste.",
        "No available offering covers this requirement.",
    ),
    "origin": ("Waar het vandaan komt", "Where it comes from"),
    "asks": ("Welke capabilities het vraagt", "Which capabilities it asks for"),
    "against": ("Welke risico's het tegengaat", "Which risks it is against"),
    "had_by": ("Wat hiermee te verkrijgen is", "What can be had by this"),
    "numbers": ("nummers", "numbers"),
    "delivered_by": ("Wat dit levert", "What delivers this"),
    "delivered_by_nothing": (
        "Geen beschikbaar aanbod levert dit.",
        "No available offering delivers this.",
    ),
    "asked_by": ("Welke vereisten dit vragen", "Which requirements ask for this"),
    "helped_by": ("Welke vereisten dit tegengaan", "Which requirements are against this"),
    "requirement": ("vereiste", "requirement"),
    "offering": ("aanbod", "offering"),
    "capability": ("capability", "capability"),
    "degree": ("graad", "degree"),
    "basis": ("basis", "basis"),
    "priority": ("prioriteit", "priority"),
    "why": ("waarom", "why"),
    "relation": ("verband", "relation"),
    "from": ("herkomst", "origin"),
    "when": ("wanneer", "when"),
    "degree 2": ("volledig", "full"),
    "degree 1": ("gedeeltelijk", "partial"),
    "degree 0": ("geen", "none"),
    "delivery zelf": ("zelf", "itself"),
    "delivery deel": ("een deel", "a part"),
    "to_check": ("na te gaan", "to be checked"),
    # Pages of a government
    "standing": ("Waar dit bestuur staat", "Where this government stands"),
    "standing_on": ("Waar dit bestuur staat op {}", "Where this government stands on {}"),
    "standing_hidden": (
        (
            "U ziet hier alleen openbare feiten over dit bestuur. Beoordelingen van een bestuur, "
            "als die er zijn, zijn voor dat bestuur zelf: het ziet ze na aanmelding."
        ),
        (
            "You only see public facts about this government here. Assessments of a government, if "
            "there are any, are for that government itself: it sees them after signing in."
        ),
    ),
    "standing_counts": ("Stand in aantallen", "Standing in numbers"),
    "government": ("bestuur", "government"),
    "open_gap": ("open leemte", "open gap"),
    "in_combination": ("sluitbaar in combinatie", "closable in combination"),
    "successors": ("Opgevolgd door", "Succeeded by"),
    "legend_short": (
        (
            "● dekt volledig en is zeker te verkrijgen; ◐ dekt gedeeltelijk of is na te gaan; "
            "○ helpt niet."
        ),
        (
            "● covers in full and can surely be had; ◐ covers in part or is to be checked; "
            "○ does not help."
        ),
    ),
    "more_questions": ("Meer vragen over dit bestuur", "More questions about this government"),
    "covers_of_gap": ("wat dekt", "what covers"),
    "no_states": ("Geen.", "None."),
    "assessed": ("beoordeeld", "assessed"),
    "state": ("stand", "state"),
    "nothing_covers": ("niets verkrijgbaars dekt dit", "nothing obtainable covers this"),
    "left_out": ("helpt niet", "does not help"),
    "requirements_that_apply": (
        "Welke vereisten van kracht zijn",
        "Which requirements are in force",
    ),
    # Explain
    "explain": ("Waarom: {}", "Why: {}"),
    "explain_title": ("De keten van feiten", "The chain of facts"),
    "explain_hidden": (
        "Een uitleg over een bestuur is voor dat bestuur zelf: het ziet ze na aanmelding.",
        (
            "An explanation about a government is for that government itself: it sees it after "
            "signing in."
        ),
    ),
    "fact": ("feit", "fact"),
    "stands_in": ("waar het staat", "where it stands"),
    "thing": ("over", "of"),
    "line": ("regel {}", "line {}"),
    "conclusion": ("Besluit", "Conclusion"),
    # Questions
    "questions_lead": (
        "Elke vraag heeft hetzelfde antwoord op deze pagina, als data en op de opdrachtregel.",
        "Each question has the same answer on this page, as data and on the command line.",
    ),
    "questions_all": ("Over het geheel", "About the whole"),
    "questions_one": ("Over één bestuur, of elk", "About one government, or each"),
    "no_assessments": (
        "In wat u ziet staat geen enkele beoordeling: leemten zijn hier niet te bepalen.",
        "What you see holds no assessment at all: gaps cannot be determined here.",
    ),
    "population_of": ("Van de {} besturen die u mag zien.", "Of the {} governments you may see."),
    "parameters": ("Vraag", "Question"),
    "ask": ("Vragen", "Ask"),
    "optional": ("mag leeg: dan alle", "may be empty: then all"),
    "date_hint": ("leeg: vandaag", "empty: today"),
    "required": ("verplicht", "required"),
    "answer": ("Antwoord", "Answer"),
    "rows": ("{} rijen", "{} rows"),
    "rows_one": ("1 rij", "1 row"),
    "rows_part": ("rijen {} tot {}", "rows {} to {}"),
    "no_rows": ("Geen rijen.", "No rows."),
    "previous": ("Vorige", "Previous"),
    "next": ("Volgende", "Next"),
    "pages": ("Bladzijden van het antwoord", "Pages of the answer"),
    "as_data": ("Dit antwoord als", "This answer as"),
    "the_sparql": ("De SPARQL van deze vraag", "The SPARQL of this question"),
    "try_sparql": ("Open in de SPARQL-pagina", "Open in the SPARQL page"),
    "not_yours": (
        (
            "Deze vraag zegt ook wat niet bekend is over een bestuur. Ze wordt alleen beantwoord "
            "voor wie de feiten over dat bestuur mag zien: dat bestuur zelf, na aanmelding."
        ),
        (
            "This question also tells what is not known of a government. It is only answered for "
            "who may see the facts about that government: that government itself, after signing in."
        ),
    ),
    "fill_in": (
        "Vul in wat verplicht is en vraag.",
        "Fill in what is required and ask.",
    ),
    "choose": ("kies", "choose"),
    "government_hint": (
        "Naam, NIS-, KBO- of OVO-nummer",
        "Name, NIS, KBO or OVO number",
    ),
    # Matrix
    "matrix requirements": ("Vereisten × aanbod", "Requirements × offerings"),
    "matrix capabilities": ("Capabilities × aanbod", "Capabilities × offerings"),
    "matrix governments": ("Vereisten × soorten bestuur", "Requirements × kinds of government"),
    "matrix_lead": (
        "Elke cel zegt hoe ver een beschikbaar aanbod reikt, en waarop dat steunt.",
        "Each cell says how far an available offering reaches, and what that rests on.",
    ),
    "legend": ("Wat de tekens zeggen", "What the signs say"),
    "group": ("Groep", "Group"),
    "rows_of_matrix": ("Rijen", "Rows"),
    "only_filled": ("alleen rijen en kolommen met iets", "only rows and columns with something"),
    "every_row": ("ook rijen zonder iets", "also rows without anything"),
    "as_question": (
        "Hetzelfde als vraag, met CSV en JSON",
        "The same as a question, with CSV and JSON",
    ),
    "short gaps": ("L", "G"),
    "short blind_spots": ("B", "B"),
    "short to_reconfirm": ("H", "R"),
    "short in_order": ("O", "O"),
    "short not_applicable": ("N", "N"),
    "long gaps": ("leemten", "gaps"),
    "long blind_spots": ("blinde vlekken", "blind spots"),
    "long to_reconfirm": ("te herbevestigen", "to reconfirm"),
    "long in_order": ("in orde", "in order"),
    "long not_applicable": ("niet van toepassing", "not applicable"),
    "population": ("besturen", "governments"),
    "matrix_governments_note": (
        "Aantallen besturen per soort, van de besturen die u mag zien.",
        "Numbers of governments by kind, of the governments you may see.",
    ),
    # SPARQL
    "sparql_lead": (
        "SPARQL 1.1, alleen lezen. U vraagt aan alle grafen die u mag zien samen.",
        "SPARQL 1.1, read-only. You ask all graphs that you may see together.",
    ),
    "query": ("Vraag in SPARQL", "Query in SPARQL"),
    "run": ("Uitvoeren", "Run"),
    "examples": ("Voorbeelden", "Examples"),
    "examples_lead": (
        "Elke bewaarde vraag is een voorbeeld; een parameter die leeg blijft, staat voor alle.",
        "Each stored question is an example; a parameter left empty stands for all.",
    ),
    "prefixes": ("Prefixen", "Prefixes"),
    "result": ("Resultaat", "Result"),
    "true": ("waar", "true"),
    "false": ("onwaar", "false"),
    "cut": (
        "Alleen de eerste {} rijen staan hier (minder als ze lang zijn); CSV heeft ze alle.",
        "Only the first {} rows are here (fewer if they are long); CSV has them all.",
    ),
    "vorm": ("Antwoord als", "Answer as"),
    "vorm html": ("tabel op deze pagina", "table on this page"),
    "address": ("Adres van deze vraag", "Address of this query"),
    "subject": ("onderwerp", "subject"),
    "statements": ("uitspraken", "statements"),
    # Problems
    "problem": ("Er is iets mis", "Something is wrong"),
    "problem_back": ("Naar de startpagina", "To the home page"),
    "wanted": ("Verwacht", "Wanted"),
    "about_parameter": ("Het gaat over", "It is about"),
}
WORDS = {
    lang: {name: pair[which] for name, pair in _WORDS.items()}
    for which, lang in enumerate(("nl", "en"))
}
