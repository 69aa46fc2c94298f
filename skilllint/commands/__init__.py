"""What each command does: one module each, with a `run(options) -> status`."""

from __future__ import annotations

from argparse import Namespace
from importlib import import_module

from skilllint.baseline import BaselineError
from skilllint.catalogue import UnknownRuleError
from skilllint.commands.shared import INTERNAL, USAGE, complain
from skilllint.config import ConfigError
from skilllint.cost import Unknown
from skilllint.rulefile import RuleError


def run(options: Namespace) -> int:
    """Run the command that was named; an error of the user's is one line and status 2."""
    try:
        status: int = import_module(f"{__name__}.{options.command}").run(options)
        return status
    except (BaselineError, ConfigError, UnknownRuleError, Unknown) as error:
        return complain(str(error), USAGE)
    except RuleError as error:
        return complain(f"no audit was performed: {error}", INTERNAL)
    except KeyboardInterrupt:
        return 130
