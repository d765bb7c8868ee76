"""What people do to a folder of notes, in random order: edits, deletions, renames, and the ways of editors to save."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from random import Random

from papergraph.config import Config
from papergraph.pipeline import build

WORDS = ("graphs", "fish detection", "transformers", "图像分割", "diffusion models", "notes", "object tracking")
SETTINGS = 'formats = ["nt", "ttl", "json"]\ntopics = ["own.ttl"]\ncatalogs = ["catalog/*.jsonl"]\n'
TOPICS = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"


class Vault:
    """A folder of notes with a catalogue and topics of its own, and somebody who edits it."""

    def __init__(self, root: Path, seed: int, settings: str = SETTINGS) -> None:
        self.root = root
        self.notes = root / "notes"
        self._random = Random(seed)  # noqa: S311 - the same for the same seed
        self._settings = settings
        (root / "catalog").mkdir()
        for _ in range(6):
            self._add()
        self._write(root / "papergraph.toml", settings)
        self._write(root / "own.ttl", TOPICS)
        self._write(root / "catalog" / "arxiv.jsonl", "")

    def edit(self) -> None:
        """Do one thing."""
        ways = (self._add, self._append, self._replace, self._delete, self._rename, self._move, self._rename_folder)
        rare = (self._delete_folder, self._change_catalog, self._change_topics, self._break, self._rewrite_as_it_is)
        self._random.choices((*ways, *rare), (*(3 for _ in ways), *(1 for _ in rare)))[0]()

    def mend(self, marker: str) -> None:
        """Leave the settings and the topics in order, and a note with an entry that nothing else has."""
        self._write(self.root / "papergraph.toml", self._settings)
        self._write(self.root / "own.ttl", TOPICS)
        self._write(self.notes / "marker.md", f"- [{marker}](https://arxiv.org/abs/2501.00001)\n")

    def _write(self, path: Path, text: str) -> None:
        """Save as one editor or another does."""
        path.parent.mkdir(parents=True, exist_ok=True)
        way = self._random.randrange(4)
        if way == 0:  # beside it, and renamed
            beside = path.with_name(f".{path.name}.swp")
            beside.write_text(text, encoding="utf-8")
            beside.replace(path)
        elif way == 1:  # the old one moved away first
            if path.exists():
                path.rename(path.with_name(f"{path.name}~"))
            path.write_text(text, encoding="utf-8")
            path.with_name(f"{path.name}~").unlink(missing_ok=True)
        elif way == 2:  # deleted first
            path.unlink(missing_ok=True)
            path.write_text(text, encoding="utf-8")
        else:  # in place, in two steps
            with path.open("w", encoding="utf-8") as file:
                file.write(text[: len(text) // 2])
                file.flush()
                file.write(text[len(text) // 2 :])

    def _entry(self) -> str:
        number = self._random.randrange(40)
        word = self._random.choice(WORDS)
        return (
            f"- [A study of {word} {number}](https://arxiv.org/abs/2401.{number:05})"
            f" [code](https://github.com/owner/name-{self._random.randrange(9)})\n"
        )

    def _path(self) -> Path:
        folder = self._random.choice(("", "2024", "2024/05", "lists", "深い"))
        return self.notes / folder / f"{self._random.choice('abcdef')}{self._random.randrange(5)}.md"

    def _any(self) -> Path | None:
        return self._random.choice(sorted(self.notes.rglob("*.md")) or [None])

    def _add(self) -> None:
        self._write(self._path(), "".join(self._entry() for _ in range(self._random.randrange(1, 4))))

    def _append(self) -> None:
        if path := self._any():
            with path.open("a", encoding="utf-8") as file:
                file.write(self._entry())

    def _replace(self) -> None:
        if path := self._any():
            self._write(path, self._entry())

    def _rewrite_as_it_is(self) -> None:
        if path := self._any():
            self._write(path, path.read_text(encoding="utf-8"))

    def _delete(self) -> None:
        if path := self._any():
            path.unlink()

    def _rename(self) -> None:
        if path := self._any():
            path.replace(path.with_name(f"renamed-{self._random.randrange(9)}.md"))

    def _move(self) -> None:
        target = self._path()
        if path := self._any():
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)

    def _folder(self) -> Path | None:
        return self._random.choice(sorted(path for path in self.notes.iterdir() if path.is_dir()) or [None])

    def _rename_folder(self) -> None:
        target = self.notes / f"folder-{self._random.randrange(3)}"
        if (folder := self._folder()) and not target.exists():
            folder.rename(target)

    def _delete_folder(self) -> None:
        """Delete a folder; now and then all the notes, which come back."""
        if self._random.randrange(4) == 0:
            shutil.rmtree(self.notes)
            self._add()
        elif folder := self._folder():
            shutil.rmtree(folder)

    def _change_catalog(self) -> None:
        numbers = self._random.sample(range(40), self._random.randrange(4))
        lines = (
            f'{{"id": "2401.{number:05}", "title": "What {number} is called", "authors_parsed": [["Doe", "J", ""]],'
            f' "categories": "cs.CV", "abstract": "We study {self._random.choice(WORDS)}."}}\n'
            for number in numbers
        )
        self._write(self.root / "catalog" / "arxiv.jsonl", "".join(lines))

    def _change_topics(self) -> None:
        words = self._random.sample(WORDS, 2)
        concepts = (
            f'<https://example.org/topic/{number}> a skos:Concept ; skos:prefLabel "{word} {number}"@en .\n'
            for number, word in enumerate(words)
        )
        self._write(self.root / "own.ttl", TOPICS + "".join(concepts))

    def _break(self) -> None:
        """Save what is not finished, and then what is."""
        name = self._random.choice(("papergraph.toml", "own.ttl"))
        path = self.root / name
        whole = path.read_text(encoding="utf-8")
        self._write(path, f"{whole}\n<unfinished [")
        if self._random.randrange(2):
            self._append()
        self._write(path, whole)


def fresh(config: Config, folder: str = "fresh") -> Path:
    """The output folder of a build that knows nothing of an earlier one but the positions that the page remembers."""
    root = config.root / folder
    shutil.rmtree(root, ignore_errors=True)
    apart = replace(config, output=root, store_file=root / ".hidden" / "store.sqlite")
    if config.positions.exists():
        apart.positions.parent.mkdir(parents=True)
        shutil.copyfile(config.positions, apart.positions)
    build(apart)
    return root


def contents(output: Path) -> dict[str, bytes]:
    """The files of a build, those of its site included, without the index and what hidden folders hold."""
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(output).parts)
    }


def index_name(output: Path) -> str:
    """The name of the index, which tells its content."""
    return (output / ".index" / "current").read_text(encoding="utf-8")
