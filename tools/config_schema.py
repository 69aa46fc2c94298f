"""Write the JSON Schema of `skilllint.toml` from the tables that read it, for editors.

    python tools/config_schema.py            write skilllint/data/config.schema.json
    python tools/config_schema.py --check    say whether it is what would be written

Run it when a rule, a host or a key of the configuration comes or goes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from skilllint import catalogue, configfile, hosts
from skilllint import configkinds as kinds
from skilllint.cost import prices

Json = dict[str, Any]

PATH = Path(__file__).parents[1] / "skilllint" / "data" / "config.schema.json"

ABOUT = {
    "rules": "Folders of rules of your own, from this file's folder.",
    "select": 'The rules that are put to skills: codes, names, beginnings of codes, or "ALL".',
    "extend-select": "Rules besides those selected; advice of one named by its code is shown.",
    "ignore": "Rules that are not put to skills; goes before select.",
    "exclude": "Skills to leave out: patterns as in a .gitignore, from this file's folder.",
    "hosts": "The hosts to judge for; without it, the usual ones and those the repository shows.",
    "advice": "Whether findings that are mere advice are shown.",
    "fail-on": "The least severity of a shown finding that gives exit status 1.",
    "baseline": "The file of findings that are not told, from this file's folder.",
    "units": "The least that is judged as a block.",
    "units.lines": "Lines from which a section is judged.",
    "units.tokens": "Tokens from which a section is judged.",
    "cost": "What costs assume.",
    "cost.calls": "Model calls of a session after the skill is loaded.",
    "cost.model": "The model whose prices are used.",
    "cost.ttl": "How long the prompt cache lives.",
    "cost.input-price": "Dollars per million uncached input tokens, over the price list.",
    "cost.read-multiple": "What a token read from the cache costs, as a multiple of that.",
    "cost.write-multiple": "What a token written to the cache costs, as a multiple of that.",
    "cost.token-scale": "The model's tokens over o200k tokens.",
    "cost.calibration": "What `skilllint calibrate` counted, from this file's folder.",
    "ratchet": "What may only fall, by `check --ratchet`.",
    "ratchet.unit": "What is counted: tokens or bytes.",
    "limits": "The limits of rules, by code or name.",
    "usage": "Your word on how often a section is needed.",
    "usage.heading": 'The section: its title, or "Parent > Child".',
    "usage.p": "The share of sessions that need it.",
    "usage.note": "Why that is known.",
    "usage.path": "The skills meant: a pattern as in a .gitignore; without it, all.",
    "allow": "Findings that are let be, each with a reason.",
    "allow.rule": 'A code, a name or a beginning of codes, or "ratchet" for growth.',
    "allow.reason": "Why it is let be.",
    "allow.path": "The files meant: a pattern as in a .gitignore; without it, all.",
    "allow.heading": "The section meant; without it, the whole file.",
    "allow.until": "The last day on which the entry holds.",
    "overrides": "What holds for some paths: later entries go before earlier ones.",
    "overrides.paths": "The skills meant: patterns as in a .gitignore, from this file's folder.",
}
"""What an editor shows of a key."""


def words() -> list[str]:
    """All that names rules: codes, names, former codes and names, beginnings, all of them."""
    rules = catalogue.rules()
    named = {word for rule in rules for word in (rule.code, rule.name, *rule.aliases)}
    starts = {rule.code[:-cut] for rule in rules for cut in (1, 2, 3)}
    return ["ALL", *sorted(named | starts)]


TEXT: Json = {"type": "string", "pattern": r"\S"}
PATTERN: Json = {"type": "string", "pattern": r"^\s*[^\s!#]"}


def rule() -> Json:
    """What names a rule: ours are offered, a repository's own are let pass."""
    return {"anyOf": [{"enum": words()}, {"type": "string", "pattern": OWN}]}


RULE: Json = {"$ref": "#/$defs/rule"}
OWN = "^[A-Za-z]+[A-Za-z0-9-]*$"
NUMBER: Json = {"type": "number", "minimum": 0, "exclusiveMaximum": 1e12}

