"""The page on reviews shows what a pull request sees from opened to reopened, as it is now."""

from __future__ import annotations

import os
import runpy
from pathlib import Path

import pytest
from conftest import ROOT

TOOL = runpy.run_path(str(ROOT / "tools" / "review_transcript.py"))
PAGE: Path = TOOL["PAGE"]


def test_the_page_holds_the_story_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("httpx")
    monkeypatch.setenv("SKILLLINT_CACHE_DIR", os.devnull)
    page = PAGE.read_text("utf-8")
    text = TOOL["filled"](page)
    if text != page and os.environ.get("SKILLLINT_REWRITE"):
        PAGE.write_text(text, "utf-8")
    assert text == page, "run python tools/review_transcript.py"


def test_each_step_shows_one_summary() -> None:
    steps = PAGE.read_text("utf-8").partition(TOOL["START"])[2].split("$ skilllint review\n")[1:]
    assert [step.count("\nsummary: ") for step in steps] == [1] * 5
    assert ["→ 201" in step for step in steps] == [True] + [False] * 4, "posted once"
    assert all(step.count("→ ") <= 8 for step in steps)
