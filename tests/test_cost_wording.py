"""What the figures rest on, said in the reports' words."""

from __future__ import annotations

import subprocess
import sys

from skilllint import cost


def test_every_assumption_is_said() -> None:
    said = (
        *cost.SENTENCES,
        *cost.figures_text(cost.assume("codex", calls=60, model="gpt-5.5", ttl="1h")),
    )
    assert len(said) == 19
    for word in ("caching", "compaction", "Dollars", "pointer", "number of calls", "How often"):
        assert sum(word in line for line in said[:6]) == 1, word
    assert said[6:] == (
        "calls after the load (N): 60 [calls given]",
        "calls of a session (listing): 60 [calls given]",
        "calls before a read (k): N / 4 [default: 174 reads: 8 (1–19) calls]",
        "prompt tokens at a read (C): 52,000 (29,000–98,000) [default: 179 reads]",
        "tokens of a pointer: 40 [default: one to three lines, as authors write them]",
        "file tokens over body tokens: 1.05 [assumed: a shell prints no line numbers]",
        "reads that cost an extra call: 75 % [default: 129 of 174 reads]",
        "tokens written to ask for a read: 120 [assumed: transcripts hold placeholders]",
        "calls that miss the cache (m): 1.2 % [assumed: Claude Code's 1-hour figure]",
        "default, 2026-11-20: public sessions, 458 Claude Code (26,901 calls), 21 Codex",
        "o200k tokens",
        "GPT-5.5: $5 per million input tokens; 1h cache, write 1, read 0.1, output 6 times that "
        "[list prices of 2026-11-10: genai-prices 0.2.3]",
        "a prompt above 272,000 tokens costs 2 times as much; figures use the lower price",
    )


def test_without_a_model_the_report_says_so() -> None:
    said = (*cost.SENTENCES, *cost.figures_text(cost.assume()))
    assert said[-2] == "o200k tokens, scale 1: no model named"
    assert said[-1] == (
        "no model named, so no dollars; 5m cache, write 1.25, read 0.1, output 5 "
        "times the input price"
    )
    assert any(": 20,000 [default: code.claude.com" in line for line in said)
    assert any("first compaction: 41 (18–66) [default" in line for line in said)
    assert not any("1-hour cache" in line for line in said)


def test_importing_the_room_reads_no_data() -> None:
    code = "import sys, skilllint.cost; print(sorted({'tomllib', 'difflib'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