KINDS: Mapping[str, Callable[[], Json]] = {
    "folders": lambda: {"type": "array", "items": TEXT},
    "codes": lambda: {"type": "array", "items": RULE},
    "patterns": lambda: {"type": "array", "items": {"type": "string"}},
    "some_patterns": lambda: {"type": "array", "items": {"type": "string"}, "minItems": 1},
    "host_names": lambda: {"type": "array", "items": {"enum": [*hosts.table()]}},
    "truth": lambda: {"type": "boolean"},
    "level": lambda: {"enum": [*kinds.LEVELS]},
    "file_name": lambda: TEXT,
    "sentence": lambda: TEXT,
    "pattern": lambda: PATTERN,
    "probability": lambda: {"type": "number", "minimum": 0, "maximum": 1},
    "positive": lambda: {"type": "integer", "minimum": 1},
    "model_name": lambda: {**TEXT, "examples": [price.id for price in prices.prices()]},
    "factor": lambda: {"type": "number", "exclusiveMinimum": 0},
    "multiple": lambda: {"type": "number", "minimum": 0},
    "life_time": lambda: {"enum": [*prices.TTLS]},
    "allowance": lambda: {"anyOf": [{"const": kinds.RATCHET}, RULE]},
    "growth_unit": lambda: {"enum": ["tokens", "bytes"]},
    "day": lambda: {"type": "string", "format": "date"},
}
"""Every kind of value as a schema has it, by the function that reads it."""


def schema() -> Json:
    """The whole schema."""
    numbers: Json = {name: table(keys, name) for name, keys in kinds.TABLES.items()}
    numbers["limits"] = {"description": ABOUT["limits"], "$ref": "#/$defs/limits"}
    lists = {
        "usage": table(kinds.USAGE, "usage", configfile.NEEDED["usage"]),
        "allow": table(kinds.ALLOW, "allow", configfile.NEEDED["allow"]),
        "overrides": inside(properties(kinds.OVERRIDES, "overrides") | numbers, ("paths",)),
    }
    several = {
        name: {"description": ABOUT[name], "type": "array", "items": one}
        for name, one in lists.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "skilllint.toml",
        **inside(properties(kinds.WORDS) | numbers | several),
        "$defs": {"rule": rule(), "limits": limits()},
    }


def properties(keys: Mapping[str, kinds.Kind], within: str = "") -> Json:
    """The keys of a table with what each may hold."""
    found: Json = {}
    for key, kind in keys.items():
        path = f"{within}.{key}" if within else key
        found[key] = {"description": ABOUT.get(path) or ABOUT[key], **KINDS[kind.__name__]()}
    return found


def table(keys: Mapping[str, kinds.Kind], name: str, needed: Iterable[str] = ()) -> Json:
    """A table of plain values."""
    return {"description": ABOUT[name], **inside(properties(keys, name), needed)}


def inside(keys: Json, needed: Iterable[str] = ()) -> Json:
    """An object with these keys and no other."""
    required = [*needed]
    more = {"required": required} if required else {}
    return {"type": "object", "properties": keys, "additionalProperties": False, **more}


def limits() -> Json:
    """The limits that rules have, by code, name or former code; own rules may have any."""
    ours = {
        word: inside(dict.fromkeys(rule.limits, NUMBER))
        for rule in catalogue.rules()
        for word in (rule.code, rule.name, *rule.aliases)
    }
    own = {"type": "object", "additionalProperties": NUMBER}
    return {"type": "object", "properties": ours, "additionalProperties": own}


def main() -> int:
    """Write the schema, or compare it."""
    parser = argparse.ArgumentParser(description="The JSON Schema of skilllint.toml.")
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    options = parser.parse_args()
    text = json.dumps(schema(), indent=1) + "\n"
    if not options.check:
        PATH.write_text(text, "utf-8", newline="\n")
    elif PATH.read_text("utf-8") != text:
        print("config.schema.json is not up to date: run tools/config_schema.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
