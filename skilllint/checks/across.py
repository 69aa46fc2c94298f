"""XS: what can only be seen of several skills together.

A check here gets all skills that its rule is on for, each with its setting, and
yields problems with the place of the skill that each belongs to.
"""

from __future__ import annotations
