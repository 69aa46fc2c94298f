"""The dated lists of prices and of usage: complete, well-formed, found by any usual name."""

from __future__ import annotations

import datetime

import pytest

from skilllint import cost
from skilllint.cost import prices, usage

LISTED = {  # dollars per million, write for 5 minutes and an hour, read, output
    "fable-5.2": (8, 1.25, 2, 0.025, 5),
    "fable-5.1": (10, 1.25, 2, 0.025, 5),
    "fable-5": (10, 1.25, 2, 0.10, 5),
    "opus-5.5": (4, 1.25, 2, 0.05, 5),
    "opus-5": (5, 1.25, 2, 0.10, 5),
    "opus-4.8": (5, 1.25, 2, 0.10, 5),
    "opus-4.7": (5, 1.25, 2, 0.10, 5),
    "opus-4.6": (5, 1.25, 2, 0.10, 5),
    "opus-4.5": (5, 1.25, 2, 0.10, 5),
    "sonnet-5.5": (2, 1.25, 2, 0.05, 5),
    "sonnet-5": (2, 1.25, 2, 0.10, 5),
    "sonnet-4.6": (3, 1.25, 2, 0.10, 5),
    "sonnet-4.5": (3, 1.25, 2, 0.10, 5),
    "haiku-5.5": (0.10, 1.25, 2, 0.10, 5),
    "haiku-4.5": (1, 1.25, 2, 0.10, 5),
    "gpt-5": (1.25, 1, 1, 0.10, 8),
    "gpt-5-mini": (0.25, 1, 1, 0.10, 8),
    "gpt-5.1": (1.25, 1, 1, 0.10, 8),
    "gpt-5.2": (1.75, 1, 1, 0.10, 8),
    "gpt-5.3-codex": (1.75, 1, 1, 0.10, 8),
    "gpt-5.4": (2.50, 1, 1, 0.10, 6),
    "gpt-5.4-mini": (0.75, 1, 1, 0.10, 6),
    "gpt-5.5": (5, 1, 1, 0.10, 6),
    "gpt-5.6-sol": (4, 1.25, 1.25, 0.10, 5),
    "gpt-5.6-terra": (2, 1.25, 1.25, 0.10, 6),
    "gpt-5.6-luna": (0.20, 1.25, 1.25, 0.10, 6),
    "gpt-6-sol": (2, 1.25, 1.25, 0.10, 5),
    "gpt-6-astra": (10, 1.25, 1.25, 0.10, 5),
    "gpt-6-luna": (0.10, 1.25, 1.25, 0.10, 5),
    "gpt-6.1-sol": (2, 1.25, 1.25, 0.05, 5),
    "gpt-6.1-terra": (1, 1.25, 1.25, 0.05, 5),
}


def test_every_model_has_its_price() -> None:
    found = {
        row.id: (row.input, row.write["5m"], row.write["1h"], row.read, row.output)
        for row in prices.prices()
    }
    assert found == LISTED
    assert prices.dated() == datetime.date(2026, 11, 10)
    assert prices.origin() == "genai-prices 0.2.3"


def test_only_claude_models_have_a_range_of_tokens() -> None:
    old = {"opus-4.5", "opus-4.6", "sonnet-4.5", "sonnet-4.6", "haiku-4.5"}
    for row in prices.prices():
        new = (1.0, 1.0) if row.id.startswith("gpt") else (1.4, 1.75)
        assert row.tokens == ((1.15, 1.25) if row.id in old else new), row.id


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("haiku-5.5", "above 100,000 tokens"),
        ("gpt-5.4", "above 272,000 tokens"),
        ("gpt-6-sol", "above 272,000 tokens costs 2 times"),
        ("sonnet-4.5", "above 200,000 tokens"),
        ("sonnet-5.5", "before 2026-10-07"),
        ("gpt-6.1-terra", "12 hours"),
    ],
)
def test_a_price_that_depends_says_on_what(model: str, said: str) -> None:
    row = prices.listed(model)
    assert said in f"{row.remark} {row.note}"


def test_every_name_leads_to_one_model() -> None:
    names = [(name, row) for row in prices.prices() for name in {*row.names}]
    assert len({name for name, _ in names}) == len(names)
    for name, row in names:
        assert prices.listed(name) is row


