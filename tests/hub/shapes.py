"""JSON as GitHub's REST API gives it, of what the fake keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from hub.git import Changed
from hub.state import Comment, PullRequest, Remark, Review

if TYPE_CHECKING:
    from hub.hub import Hub

Json = dict[str, Any]

FOUNDED = "2025-01-02T03:04:05Z"
BELOW = (
    *("assignees{/user}", "branches{/branch}", "collaborators{/collaborator}"),
    *("comments{/number}", "commits{/sha}", "contributors", "deployments", "downloads"),
    *("events", "forks", "hooks", "issues{/number}", "keys{/key_id}", "labels{/name}"),
    *("languages", "merges", "milestones{/number}", "pulls{/number}", "releases{/id}"),
    *("stargazers", "statuses/{sha}", "subscribers", "subscription", "tags", "teams"),
    *("notifications{?since,all,participating}", "git/blobs{/sha}", "git/trees{/sha}"),
)
"""Addresses below a repository's that are named after their first word."""
OTHERS = {
    "archive_url": "{archive_format}{/ref}",
    "compare_url": "compare/{base}...{head}",
    "contents_url": "contents/{+path}",
    "git_commits_url": "git/commits{/sha}",
    "git_refs_url": "git/refs{/sha}",
    "git_tags_url": "git/tags{/sha}",
    "issue_comment_url": "issues/comments{/number}",
    "issue_events_url": "issues/events{/number}",
}
YES = ("has_downloads", "has_issues", "has_projects", "has_wiki")
NO = ("has_pages", "archived", "disabled")
ZERO = (
    *("forks", "forks_count", "open_issues", "open_issues_count", "size"),
    *("stargazers_count", "watchers", "watchers_count"),
)


def number_of(name: str) -> int:
    """A number that stands for a name: the same in every run."""
    return int.from_bytes(name.encode()[:5], "big")


def user(hub: Hub, login: str | None) -> Json | None:
    """An account; None where it is gone."""
    if login is None:
        return None
    spelled = quote(login)  # a bot's brackets do not stand in an address
    at, page = f"{hub.api}/users/{spelled}", f"{hub.server}/{spelled}"
    return {
        "login": login,
        "id": number_of(login),
        "node_id": f"U_{number_of(login):x}",
        "avatar_url": f"{hub.server}/avatars/{spelled}",
        "gravatar_id": "",
        "url": at,
        "html_url": page,
        **{f"{name}_url": f"{at}/{name}" for name in ("followers", "subscriptions", "repos")},
        "following_url": f"{at}/following{{/other_user}}",
        "gists_url": f"{at}/gists{{/gist_id}}",
        "starred_url": f"{at}/starred{{/owner}}{{/repo}}",
        "organizations_url": f"{at}/orgs",
        "events_url": f"{at}/events{{/privacy}}",
        "received_events_url": f"{at}/received_events",
        "type": "Bot" if login.endswith("[bot]") else "User",
        "site_admin": False,
    }


def repository(hub: Hub, full_name: str) -> Json:
    owner, name = full_name.split("/")
    at, page = f"{hub.api}/repos/{full_name}", f"{hub.server}/{full_name}"
    urls = {f"{one.split('{')[0].split('/')[-1 if 'git/' in one else 0]}_url": one for one in BELOW}
    return {
        "id": hub.repository_id if full_name == hub.repository else number_of(full_name),
        "node_id": f"R_{number_of(full_name):x}",
        "name": name,
        "full_name": full_name,
        "owner": user(hub, owner),
        "private": hub.private,
        "html_url": page,
        "description": None,
        "fork": full_name != hub.repository,
        "url": at,
        **{key: f"{at}/{rest}" for key, rest in (urls | OTHERS).items()},
        "git_url": f"git:{page}.git",
        "ssh_url": f"git@example.invalid:{full_name}.git",
        "clone_url": f"{page}.git",
        "svn_url": page,
        "default_branch": "main",
        **dict.fromkeys(("homepage", "language", "mirror_url", "license"), None),
        **dict.fromkeys(ZERO, 0),
        **dict.fromkeys(YES, True),
        **dict.fromkeys(NO, False),
        **dict.fromkeys(("created_at", "updated_at", "pushed_at"), FOUNDED),
    }


