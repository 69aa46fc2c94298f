"""A plain client for tests of the fake itself: one request, no cleverness."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from hub.hub import Hub

ACCEPT = "application/vnd.github+json"

STATE = """
query ($number: Int!, $comments: String, $threads: String, $size: Int = 100) {
  repository(owner: "octo", name: "skills") {
    pullRequest(number: $number) {
      headRefOid
      state
      comments(first: $size, after: $comments) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          id fullDatabaseId body createdAt viewerDidAuthor isMinimized
          author { __typename login }
        }
      }
      reviewThreads(first: $size, after: $threads) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          id path line startLine isResolved isOutdated viewerCanResolve viewerCanUnresolve
          resolvedBy { login }
          comments(first: 2) {
            totalCount
            nodes {
              id fullDatabaseId body outdated viewerDidAuthor viewerCanDelete
              author { login }
            }
          }
        }
      }
    }
  }
}
"""


def ask(
    hub: Hub, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
) -> httpx.Response:
    """Send a request of the REST API about the repository; `path` is below it or absolute."""
    at = path if path.startswith("http") else f"{hub.api}/repos/{hub.repository}/{path}"
    mine = {"Authorization": f"Bearer {hub.token}", "Accept": ACCEPT}
    sent = {name: value for name, value in (mine | dict(headers or {})).items() if value}
    return httpx.request(method, at, json=body, headers=sent, verify=False, timeout=10)


def query(hub: Hub, document: str, **variables: Any) -> dict[str, Any]:
    """What GraphQL answers to a document."""
    asked = {"query": document, "variables": variables}
    headers = {"Authorization": f"Bearer {hub.token}"}
    answer = httpx.post(hub.graphql, json=asked, headers=headers, verify=False, timeout=10)
    said: dict[str, Any] = answer.json()
    return said


def change(hub: Hub, name: str, asked: Mapping[str, Any], shown: str = "clientMutationId") -> Any:
    """What a mutation answers."""
    kind = name[0].upper() + name[1:] + "Input!"
    document = f"mutation ($input: {kind}) {{ {name}(input: $input) {{ {shown} }} }}"
    return query(hub, document, input=dict(asked))


def state(hub: Hub, number: int, **pages: Any) -> Any:
    """The pull request as GraphQL shows it."""
    return query(hub, STATE, number=number, **pages)["data"]["repository"]["pullRequest"]
