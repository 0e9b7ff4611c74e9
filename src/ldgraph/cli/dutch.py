"""The command line's help and usage errors in Dutch.

Click asks ``gettext`` for each of its phrases under the name ``_``; here those names are given a
table instead, so that no compiled catalogue has to be shipped. Help texts of our own stand in
English where the commands are, and here in Dutch; a test finds one that is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Phrases of click; one that is not here stays English.
_PHRASES = {
    "Usage:": "Gebruik:",
    "Options": "Opties",
    "Commands": "Commando's",
    "Show this message and exit.": "Toon deze hulp.",
    "default: {default}": "standaard: {default}",
    "required": "verplicht",
    "Error: {message}": "Fout: {message}",
    "Try '{command} {option}' for help.": "Probeer '{command} {option}' voor hulp.",
    "Missing command.": "Er ontbreekt een commando.",
    "Missing argument": "Dit argument ontbreekt:",
    "Missing option": "Deze optie ontbreekt:",
    "No such command {name!r}.": "Er is geen commando {name!r}.",
    "No such option {name!r}.": "Er is geen optie {name!r}.",
    "Did you mean {possibility}?": "Bedoelde u {possibility}?",
    "(Did you mean one of: {possibilities}?)": "(Bedoelde u een van: {possibilities}?)",
    "Option {name!r} requires an argument.": "Optie {name!r} heeft een waarde nodig.",
    "Option {name!r} does not take a value.": "Optie {name!r} heeft geen waarde.",
    "Got unexpected extra argument ({args})": "Te veel opgegeven: {args}",
    "Got unexpected extra arguments ({args})": "Te veel opgegeven: {args}",
    "Invalid value: {message}": "Dit kan niet: {message}",
    "Invalid value for {param_hint}: {message}": "Dit kan niet voor {param_hint}: {message}",
    "Choose from:\n\t{choices}": "Kies uit:\n\t{choices}",
    "{value!r} is not {choice}.": "{value!r} is niet {choice}.",
    "{value!r} is not one of {choices}.": "{value!r} is niet een van {choices}.",
    "{value!r} is not a valid {number_type}.": "{value!r} is geen getal.",
    "{value} is not in the range {range}.": "{value} ligt niet in {range}.",
    "{value!r} does not match the format {format}.": (
        "{value!r} is geen datum: schrijf jjjj-mm-dd, zoals 2026-11-24."
    ),
    "{name} {filename!r} does not exist.": "{filename!r} bestaat niet.",
}

#: Help by command; the empty name is the whole.
_COMMANDS = {
    "": (
        "Welk aanbod dekt welke leemte? Een kennisgraaf voor lokale besturen in Vlaanderen.\n\n"
        "Engels met --lang en, of met LDGRAPH_LANG=en."
    ),
    "validate": (
        "Kijk elk bestand na: syntaxis, namen, verwijzingen en vormen.\n\n"
        "PATHS beperkt wat gemeld wordt, nooit wat gelezen wordt. Wat niet gelezen of niet "
        "nagekeken kon worden, wordt altijd gemeld.\n\n"
        "Wat vrijgesteld is (ldg:Vrijstelling), wordt gemeld en telt niet mee, en evenmin wat al "
        "in de revisie van --baseline stond.\n\n"
        "Met --fix wordt een verkeerd gespelde naam of waarde verbeterd waar maar één woord "
        "bedoeld kan zijn, in de eigen bestanden van de root en niet in wat een import schreef.\n\n"
        "Eindcode: 0 niets vanaf de drempel, 1 bevindingen, 3 iets kon niet gelezen of nagekeken "
        "worden, wat --fail-on ook zegt."
    ),
    "diff": (
        "Toon wat veranderde tussen REV1 en REV2 (standaard: de werkbestanden), en wat dat "
        "betekent.\n\n"
        "Een revisie is een tak, een tag of een commit van de git-repository waar de root in zit; "
        "er wordt niets uitgecheckt of opgehaald. Wat veranderde: uitspraken, per bestand en per "
        "ding. Wat het betekent: hoe besturen ervoor staan, welke vereisten dekking verliezen of "
        "krijgen, en hoe zwaar de rest weegt, op een datum.\n\n"
        "Markdown en JSON laten weg wat beperkt is.\n\n"
        "Eindcode: 0 wat er ook verschilt, 2 geen zulke revisie, 3 iets kon niet gelezen worden."
    ),
    "fmt": (
        "Zet Turtle-bestanden in de huisstijl; zonder PATHS alle van de root.\n\n"
        "Commentaar en de volgorde van uitspraken blijven. Een bestand met fouten blijft ongemoeid."
    ),
    "new": (
        "Maak een nieuw ding van een soort, zoals aanbod, vereiste of beoordeling, en schrijf het "
        "in een bestand.\n\n"
        "Eigenschappen zijn opties, met het laatste deel van hun naam: --leverancier, --levert, en "
        "--label voor de naam. Herhaal er een voor meer waarden; --label-en is een tekst in het "
        "Engels. Een waarde gaat onder label, identificator, prefixnaam of IRI. Op een terminal "
        "wordt gevraagd wat ontbreekt.\n\n"
        "Niets wordt geschreven tenzij een controle van de hele root, met het nieuwe erin, niets "
        "nieuws vindt. Van dingen die elkaar nodig hebben, gaat het eerste erin met --fail-on "
        "never.\n\n"
        "Eindcode: 0 geschreven, 1 bevindingen, 2 waarden die ontbreken of niet kunnen."
    ),
    "rename": (
        "Geef OLD de IRI NEW in elk bestand van de root: data, ontologie, vormen, vragen, "
        "vrijstellingen.\n\n"
        "OLD en NEW zijn een prefixnaam, een IRI, of een van beide zoals ze in een bestand staat. "
        "Opmaak en commentaar blijven; waar commentaar of een tekst OLD noemt, wordt dat gemeld."
        "\n\n"
        "Alle bestanden veranderen, of geen. Die van een root die deze uitbreidt, blijven."
        "\n\n"
        "Met --base zijn OLD en NEW de adressen waar identificatoren mee beginnen; de vocabulaire "
        "(ns/) en de vormen (shacl/) gaan mee. Een root die deze uitbreidt, volgt met hetzelfde "
        "commando."
    ),
    "harvest": (
        "Stel voor wat SOURCE anders zegt: namen, fusies, status, identificatoren, aanbod.\n\n"
        "SOURCE is een naam uit [oogst] in ldgraph.toml, een adres of een bestand. Wat zou "
        "veranderen, wordt als verschil getoond; een mens beslist, en --write voert het uit. "
        "Beperkte bestanden worden niet bekeken.\n\n"
        "Wat opgehaald is, blijft bewaard: een volgende keer wordt alleen gevraagd wat nieuw kan "
        "zijn, en wat onderbroken werd, gaat verder.\n\n"
        "Eindcode: 0 niets te doen, 1 er is iets voorgesteld of te beslissen, 2 geen zulke bron, "
        "3 iets kon niet gelezen worden, of de mapping herkende niets."
    ),
    "lint": (
        "Zeg welke vragen traag zullen zijn, en wat niets gebruikt.\n\n"
        "Dat gaat over de bewaarde vragen en de regels in SPARQL van de vormen, en over klassen, "
        "eigenschappen, waarden, capabilities, prefixen en delen die niets gebruikt. PATHS beperkt "
        "wat gemeld wordt.\n\n"
        "Eindcode: 0 niets vanaf de drempel, 1 bevindingen, 3 iets kon niet gelezen worden."
    ),
    "publish": (
        "Laad de root in de engine van [sparql], en laat zijn lezers ineens overgaan.\n\n"
        "Wat overtredingen heeft, wordt niet gepubliceerd. Voor lezers overgaan krijgt de engine "
        "elke bewaarde vraag, en moet hij antwoorden zoals de bestanden. Lezers zien de vorige "
        "versie of deze, nooit een mengeling; als iets misgaat, blijft de vorige. Wat afgeschermd "
        "is, gaat alleen "
        "naar de engine van [sparql.restricted]; zonder die tabel wordt het niet gepubliceerd.\n\n"
        "Namen en wachtwoorden komen uit variabelen: LDGRAPH_SPARQL_USER en "
        "LDGRAPH_SPARQL_PASSWORD, en voor vragen LDGRAPH_SPARQL_READER en "
        "LDGRAPH_SPARQL_READER_PASSWORD waar die gezet zijn, anders de eerste twee. Voor "
        "[sparql.restricted] beginnen ze met LDGRAPH_SPARQL_RESTRICTED_.\n\n"
        "Eindcode: 0 de versie geldt nu, of gold al, 1 de bestanden hebben overtredingen, 2 er is "
        "geen engine genoemd of een instelling kan niet, 3 een bestand kon niet gelezen of "
        "nagekeken worden, of een engine antwoordt niet of anders dan de bestanden, "
        "130 onderbroken."
    ),
    "serve": (
        "Publiceer ROOT over HTTP, tot het onderbroken wordt: aan iedereen wat voor iedereen is."
        "\n\n"
        "Met een uitgever van tokens ook aan besturen wat van hen is; zonder wordt wat niet voor "
        "iedereen is niet eens gelezen.\n\n"
        "Instellingen komen van opties, variabelen LDGRAPH_..., of de tabel [serve] in "
        "ldgraph.toml: `ldgraph config --show` toont ze. Wanneer bestanden veranderen, worden ze "
        "opnieuw gelezen, ook bij SIGHUP."
    ),
    "config": (
        "Toon hoe `ldgraph serve` ingesteld zou zijn, en waar elke waarde vandaan komt.\n\n"
        "Een optie gaat voor een variabele LDGRAPH_..., die voor de tabel [serve] in ldgraph.toml, "
        "die voor de standaard. Van geheimen wordt alleen gezegd dat ze er zijn."
    ),
    "aggregate": (
        "Tel voor het publiek hoe besturen ervoor staan, zonder wat iets van één ervan zou "
        "zeggen.\n\n"
        "Het leest alles, dus het is voor wie alles mag zien. Het toont wat gepubliceerd zou "
        "worden, wat niet, en waarom; alleen met --write of -o schrijft het een bestand, om na te "
        "lezen en te committen.\n\n"
        "Wat al gepubliceerd is (data/openbaar/cijfers), telt mee: ook het verschil met een vorige "
        "uitgave mag niets verraden.\n\n"
        "Eindcode: 0 gedaan, 1 niets kan gepubliceerd worden, 2 de drempel is te laag of de "
        "uitgave is er al, 3 iets kon niet gelezen worden."
    ),
    "jsonld": (
        "Schrijf de JSON-LD-context, frames en JSON-schema's van de ontologie en de vormen in OUT."
        "\n\n"
        "Ze liggen er zoals de server ze geeft: context/, frame/ en schema/, zodat elke webserver "
        "het kan. Een context die gepubliceerd is, moet blijven: --record bewaart ze in de root, "
        "onder een naam die een hash is van wat ze zegt, en de server geeft alle die bewaard zijn."
        "\n\n"
        "Eindcode: 0 gedaan, 1 de versie is niet bewaard (--check), 2 er is niets gevraagd of een "
        "instelling kan niet, 3 iets kon niet gelezen of geschreven worden."
    ),
    "dump": (
        "Schrijf de bestanden van elke openbare dataset naar OUT, met de catalogus die ze "
        "beschrijft.\n\n"
        "Turtle, N-Quads en JSON-LD, elk ook met gzip, in OUT/download; catalogus.ttl, void.ttl en "
        "SHA256SUMS ernaast. Dezelfde commit geeft dezelfde bytes, wanneer en waar ook. Wat niet "
        "voor iedereen is, wordt niet eens gelezen.\n\n"
        "OUT wordt vervangen als geheel of niet, en alleen waar het leeg is of van dit commando "
        "komt.\n\n"
        "Eindcode: 0 geschreven, 2 OUT bevat iets anders, er is geen zulke stroom of de root zegt "
        "niet wie hem uitgeeft, 3 iets kon niet gelezen of geschreven worden."
    ),
    "ldes": (
        "Laat anderen de publieke objecten van een root volgen: een stroom (LDES) uit de "
        "geschiedenis in git."
    ),
    "ldes build": (
        "Schrijf de stroom als bladzijden in OUT, voor elke webserver; later alleen wat nieuw is."
        "\n\n"
        "Elk publiek object heeft een versie voor elke commit die het wijzigde; wat niet gecommit "
        "is, zit er niet in, en wordt genoemd. Beperkte bestanden komen er nooit in, noch wat ooit "
        "openbaar was en nu beperkt is, noch wat [stream] in ldgraph.toml als ingetrokken opsomt "
        "(withdrawn).\n\n"
        "Eindcode: 0 gedaan, 2 de root zit in geen repository of een instelling kan niet, 3 iets "
        "kon niet gelezen of geschreven worden."
    ),
    "init": "Maak een nieuwe root in FOLDER, met een kleine, verzonnen set om mee te beginnen.",
    "import": "Neem tabellen van anderen over als Turtle-bestanden, om na te lezen.",
    "import reference": (
        "Schrijf besturen, raamwerken en de catalogus uit een map met referentietabellen."
    ),
    "query": (
        "Stel een bewaarde vraag, of voer een eigen vraag uit.\n\n"
        "De parameters van een vraag zijn opties: --government, --requirement enzovoort. Een "
        "bestuur gaat onder elke identificator of naam; iets anders onder identificator, label, "
        "prefixnaam of IRI."
    ),
    "gaps": (
        "Lijst de leemten van een bestuur naar dringendheid; blinde vlekken en verouderde "
        "beoordelingen apart."
    ),
    "cover": (
        "Toon bij elke leemte welk verkrijgbaar aanbod ze dekt, hoe volledig en op welke basis."
    ),
    "explain": "Toon de keten van feiten achter een antwoord, elk met bestand en regel.",
    "stats": "Tel wat er in de graaf zit, per soort en per bestand.",
    "reason": (
        "Zoek tegenspraken met een OWL-redeneerder, en toon de uitspraken die ze maken.\n\n"
        "Dat gaat over de hele ontologie, de codelijsten en een steekproef van de data. Daarvoor "
        "is het extra `reason` nodig: pip install 'ldgraph[reason]'."
    ),
}

#: Help by option, with the command before it where one name means several things.
_OPTIONS = {
    "dump --commit": "Van de root zoals hij was in deze revisie.",
    "dump --previous": "De revisie die de vorige keer geschreven werd, om ze te noemen.",
    "dump --address": (
        "Adres van de server die de bestanden zal hebben (standaard: de basis van de root)."
    ),
    "dump --stream": "Beschrijf ook de stroom met die naam, als een van die server.",
    "--root": "Map met een ldgraph.toml (standaard: de huidige, of een erboven).",
    "--lang": "Taal van meldingen en labels (standaard: nl).",
    "--version": "Toon de versie.",
    "--fail-on": "Eindig met 1 vanaf deze ernst.",
    "--engine": "Wat de vormen uitvoert.",
    "--baseline": "Alleen wat deze revisie niet had, telt mee.",
    "validate --format": "Vorm van het verslag; herhaal voor meer (standaard: human).",
    "validate --output": (
        "Waar het verslag heen gaat: in de vorm van de --format ervoor, anders volgens het einde "
        "van de naam; of FORM:FILE. - is de standaarduitvoer."
    ),
    "validate --show-restricted": (
        "Zeg in elke vorm alles van wat beperkt is, en niet alleen aan mensen."
    ),
    "--watch": "Ga door: kijk opnieuw na telkens als een bestand verandert.",
    "--fix": "Herstel wat veilig te herstellen is; meld wat overblijft.",
    "--diff": "Toon alleen wat --fix zou veranderen.",
    "--no-cache": "Kijk opnieuw na wat onveranderd al nagekeken was.",
    "--check": "Verander niets; eindig met 1 als een bestand zou veranderen.",
    "--public-data": "Met de openbare data van het programma erin.",
    "--read-on": "Maand waarin de tabellen gekopieerd zijn, zoals 2026-11.",
    "--only": (
        "Alleen deze bestanden (herhaal voor meer). De laatste twee worden alleen geschreven als "
        "ze hier genoemd zijn: vraag het hun uitgevers voor u ze publiceert."
    ),
    "--dry-run": "Zeg alleen welke bestanden zouden veranderen.",
    "rename --dry-run": "Verander niets; zeg wat zou veranderen.",
    "--on": "Peildatum (standaard: vandaag).",
    "--threshold": "Kleinste aantal besturen waarvan iets apart gezegd wordt; nooit onder 3.",
    "--width": (
        "Hoeveel een cijfer dat niet gepubliceerd is, minstens moet kunnen verschillen "
        "(standaard: de drempel)."
    ),
    "--address": "Waar OUT gepubliceerd zal zijn (standaard: de basis van de identificatoren).",
    "--record": "Bewaar deze versie van de context in de root.",
    "jsonld --check": "Schrijf niets; eindig met 1 als deze versie niet bewaard is.",
    "harvest --mapping": "Wat SOURCE bevat, als het een adres of een bestand is.",
    "harvest --kind": "Hoe SOURCE gelezen wordt, als het een adres is (standaard: ldes).",
    "harvest --state": (
        "Map voor wat opgehaald is (standaard: .ldgraph/oogst/NAAM in de root). Ze mag altijd weg."
    ),
    "harvest --refresh": "Haal alles opnieuw op, en houd niets van wat er al was.",
    "harvest --allow-private": (
        "Vraag het ook aan toestellen van een privaat netwerk, zoals dit toestel zelf."
    ),
    "harvest --only": "Stel alleen deze soort wijziging voor (herhaal voor meer).",
    "harvest --write": "Voer de voorgestelde wijzigingen uit.",
    "harvest --format": "json is voor programma's.",
    "harvest --all": "Lijst alles wat niet overgenomen werd.",
    "--write": "Schrijf het bestand in data/openbaar/cijfers van ROOT.",
    "aggregate --output": (
        "Schrijf naar dit bestand (-: het scherm; de tabel gaat dan naar de foutuitvoer)."
    ),
    "aggregate --overwrite": "Vervang een uitgave die nog niet gepubliceerd is.",
    "ldes build --state": (
        "Bestand waarin een bouw onthoudt; niet voor het publiek (standaard: OUT.state naast OUT)."
    ),
    "--base": "Verhuis de hele root van het ene basisadres naar het andere.",
    "--overwrite": "Overschrijf wat in deze bestanden met de hand gewijzigd is.",
    "new --list": "Lijst wat gemaakt kan worden, of wat van een KIND gezegd kan worden.",
    "new --a": "De engere klasse die het is, waar KIND er heeft.",
    "new --like": "Een ding van dezelfde soort: wat niet opgegeven is, komt daarvan.",
    "new --id": "Eind van zijn identificator (standaard: gemaakt van zijn naam).",
    "new --file": "Bestand om het in te schrijven (standaard: waar zulke dingen staan).",
    "new --file-title": "Titel van het bestand, als dat nieuw is.",
    "new --file-source": "Bron van het bestand, als dat nieuw is.",
    "new --fail-on": "Schrijf niets vanaf deze ernst.",
    "new --dry-run": "Toon wat geschreven zou worden, en schrijf niets.",
    "--list": "Lijst de bewaarde vragen.",
    "--show": "Toon de SPARQL in plaats van ze uit te voeren.",
    "--file": "Voer een eigen vraag uit.",
    "validate --date": "Dag waarop vrijstellingen gelden (standaard: vandaag).",
    "--date": "Peildatum (standaard: vandaag).",
    "serve --check": (
        "Vraag de server, of die op URL, wat hij moet kunnen beantwoorden, en toon hoe dat ging."
    ),
    "serve --format": "Van --check.",
    "config --show": "Toon elke instelling van de server en waar ze vandaan komt.",
    "config --format": "json is voor programma's.",
    "diff --format": "markdown is voor een pull request, json voor programma's.",
    "diff --output": "Schrijf naar dit bestand (-: het scherm).",
    "diff --show-restricted": "Met wat beperkt is, ook in markdown en json.",
    **dict.fromkeys(
        ("gaps --format", "cover --format", "explain --format"),
        "text is voor mensen, json voor programma's.",
    ),
    "--format": "turtle is voor CONSTRUCT en DESCRIBE, de andere voor SELECT.",
    "--sample": "Hoeveel exemplaren van elke klasse bekeken worden.",
}


def speak_dutch(command: click.Group) -> None:
    """Put the help of a command and of those below it in Dutch, and click's own phrases."""
    for module in (
        click.core,
        click.decorators,
        click.exceptions,
        click.formatting,
        click.parser,
        click.types,
    ):
        names = vars(module)
        if "_" in names:
            names["_"] = _phrase
        if "ngettext" in names:
            names["ngettext"] = _plural
    for name, one in commands(command):
        one.help = help_of(name) or one.help
        one.options_metavar = "[OPTIES]"
        if isinstance(one, click.Group):
            one.subcommand_metavar = "COMMANDO [ARGUMENTEN]..."
        for option in one.params:
            if isinstance(option, click.Option):
                option.help = help_of_option(name, option) or option.help


def help_of(name: str) -> str | None:
    """Give the Dutch help of a command, called by its words."""
    return _COMMANDS.get(name)


def help_of_option(name: str, option: click.Option) -> str | None:
    """Give the Dutch help of an option of a command."""
    # A setting says it itself.
    said: str | None = getattr(option, "dutch", None)
    if said:
        return said
    long = option.opts[-1]
    return _OPTIONS.get(f"{name} {long}", _OPTIONS.get(long))


def commands(top: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Give a command and all below it, each by the words that call it."""
    yield before, top
    for name, one in top.commands.items():
        words = f"{before} {name}".strip()
        if isinstance(one, click.Group):
            yield from commands(one, words)
        else:
            yield words, one


def _phrase(english: str) -> str:
    return _PHRASES.get(english, english)


def _plural(one: str, several: str, number: int) -> str:
    return _phrase(one if number == 1 else several)
