"""What prices rest on: the rows of a package, the user's own terms, the age of the list."""

from __future__ import annotations

import json
import math
import tomllib
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace as Made
from typing import Any

import pytest
from conftest import ROOT, Run, skill, write
from histories import History, known
from hypothesis import given
from hypothesis import strategies as st

from skilllint import audit, cli, config, cost
from skilllint.audit import Request
from skilllint.cost import genai, prices

DAY = date(2026, 11, 10)
KINDS = ("input_mtok", "cache_write_mtok", "cache_write_1h_mtok", "cache_read_mtok", "output_mtok")


def held(*amounts: Any) -> Made:
    """Prices as the package has them: of input, writes for 5 minutes and an hour, read, output."""
    return Made(**dict(zip(KINDS, amounts, strict=True)))


def tiered(base: float, *tiers: tuple[int, float]) -> Made:
    """A price that rises with the prompt."""
    return Made(base=base, tiers=[Made(start=start, price=price) for start, price in tiers])


def since(day: date | None, price: Made) -> Made:
    """A price that holds from a day on."""
    return Made(constraint=day and Made(start_date=day), prices=price)


def row(price: Any, maker: str = "anthropic", day: date = DAY) -> dict[str, Any]:
    """The row of the list that a model's prices make."""
    return genai.row((maker, Made(id="claude-x", prices=price)), day)


PLAIN = held(4, 5, 8, 0.2, 20)
ROW = {"input": 4.0, "write": {"5m": 1.25, "1h": 2.0}, "read": 0.05, "output": 5.0, "note": ""}


# --- the package's prices -------------------------------------------------------


def test_prices_become_multiples_of_the_input_price() -> None:
    assert row(PLAIN) == ROW


def test_a_maker_with_one_life_of_the_cache_has_one_price_for_writing() -> None:
    once = row(held(2, 2.5, None, 0.1, 10), "openai")
    assert once["write"] == {"5m": 1.25, "1h": 1.25}
    free = row(held(2, None, None, 0.1, 10), "openai")
    assert free["write"] == {"5m": 1.0, "1h": 1.0}


def test_the_lower_tier_is_taken_and_the_higher_one_named() -> None:
    price = held(*(tiered(x, (200_000, 2 * x), (400_000, 2.5 * x)) for x in (4, 5, 8, 0.2, 20)))
    assert row(price) == {
        **ROW,
        "note": "a prompt above 200,000 tokens costs 2 times as much; "
        "a prompt above 400,000 tokens costs 2.5 times as much; figures use the lower price",
    }


def test_the_price_of_the_day_holds_and_the_next_one_is_announced() -> None:
    before, later = held(8, 10, 16, 0.8, 40), held(1, 2, 3, 4, 5)
    dated = [since(None, before), since(DAY, PLAIN), since(date(2027, 1, 1), later)]
    assert row(dated) == {**ROW, "note": "another price holds from 2027-01-01 on"}
    assert row(dated, day=DAY - timedelta(1))["input"] == 8
    assert row(dated, day=date(2027, 1, 1))["input"] == 1


@pytest.mark.parametrize("bad", [None, -1, math.nan, math.inf, "dear", Made(tiers=[])])
@pytest.mark.parametrize("kind", KINDS)
def test_a_price_that_lacks_something_is_broken(kind: str, bad: Any) -> None:
    with pytest.raises((genai.Broken, ValueError, TypeError)):
        row(replaced(PLAIN, kind, bad))


def test_what_is_free_or_depends_on_the_hour_is_broken() -> None:
    with pytest.raises(genai.Broken, match=r"^claude-x has no price$"):
        row(replaced(PLAIN, "input_mtok", 0))
    with pytest.raises(genai.Broken, match="something other than the day"):
        row([Made(constraint=Made(start_time="08:00"), prices=PLAIN)])


def replaced(price: Made, kind: str, value: Any) -> Made:
    """A price with another amount of one kind."""
    return Made(**{**vars(price), kind: value})


def test_the_newest_price_that_holds_dates_the_package() -> None:
    days = (None, DAY, date(2026, 1, 1), date(2027, 1, 1))
    rows = [since(day, PLAIN) for day in days]
    rows.append(Made(constraint=Made(start_time="08:00"), prices=PLAIN))
    some = [Made(id="x", models=[Made(id="a", prices=PLAIN), Made(id="b", prices=rows)])]
    assert genai.newest(some, date(2026, 12, 1)) == DAY
    assert genai.newest(some, date(2027, 1, 1)) == date(2027, 1, 1)
    with pytest.raises(genai.Broken):
        genai.newest(some, date(2025, 12, 31))


