"""A GitHub on loopback that remembers: pull requests, comments, reviews, threads, git.

Written from GitHub's own description, not from the client that it judges: where
`SKILLLINT_DATA` is set, each request and answer is held against that description.
"""

from hub.hub import BOT, Hub
from hub.state import Comment, Exchange, Mail, PullRequest, Remark, Review, Thread

__all__ = [
    "BOT",
    "Comment",
    "Exchange",
    "Hub",
    "Mail",
    "PullRequest",
    "Remark",
    "Review",
    "Thread",
]
