"""What other repositories take from this one: the action, the template and the hooks.

Their steps are run as they stand, in the surroundings that GitHub, GitLab and pre-commit give.
Nothing is fetched: pip finds what is installed already on ``PYTHONPATH`` and needs no index.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from tests.commands import git, repository

_TOP = Path(__file__).parents[2]
_ACTION = yaml.safe_load((_TOP / "action.yml").read_text("utf-8"))
_INSTALL, _VALIDATE = _ACTION["runs"]["steps"]
_GITLAB = yaml.safe_load((_TOP / "ci/gitlab.yml").read_text("utf-8"))["ldgraph-validate"]
_HOOKS = yaml.safe_load((_TOP / ".pre-commit-hooks.yaml").read_text("utf-8"))
#: What pip has to see to build and install without an index.
_OFFLINE = {
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_NO_INDEX": "1",
    "PIP_NO_BUILD_ISOLATION": "0",  # pip turns this one round
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PYTHONPATH": str(Path(str(click.__file__)).parents[1]),
}
#: What the package is built from.
_BUILT_FROM = (
    *("src", "ontology", "shapes", "queries", "data", "context", "voorbeeld", "requirements"),
    *("ldgraph.toml", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"),
)


def _run(
    *command: str, cwd: Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    base = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    return subprocess.run(
        command,
        cwd=cwd,
        env={**base, **(env or {})},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what the package is built from into a repository of its own."""
    copy = tmp_path_factory.mktemp("project")
    for name in _BUILT_FROM:
        if (_TOP / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(_TOP / name, copy / name, ignore=ignored)
        else:
            shutil.copy(_TOP / name, copy / name)
    return repository(copy)


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    """Make the folder where the action's first step would have installed the program."""
    folder = tmp_path / "runner"
    program = folder / "ldgraph/bin/ldgraph"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ldgraph "$@"\n', "utf-8")
    program.chmod(0o755)
    return folder


def _inputs(**given: str) -> dict[str, str]:
    values = {name: one["default"] for name, one in _ACTION["inputs"].items()} | given
    return {
        name: values[text.removeprefix("${{ inputs.").removesuffix(" }}")]
        for name, text in _VALIDATE["env"].items()
    }


def _step(
    step: dict[str, Any], root: Path, runner: Path, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run a step as GitHub runs one with ``shell: bash``."""
    script = runner / "step.sh"
    script.write_text(step["run"], "utf-8")
    shell = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script))
    given = {
        "GITHUB_ACTION_PATH": str(_TOP),
        "GITHUB_OUTPUT": str(runner / "output"),
        "GITHUB_STEP_SUMMARY": str(runner / "summary"),
        "RUNNER_TEMP": str(runner),
    }
    return _run(*shell, cwd=root, env=given | env)


def _output(runner: Path) -> dict[str, str]:
    lines = (runner / "output").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_the_action_passes_a_good_root(root: Path, runner: Path) -> None:
    done = _step(_VALIDATE, repository(root), runner, **_inputs())

    assert (done.returncode, done.stdout) == (0, "Geen bevindingen.\n"), done.stderr
    assert _output(runner) == {"exit-code": "0"}


@pytest.mark.parametrize(
    ("content", "threshold", "code"),
    [(b"", "violation", 1), (b"", "never", 0), (b"<a> <b> .", "never", 3), (b"", "soms", 2)],
)
def test_the_action_fails_as_the_command_does(
    root: Path, runner: Path, content: bytes, threshold: str, code: int
) -> None:
    (root / "data/openbaar/slecht.ttl").write_bytes(content)

    done = _step(_VALIDATE, root, runner, **_inputs(**{"fail-on": threshold}))

    assert done.returncode == code
    assert _output(runner) == {"exit-code": str(code)}


def test_the_action_looks_where_it_is_told_and_speaks_as_it_is_told(
    root: Path, runner: Path
) -> None:
    done = _step(_VALIDATE, root.parent, runner, **_inputs(root=root.name, lang="en"))

    assert (done.returncode, done.stdout) == (0, "No findings.\n")


@pytest.mark.parametrize("name", ["root", "baseline", "formats", "fail-on", "lang"])
def test_no_input_is_run_as_a_command(root: Path, runner: Path, name: str) -> None:
    given = _inputs(**{name: "$(touch taken);touch taken;`touch taken`"})

    _step(_VALIDATE, root, runner, **given)

    assert not (root / "taken").exists()
    assert not [step["name"] for step in (_INSTALL, _VALIDATE) if "${{" in step["run"]]


def test_a_form_that_there_is_not_fails_the_action(root: Path, runner: Path) -> None:
    done = _step(_VALIDATE, root, runner, **_inputs(formats="nergens"))

    assert done.returncode == 2
    assert _output(runner) == {"exit-code": "2"}


def test_every_form_of_the_report_goes_where_github_looks(root: Path, runner: Path) -> None:
    (root / "data/openbaar/leeg.ttl").write_bytes(b"")

    done = _step(_VALIDATE, root, runner, **_inputs(formats="github markdown sarif junit"))

    assert done.returncode == 1
    assert "::error " in done.stdout
    assert "leeg.ttl" in (runner / "summary").read_text("utf-8")
    told = _output(runner)
    assert told["exit-code"] == "1"
    assert all("leeg.ttl" in Path(told[one]).read_text("utf-8") for one in ("sarif", "junit"))


def test_the_action_installs_the_program_from_its_own_path(
    root: Path, project: Path, tmp_path: Path
) -> None:
    done = _step(_INSTALL, root, tmp_path, GITHUB_ACTION_PATH=str(project), **_OFFLINE)
    assert done.returncode == 0, done.stderr

    checked = _step(_VALIDATE, root, tmp_path, **_inputs(), PYTHONPATH=_OFFLINE["PYTHONPATH"])

    assert (checked.returncode, checked.stdout) == (0, "Geen bevindingen.\n"), checked.stderr
    installed = tmp_path / "ldgraph/lib"
    assert list(installed.glob("python*/site-packages/ldgraph/bundle/shapes"))


def test_the_job_of_gitlab_installs_checks_and_refuses(root: Path, project: Path) -> None:
    (root / "data/openbaar/leeg.ttl").write_bytes(b"")
    given = {**_GITLAB["variables"], "VALIDATE_SOURCE": str(project), **_OFFLINE}
    script = "set -eo pipefail\n" + "\n".join(_GITLAB["script"])

    refused = _run("bash", "-c", script, cwd=root, env=given)
    (root / "data/openbaar/leeg.ttl").unlink()
    passed = _run("bash", "-c", script, cwd=root, env=given)

    assert (refused.returncode, passed.returncode) == (1, 0), refused.stderr + passed.stderr
    assert "[graaf-ontbreekt]" in refused.stdout
    (report,) = _GITLAB["artifacts"]["reports"].values()
    assert json.loads((root / report).read_text("utf-8")) == []


def test_the_job_of_gitlab_says_what_it_was_not_told(root: Path) -> None:
    script = "set -eo pipefail\n" + "\n".join(_GITLAB["script"])

    done = _run("bash", "-c", script, cwd=root, env=dict(_GITLAB["variables"]))

    assert done.returncode != 0
    assert "say in variables where pip finds ldgraph" in done.stderr
    assert not (root / ".ldgraph").exists()


def test_the_hooks_refuse_a_bad_file_and_pass_a_good_one(
    root: Path, project: Path, tmp_path: Path
) -> None:
    """Pre-commit itself clones the project, builds it and runs its hooks (language: python)."""
    revision = _run("git", "rev-parse", "HEAD", cwd=project).stdout.strip()
    hooks = [{"id": one["id"]} for one in _HOOKS]
    config = {"repos": [{"repo": str(project), "rev": revision, "hooks": hooks}]}
    (root / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    repository(root)
    env = {**_OFFLINE, "PRE_COMMIT_HOME": str(tmp_path / "kept"), "PRE_COMMIT_COLOR": "never"}
    file = root / "data/openbaar/vereisten.ttl"
    good = file.read_text("utf-8")

    def commit(text: str) -> subprocess.CompletedProcess[str]:
        file.write_text(text, "utf-8")
        git(root, "add", "-A")
        return _run(sys.executable, "-m", "pre_commit", "run", cwd=root, env=env)

    passed = commit(good.replace("# ", "#  ", 1))
    refused = commit(good.replace("prioriteit:must", "prioriteit:mst", 1))
    untidy = commit(good.replace("    a ldg:", "  a ldg:", 1))

    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "Skipped" not in passed.stdout
    assert refused.returncode == 1
    assert "[Vereiste-prioriteit]" in refused.stdout
    assert untidy.returncode == 1
    assert "ldgraph-fmt" in untidy.stdout


@pytest.mark.parametrize(
    ("file", "schema"),
    [
        ("action.yml", ("--builtin-schema", "vendor.github-actions")),
        ("ci/gitlab.yml", ("--builtin-schema", "vendor.gitlab-ci")),
    ],
)
def test_the_files_fit_the_schemas_of_those_who_read_them(
    file: str, schema: tuple[str, str]
) -> None:
    done = _run(sys.executable, "-m", "check_jsonschema", *schema, str(_TOP / file), cwd=_TOP)

    assert done.returncode == 0, done.stdout + done.stderr


def test_precommit_finds_its_hooks_in_order() -> None:
    done = _run(
        sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml", cwd=_TOP
    )

    assert done.returncode == 0, done.stdout + done.stderr