@pytest.mark.parametrize(
    ("version", "than", "newer"),
    [
        ("0.2.3", "0.2.3", False),
        ("0.2.4", "0.2.3", True),
        ("0.2.10", "0.2.9", True),
        ("1.0", "0.2.3", True),
        ("0.2.2", "0.2.3", False),
        ("0.2.4rc1", "0.2.3", True),
        ("unknown", "0.2.3", False),
    ],
)
def test_versions_are_compared_by_their_numbers(version: str, than: str, newer: bool) -> None:
    assert (genai.numbers(version) > genai.numbers(than)) is newer


# --- the list -------------------------------------------------------------------


def test_the_list_is_of_the_version_that_is_installed_for_development() -> None:
    models = tomllib.loads((ROOT / "tools" / "models.toml").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    made = json.loads((ROOT / "skilllint" / "data" / "prices.json").read_text("utf-8"))
    package = models["package"]
    extras = project["optional-dependencies"]
    assert f"genai-prices=={package['version']}" in extras["dev"]
    assert extras["prices"] == [f"genai-prices>={package['version']}"]
    assert (made["version"], made["date"]) == (package["version"], str(package["date"]))


def test_no_price_is_free_and_no_multiple_out_of_range() -> None:
    for one in prices.prices():
        assert 0 < one.input < 100, one.id
        assert 0 < one.read <= 0.5, one.id
        assert all(1 <= one.write[ttl] <= 3 for ttl in prices.TTLS), one.id
        assert 1 <= one.output <= 10, one.id


# --- the user's own terms -------------------------------------------------------

amounts = st.none() | st.floats(0.001, 1000)
MODELS = [None, *(one.id for one in prices.prices())]


terms_ = st.builds(cost.Terms, amounts, amounts, amounts, amounts)


@given(st.sampled_from(MODELS), st.sampled_from(prices.TTLS), terms_)
def test_each_term_changes_what_it_names_and_nothing_else(
    model: str | None, ttl: str, terms: cost.Terms
) -> None:
    dear, scale = terms.input_price, terms.token_scale
    read, write = terms.read_multiple, terms.write_multiple
    listed = cost.assume(model=model, ttl=ttl)
    own = cost.assume(model=model, ttl=ttl, terms=terms)
    was, now = listed.price, own.price
    assert now.input == (was.input if dear is None else dear)
    assert now.read == (was.read if read is None else read)
    assert now.write == ({**was.write, ttl: was.write[ttl] if write is None else write})
    assert own.scale == listed.scale if scale is None else own.scale.value == scale
    said = {"input": dear, "read": read, "write": write}
    assert now.given == {name for name, value in said.items() if value is not None}
    same = {f.name for f in fields(now)} - {"input", "read", "write", "given", "label"}
    assert all(getattr(was, name) == getattr(now, name) for name in same)
    assert (own.usage, own.calls, own.model) == (listed.usage, listed.calls, listed.model)


@given(st.floats(0.01, 100), st.floats(0.01, 1), st.floats(1, 4))
def test_dollars_follow_the_price_and_equivalents_do_not(
    dear: float, read: float, write: float
) -> None:
    terms = cost.Terms(read_multiple=read, write_multiple=write)
    plain = cost.of(1000, 4000, cost.assume(terms=terms))
    priced = cost.of(1000, 4000, cost.assume(terms=replace(terms, input_price=dear)))
    assert plain.usd_per_1000_sessions is None
    assert priced.usd_per_1000_sessions is not None
    assert priced.ite == plain.ite
    assert math.isclose(priced.usd_per_1000_sessions.p50, plain.ite.p50 * dear / 1000)


LIST = f"list prices of {prices.dated()}: {prices.origin()}"


@pytest.mark.parametrize(
    ("model", "terms", "said"),
    [
        (
            "opus-4.6",
            cost.Terms(read_multiple=0.05),
            "Claude Opus 4.6: $5 per million input tokens; 5m cache, write 1.25, "
            "read 0.05 [given], output 5 times that [{LIST}]",
        ),
        (
            "opus-4.6",
            cost.Terms(input_price=3, write_multiple=2),
            "Claude Opus 4.6: $3 per million input tokens [given]; 5m cache, write 2 [given], "
            "read 0.1, output 5 times that [{LIST}]",
        ),
        (
            None,
            cost.Terms(input_price=3),
            "your price: $3 per million input tokens [given]; 5m cache, write 1.25, read 0.1, "
            "output 5 times that [no model named]",
        ),
        (
            None,
            cost.Terms(read_multiple=0),
            "no model named, so no dollars; 5m cache, write 1.25, read 0 [given], output 5 "
            "times the input price",
        ),
    ],
)
def test_what_was_given_is_told_from_what_was_listed(
    model: str | None, terms: cost.Terms, said: str
) -> None:
    assert said.format(LIST=LIST) in cost.figures_text(cost.assume(model=model, terms=terms))


def test_every_cost_says_whose_price_it_is() -> None:
    listed = cost.of(10, 40, cost.assume(model="opus-4.6")).source
    assert listed.endswith(f"; $5 per million [{prices.origin()} of {prices.dated()}]")
    own = cost.of(10, 40, cost.assume(model="opus-4.6", terms=cost.Terms(3.0))).source
    assert own.endswith("; $3 per million [given]")
    assert "$" not in cost.of(10, 40, cost.assume()).source


def test_a_given_scale_without_a_model() -> None:
    found = cost.of(10, 40, cost.assume(terms=cost.Terms(token_scale=1.2)))
    assert found.unit == "the model's tokens"
    assert "o200k tokens × 1.2 [given]" in found.source
    one = cost.of(10, 40, cost.assume(model="opus-5", terms=cost.Terms(token_scale=1.0)))
    assert "o200k tokens × 1 for Claude Opus 5 [given]" in one.source


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "0", "-1", "1e300"])
def test_a_price_that_is_none_is_refused_in_one_line(run: Run, tmp_path: Path, value: str) -> None:
    write(tmp_path, {"a/SKILL.md": skill("a")})
    ran = run("audit", f"--input-price={value}", "a")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "skilllint: --input-price is not a number above 0\n"


