"""A pull request reviewed: which commits, what to say of them, and what to write where."""
