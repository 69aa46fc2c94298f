"""Write the JSON Schema of `calibration.json` from the nouns that it holds.

    python tools/calibration_schema.py            write skilllint/data/calibration.schema.json
    python tools/calibration_schema.py --check    say whether it is what would be written

Run it when a noun of `skilllint/model/measuring.py` changes.
"""

from __future__ import annotations

import json
import sys
import types
import typing
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from skilllint.calibration import file, shapes
from skilllint.model.measuring import Calibration

Json = dict[str, Any]

PATH = Path(__file__).parents[1] / "skilllint" / "data" / "calibration.schema.json"

PLAIN: dict[Any, Json] = {
    int: {"type": "integer", "minimum": 0, "maximum": shapes.MOST},
    float: {"type": "number", "minimum": 0, "maximum": shapes.MOST},
    str: {"type": "string", "maxLength": shapes.LONG},
    date: {"type": "string", "format": "date"},
}


def schema() -> Json:
    """The schema of the whole file; a later program may say more."""
    nouns: Json = {}
    held = noun(Calibration, nouns)
    own = {"kind": {"const": file.KIND}, "version": {"const": file.VERSION}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "calibration.json",
        **held,
        "properties": own | held["properties"],
        "required": [*own, *held["required"]],
        "$defs": dict(sorted(nouns.items())),
    }


def noun(kind: Any, nouns: Json) -> Json:
    """An object with a noun's fields; those that have a default may be missing."""
    known = typing.get_type_hints(kind)
    return {
        "description": " ".join((kind.__doc__ or "").split()),
        "type": "object",
        "properties": {field.name: value(known[field.name], nouns) for field in fields(kind)},
        "required": [field.name for field in fields(kind) if is_needed(field)],
    }


def is_needed(field: Field[Any]) -> bool:
    """Whether a field has no default."""
    return field.default is MISSING and field.default_factory is MISSING


def value(kind: Any, nouns: Json) -> Json:
    """A value of a type; a noun is described once, in `nouns`."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [value(inner[0], nouns), {"type": "null"}]}
    if origin is typing.Literal:
        return {"enum": list(inner)}
    if origin is tuple:
        return {"type": "array", "items": value(inner[0], nouns)}
    if origin is not None:
        named = {"propertyNames": {"maxLength": shapes.LONG}}
        return {"type": "object", **named, "additionalProperties": value(inner[1], nouns)}
    if not is_dataclass(kind):
        return PLAIN[kind]
    name = typing.cast("type", kind).__name__
    if name not in nouns:
        nouns[name] = {}  # its place, while its own fields are looked at
        nouns[name] = noun(kind, nouns)
    return {"$ref": f"#/$defs/{name}"}


def main() -> None:
    """Write it, or say that it is stale."""
    text = json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
    if "--check" not in sys.argv[1:]:
        PATH.write_text(text, "utf-8")
    elif not PATH.is_file() or PATH.read_text("utf-8") != text:
        sys.exit(f"{PATH.name} is stale; run python tools/calibration_schema.py")


if __name__ == "__main__":
    main()