def test_own_price_without_a_model_gives_dollars(run: Run, tmp_path: Path) -> None:
    write(tmp_path, {"a/SKILL.md": skill("a")})
    found = json.loads(run("audit", "a", "--input-price=3", "--format=json").stdout)
    own = found["skills"][0]["cost"]
    assert own["model"] is None
    assert own["unit"] == "o200k tokens"
    assert own["usd_per_1000_sessions"]["p50"] == pytest.approx(own["ite"]["p50"] * 3e-3, rel=0.1)
    assert " ITE · $" in run("audit", "a", "--input-price=3").stdout


# --- the age --------------------------------------------------------------------

OLD = (
    f"prices are of {prices.dated()}, 61 days ago; for newer ones: "
    "pip install -U skilllint-audit genai-prices, or give --input-price"
)


def test_prices_are_old_after_sixty_days() -> None:
    listed = cost.assume(model="opus-5").price
    assert cost.aged(listed, prices.dated() + timedelta(60)) is None
    assert cost.aged(listed, prices.dated() + timedelta(61)) == OLD
    assert cost.aged(listed, date(2020, 1, 1)) is None  # a clock that goes backwards
    unnamed = cost.assume().price
    own = cost.assume(model="opus-5", terms=cost.Terms(input_price=3.0)).price
    for one in (unnamed, own):
        assert cost.aged(one, date(2099, 1, 1)) is None


@pytest.mark.parametrize(("days", "said"), [(60, ()), (61, (OLD,))])
def test_a_run_says_once_that_its_prices_are_old(
    tmp_path: Path, days: int, said: tuple[str, ...]
) -> None:
    write(tmp_path, {f"{name}/SKILL.md": skill(name) for name in ("a", "b", "c")})
    priced = Request(
        override=config.Override(model="opus-5"), today=prices.dated() + timedelta(days)
    )
    assert audit.run([tmp_path], priced).notices == said
    assert audit.run([tmp_path], replace(priced, override=config.NOTHING)).notices == ()


class Later(date):
    """A clock that is 61 days on."""

    @classmethod
    def today(cls) -> Later:
        return cls.fromordinal(prices.dated().toordinal() + 61)


def test_who_is_shown_dollars_is_told_on_standard_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known(monkeypatch)
    here = History(tmp_path)
    here.commit({"a/SKILL.md": skill("a"), "skilllint.toml": '[cost]\nmodel = "opus-5"\n'})
    here.put({"a/SKILL.md": skill("a", "# Sweep\n\nSweep the floor, and then the stairs.\n")})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(audit, "date", Later)

    def told(*arguments: str) -> str:
        assert cli.main(arguments) == 0
        out, err = capsys.readouterr()
        assert "days ago" not in out
        return err

    line = f"skilllint: {OLD}\n"
    assert told("audit") == told("audit", "--format", "json") == line
    assert told("compare", "HEAD") == line
    assert told("check") == told("audit", "--input-price", "4") == ""
    assert told("audit", "--why", "Sweep") == ""
