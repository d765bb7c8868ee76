"""papergraph.toml → Config: found upward from the working directory, checked whole, frozen.

Every mistake in it is a `ConfigError` that names the file, the key and what would be right. Paths in
the file are relative to the file; paths given as overrides are relative to the working directory.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from papergraph.errors import ConfigError
from papergraph.exporters import NAMES
from papergraph.keys import check_type, suggestion
from papergraph.languages import valid_tag
from papergraph.model import Metadata
from papergraph.sources.durations import seconds
from papergraph.sources.settings import ARXIV, GITHUB, Settings

FILE_NAME = "papergraph.toml"
DEFAULT_FORMATS = ("html", "ttl", "nt", "json")
DEFAULT_TITLE = "papergraph"
DEFAULT_BASE_IRI = "urn:papergraph:"

_KEYS = {
    "notes": "text or a list of texts",
    "output": "text",
    "catalogs": "text or a list of texts",
    "formats": "text or a list of texts",
    "exclude": "text or a list of texts",
    "topics": "text or a list of texts",
    "title": "text",
    "base_iri": "text",
    "notes_url": "text",
    "lang": "text",
    "site": "true or false",
    "creator": "text",
    "license": "text",
    "workers": "a whole number",
    "network": "true or false",
    "store": "text",
    "contact": "text",
    "arxiv": "a table",
    "github": "a table",
}
_SOURCE_KEYS = {
    "arxiv": {"enabled": "true or false", "url": "text", "max_age": "text", "title_search": "true or false"},
    "github": {"enabled": "true or false", "url": "text", "max_age": "text", "token": "text"},
}
_TOKENS = {"environment": False, "gh": True}
"""Where a GitHub token may come from → whether `gh` may be asked for it."""

_ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\x7f-\xa0\ud800-\udfff]+")
_CATALOG_PATTERNS = ("catalog/*.jsonl", "catalog/*.jsonl.gz")
_MANY_WORKERS = 256


@dataclass(frozen=True, slots=True)
class Config:
    """All that a build is told; every path is absolute."""

    root: Path
    """The folder of papergraph.toml, or the working directory where there is none."""
    notes: tuple[Path, ...]
    """Folders and files of notes."""
    output: Path
    """The folder that is written to."""
    catalogs: tuple[Path, ...] = ()
    """Local metadata: arXiv or GitHub records, one JSON object a line, also gzipped."""
    formats: tuple[str, ...] = DEFAULT_FORMATS
    """Of `papergraph.exporters.NAMES`."""
    exclude: tuple[str, ...] = ()
    """Patterns of note paths that are left out, relative to the notes root."""
    topics: tuple[Path, ...] = ()
    """Files of topics of one's own, SKOS in Turtle, beside those that ship."""
    title: str = DEFAULT_TITLE
    base_iri: str = DEFAULT_BASE_IRI
    """Under which the user's own things live; ends with `:`, `/` or `#`."""
    creator: str | None = None
    license: str | None = None
    """An IRI."""
    notes_url: str | None = None
    """The address under which the note files are published; None where they are on this machine alone."""
    lang: str | None = None
    """The language tag of who reads: how the page opens, and what topics are called; None leaves it to the browser."""
    site: bool = False
    """Whether a static site is written too, with a page for each thing."""
    workers: int = 0
    """Processes that read and write; 0 leaves the choice to the machine and the amount of notes."""
    file: Path | None = None
    """The papergraph.toml that was read, if any."""
    network: bool = True
    """Whether arXiv and GitHub may be asked."""
    store_file: Path | None = None
    """Where what they said is kept; None for `.papergraph/store.sqlite` in `root`."""
    contact: str | None = None
    """An address that services may write to; they see it with every request."""
    arxiv: Settings = ARXIV
    github: Settings = GITHUB

    @property
    def store(self) -> Path:
        """The store of what services said."""
        return self.store_file or self.root / ".papergraph" / "store.sqlite"

    @property
    def positions(self) -> Path:
        """Where the page remembers the places of things, so that the next build leaves them there."""
        return self.store.with_name("positions.npz")

    def without_title_search(self) -> Config:
        """Return the same, but that papers named without a link are not searched."""
        return replace(self, arxiv=self.arxiv._replace(title_search=False))

    @property
    def metadata(self) -> Metadata:
        """What the graph says of itself."""
        return Metadata(self.title, self.base_iri, self.creator, self.license, lang=self.lang)


