"""Why GitHub did not do what was asked: each says it in one plain sentence."""

from __future__ import annotations


class GithubError(Exception):
    """GitHub did not do what was asked; the text is one sentence, and never holds the token."""


class TokenError(GithubError):
    """There is no token, it cannot be one, or GitHub does not accept it (401)."""


class RightsError(GithubError):
    """The token may not do this: 403, or 404 where something new was to be written.

    The sentence names the permission that is missing.
    """


class RejectedError(GithubError):
    """GitHub understood and refused, and would again: 422, any other final 4xx, a redirect."""


class UnknownFateError(GithubError):
    """A write that must not be sent twice got no clear answer: it may have been done.

    Look what stands on the pull request before it is sent again.
    """


class UnreachableError(GithubError):
    """No answer that could be used, after all retries, or only after too long a wait."""


class MissingError(GithubError):
    """What was to be read, edited, deleted, resolved or hidden is not there (404)."""
