"""The commands that answer, from outside."""

from __future__ import annotations

import json
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
