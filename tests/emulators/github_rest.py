"""The JSON that GitHub's REST API says about a repository, field by field in GitHub's order."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from emulators.github_records import Account, License, Repository

Json = dict[str, Any]

ACCOUNT_PATHS = {
    "followers_url": "/followers",
    "following_url": "/following{/other_user}",
    "gists_url": "/gists{/gist_id}",
    "starred_url": "/starred{/owner}{/repo}",
    "subscriptions_url": "/subscriptions",
    "organizations_url": "/orgs",
    "repos_url": "/repos",
    "events_url": "/events{/privacy}",
    "received_events_url": "/received_events",
}
REPOSITORY_PATHS = {
    "forks_url": "/forks",
    "keys_url": "/keys{/key_id}",
    "collaborators_url": "/collaborators{/collaborator}",
    "teams_url": "/teams",
    "hooks_url": "/hooks",
    "issue_events_url": "/issues/events{/number}",
    "events_url": "/events",
    "assignees_url": "/assignees{/user}",
    "branches_url": "/branches{/branch}",
    "tags_url": "/tags",
    "blobs_url": "/git/blobs{/sha}",
    "git_tags_url": "/git/tags{/sha}",
    "git_refs_url": "/git/refs{/sha}",
    "trees_url": "/git/trees{/sha}",
    "statuses_url": "/statuses/{sha}",
    "languages_url": "/languages",
    "stargazers_url": "/stargazers",
    "contributors_url": "/contributors",
    "subscribers_url": "/subscribers",
    "subscription_url": "/subscription",
    "commits_url": "/commits{/sha}",
    "git_commits_url": "/git/commits{/sha}",
    "comments_url": "/comments{/number}",
    "issue_comment_url": "/issues/comments{/number}",
    "contents_url": "/contents/{+path}",
    "compare_url": "/compare/{base}...{head}",
    "merges_url": "/merges",
    "archive_url": "/{archive_format}{/ref}",
    "downloads_url": "/downloads",
    "issues_url": "/issues{/number}",
    "pulls_url": "/pulls{/number}",
    "milestones_url": "/milestones{/number}",
    "notifications_url": "/notifications{?since,all,participating}",
    "labels_url": "/labels{/name}",
    "releases_url": "/releases{/id}",
    "deployments_url": "/deployments",
}
PERMISSIONS = {"admin": False, "maintain": False, "push": False, "triage": False, "pull": True}


def full_body(repository: Repository, api: str, *, signed_in: bool) -> Json:
    """What `GET /repos/{owner}/{name}` says: `full-repository` in GitHub's OpenAPI description."""
    body = simple_body(repository, api)
    if signed_in:
        body |= {"permissions": PERMISSIONS}
    body |= {"temp_clone_token": "" if signed_in else None}
    if repository.owner.kind == "Organization":
        body |= {"custom_properties": {}, "organization": account_body(repository.owner, api)}
    if repository.parent:
        source = repository.source or repository.parent
        body |= {"parent": simple_body(repository.parent, api), "source": simple_body(source, api)}
    network = repository.forks if repository.network is None else repository.network
    return {**body, "network_count": network, "subscribers_count": repository.subscribers}


def simple_body(repository: Repository, api: str) -> Json:
    """What GitHub says about a repository inside of another answer."""
    here, page = f"{api}/repos/{repository.full_name}", f"https://github.com/{repository.full_name}"
    return {
        "id": repository.number,
        "node_id": repository.node_id,
        "name": repository.name,
        "full_name": repository.full_name,
        "private": repository.private,
        "owner": account_body(repository.owner, api),
        "html_url": page,
        "description": repository.description,
        "fork": repository.parent is not None,
        "url": here,
        **{name: here + path for name, path in REPOSITORY_PATHS.items()},
        "created_at": written(repository.created_at),
        "updated_at": written(repository.updated_at),
        "pushed_at": written(repository.pushed_at),
        "git_url": f"git://github.com/{repository.full_name}.git",
        "ssh_url": f"git@github.com:{repository.full_name}.git",
        "clone_url": f"{page}.git",
        "svn_url": page,
        "homepage": repository.homepage,
        **counts(repository),
        "license": license_body(repository.license, api),
        "allow_forking": True,
        "is_template": repository.is_template,
        "web_commit_signoff_required": False,
        "has_pull_requests": True,
        "pull_request_creation_policy": "all",
        "topics": list(repository.topics),
        "visibility": "private" if repository.private else "public",
        "forks": repository.forks,
        "open_issues": repository.open_issues,
        "watchers": repository.stars,
        "default_branch": repository.default_branch,
    }


def counts(repository: Repository) -> Json:
    """The numbers and the switches in the middle of a body."""
    return {
        "size": repository.size,
        "stargazers_count": repository.stars,
        "watchers_count": repository.stars,
        "language": repository.language,
        "has_issues": repository.has_issues,
        "has_projects": repository.has_projects,
        "has_downloads": repository.has_downloads,
        "has_wiki": repository.has_wiki,
        "has_pages": repository.has_pages,
        "has_discussions": repository.has_discussions,
        "forks_count": repository.forks,
        "mirror_url": repository.mirror_url,
        "archived": repository.archived_at is not None,
        "disabled": repository.disabled,
        "open_issues_count": repository.open_issues,
    }


def account_body(owner: Account, api: str) -> Json:
    """What GitHub says about the owner of a repository: `simple-user`."""
    here = f"{api}/users/{owner.login}"
    return {
        "login": owner.login,
        "id": owner.number,
        "node_id": owner.node_id,
        "avatar_url": f"https://avatars.githubusercontent.com/u/{owner.number}?v=4",
        "gravatar_id": "",
        "url": here,
        "html_url": f"https://github.com/{owner.login}",
        **{name: here + path for name, path in ACCOUNT_PATHS.items()},
        "type": owner.kind,
        "user_view_type": "public",
        "site_admin": False,
    }


def license_body(found: License | None, api: str) -> Json | None:
    """What GitHub says about a licence."""
    if found is None:
        return None
    return {
        "key": found.key,
        "name": found.name,
        "spdx_id": found.spdx_id,
        "url": f"{api}/licenses/{found.key}" if found.known else None,
        "node_id": found.node,
    }


def written(date: datetime | None) -> str | None:
    """A date as GitHub writes it."""
    return date.strftime("%Y-%m-%dT%H:%M:%SZ") if date else None
