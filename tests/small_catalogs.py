"""Little catalogues of every kind, in the forms in which people download them."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

FOLDER = Path(".papergraph", "catalogs")
"""Where the command line keeps indexes."""


def paper(identifier: str, title: str = "", **fields: Any) -> dict[str, Any]:
    """A row of arXiv's snapshot, with every key of it."""
    return {
        "id": identifier,
        "submitter": "Ada Example",
        "authors": "Ada Example and Bo S\\'ample",
        "title": title or f"A Paper That Is Called\n  {identifier}",
        "comments": "12 pages",
        "journal-ref": None,
        "doi": None,
        "report-no": None,
        "categories": "cs.LG stat.ML",
        "license": "http://creativecommons.org/licenses/by/4.0/",
        "abstract": f"  We study {identifier}.\n",
        "versions": [{"version": "v1", "created": "Tue, 2 Jan 2024 10:00:00 GMT"}],
        "update_date": "2024-02-02",
        "authors_parsed": [["Example", "Ada", ""], ["S\\'ample", "Bo", ""]],
        **fields,
    }


def repository(name: str, **fields: Any) -> dict[str, Any]:
    """A repository as GitHub's REST API describes it, with a few of the keys that nobody reads."""
    owner = name.partition("/")[0]
    return {
        "id": 7,
        "full_name": name,
        "owner": {"login": owner, "url": f"https://api.github.com/users/{owner}"},
        "forks_url": f"https://api.github.com/repos/{name}/forks",
        "description": f"What {name} does",
        "stargazers_count": 5,
        "license": {"key": "mit", "spdx_id": "MIT"},
        "topics": ["pruning"],
        "retrieved": "2024-06-15",
        **fields,
    }


def pwc_paper(identifier: str | None, title: str, slug: str, **fields: Any) -> dict[str, Any]:
    """A row of papers-with-abstracts."""
    address = f"https://arxiv.org/abs/{identifier}v2" if identifier else None
    return {
        "paper_url": f"https://paperswithcode.com/paper/{slug}",
        "arxiv_id": identifier,
        "nips_id": None,
        "openreview_id": None,
        "title": title,
        "abstract": "An abstract ] with } brackets, and “quotes”.",
        "short_abstract": "An abstract.",
        "url_abs": address,
        "url_pdf": address and address.replace("abs", "pdf"),
        "proceeding": "ICCV 2021 10",
        "authors": ["Ada Example", "Bo Sample"],
        "tasks": ["Network Pruning"],
        "date": "2020-07-07",
        "conference_url_abs": None,
        "conference_url_pdf": None,
        "conference": "iccv-2021-10",
        "reproduces_paper": None,
        "methods": [{"name": "ReLU", "full_name": "Rectified", "main_collection": {"name": "Activations"}}],
        **fields,
    }


def pwc_link(identifier: str | None, url: str, slug: str = "slug", **fields: Any) -> dict[str, Any]:
    """A row of links-between-papers-and-code."""
    address = f"https://arxiv.org/abs/{identifier}v2" if identifier else "https://example.org/paper"
    return {
        "paper_url": f"https://paperswithcode.com/paper/{slug}",
        "paper_title": "A Paper",
        "paper_arxiv_id": identifier,
        "paper_url_abs": address,
        "paper_url_pdf": f"{address}.pdf",
        "repo_url": url,
        "is_official": True,
        "mentioned_in_paper": True,
        "mentioned_in_github": False,
        "framework": "pytorch",
        **fields,
    }


def written(path: Path, records: Iterable[object]) -> Path:
    """A file of one record a line; a text stands for itself."""
    lines = (record if isinstance(record, str) else json.dumps(record) for record in records)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def array(path: Path, records: Iterable[object]) -> Path:
    """A file that is one array, with line breaks as Papers with Code has them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(list(records), indent=2, ensure_ascii=False), encoding="utf-8")
    return path


def gzipped(path: Path) -> Path:
    """The file gzipped, beside it."""
    packed = path.with_name(f"{path.name}.gz")
    packed.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    return packed


def zipped(path: Path, *others: str, name: str = "archive.zip") -> Path:
    """The file in a zip, beside it, with other files that hold nothing."""
    packed = path.with_name(name)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, path.name)
        for other in others:
            archive.writestr(other, "{}\n")
    return packed
