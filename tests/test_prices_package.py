"""genai-prices beside us: newer prices are used, nothing is fetched, and nothing waits for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Ran, program, skill, surroundings, write

from skilllint.cost import genai, prices

OURS = f"{prices.origin()} of {prices.dated()}"
DATA = """\
from datetime import date
from types import SimpleNamespace as Made

def price(*amounts):
    names = ("input", "cache_write", "cache_write_1h", "cache_read", "output")
    return Made(**{f"{name}_mtok": x for name, x in zip(names, amounts)})

def model(name, prices):
    return Made(id=name, prices=prices)

def since(day, prices):
    return Made(constraint=Made(start_date=day), prices=prices)

providers = [
    Made(id="anthropic", models=[
        model("claude-opus-4-6", [
            Made(constraint=None, prices=price(9, 9, 9, 9, 9)),
            since(date.today(), price(4, 5, 8, 0.2, 20)),
        ]),
        model("claude-opus-4-5", price(4, 5, 8, None, 20)),
        model("claude-opus-4-7", None),
    ]),
    Made(id="reseller", models=[model("claude-sonnet-4-5", price(1, 1, 1, 1, 1))]),
]
"""
INIT = """\
class UpdatePrices:
    def __init__(self, *rest, **more):
        raise SystemExit("prices are fetched")
wait_prices_updated_sync = UpdatePrices
"""
DEAF = """\
import sys

def refuse(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.client")):
        raise SystemExit(f"the network is used: {event}")

sys.addaudithook(refuse)
"""


def package(place: Path, data: str = DATA, version: str = "9.0") -> Path:
    """A folder with the package in a version, and a network that ends whoever uses it."""
    about = f"Metadata-Version: 2.1\nName: genai-prices\nVersion: {version}\n"
    return write(
        place,
        {
            "genai_prices/__init__.py": INIT,
            "genai_prices/data.py": data,
            f"genai_prices-{version}.dist-info/METADATA": about,
            "sitecustomize.py": DEAF,
            "a/SKILL.md": skill("a"),
        },
    )


def ran(place: Path, *arguments: str) -> Ran:
    """The program with a package beside it."""
    beside = os.pathsep.join((str(ROOT), str(place)))
    return program(*arguments, cwd=place, env={"PYTHONPATH": beside})


def probed(place: Path, code: str) -> Ran:
    """Some Python with a package beside it."""
    beside = os.pathsep.join((str(ROOT), str(place)))
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=surroundings({"PYTHONPATH": beside}),
    )


def source(place: Path, model: str) -> str:
    """Where the figures for a model come from."""
    done = ran(place, "audit", "a", "--model", model, "--format", "json")
    assert done.returncode == 0, done.stderr
    return str(json.loads(done.stdout)["skills"][0]["cost"]["source"])


def test_newer_prices_are_used_and_named_and_nothing_is_fetched(tmp_path: Path) -> None:
    package(tmp_path)
    today = max(date.today(), prices.dated())
    assert source(tmp_path, "opus-4.6").endswith(
        f"5m cache, write 1.25, read 0.05, miss 0.037 [default]; "
        f"$4 per million [genai-prices 9.0 of {today}]"
    )


@pytest.mark.parametrize("model", ["opus-4.5", "opus-4.7", "sonnet-4.5", "gpt-5.5"])
def test_what_it_lacks_or_holds_in_another_form_is_ours(tmp_path: Path, model: str) -> None:
    listed = prices.listed(model)
    assert source(package(tmp_path), model).endswith(f"${listed.input:g} per million [{OURS}]")


@pytest.mark.parametrize(
    "data",
    ["", "providers = 5\n", "providers = []\n", "raise OSError\n", "import nothing_there\n", "(\n"],
)
def test_a_broken_package_is_no_package(tmp_path: Path, data: str) -> None:
    told = source(package(tmp_path, data), "opus-4.6")
    assert told.endswith(f"; $5 per million [{OURS}]")


@pytest.mark.parametrize("version", [prices.origin().split()[1], "0.2.2"])
def test_a_package_no_newer_than_our_list_is_not_even_imported(
    tmp_path: Path, version: str
) -> None:
    place = package(tmp_path, "raise SystemExit('imported')\n", version)
    assert source(place, "opus-4.6").endswith(f"[{OURS}]")


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "a"],
        ["audit", "a"],
        ["audit", "a", "--input-price", "3", "--read-multiple", "0.05"],
        ["check", "a", "--format", "json"],
        ["config", "a"],
        ["--version"],
    ],
)
def test_without_a_model_nothing_asks_for_it(tmp_path: Path, arguments: list[str]) -> None:
    place = package(tmp_path, "raise SystemExit('imported')\n")
    write(place, {"genai_prices/__init__.py": "raise SystemExit('imported')\n"})
    done = ran(place, *arguments)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_model_of_the_logs_is_told_by_its_name_alone(tmp_path: Path) -> None:
    place = package(tmp_path, "raise SystemExit('imported')\n")
    code = (
        "from skilllint.cost import prices\n"
        "print(prices.known('a-model-of-ours'))\n"
        "print(prices.known('claude-opus-4-6-20260205') is prices.listed('opus-4.6'))\n"
    )
    done = probed(place, code)
    assert (done.stdout, done.stderr) == ("None\nTrue\n", "")


def test_an_unknown_model_is_hinted_at_as_ever(tmp_path: Path) -> None:
    done = ran(package(tmp_path), "audit", "a", "--model", "opus-4-66")
    assert done.returncode == 2
    assert done.stderr == (
        'skilllint: --model: there is no model "opus-4-66"; did you mean "opus-4.6"?\n'
    )


# --- the real one ---------------------------------------------------------------


@pytest.fixture
def real() -> str:
    """The version that is installed and that our list is made from."""
    version = genai.installed()
    if f"{genai.PACKAGE} {version}" != prices.origin():
        pytest.skip(f"{prices.origin()} is not installed")
    return str(version)


def test_the_list_is_what_the_package_says(real: str) -> None:
    found = genai.models(genai.load())
    for one in prices.prices():
        fresh: dict[str, Any] = genai.row(found[one.api], prices.dated())
        assert fresh == {name: getattr(one, name) for name in fresh}, one.id


def test_the_real_package_dates_itself_and_fetches_nothing(real: str, tmp_path: Path) -> None:
    write(tmp_path, {"sitecustomize.py": DEAF})
    code = (
        "from datetime import date\nfrom skilllint.cost import genai\n"
        "found = genai.newer('0.2.2', date.today())\n"
        "print(found.version, found.day, len(found.models) > 50)\n"
    )
    done = probed(tmp_path, code)
    assert done.stderr == ""
    version, day, many = done.stdout.split()
    assert (version, many) == (real, "True")
    assert date.fromisoformat(day) > prices.dated() - timedelta(14)


def test_the_program_that_makes_the_list_agrees(real: str) -> None:
    program_ = [sys.executable, str(ROOT / "tools" / "make_prices.py"), "--check"]
    done = subprocess.run(program_, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
