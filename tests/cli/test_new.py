"""``ldgraph new`` from outside: flags in a pipe, questions on a terminal."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.commands import git, repository

from ldgraph.graph.places import open_root, source_files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

_RISK = (
    "new",
    "risico",
    "--label=Datalek",
    "--label-en=data leak",
    "--definition=gegevens die op straat liggen",
    "--definition-en=data that lie in the street",
    "--herkomst=eigen-lezing",
    "--source=beginstel",
)
_ASSESSMENT = (
    "new",
    "beoordeling",
    "--bestuur=Beginstelgem",
    "--vereiste=V002",
    "--status=voldaan",
    "--datum=2026-11-20",
    "--uitInteractie=interview-gemeente-99901",
)
_OFFERING = (
    "new",
    "aanbod",
    "--a=dienst",
    "--label=Bewaking bij nacht",
    "--leverancier=Beginstelbedrijf (verzonnen)",
    "--levert=capability:incidentdetectie",
    "--aanbodsoort=dienst",
    "--aanbodstatus=beschikbaar",
    "--inCatalogus=eigen",
    "--source=bron:beginstel",
)
_REQUIREMENT = (
    "new",
    "technischeVereiste",
    "--label=kopieën van gegevens",
    "--label-en=copies of data",
    "--description=Het bestuur bewaart kopieën.",
    "--description-en=The government keeps copies.",
    "--prioriteit=must",
    "--mitigeert=een inbraak blijft onopgemerkt",
    "--herkomst=programma",
    "--source=beginstel",
)


def _texts(root: Path) -> dict[Path, bytes]:
    return {file.path: file.path.read_bytes() for file in source_files(open_root(root))}


def test_what_is_made_from_flags_is_valid_and_in_the_house_style(run: Run, root: Path) -> None:
    for arguments in (_RISK, _OFFERING, _REQUIREMENT, _ASSESSMENT):
        done = run(*arguments)
        assert (done.returncode, done.stderr) == (0, ""), arguments

    assert run("validate", "--fail-on=warning").stdout == "Geen bevindingen.\n"
    assert run("fmt", "--check").returncode == 0
    assert (
        (root / "data/openbaar/catalogus.ttl")
        .read_text("utf-8")
        .endswith(
            """
aanbod:bewaking-bij-nacht
    a ldg:Dienst ;
    dct:identifier "bewaking-bij-nacht" ;
    skos:prefLabel "Bewaking bij nacht"@nl ;
    ldg:leverancier leverancier:beginstelbedrijf ;
    ldg:levert capability:incidentdetectie ;
    ldg:aanbodsoort aanbodsoort:dienst ;
    ldg:aanbodstatus aanbodstatus:beschikbaar ;
    ldg:inCatalogus catalogus:eigen ;
    dct:source bron:beginstel ;
.
"""
        )
    )


def test_it_says_what_was_made_and_where(run: Run, root: Path) -> None:
    lines = (root / "data/openbaar/vereisten.ttl").read_text("utf-8").count("\n")

    done = run(*_REQUIREMENT)

    assert done.stdout == f"nieuw: data/openbaar/vereisten.ttl:{lines + 2}: vereiste:V003\n"


def test_an_assessment_goes_to_the_file_of_its_government(run: Run, root: Path) -> None:
    before = (root / "data/beperkt/gemeente-99901.ttl").read_text("utf-8")

    done = run(*_ASSESSMENT)

    after = (root / "data/beperkt/gemeente-99901.ttl").read_text("utf-8")
    assert done.stdout.startswith("nieuw: data/beperkt/gemeente-99901.ttl:")
    assert "beoordeling:gemeente-99901-v002-2026-11-20" in after
    assert before.split("dct:modified")[0] in after


_PROGRAMME = """# Feiten over meerdere besturen.

PREFIX bron: <https://data.vlaanderen.be/id/bron/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>
PREFIX toegang: <http://publications.europa.eu/resource/authority/access-right/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

<>
    a ldg:Graaf ;
    dct:title "Feiten over meerdere besturen"@nl ;
    dct:source bron:beginstel ;
    dct:modified "2026-11-24"^^xsd:date ;
    dct:accessRights toegang:NON_PUBLIC ;
    ldg:fictief true ;