def end(hub: Hub, full_name: str | None, ref: str, sha: str) -> Json:
    """One end of a pull request: where its branch lies, and at which commit."""
    owner = full_name.split("/")[0] if full_name else "unknown"
    return {
        "label": f"{owner}:{ref}",
        "ref": ref,
        "sha": sha,
        "user": user(hub, owner) if full_name else None,
        "repo": repository(hub, full_name) if full_name else None,
    }


def pull(hub: Hub, one: PullRequest, *, simple: bool = False) -> Json:
    """A pull request; a `simple` one as lists hold it."""
    at, page = (
        f"{hub.api}/repos/{hub.repository}",
        f"{hub.server}/{hub.repository}/pull/{one.number}",
    )
    links = {
        "self": f"{at}/pulls/{one.number}",
        "html": page,
        "issue": f"{at}/issues/{one.number}",
        "comments": f"{at}/issues/{one.number}/comments",
        "review_comments": f"{at}/pulls/{one.number}/comments",
        "review_comment": f"{at}/pulls/comments{{/number}}",
        "commits": f"{at}/pulls/{one.number}/commits",
        "statuses": f"{at}/statuses/{one.head}",
    }
    shown: Json = {
        "url": links["self"],
        "id": 2_000_000_000 + one.number,
        "node_id": one.node,
        "html_url": page,
        "diff_url": f"{page}.diff",
        "patch_url": f"{page}.patch",
        "issue_url": links["issue"],
        **{f"{name}_url": links[name] for name in links if name not in ("self", "html", "issue")},
        "number": one.number,
        "state": one.state,
        "locked": False,
        "title": one.title,
        "user": user(hub, one.author or "ghost"),
        "body": None,
        "created_at": one.created,
        "updated_at": one.updated,
        "closed_at": one.updated if one.state == "closed" else None,
        "merge_commit_sha": None,
        "labels": [],
        **dict.fromkeys(("merged_at", "assignee", "milestone", "auto_merge"), None),
        "head": end(hub, one.head_repository, one.branch, one.head),
        "base": end(hub, hub.repository, "main", one.base),
        "author_association": "CONTRIBUTOR",
        "draft": False,
        "_links": {name: {"href": link} for name, link in links.items()},
    }
    return shown if simple else shown | counts(hub, one)


def counts(hub: Hub, one: PullRequest) -> Json:
    files = hub.diff(one.base, one.head)
    return {
        "merged": False,
        "mergeable": None,
        "mergeable_state": "unknown",
        "merged_by": None,
        "maintainer_can_modify": False,
        "comments": len(one.comments),
        "review_comments": len(list(one.remarks())),
        "commits": len(hub.store.between(one.base, one.head)),
        "additions": sum(file.count("+") for file in files),
        "deletions": sum(file.count("-") for file in files),
        "changed_files": len(files),
    }


def comment(hub: Hub, one: Comment) -> Json:
    at = f"{hub.api}/repos/{hub.repository}/issues"
    return {
        "url": f"{at}/comments/{one.id}",
        "html_url": f"{hub.server}/{hub.repository}/pull/{one.number}#issuecomment-{one.id}",
        "issue_url": f"{at}/{one.number}",
        "id": one.id,
        "node_id": one.node,
        "user": user(hub, one.author),
        "created_at": one.created,
        "updated_at": one.updated,
        "author_association": "NONE",
        "body": one.body,
        "performed_via_github_app": None,
    }


