"""A runner for `action.yml`, as small as it can be: it fills in expressions and runs the steps."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from conftest import ROOT

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS: dict[str, dict[str, Any]] = {step["id"]: step for step in ACTION["runs"]["steps"]}
EXPRESSION = re.compile(r"\$\{\{ *(?P<path>[\w.-]+) *\}\}")
BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
"""What a runner makes of `shell: bash`."""


@dataclass
class Runner:
    """A machine that runs the action: its folders, its variables, and what the steps said."""

    place: Path
    variables: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    said: str = ""

    def __post_init__(self) -> None:
        for name in ("workspace", "temp", "cache"):
            (self.place / name).mkdir(parents=True)

    @property
    def workspace(self) -> Path:
        """Where the steps run: empty, or what a workflow has checked out."""
        return self.place / "workspace"

    def step(self, name: str, inputs: Mapping[str, str] | None = None) -> int:
        """Run one step with these inputs over the defaults; its exit status."""
        step, output = STEPS[name], self.place / f"{name}.output"
        output.touch()
        assert step["shell"] == "bash"
        assert "${{" not in step["run"]
        script = self.place / f"{name}.sh"
        script.write_text(step["run"], "utf-8")
        given = {key: self.filled(text, inputs or {}) for key, text in step.get("env", {}).items()}
        done = subprocess.run(
            [*BASH, str(script)],
            check=False,
            cwd=self.workspace,
            env={**self.machine(output), **given},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=600,
        )
        self.said = done.stdout.decode("utf-8")
        lines = output.read_text("utf-8").splitlines()
        self.outputs[name] = dict(line.split("=", 1) for line in lines)
        return done.returncode

    def machine(self, output: Path) -> dict[str, str]:
        """The variables that a runner sets for every step."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.place),
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.place / "summary.md"),
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_TEMP": str(self.place / "temp"),
            "RUNNER_TOOL_CACHE": str(self.place / "cache"),
            **self.variables,
        }

    def filled(self, text: str, inputs: Mapping[str, str]) -> str:
        """A text of the action with its expressions put in: inputs, the token, earlier outputs."""

        def value(found: re.Match[str]) -> str:
            room, _, rest = found["path"].partition(".")
            if room == "inputs":
                given = inputs.get(rest)
                default = str(ACTION["inputs"][rest].get("default", ""))
                return self.filled(default, {}) if given is None else given
            if room == "github":
                return {"token": "the-token"}[rest]
            step, kind, name = rest.split(".")
            assert (room, kind) == ("steps", "outputs")
            return self.outputs[step].get(name, "")

        return EXPRESSION.sub(value, text)

    def results(self) -> dict[str, str]:
        """The outputs of the whole action."""
        return {name: self.filled(one["value"], {}) for name, one in ACTION["outputs"].items()}
