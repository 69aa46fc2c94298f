"""Counts by Claude's maker: the one room that talks to a network, and only when it is asked to."""

from skilllint.exact.asking import Patience
from skilllint.exact.counting import Counted, scales
from skilllint.exact.endpoint import Endpoint, Refused, endpoint

__all__ = ["Counted", "Endpoint", "Patience", "Refused", "endpoint", "scales"]
