"""The commands that answer, from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

ON = ("--date", "2026-11-24")


def test_gaps_tells_gaps_and_blind_spots_apart(run: Run) -> None:
    done = run("gaps", "gemeente-99901", *ON)

    assert done.returncode == 0, done.stderr
    assert "1 leemte, 1 blinde vlek" in done.stdout
    gap, blind = done.stdout.split("Blinde vlek")
    assert "V001" in gap
    assert "V001" not in blind
    assert "V002" in blind


def test_cover_names_the_offering_its_degree_and_its_basis(run: Run) -> None:
    done = run("--lang", "en", "cover", "Beginstelgem", *ON)

    assert "full: Bewaking (verzonnen); by stated capabilities, not checked" in done.stdout


def test_explain_gives_each_fact_a_file_and_a_line_that_says_so(run: Run, root: Path) -> None:
    done = run("explain", "gemeente-99901", "V001", "bewaking", *ON)

    lines = done.stdout.splitlines()
    places = dict(zip(lines[::2], lines[1::2], strict=True))
    place = next(
        where for fact, where in places.items() if "ldg:status status:niet-voldaan" in fact
    )
    file, line, column = place.strip().rsplit(":", 2)
    text = (root / file).read_text("utf-8").splitlines()[int(line) - 1]
    assert text[int(column) - 1 :].startswith("status:niet-voldaan")


def test_explain_says_whose_reading_an_offering_is_and_what_its_source_says(
    run: Run, root: Path
) -> None:
    file = root / "data/openbaar/catalogus.ttl"
    own = "herkomst:eigen-lezing"
    words = ("geldigheidVolgensBron", "doelgroepVolgensBron", "financieringVolgensBron")
    said = "".join(f'    ldg:{one} "{one} hier" ;\n' for one in words)
    text = file.read_text("utf-8").replace(
        "aanbod:bewaking\n", f"aanbod:bewaking\n    ldg:herkomst {own} ;\n{said}", 1
    )
    namespace = "https://data.vlaanderen.be/id/concept/Herkomst/"
    file.write_text(f"PREFIX herkomst: <{namespace}>\n{text}", "utf-8")

    done = run("explain", "gemeente-99901", "V001", "bewaking", *ON)

    assert f"aanbod:bewaking ldg:herkomst {own}\n" in done.stdout
    for one in words:
        assert f'aanbod:bewaking ldg:{one} "{one} hier"\n' in done.stdout


def test_a_government_goes_by_any_identifier_or_name(run: Run) -> None:
    names = ("99901", "beginstelgem", "bestuur:gemeente-99901", "gemeente-99901")

    answers = {run("gaps", name, *ON).stdout for name in names}

    assert len(answers) == 1
    assert "Beginstelgem" in answers.pop()


@pytest.mark.parametrize("form", ["csv", "json", "sparql-json"])
def test_a_question_answers_in_machine_formats(run: Run, form: str) -> None:
    done = run("query", "gaps", "--government", "99901", *ON, "--format", form)

    assert done.returncode == 0, done.stderr
    assert "https://data.vlaanderen.be/id/vereiste/V001" in done.stdout
    if form != "csv":
        json.loads(done.stdout)


def test_the_questions_are_listed_with_their_parameters(run: Run) -> None:
    done = run("--lang", "en", "query", "--list")

    assert "gaps [--government] [--date]\n    Which gaps" in done.stdout


def test_the_text_of_a_question_is_shown_whole(run: Run) -> None:
    done = run("query", "gaps", "--show")

    assert "@include" not in done.stdout
    assert "SELECT" in done.stdout


def test_a_query_of_ones_own_may_construct_turtle(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "my.rq"
    own.write_text("CONSTRUCT { ?s a ?o } WHERE { ?s a ?o } LIMIT 1", "utf-8")

    done = run("query", "--file", str(own))

    assert done.returncode == 0, done.stderr
    assert " a " in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("gaps", "Beginstelgm"), "Beginstelgem"),
        (("query", "gasp"), "gaps"),
        (("query", "gaps", "--goverment", "99901"), "government, date"),
        (("query", "gaps", "--government"), "heeft geen waarde"),
        (("gaps", "99901", "--date", "2026-13-01"), "2026-13-01"),
        (("explain", "99901", "V01"), "V001"),
        (("explain", "99901", "V001", "bewakin"), "bewaking"),
        (("query", "gaps", "--format", "turtle"), "CONSTRUCT"),
        (("--root", "nowhere", "stats"), "ldgraph.toml"),
        (("nonsense",), "nonsense"),
        (("init", "."), "niet leeg"),
    ],
)
def test_a_wrong_request_names_what_there_is_and_exits_with_2(
    run: Run, arguments: tuple[str, ...], said: str
) -> None:
    done = run(*arguments)

    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_errors_speak_english_when_asked(run: Run) -> None:
    assert "no government 'X'" in run("--lang", "en", "gaps", "X").stderr
    assert "no government 'X'" in run("gaps", "X", LDGRAPH_LANG="en").stderr
    assert "geen bestuur 'X'" in run("gaps", "X").stderr


def test_a_broken_file_stops_the_answers_instead_of_changing_them(run: Run, root: Path) -> None:
    (root / "data/openbaar/kapot.ttl").write_text("<a> <b> .", "utf-8")

    done = run("cover", "99901")

    assert done.returncode == 3
    assert done.stdout == ""
    assert "kapot.ttl:1:" in done.stderr


def test_without_a_root_the_example_that_comes_along_answers(run: Run, tmp_path: Path) -> None:
    done = run("--root", str(tmp_path), "stats")
    assert done.returncode == 2

    (tmp_path / "root" / "ldgraph.toml").unlink()
    done = run("cover", "gemeente-99001", *ON)

    assert done.returncode == 0, done.stderr
    assert "Voorbeeldgem" in done.stdout
    assert "ldgraph init" in done.stderr


@pytest.fixture
def example(run: Run, project: Path) -> Run:
    """Give a function that runs a command on the example, on the day that it is written for."""

    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run("--root", str(project / "voorbeeld"), *arguments, *ON)

    return command


def test_a_merged_government_is_named_with_its_successor_and_nothing_is_computed(
    example: Run,
) -> None:
    for command in (("gaps", "99009"), ("cover", "99009"), ("explain", "99009", "V001")):
        done = example(*command)

        assert done.returncode == 0, done.stderr
        assert done.stdout.strip().splitlines() == [
            "Oefenbeke (verzonnen) bestaat niet op 2026-11-24",
            "opgevolgd door: Oefenbeke-Stelmolen (verzonnen)",
        ]


def test_a_question_about_a_merged_government_says_why_it_has_no_rows(example: Run) -> None:
    done = example("query", "gaps", "--government", "99009", "--format", "csv")

    assert len(done.stdout.strip().splitlines()) == 1
    assert "opgevolgd door: Oefenbeke-Stelmolen (verzonnen)" in done.stderr


def test_a_successor_shows_its_history_which_does_not_count(example: Run) -> None:
    done = example("gaps", "99011")

    counts, history = done.stdout.split("Van voorgangers, telt niet mee")
    assert "0 leemten, 39 blinde vlekken, 0 te herbevestigen, 0 in orde" in counts
    assert "Oefenbeke (verzonnen) (tot 2025-01-01): 6 beoordelingen" in history
    assert "Stelmolen (verzonnen) (tot 2025-01-01): 6 beoordelingen" in history


def test_nothing_is_computed_about_a_real_government_from_invented_facts(example: Run) -> None:
    done = example("gaps", "Gent")

    assert done.stdout.startswith("Gent: een echt bestuur. Hier staan verzonnen feiten")
    assert "leemte" not in done.stdout
    assert "blinde vlek" not in done.stdout
    asked = example("query", "blind-spots", "--government", "Gent", "--format", "csv")
    assert len(asked.stdout.strip().splitlines()) == 1
    assert "een echt bestuur" in asked.stderr


@pytest.mark.parametrize("command", [("gaps", "99002"), ("cover", "99002")])
def test_a_contested_gap_shows_both_verdicts(example: Run, command: tuple[str, ...]) -> None:
    done = example(*command)

    line = next(one for one in done.stdout.splitlines() if one.startswith("  V022"))
    assert "niet voldaan, beoordeeld op 2026-02-10, betwist: voldaan op 2026-04-15" in line


def test_cover_says_what_is_to_be_found_out_and_why_something_was_left_out(example: Run) -> None:
    done = example("cover", "gemeente-99001")

    for said in (
        "na te gaan: of er een contract nodig is",
        "na te gaan: voor wie het is",
        "na te gaan: de verlopen verificatie",
        "(Penetratietest (verzonnen): nagezien, dekt niet)",
        "(Proefproject voor beheerders (verzonnen): voor andere besturen)",
        "(VERA: DPO en continuïteitsplan: niet beschikbaar)",
    ):
        assert said in done.stdout


def test_explain_starts_with_the_conclusion(example: Run) -> None:
    done = example("explain", "99001", "V025", "voorbeeld-mdr")

    conclusion, chain = done.stdout.split("Waarom het geldt")
    assert "V025  moet: logboeken bijgehouden en nagekeken" in conclusion
    assert "): leemte\n" in conclusion
    assert "- volledig: Bewaking en reactie (verzonnen); geclaimd; via Verzonnen raam" in conclusion
    assert "Hoe het te verkrijgen is" in chain


@pytest.mark.parametrize(
    ("arguments", "fact"),
    [
        (("99001", "V025", "voorbeeld-mdr"), "doelniveau:gemeente ldg:niveau niveau:2023-basis"),
        (
            ("99001", "V025", "voorbeeld-mdr"),
            'raamcontract:voorbeeld-soc ldg:geldigTot "2028-12-31"',
        ),
        (
            ("99008", "V015", "voorbeeld-ledendienst"),
            "lidmaatschap:igs-99022-99008 ldg:zekerheid zekerheid:zeker",
        ),
    ],
    ids=["target level", "contract", "membership"],
)
def test_the_chain_of_facts_holds_what_the_answer_rests_on(
    example: Run, arguments: tuple[str, ...], fact: str
) -> None:
    done = example("explain", *arguments)

    lines = done.stdout.splitlines()
    assert f"  {fact}" in lines
    assert "voorbeeld/data/openbaar/" in lines[lines.index(f"  {fact}") + 1]


def test_an_empty_answer_says_when_nothing_was_ever_assessed(run: Run, root: Path) -> None:
    full = run("query", "gaps", *ON)
    assert "Geen rijen" not in full.stderr

    (root / "data" / "beperkt" / "gemeente-99901.ttl").unlink()
    done = run("query", "gaps", *ON, "--format", "csv")

    assert done.returncode == 0
    assert len(done.stdout.strip().splitlines()) == 1
    assert "Geen rijen." in done.stderr
    assert "geen enkele beoordeling" in done.stderr


def test_an_empty_answer_is_no_lack_of_assessments_when_there_are_some(run: Run) -> None:
    done = run("query", "outdated-assessments", *ON)

    assert "Geen rijen." in done.stderr
    assert "geen enkele beoordeling" not in done.stderr


@pytest.mark.parametrize(
    "written", ["0999.900.249", "0999 900 249", "BE0999900249", "BE 0999.900.249", "kbo:0999900249"]
)
def test_a_kbo_number_goes_with_points_and_with_be(example: Run, written: str) -> None:
    done = example("gaps", written)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Voorbeeldgem (verzonnen), op 2026-11-24")


def test_a_query_that_nests_too_deep_is_refused(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "deep.rq"
    own.write_text("SELECT * WHERE " + "{" * 20_000 + "}" * 20_000, "utf-8")

    done = run("query", "--file", str(own))

    assert done.returncode == 2
    assert done.stdout == ""
    assert "20000 haakjes in elkaar; hoogstens 200" in done.stderr


def test_stats_adds_up(run: Run) -> None:
    done = run("stats")

    files = done.stdout.split("\n\n")[1].splitlines()
    numbers = [int(line.split()[0]) for line in files]
    assert sum(numbers[:-1]) == numbers[-1]


def test_a_reader_that_goes_away_is_no_error(run: Run, root: Path) -> None:
    assert run("stats").returncode == 0  # the same command, read to its end

    writer = subprocess.Popen(
        [sys.executable, "-m", "ldgraph", "query", "--list"],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert writer.stdout is not None
    writer.stdout.close()
    _, error = writer.communicate(timeout=60)

    assert b"Traceback" not in error
    assert b"internal" not in error


def test_a_name_is_found_without_what_it_has_between_brackets(run: Run, root: Path) -> None:
    for file in root.rglob("data/**/*.ttl"):
        text = file.read_text("utf-8")
        file.write_text(text.replace('"Beginstelgem"', '"Beginstelgem (verzonnen)"'), "utf-8")
    whole, short = run("gaps", "Beginstelgem (verzonnen)"), run("gaps", "beginstelgem")

    assert (short.returncode, short.stdout) == (0, whole.stdout)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_query_that_is_no_file_is_not_waited_for(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "mine.rq")

    done = run("query", "--file", str(tmp_path / "mine.rq"))

    assert done.returncode == 3
    assert "geen gewoon bestand" in done.stderr
