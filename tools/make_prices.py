"""Write the price list from the package genai-prices, or say whether it is what would be written.

    python tools/make_prices.py            write skilllint/data/prices.json
    python tools/make_prices.py --check    say whether it is what would be written

`tools/models.toml` names the version, its day and the models. For newer prices: change version
and day there and in `pyproject.toml`, install the package, run this, and read what changed.
Where another version is installed, or none, nothing can be checked, and that is said.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from skilllint.cost import genai

ROOT = Path(__file__).parents[1]
PATH = ROOT / "skilllint" / "data" / "prices.json"
MODELS = ROOT / "tools" / "models.toml"

Json = dict[str, Any]


def main() -> int:
    """Write the list, or compare it with what stands there: 1 if they differ or cannot be made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; status 1 if stale")
    check = parser.parse_args().check
    ours = tomllib.loads(MODELS.read_text("utf-8"))
    wanted, found = ours["package"]["version"], genai.installed()
    if found != wanted:
        print(f"genai-prices {wanted} is needed, {found or 'none'} is installed: nothing done")
        return 0 if check else 1
    text = written(made(ours, genai.models(genai.load())))
    if not check:
        PATH.write_text(text, encoding="utf-8")
        return 0
    if PATH.read_text("utf-8") == text:
        return 0
    print(f"{PATH.name} is not what tools/make_prices.py writes: run it", file=sys.stderr)
    return 1


def made(ours: Mapping[str, Any], models: Mapping[str, genai.Model]) -> Json:
    """The list: our names and ranges of tokens, the package's prices on its own day."""
    package = ours["package"]
    return {
        "date": str(package["date"]),
        "about": "made by tools/make_prices.py; dollars are per million input tokens, "
        "write, read and output multiples of that",
        "version": package["version"],
        "tokens_source": ours["tokens_source"],
        "unnamed": ours["unnamed"],
        "models": [joined(one, models, package) for one in ours["model"]],
    }


def joined(one: Mapping[str, Any], models: Mapping[str, genai.Model], package: Json) -> Json:
    """One model with its price. Ends the program for one that the package does not know."""
    try:
        found = models[one["api"]]
        strange = [name for name in one.get("aliases", ()) if not meant(name, found)]
        if strange:
            raise genai.Broken(f"no other name of it is {', '.join(strange)}")
        blank = {"aliases": [], "remark": ""}
        return {"id": one["id"], **blank, **one, **genai.row(found, package["date"])}
    except (KeyError, genai.Broken) as error:
        sys.exit(f"{one['api']} in genai-prices {package['version']}: {error}")


def meant(name: str, found: genai.Model) -> bool:
    """Whether an API's name means a model; short names are ours."""
    return bool(not name.startswith(("claude-", "gpt-")) or found[1].is_match(name))


def written(made: Json) -> str:
    """The list with a line for each model, so that a change of price is one line."""
    head = {key: value for key, value in made.items() if key != "models"}
    lines = ",\n".join(f"    {json.dumps(one, ensure_ascii=False)}" for one in made["models"])
    start = json.dumps(head, indent=2, ensure_ascii=False).removesuffix("\n}")
    return f'{start},\n  "models": [\n{lines}\n  ]\n}}\n'


if __name__ == "__main__":
    sys.exit(main())
