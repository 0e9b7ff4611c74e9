"""Sources in the settings of a root: each slip is told where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.harvest.site import turtle

from ldgraph.errors import ConfigError, LdgraphError
from ldgraph.graph.places import open_root
from ldgraph.harvest.source import Kind, ad_hoc, configured

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harvest.conftest import Run
    from tests.harvest.site import Site

_GOOD = '[oogst.proef]\nkind = "ldes"\nurl = "https://x.example/"\nmapping = "lblod"\n'


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        (_GOOD + "urll = 1\n", "ldgraph.toml:5:1: unknown key 'urll'; did you mean 'url'?"),
        (_GOOD.replace("ldes", "ftp"), "2:1: 'kind' is 'ftp'; wanted one of: ldes, sparql, file"),
        (_GOOD.replace("lblod", "iets"), "4:1: 'mapping' is 'iets'; wanted one of"),
        (_GOOD.replace("url", "path"), "1:1: a source of kind 'ldes' has 'url', and no 'path'"),
        (_GOOD.replace("ldes", "file"), "1:1: a source of kind 'file' has 'path', and no 'url'"),
        (_GOOD + "pause = 3600\n", "'pause' is in seconds"),
        (_GOOD + 'since = "gisteren"\n', "ldgraph.toml:5:1: 'since' is 'gisteren'; wanted a day"),
        (_GOOD + "since = 2026-01-31T10:00:00\n", "ldgraph.toml:5:1: 'since' is '2026-01-31 10"),
        (_GOOD + "page = true\n", "'page' is 1 to 1000"),
        (_GOOD + 'hosts = "x"\n', "'hosts' must be a list"),
        (_GOOD + "contexts = { a = 1 }\n", "'contexts' must be a table"),
        (_GOOD + 'header = "x-api-key"\n', "'header' and 'variable' go together"),
        (_GOOD + "file = 1\n", "'file' must be a text"),
        (_GOOD.replace("oogst.proef", 'oogst."A B"'), "needs a name of small letters"),
        ("oogst = 1\n", "'oogst' must be a table"),
    ],
)
def test_a_slip_in_the_settings_is_told(root: Path, settings: str, why: str) -> None:
    (root / "ldgraph.toml").write_text(settings, "utf-8")

    with pytest.raises(ConfigError) as caught:
        configured(open_root(root))

    assert why in str(caught.value)
    assert caught.value.message("nl") != str(caught.value)


def test_an_address_has_to_say_what_it_holds() -> None:
    with pytest.raises(LdgraphError, match="say what it holds with --mapping"):
        ad_hoc("https://x.example/stream", None, None)

    found = ad_hoc("https://x.example/Stream?page=1", "lblod", None)

    assert (found.kind, found.name) == (Kind.LDES, "x-example-stream-page-1")


def test_a_name_that_is_no_source_is_told_with_those_that_are(root: Path, run: Run) -> None:
    without = run("harvest", "proev", "--lang", "en")
    (root / "ldgraph.toml").write_text(_GOOD.replace("proef", "b") + _GOOD, "utf-8")

    done = run("harvest", "proev")
    as_file = run("harvest", "proev", "--mapping", "lblod", "--lang", "en")

    assert without.returncode == done.returncode == as_file.returncode == 2
    assert "[oogst] in ldgraph.toml (there are none)" in without.stderr
    assert "'proev' is geen bron van [oogst] in ldgraph.toml (er zijn: b, proef)" in done.stderr
    assert "no file at 'proev', and no source of that name" in as_file.stderr
    assert "(there are: b, proef)" in as_file.stderr


def test_a_file_that_is_not_there_is_told(run: Run) -> None:
    done = run("harvest", "nergens.ttl", "--mapping", "lblod")

    assert done.returncode == 2
    assert "geen bestand in 'nergens.ttl'" in done.stderr


@pytest.mark.parametrize(
    "file", ["data/beperkt/geheim.ttl", "../elders.ttl", "data/openbaar/x.txt", "ontology/x.ttl"]
)
def test_what_is_harvested_goes_nowhere_but_to_public_data(root: Path, run: Run, file: str) -> None:
    (root / "bron.ttl").write_text("<http://a.example/> <http://p.example/> 1 .", "utf-8")
    (root / "ldgraph.toml").write_text(
        f'[oogst.proef]\nkind = "file"\npath = "bron.ttl"\nmapping = "lblod"\nfile = "{file}"\n',
        "utf-8",
    )

    done = run("harvest", "proef")

    assert done.returncode == 2
    assert "onder data/openbaar" in done.stderr


def test_a_key_comes_from_the_environment_and_is_shown_nowhere(
    root: Path, run: Run, site: Site
) -> None:
    body = "<http://data.lblod.info/id/bestuurseenheden/99002>"
    kind = "<http://data.vlaanderen.be/id/concept/BestuurseenheidClassificatieCode/"
    page = (
        f"<> <https://w3id.org/tree#member> {body} . "
        f"{body} a <http://data.vlaanderen.be/ns/besluit#Bestuurseenheid> ; "
        f"<http://www.w3.org/ns/org#classification> {kind}5ab0e9b8a3b2ca7c5e000001> ."
    )
    address = site.put("/1", turtle(page))
    (root / "ldgraph.toml").write_text(
        f'[oogst.proef]\nkind = "ldes"\nurl = "{address}"\nmapping = "lblod"\n'
        'header = "x-api-key"\nvariable = "SLEUTEL"\n',
        "utf-8",
    )

    without = run("harvest", "proef", "--allow-private")
    done = run("harvest", "proef", "--allow-private", SLEUTEL="heel-geheim")

    assert without.returncode == 2
    assert "SLEUTEL" in without.stderr
    assert done.returncode == 0, done.stderr
    assert site.asked[0].headers["x-api-key"] == "heel-geheim"
    kept = "".join(
        one.read_text("utf-8") for one in (root / ".ldgraph").rglob("*") if one.is_file()
    )
    assert "heel-geheim" not in kept + done.stdout + done.stderr