def find(start: Path) -> Path | None:
    """The nearest papergraph.toml in `start` or a folder above it."""
    folder = start.absolute()
    return next((file for parent in (folder, *folder.parents) if (file := parent / FILE_NAME).exists()), None)


def load(
    start: Path,
    *,
    file: Path | None = None,
    notes: Sequence[Path] = (),
    output: Path | None = None,
    formats: Sequence[str] = (),
    workers: int | None = None,
    site: bool | None = None,
) -> Config:
    """The configuration that holds in the folder `start`, with what was asked for in its place.

    Args:
        start: where the search for papergraph.toml begins and what overrides are relative to.
        file: the configuration file itself, instead of a search.
        notes: folders and files of notes, instead of the configured ones.
        output: the folder to write to.
        formats: names of exporters.
        workers: processes that read and write.
        site: whether the static site is written.

    Raises:
        ConfigError: the file cannot be read, is no TOML, or says something that is not understood.
    """
    start = start.absolute()
    found = start / file if file else find(start)
    config = _from_file(found) if found else _from_table({}, start, None)
    if notes:
        paths = tuple(_plain(start / path) for path in notes)
        catalogs = config.catalogs if found else _default_catalogs(paths)
        config = replace(config, notes=paths, catalogs=catalogs)
    if output is not None:
        config = replace(config, output=_plain(start / output))
    if formats:
        config = replace(config, formats=_format_names(formats, "--format"))
    if workers is not None:
        config = replace(config, workers=_worker_count(workers, "--workers"))
    if site is not None:
        config = replace(config, site=site)
    return config


def _from_file(file: Path) -> Config:
    try:
        text = file.read_bytes().decode()
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{file}:{line}: the file is not UTF-8.") from None
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(_syntax_error(file, text, str(error))) from None
    return _from_table(table, file.parent, file)


def _syntax_error(file: Path, text: str, message: str) -> str:
    place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    line = int(place[1]) if place and place[1] else text.count("\n") + 1
    reason = message[: place.start()] if place else message
    return f"{file}:{line}: this is not TOML: {reason[:1].lower()}{reason[1:]}."


def _from_table(table: Mapping[str, Any], root: Path, file: Path | None) -> Config:
    where = str(file) if file else FILE_NAME
    for key, value in table.items():
        if key not in _KEYS:
            raise ConfigError(f"{where}: {key!r} is no key of the configuration{suggestion(key, _KEYS)}")
        check_type(value, _KEYS[key], f"{where}: {key}")
    notes = _paths(_strings(table.get("notes", "notes")), root, f"{where}: notes")
    (output,) = _paths((table.get("output", "output"),), root, f"{where}: output")
    return Config(
        root=root,
        notes=notes,
        output=output,
        catalogs=_catalogs(_strings(table["catalogs"]), root, f"{where}: catalogs")
        if "catalogs" in table
        else _default_catalogs(notes),
        formats=_format_names(_strings(table.get("formats", DEFAULT_FORMATS)), f"{where}: formats"),
        exclude=_strings(table.get("exclude", ())),
        topics=_files(_strings(table.get("topics", ())), root, f"{where}: topics"),
        title=table.get("title", DEFAULT_TITLE),
        base_iri=valid_base_iri(table.get("base_iri", DEFAULT_BASE_IRI), f"{where}: base_iri"),
        notes_url=_service_url(table["notes_url"], f"{where}: notes_url") if "notes_url" in table else None,
        lang=valid_tag(table["lang"], f"{where}: lang") if "lang" in table else None,
        site=table.get("site", False),
        creator=table.get("creator"),
        license=_iri(table["license"], f"{where}: license") if "license" in table else None,
        workers=_worker_count(table.get("workers", 0), f"{where}: workers"),
        file=file,
        network=table.get("network", True),
        store_file=_paths((table["store"],), root, f"{where}: store")[0] if "store" in table else None,
        contact=_contact(table["contact"], f"{where}: contact") if "contact" in table else None,
        arxiv=_source("arxiv", ARXIV, table.get("arxiv", {}), where),
        github=_source("github", GITHUB, table.get("github", {}), where),
    )