def remark(hub: Hub, one: Remark) -> Json:
    thread, spot = one.thread, one.thread.made
    at = f"{hub.api}/repos/{hub.repository}/pulls"
    page = f"{hub.server}/{hub.repository}/pull/{one.number}#discussion_r{one.id}"
    head = hub.pulls[one.number].head
    shown = {
        "url": f"{at}/comments/{one.id}",
        "pull_request_review_id": one.review,
        "id": one.id,
        "node_id": one.node,
        "diff_hunk": thread.hunk,
        "path": spot.path,
        "commit_id": spot.commit if thread.outdated else head,
        "original_commit_id": spot.commit,
        "user": user(hub, one.author),
        "body": one.body,
        "created_at": one.created,
        "updated_at": one.updated,
        "html_url": page,
        "pull_request_url": f"{at}/{one.number}",
        "author_association": "NONE",
        "_links": {
            "self": {"href": f"{at}/comments/{one.id}"},
            "html": {"href": page},
            "pull_request": {"href": f"{at}/{one.number}"},
        },
        "start_line": thread.start,
        "original_start_line": spot.start,
        "start_side": spot.side if spot.start else None,
        "line": thread.line,
        "original_line": spot.line,
        "side": spot.side,
        "position": thread.position,
        "subject_type": "line" if spot.line else "file",
    }
    if one.reply_to is not None:
        shown["in_reply_to_id"] = one.reply_to
    return shown


def review(hub: Hub, one: Review) -> Json:
    pull_at = f"{hub.api}/repos/{hub.repository}/pulls/{one.number}"
    page = f"{hub.server}/{hub.repository}/pull/{one.number}#pullrequestreview-{one.id}"
    shown = {
        "id": one.id,
        "node_id": one.node,
        "user": user(hub, one.author),
        "body": one.body,
        "state": one.state,
        "html_url": page,
        "pull_request_url": pull_at,
        "author_association": "NONE",
        "_links": {"html": {"href": page}, "pull_request": {"href": pull_at}},
        "commit_id": one.commit,
    }
    return shown | ({"submitted_at": one.submitted} if one.submitted else {})


def file(hub: Hub, one: Changed, head: str) -> Json:
    page, path = f"{hub.server}/{hub.repository}", quote(one.path)
    shown: Json = {
        "sha": one.blob,
        "filename": one.path,
        "status": one.status,
        "additions": one.count("+"),
        "deletions": one.count("-"),
        "changes": one.count("+") + one.count("-"),
        "blob_url": f"{page}/blob/{head}/{path}",
        "raw_url": f"{page}/raw/{head}/{path}",
        "contents_url": f"{hub.api}/repos/{hub.repository}/contents/{path}?ref={head}",
    }
    if one.patch is not None and one.path not in hub.patchless:
        shown["patch"] = one.patch
    if one.old_path is not None:
        shown["previous_filename"] = one.old_path
    return shown


def commit(hub: Hub, sha: str) -> Json:
    at = f"{hub.api}/repos/{hub.repository}"
    who = {"name": "Test", "email": "test@example.invalid", "date": FOUNDED}
    tree = hub.store.git("rev-parse", f"{sha}^{{tree}}")
    parents = hub.store.git("rev-parse", f"{sha}^@").split()
    return {
        "sha": sha,
        "node_id": f"C_{sha}",
        "url": f"{at}/commits/{sha}",
        "html_url": f"{hub.server}/{hub.repository}/commit/{sha}",
        "comments_url": f"{at}/commits/{sha}/comments",
        "commit": {
            "url": f"{at}/git/commits/{sha}",
            "author": who,
            "committer": who,
            "message": hub.store.git("log", "-1", "--format=%B", sha),
            "comment_count": 0,
            "tree": {"sha": tree, "url": f"{at}/git/trees/{tree}"},
        },
        "author": None,
        "committer": None,
        "parents": [{"sha": one, "url": f"{at}/commits/{one}"} for one in parents],
    }
