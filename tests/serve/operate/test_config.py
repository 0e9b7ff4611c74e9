"""Settings: which one holds, where it comes from, and what is said of one that cannot be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ldgraph.errors import ConfigError
from ldgraph.graph.places import open_root
from ldgraph.serve.config import SettingError, as_settings, effective
from ldgraph.serve.settings import Settings, every_setting

if TYPE_CHECKING:
    from pathlib import Path


def _with(root: Path, text: str) -> None:
    file = root / "ldgraph.toml"
    file.write_text(file.read_text("utf-8") + text, "utf-8")


def test_a_flag_goes_before_a_variable_before_the_file_before_the_default(root: Path) -> None:
    before = (root / "ldgraph.toml").read_text("utf-8").count("\n")
    _with(root, '[serve]\nport = 1\nhost = "::1"\nprefix = "/a"\n[serve.limits]\ncpu = 2\n')
    variables = {"LDGRAPH_PORT": "2", "LDGRAPH_HOST": "::2", "LDGRAPH_LIMITS_WALL": "7"}

    found = {one.setting.name: one for one in effective(open_root(root), {"port": "3"}, variables)}

    assert (found["port"].value, found["port"].where) == (3, "--port")
    assert (found["host"].value, found["host"].where) == ("::2", "LDGRAPH_HOST")
    assert found["prefix"].value == "/a"
    assert found["prefix"].where.endswith(f"ldgraph.toml:{before + 4}:1")
    assert (found["leeway"].kind, found["leeway"].value) == ("default", 30.0)
    settings = as_settings(found.values())
    assert (settings.port, settings.limits.cpu, settings.limits.wall) == (3, 2.0, 7.0)


def test_without_any_setting_the_defaults_hold(root: Path) -> None:
    assert as_settings(effective(open_root(root), {}, {})) == Settings()


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        ("[serve]\nprot = 1\n", "2:1", "unknown key 'prot'; did you mean 'port'?"),
        ("[serve]\n  port = '1'\n", "2:3", "'port' is '1'; wanted a whole number from 0 to 65535"),
        ("[serve]\nport = 1.5\n", "2:1", "wanted a whole number"),
        ("[serve]\nport = true\n", "2:1", "wanted a whole number"),
        ("[serve]\nport = 99999\n", "2:1", "from 0 to 65535"),
        ("[serve]\ntrusted-proxy = ['nergens']\n", "2:1", "wanted a list of addresses"),
        ("[serve]\ntrusted-proxy = '10.0.0.0/8'\n", "2:1", "wanted a list of addresses"),
        ("[serve]\ndate = '25/11/2026'\n", "2:1", "wanted a date such as"),
        ("[serve]\nlog = 'xml'\n", "2:1", "one of auto, json, text"),
        ("[serve]\nprefix = 'a b'\n", "2:1", "wanted a path such as"),
        ("[serve.limits]\ncpus = 1\n", "2:1", "unknown key 'cpus'; did you mean 'cpu'?"),
        ("[serve.limits]\n\ncpu = -1\n", "3:1", "wanted a number from"),
        ("[serve]\nlimits = 3\n", "2:1", "must be a table"),
    ],
)
def test_a_key_that_cannot_be_is_refused_where_it_stands(
    root: Path, text: str, at: str, said: str
) -> None:
    (root / "ldgraph.toml").write_text(text, "utf-8")

    with pytest.raises(ConfigError) as refused:
        effective(open_root(root), {}, {})

    assert f"ldgraph.toml:{at}: " in str(refused.value)
    assert said in str(refused.value)
    assert refused.value.message("nl") != str(refused.value)


@pytest.mark.parametrize("value", ["", "x", "-1", "65536", "1.0", "9" * 5000])
def test_a_flag_that_cannot_be_is_refused_by_name(root: Path, value: str) -> None:
    with pytest.raises(SettingError, match=r"^--port: .* wanted a whole number"):
        effective(open_root(root), {"port": value}, {})


def test_each_setting_has_one_variable_and_speaks_both_languages() -> None:
    known = every_setting()

    assert len({one.variable for one in known}) == len(known)
    assert len({one.path for one in known}) == len(known)
    assert all(one.dutch and one.english and one.dutch != one.english for one in known)


def test_what_is_in_effect_is_shown_with_its_origin_and_without_secrets(root: Path) -> None:
    _with(root, "[serve]\nport = 81\n")
    secrets = {"LDGRAPH_RELOAD_TOKEN": "nietlatenzien", "LDGRAPH_SECRET": "ookdezeniet"}

    def shown(*options: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "ldgraph", "--root", str(root), "config", "--show", *options],
            env={**os.environ, **secrets, "LDGRAPH_HOST": "::1"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    text = shown("--grace", "3")
    listed = {one["key"]: one for one in json.loads(shown("--format", "json"))}

    lines = dict(
        line.split("  # ") for line in text.replace("   ", "").splitlines() if "  # " in line
    )
    assert any(
        line.startswith("serve.grace = 3.0") and "--grace" in line for line in text.splitlines()
    )
    assert lines
    assert listed["serve.port"]["value"] == 81
    assert listed["serve.port"]["origin"] == "file"
    assert listed["serve.host"]["where"] == "LDGRAPH_HOST"
    assert "niet" not in text.replace("niet kijken", "").replace("niet gezet", "")
    assert "LDGRAPH_SECRET" in text