def _source(name: str, settings: Settings, table: Mapping[str, Any], where: str) -> Settings:
    """The settings of one source from its table."""
    where = f"{where}: [{name}]"
    keys = _SOURCE_KEYS[name]
    for key, value in table.items():
        if key not in keys:
            raise ConfigError(f"{where}: {key!r} is no key of this table{suggestion(key, keys)}")
        check_type(value, keys[key], f"{where}: {key}")
    changed: dict[str, Any] = {key: table[key] for key in ("enabled", "title_search") if key in table}
    if "url" in table:
        changed["url"] = _service_url(table["url"], f"{where}: url")
    if "max_age" in table:
        changed["max_age"] = _age(table["max_age"], f"{where}: max_age")
    if "token" in table:
        if table["token"] not in _TOKENS:  # it may be a token after all, and is not repeated
            raise ConfigError(f"{where}: token says where a token comes from, 'environment' or 'gh', and holds none.")
        changed["ask_gh"] = _TOKENS[table["token"]]
    return settings._replace(**changed)


def _service_url(value: str, where: str) -> str:
    valid: object = False
    with suppress(ValueError):  # a port that is no number
        parts = urlsplit(value)
        valid = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0 and not parts.username
    if not valid or not _ABSOLUTE_IRI.fullmatch(value):
        raise ConfigError(f"{where} must be an address such as 'https://api.github.com', without a name or password.")
    return value


def _contact(value: str, where: str) -> str:
    """An address that a header can hold."""
    if not (value.isascii() and value.isprintable()):
        raise ConfigError(f"{where} must be an address in plain ASCII, such as 'you@example.org', and is {value!r}.")
    return value


def _age(value: str, where: str) -> float:
    age = seconds(value)
    if age is None:
        raise ConfigError(f"{where} must be a length of time such as '90 days', '12 h' or '2 weeks', and is {value!r}.")
    return age


def _strings(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - TOML gave it, _check_type has seen it
    return (value,) if isinstance(value, str) else tuple(value)


def _paths(written: Iterable[str], root: Path, where: str) -> tuple[Path, ...]:
    paths = []
    for text in written:
        if "\0" in text or not text:
            raise ConfigError(f"{where}: {text!r} is no path.")
        home = text == "~" or text.startswith("~/")
        paths.append(_plain(root / (Path(text).expanduser() if home else text)))
    return tuple(paths)


def _files(written: Sequence[str], root: Path, where: str) -> tuple[Path, ...]:
    """Paths of files that must be there."""
    paths = _paths(written, root, where)
    for text, path in zip(written, paths, strict=True):
        if not path.is_file():
            raise ConfigError(f"{where}: there is no file {text!r} in {root}.")
    return paths


def _plain(path: Path) -> Path:
    """The path without `..` and `.`, so that notes under one folder are seen to be."""
    return Path(os.path.normpath(path))


def _default_catalogs(notes: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(path for folder in notes for path in _matches(folder, _CATALOG_PATTERNS))


def _catalogs(patterns: Iterable[str], root: Path, where: str) -> tuple[Path, ...]:
    catalogs: dict[Path, None] = {}
    for pattern, path in zip(patterns, _paths(patterns, root, where), strict=True):
        anchor = root if path.is_relative_to(root) else Path(path.anchor)
        try:
            matches = [path] if path.exists() else _matches(anchor, [str(path.relative_to(anchor))])
        except ValueError as error:
            raise ConfigError(f"{where}: {pattern!r} is no pattern: {error}.") from None
        if not matches:
            raise ConfigError(f"{where}: there is no file {pattern!r} in {root}.")
        catalogs |= dict.fromkeys(matches)
    return tuple(catalogs)


def _matches(folder: Path, patterns: Iterable[str]) -> list[Path]:
    return sorted({path for pattern in patterns for path in folder.glob(pattern)})


def _format_names(names: Iterable[str], where: str) -> tuple[str, ...]:
    for name in names:
        if name not in NAMES:
            raise ConfigError(f"{where}: {name!r} is no format{suggestion(name, NAMES)}")
    return tuple(dict.fromkeys(names))


def _iri(value: str, where: str) -> str:
    if not _ABSOLUTE_IRI.fullmatch(value):
        raise ConfigError(f"{where} must be an absolute IRI such as 'https://example.org/kg/', and is {value!r}.")
    return value


def valid_base_iri(value: str, where: str) -> str:
    """Return a base IRI; raises ConfigError, which begins with `where`, for what can be none."""
    if not _iri(value, where).endswith(("/", "#", ":")):
        raise ConfigError(f"{where} must end in '/', '#' or ':', and is {value!r}.")
    return value


def _worker_count(value: int, where: str) -> int:
    if not 0 <= value <= _MANY_WORKERS:
        raise ConfigError(f"{where} must be between 0 (chosen by the amount of notes) and {_MANY_WORKERS}.")
    return value
