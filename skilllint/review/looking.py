"""What a pull request changes, by the configuration of the branch that it goes to."""

from __future__ import annotations

from dataclasses import replace

from skilllint import compare
from skilllint.compare import Asked
from skilllint.config import Override
from skilllint.model import Comparison
from skilllint.review.commits import Commits


def look(commits: Commits, override: Override, host: str) -> Comparison:
    """Compare the commits of a pull request. Raises `ConfigError`."""
    asked = Asked(
        base=commits.base, head=commits.head, rules=commits.tip, override=override, host=host
    )
    found = compare.run(commits.place, asked)
    return replace(found, against=commits.against)