.
"""


def test_a_government_without_a_file_gets_one_that_only_it_may_read(run: Run, root: Path) -> None:
    (root / "data/beperkt/gemeente-99901.ttl").unlink()
    (root / "data/beperkt/programma.ttl").write_text(_PROGRAMME, "utf-8")

    done = run(*_ASSESSMENT[:-1], "--source=bron:beginstel")

    text = (root / "data/beperkt/gemeente-99901.ttl").read_text("utf-8")
    assert done.returncode == 0
    assert "    dct:accessRights toegang:NON_PUBLIC ;\n" in text
    assert "    ldg:leesbaarVoor bestuur:gemeente-99901 ;\n    ldg:fictief true ;\n" in text
    assert run("validate").stdout == "Geen bevindingen.\n"
    assert run("fmt", "--check").returncode == 0


def test_a_waiver_goes_to_a_folder_of_its_own_and_is_as_restricted_as_its_thing(
    run: Run, root: Path
) -> None:
    file = root / "data/beperkt/gemeente-99901.ttl"
    text = file.read_text("utf-8").replace('ldg:datum "2026-10-01"', 'ldg:datum "1999-10-01"')
    file.write_text(text, "utf-8")
    last_day = (datetime.now(tz=UTC) + timedelta(days=30)).date().isoformat()
    waiver = (
        "new",
        "vrijstelling",
        "--reden=zo in de bron",
        "--reden-en=so in the source",
        "--verantwoordelijkeRol=it-verantwoordelijke",
        "--datum=vandaag",
        f"--geldigTot={last_day}",
        "--source=beginstel",
    )

    done = run(
        *waiver,
        "--bevindingscode=Beoordeling-datum-onwaarschijnlijk",
        "--vrijgesteld=beoordeling:gemeente-99901-v001-2026-10-01",
    )

    assert done.returncode == 0
    assert "nieuw: waivers/beperkt/gemeente-99901.ttl:" in done.stdout
    assert f"vrijgesteld tot en met {last_day}" in done.stdout


def test_nothing_restricted_is_put_unasked_into_a_root_that_has_none(run: Run, root: Path) -> None:
    file = root / "data/beperkt/gemeente-99901.ttl"
    file.unlink()

    unasked = run(*_ASSESSMENT[:-1], "--source=bron:beginstel")
    there = file.exists()
    asked = run(*_ASSESSMENT[:-1], "--source=bron:beginstel", f"--file={file}")

    assert (unasked.returncode, there) == (2, False)
    assert "deze root heeft nog niets beperkts" in unasked.stderr
    assert (asked.returncode, file.exists()) == (0, True)


def test_a_new_file_needs_a_source(run: Run) -> None:
    adoption = ("new", "afname", "--bestuur=99901", "--afnamestatus=gepland", "--aanbod=bewaking")
    elsewhere = ("--file=data/beperkt/ander.ttl", "--file-title=Gebruik")

    without = run(*adoption, *elsewhere)
    given = run(*adoption, *elsewhere, "--file-source=beginstel")

    assert without.returncode == 2
    assert "--file-source: Geef minstens één bron (dct:source)" in without.stderr
    assert (given.returncode, given.stdout) == (
        0,
        "nieuw: data/beperkt/ander.ttl:23: afname:gemeente-99901-bewaking\n",
    )


def test_all_that_lacks_is_named_at_once_with_what_is_allowed(run: Run, root: Path) -> None:
    before = _texts(root)

    done = run("new", "vereiste", "--label=naam")

    assert (done.returncode, done.stdout) == (2, "")
    named = [line.split(":")[0].strip() for line in done.stderr.splitlines()[1:]]
    assert named == [
        "--a",
        "--label-en",
        "--description",
        "--description-en",
        "--prioriteit",
        "--mitigeert",
        "--herkomst",
        "--source",
    ]
    assert "prioriteit:wont, prioriteit:could, prioriteit:should, prioriteit:must" in done.stderr
    assert "(risico:onopgemerkt)" in done.stderr
    assert _texts(root) == before


def test_a_choice_between_properties_that_is_not_made_is_named(run: Run) -> None:
    done = run("new", "afname", "--bestuur=99901", "--afnamestatus=gepland", LDGRAPH_LANG="en")

    assert done.returncode == 2
    assert "--aanbod | --hulpmiddel: Give an offering of the catalogue (ldg:aanbod)" in done.stderr


@pytest.mark.parametrize(
    ("flag", "said"),
    [
        ("--status=goed", "--status 'goed': Geef precies één status (ldg:status): kies uit"),
        ("--datum=20/11/2026", "--datum '20/11/2026': Geef precies één datum (ldg:datum): als"),
        ("--vereiste=V999", "--vereiste 'V999': Geef precies één vereiste (ldg:vereiste)"),
        ("--bestuur=Nergens", "--bestuur 'Nergens': Geef precies één bestuur (ldg:bestuur)"),
        ("--maturiteit=9", "--maturiteit '9': Geef hoogstens één maturiteit (ldg:maturiteit)"),
        ("--status=gedeeltelijk", "--status 'gedeeltelijk': Geef precies één status (ldg:status)"),
        ("--reden= ", "--reden ' ': Schrijf reden (ldg:reden) zo: een tekst met @nl"),
        ("--reden=\x1b[2J", "Schrijf reden (ldg:reden) zo: een tekst met @nl"),
    ],
)
def test_a_value_that_will_not_do_is_refused_in_the_words_of_its_shape(
    run: Run, root: Path, flag: str, said: str
) -> None:
    before = _texts(root)
    name = flag.split("=", maxsplit=1)[0]
    others = [one for one in _ASSESSMENT if name == "--status" or not one.startswith(f"{name}=")]

    done = run(*others, flag)

    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "\x1b" not in done.stderr
    assert _texts(root) == before


def test_what_only_the_whole_shows_is_a_finding_and_nothing_is_written(
    run: Run, root: Path
) -> None:
    before = _texts(root)

    done = run(*_ASSESSMENT, "--geldigTot=2026-01-01")

    assert done.returncode == 1
    assert "data/beperkt/gemeente-99901.ttl:" in done.stdout
    assert "[Beoordeling-periode]" in done.stdout
    assert '\n        ldg:geldigTot "2026-01-01"^^xsd:date ;\n' in done.stdout
    assert done.stderr == "Niets geschreven.\n"
    assert _texts(root) == before


def test_an_assessment_in_a_public_file_is_a_finding(run: Run, root: Path) -> None:
    before = _texts(root)

    done = run(*_ASSESSMENT, "--file=data/openbaar/vereisten.ttl")

    assert done.returncode == 1
    assert "[beperkt-in-openbaar]" in done.stdout
    assert _texts(root) == before


def test_what_was_wrong_already_stands_in_the_way_of_nothing(run: Run, root: Path) -> None:
    file = root / "data/openbaar/vereisten.ttl"
    old = file.read_text("utf-8")
    file.write_text(old.replace("prioriteit:should ;", "prioriteit:ooit ;"), "utf-8")

    done = run(*_RISK)

    assert run("validate").returncode == 1
    assert done.returncode == 0


def test_a_warning_is_shown_and_stops_nothing_unless_asked(run: Run) -> None:
    stopped = run(*_OFFERING, "--contractNodig=ja", "--fail-on=warning")
    let_pass = run(*_OFFERING, "--contractNodig=ja")

    assert stopped.returncode == 1
    assert let_pass.returncode == 0
    for done in (stopped, let_pass):
        assert "waarschuwing" in done.stdout
        assert "[Aanbod-contract-onbekend]" in done.stdout


def test_a_government_is_made_after_its_number(run: Run) -> None:
    number = ("new", "identifier", "--notation=99910", "--schemaAgency=nis")
    government = (
        "new",
        "lokaalbestuur",
        "--label=Tweedegem (verzonnen)",
        "--classification=gemeente",
        "--identifier=gemeente-99910-nis",
        "--source=beginstel",
    )

    first = run(*number, "--id=gemeente-99910-nis")
    unnamed = run(*government)
    second = run(*government, "--id=gemeente-99910")

    assert (first.returncode, unnamed.returncode, second.returncode) == (0, 2, 0)
    assert "bestuur:gemeente-99009: kleine letters" in unnamed.stderr
    assert run("validate").stdout == "Geen bevindingen.\n"


def test_things_that_need_one_another_are_made_one_by_one(run: Run) -> None:
    framework = ("new", "besluitvormingskader", "--label=kader", "--source=beginstel")
    criterion = ("new", "gunningscriterium", "--label=prijs", "--inKader=kader", "--gewicht=100")

    alone = run(*framework)
    first = run(*framework, "--fail-on=never")
    second = run(*criterion, "--source=beginstel")

    assert (alone.returncode, first.returncode, second.returncode) == (1, 0, 0)
    assert "[Besluitvormingskader-zonder-criterium]" in first.stdout
    assert run("validate").stdout == "Geen bevindingen.\n"


def test_a_root_with_a_file_that_cannot_be_read_is_left_alone(run: Run, root: Path) -> None:
    (root / "data/openbaar/kapot.ttl").write_text("<a> <b> .\n", "utf-8")

    done = run(*_RISK)

    assert done.returncode == 3
    assert "kapot.ttl" in done.stderr


def test_a_dry_run_prints_the_block_and_writes_nothing(run: Run, root: Path) -> None:
    before = _texts(root)

    done = run(*_RISK, "--dry-run")

    assert done.stdout.startswith("risico:datalek\n    a ldg:Risico ;\n")
    assert done.stdout.endswith("    dct:source bron:beginstel ;\n.\n")
    assert _texts(root) == before


def test_the_output_of_a_dry_run_is_turtle_alone(run: Run, root: Path) -> None:
    file = root / "data/openbaar/los.ttl"

    done = run(*_OFFERING, "--contractNodig=ja", "--dry-run", f"--file={file}")

    assert done.returncode == 0
    assert "[Aanbod-contract-onbekend]" in done.stderr
    file.write_text(done.stdout, "utf-8")
    assert run("fmt", "--check", str(file)).returncode == 0
    assert run("validate").returncode == 0


def test_the_same_name_gets_another_identifier(run: Run) -> None:
    made = [run(*_RISK).stdout.rsplit(": ", 1)[-1] for _ in range(3)]

    assert made == ["risico:datalek\n", "risico:datalek-2\n", "risico:datalek-3\n"]


def test_a_name_that_another_thing_has_already_is_said(run: Run) -> None:
    run(*_RISK)

    again = run(*_RISK, LDGRAPH_LANG="en")

    assert (again.returncode, again.stderr) == (0, "Mind: risico:datalek has this name already.\n")


def test_a_thing_may_be_made_like_another(run: Run, root: Path) -> None:
    done = run(
        "new", "dienst", "--like=bewaking", "--label=Bewaking overdag", "--prijsmodel=gratis"
    )

    made = (root / "data/openbaar/catalogus.ttl").read_text("utf-8").split("\n\n")[-1]
    assert done.returncode == 0
    assert made == (
        """aanbod:bewaking-overdag
    a ldg:Dienst ;
    dct:identifier "bewaking-overdag" ;
    skos:prefLabel "Bewaking overdag"@nl ;
    ldg:leverancier leverancier:beginstelbedrijf ;
    ldg:levert capability:incidentdetectie ;
    ldg:aanbodsoort aanbodsoort:dienst ;
    ldg:uitvoering uitvoering:continu ;
    ldg:aanbodstatus aanbodstatus:beschikbaar ;
    ldg:inCatalogus catalogus:eigen ;
    ldg:prijsmodel prijsmodel:gratis ;
    ldg:voorSoort soort:5ab0e9b8a3b2ca7c5e000001 ;
    ldg:contractNodig false ;
    dct:source bron:beginstel ;