@pytest.mark.parametrize(
    "name",
    [
        "opus-4.6",
        "Opus-4-6",
        "claude-opus-4-6",
        "claude-opus-4.6",
        "claude-opus-4-6-20260205",
        "claude-opus-4-6-latest",
        "claude-opus-4-6@20260205",
        "claude-opus-4-6[1m]",
        "anthropic/claude-opus-4.6",
        "us.anthropic.claude-opus-4-6-20260205-v1:0",
    ],
)
def test_a_model_is_found_however_it_is_written(name: str) -> None:
    assert prices.listed(name).label == "Claude Opus 4.6"


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("gpt-5-2025-08-07", "gpt-5"),
        ("openai/gpt-5.5-2026-04-23", "gpt-5.5"),
        ("gpt-5.1-codex-max", "gpt-5.1"),
        ("GPT-6.0-Sol", "gpt-6-sol"),
        ("opus-5.0", "opus-5"),
        ("claude-sonnet-5-0", "sonnet-5"),
    ],
)
def test_the_names_of_logs_lead_to_models(name: str, model: str) -> None:
    assert prices.listed(name).id == model


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("claude-sonet-5-5", "sonnet-5.5"),
        ("Opus-4-66", "opus-4.6"),
        ("gpt5.5", "gpt-5.5"),
        ("opus", "opus-5"),
    ],
)
def test_an_unknown_model_is_told_its_neighbour(name: str, near: str) -> None:
    with pytest.raises(cost.Unknown) as error:
        cost.assume(model=name)
    assert str(error.value) == f'there is no model "{name}"; did you mean "{near}"?'


@pytest.mark.parametrize("name", ["llama", "zzz", ""])
def test_a_name_like_none_is_told_one_model_of_each_family(name: str) -> None:
    with pytest.raises(cost.Unknown) as error:
        cost.check_model(name)
    assert str(error.value) == (
        f'there is no model "{name}"; '
        "there are fable-5.2, opus-5.5, sonnet-5.5, haiku-5.5, gpt-5 and 26 more"
    )


def test_a_model_of_the_list_is_in_order() -> None:
    for row in prices.prices():
        cost.check_model(row.id)


def test_unknown_hosts_and_cache_lives() -> None:
    with pytest.raises(
        cost.Unknown, match=r'^there is no host "claude"; did you mean "claude-code"\?$'
    ):
        cost.assume("claude")
    with pytest.raises(cost.Unknown, match=r'^there is no host "x"; there are claude-code, codex$'):
        cost.assume("x")
    with pytest.raises(cost.Unknown, match=r'^there is no cache life "1d"; there are 5m, 1h$'):
        cost.assume(ttl="1d")


def test_no_call_is_no_session() -> None:
    with pytest.raises(ValueError, match="calls must be 1 or more, not 0"):
        cost.assume(calls=0)


def test_defaults_of_claude_code() -> None:
    found = usage.usage("claude-code")
    assert found.calls.quartiles == (22, 50, 129)
    assert found.listing_calls.quartiles == (15, 37, 76)
    assert found.prompt.quartiles == (29_000, 52_000, 98_000)
    assert found.compaction_calls is not None
    assert found.compaction_calls.quartiles == (18, 41, 66)
    assert found.kept_characters is not None
    assert found.kept_characters.quartiles == (20_000, 20_000, 20_000)
    assert found.read_divisor.value == 4
    assert (found.stub.value, found.reread.value, found.sole.value) == (40, 1.28, 0.75)
    assert (found.miss_5m.value, found.miss_1h.value) == (0.037, 0.012)
    assert (found.output.value, found.output.tag) == (120, "assumed")
    assert usage.dated() == datetime.date(2026, 11, 20)


def test_defaults_of_codex() -> None:
    found = usage.usage("codex")
    assert usage.hosts() == ("claude-code", "codex")
    assert found.calls == usage.usage("claude-code").calls
    assert (found.reread.value, found.reread.tag) == (1.05, "assumed")
    assert found.compaction_calls is None
    assert found.kept_characters is None


def test_every_figure_says_where_it_comes_from() -> None:
    for host in usage.hosts():
        found = usage.usage(host)
        for name in found.__dataclass_fields__:
            figure = getattr(found, name)
            if figure is not None:
                assert figure.label, name
                assert figure.source, name
                assert figure.tag in ("default", "assumed"), name
