"""skilllint: a linter and size auditor for Agent Skills."""

__version__ = "0.1.0"