.
"""
    )


def test_an_identifier_may_be_chosen_once(run: Run) -> None:
    assert run(*_RISK, "--id=lek").stdout.endswith(": risico:lek\n")

    again, malformed = run(*_RISK, "--id=risico:lek"), run(*_RISK, "--id=Lek!")

    assert (again.returncode, malformed.returncode) == (2, 2)
    assert "'lek' is in gebruik, of was dat ooit" in again.stderr
    assert "kleine letters, cijfers en koppeltekens" in malformed.stderr


def test_an_identifier_that_once_was_is_not_given_again(run: Run, root: Path) -> None:
    kept = _texts(root)
    run(*_REQUIREMENT)
    run(*_RISK)
    repository(root)
    for path, content in kept.items():
        path.write_bytes(content)
    git(root, "commit", "-qam", "zonder")

    made = [run(*one).stdout.rsplit(": ", 1)[-1] for one in (_REQUIREMENT, _RISK)]

    assert made == ["vereiste:V004\n", "risico:datalek-2\n"]


def test_a_history_that_is_cut_off_is_said_and_what_is_left_counts(
    run: Run, root: Path, tmp_path: Path
) -> None:
    git(root, "init", "-q")
    for number in range(2):
        (root / "data/LEESMIJ.md").write_text(f"risico:datalek-{number}\n", "utf-8")
        git(root, "add", "-A")
        git(root, "commit", "-qm", str(number))
    cut = tmp_path / "kort"
    git(root, "clone", "-q", "--depth", "1", root.as_uri(), str(cut))

    whole = run(*_RISK, "--id=datalek-0", "--dry-run")
    left = run("--root", str(cut), *_RISK, "--id=datalek-1", "--dry-run", GIT_DIR=str(root))
    lost = run("--root", str(cut), *_RISK, "--id=datalek-0", "--dry-run", GIT_DIR=str(root))

    assert [one.returncode for one in (whole, left, lost)] == [2, 2, 0]
    assert "De geschiedenis van" not in whole.stderr
    assert "De geschiedenis van" in lost.stderr


def test_a_history_that_cannot_be_read_is_said(run: Run, root: Path) -> None:
    (root / ".git").write_text("gitdir: nergens\n", "utf-8")

    done = run(*_RISK)

    assert done.returncode == 0
    assert "De geschiedenis van" in done.stderr


def test_a_file_that_an_import_writes_is_left_alone(run: Run, root: Path) -> None:
    file = root / "data/openbaar/vereisten.ttl"
    first, rest = file.read_text("utf-8").split("\n", 1)
    mark = "# Ingelezen: wijzig hier niets met de hand, zie data/LEESMIJ.md. Kenmerk: " + "0" * 32
    file.write_text(f"{first}\n{mark}\n{rest}", "utf-8")
    before = file.read_bytes()

    named, beside = run(*_REQUIREMENT, f"--file={file}"), run(*_REQUIREMENT)

    assert named.returncode == 2
    assert "dit bestand wordt ingelezen" in named.stderr
    assert beside.stdout.startswith("nieuw: data/openbaar/aanvullingen.ttl:")
    assert file.read_bytes() == before
    assert run("validate").stdout == "Geen bevindingen.\n"


@pytest.mark.parametrize(
    "file",
    [
        "../buiten.ttl",
        "shapes/x.ttl",
        "ontology/x.ttl",
        "x.ttl",
        "data/openbaar/x.txt",
        "data/.x.ttl",
    ],
)
def test_a_file_that_is_none_of_the_data_is_refused(run: Run, root: Path, file: str) -> None:
    done = run(*_RISK, f"--file={file}")

    assert done.returncode == 2
    assert file.rsplit("/", 1)[-1] in done.stderr
    assert not (root / file).exists()


def test_comments_and_layout_of_others_stay_and_the_date_moves_on(run: Run, root: Path) -> None:
    file = root / "data/openbaar/vereisten.ttl"
    old = file.read_text("utf-8").replace("2026-11-24", "2020-01-01")
    untidy = old.replace("    ldg:herkomst", "  # houd mij\n  ldg:herkomst")
    file.write_bytes(untidy.replace("\n", "\r\n").encode())

    done = run(*_RISK)

    new = file.read_bytes().decode()
    assert done.returncode == 0
    assert new.count("\r\n") == new.count("\n")
    assert new.count("  # houd mij\r\n  ldg:herkomst") == untidy.count("# houd mij")
    assert "dct:modified" in new
    assert "2020-01-01" not in new


def test_prefixes_that_a_file_binds_otherwise_are_respected(run: Run, root: Path) -> None:
    file = root / "data/openbaar/vereisten.ttl"
    text = file.read_text("utf-8").replace("PREFIX herkomst:", "PREFIX her:")
    text = text.replace(" herkomst:", " her:").replace(
        "PREFIX bron:", "PREFIX herkomst: <urn:x:>\nPREFIX bron:"
    )
    file.write_text(text, "utf-8")

    done = run(*_RISK)

    assert done.returncode == 0
    assert (
        "    ldg:herkomst her:eigen-lezing ;\n    dct:source bron:beginstel ;\n.\n"
        in file.read_text("utf-8")[-200:]
    )


def test_what_is_no_class_or_property_gets_the_nearest(run: Run) -> None:
    kind, flag = run("new", "aanbot"), run("new", "aanbod", "--lewert=x")

    assert (kind.returncode, flag.returncode) == (2, 2)
    assert "geen klasse 'aanbot'; dichtbij of bekend: aanbod" in kind.stderr
    assert "'--lewert': geen eigenschap van ldg:Aanbod; dichtbij of bekend: levert" in flag.stderr


def test_classes_and_properties_are_listed_in_both_languages(run: Run) -> None:
    kinds, fields = run("new", "--list"), run("new", "dekking", "--list", LDGRAPH_LANG="en")

    names = [line.split()[0] for line in kinds.stdout.splitlines()]
    assert {"aanbod", "vereiste", "beoordeling", "dekking", "lokaalbestuur", "risico"} <= set(names)
    assert "capability" not in names
    assert "--graad  degree (ldg:graad), needed\n" in fields.stdout


#: Whoever runs the tests in the background has them ignore Ctrl-C.
_HEEDING = """
import signal
from ldgraph.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)
main()
"""


def _talk(
    root: Path, arguments: tuple[str, ...], answers: list[str], *, stop: bool = False
) -> tuple[int, str]:
    """Run the command on a terminal, and type an answer whenever it waits for one."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", _HEEDING, *arguments],
        cwd=root,
        env={**os.environ, "TERM": "dumb"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    seen, waiting, end = b"", list(answers), time.monotonic() + 60
    while time.monotonic() < end:
        ready, _, _ = select.select([ours], [], [], 0.2)
        if ready:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other side is closed
                break
            seen += piece
        elif seen.endswith(b": ") and waiting:
            os.write(ours, waiting.pop(0).encode() + b"\n")
        elif seen.endswith(b": ") and stop:
            stop = False
            os.kill(process.pid, signal.SIGINT)
    else:
        process.kill()
    code = process.wait(10)
    os.close(ours)
    return code, seen.decode().replace("\r\n", "\n")


def test_on_a_terminal_what_lacks_is_asked_and_what_is_wrong_is_asked_again(root: Path) -> None:
    answers = [
        "V002",
        "beter",
        "voldaan",
        "gisteren",
        "2026-11-20",
        "uitInteractie",
        "1",
        "",
        "",
        "ja",
    ]

    code, seen = _talk(root, ("new", "beoordeling", "--bestuur=99901"), answers)

    text = (root / "data/beperkt/gemeente-99901.ttl").read_text("utf-8")
    assert code == 0, seen
    assert "Geef precies één status (ldg:status): kies uit" in seen
    assert seen.count("\ndatum (ldg:datum): ") == 2
    assert "beoordeling:gemeente-99901-v002-2026-11-20\n" in text


def test_a_stop_halfway_writes_nothing(root: Path) -> None:
    before = _texts(root)

    code, seen = _talk(root, ("new", "risico"), ["Datalek"], stop=True)

    assert code == 130, seen
    assert _texts(root) == before


def test_on_a_terminal_nothing_is_written_that_is_not_agreed_to(root: Path) -> None:
    before = _texts(root)

    code, seen = _talk(root, _RISK, ["misschien", "nee"])

    assert code == 130, seen
    assert seen.count("Schrijven? [ja]: ") == 2
    assert "risico:datalek\n    a ldg:Risico ;\n" in seen
    assert _texts(root) == before


def test_on_a_terminal_nothing_that_was_said_is_lost_for_want_of_a_name_or_a_file(
    root: Path,
) -> None:
    file = root / "data/beperkt/gemeente-99901.ttl"
    file.unlink()
    arguments = (*_ASSESSMENT[:-1], "--source=bron:beginstel", "--id=Fout")
    answers = ["goed", "shapes/x.ttl", "data/beperkt/gemeente-99901.ttl", "ja"]

    code, seen = _talk(root, arguments, answers)

    assert code == 0, seen
    assert "kleine letters, cijfers en koppeltekens" in seen
    assert "deze root heeft nog niets beperkts" in seen
    assert "beoordeling:goed\n" in file.read_text("utf-8")


def test_on_a_terminal_a_finding_can_be_mended(root: Path) -> None:
    answers = ["geldigTot", "2027-01-01", "", "ja"]

    code, seen = _talk(root, (*_ASSESSMENT, "--geldigTot=2026-01-01"), answers)

    assert code == 0, seen
    assert "[Beoordeling-periode]" in seen
    assert '"2027-01-01"' in (root / "data/beperkt/gemeente-99901.ttl").read_text("utf-8")
