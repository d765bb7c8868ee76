"""A vault of any size, the same for the same size and seed: notes in the dialects of docs/dialects.md.

6.5 entries a note, in Chinese, English, Japanese and Korean. Papers are shared between notes as they are in the wild:
most are named once or twice, a few everywhere (Zipf's law); some have no link, some repositories have been renamed.
All words are invented. What each entry should be read as is known, see `notes_of`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeAlias

from vault_words import SECTIONS, TAGS, VENUES, coined, paper_title, person, sentence

ENTRIES_A_NOTE = 6.5
FOLDER = 1000
"""Notes in one folder."""
_OLD = 0.3
"""How often an entry names a paper that another has named."""
_BEFORE = 0.4
"""How often a renamed repository is linked under its former name."""


class Published(NamedTuple):
    """A paper of the invented world."""

    number: int
    title: str
    url: str | None
    """None for one that is known by title alone."""
    authors: tuple[str, ...]
    venue: str
    code: str | None
    """The address of its repository."""
    former: str | None
    """The address that its repository had before."""


class Written(NamedTuple):
    """What an entry says, and should be read as."""

    title: str
    article: str | None
    papers: tuple[str, ...]
    """Addresses."""
    codes: tuple[str, ...]


class VaultNote(NamedTuple):
    """A note of the vault."""

    path: str
    text: str
    entries: tuple[Written, ...]


def write_vault(folder: Path, notes: int, seed: int = 0) -> None:
    """Write a vault of so many notes into a folder, with a catalogue of the repositories that were renamed."""
    world = World(seed)
    for note in notes_of(world, notes):
        path = folder / note.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(note.text.encode())
    (folder / "catalog").mkdir(parents=True, exist_ok=True)
    with (folder / "catalog" / "github.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(record)}\n" for record in world.renamed())


def notes_of(world: World, notes: int) -> Iterator[VaultNote]:
    """Yield so many notes, in the order of their paths; with the last one there are 6.5 entries a note."""
    written = 0
    for number in range(notes):
        owed = round(ENTRIES_A_NOTE * (number + 1)) - written
        last = number == notes - 1
        if number % 10 == 3 and not last:
            text, entries = front_matter(world)
        else:
            count = owed if last else max(2, min(14, owed + world.random.randint(-3, 3)))
            text, entries = world.random.choices(DIALECTS, WEIGHTS)[0](world, max(1, count))
        written += len(entries)
        yield VaultNote(f"{number // FOLDER:03}/{number % FOLDER:03}.md", text, tuple(entries))


class World:
    """The papers that there are; each entry takes a new one or one that has been named before."""

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed
        self.random = Random(seed)
        self.known = 0

    def paper(self) -> Published:
        """Return the paper of the next entry."""
        if self.known and self.random.random() < _OLD:
            return self.published(int(self.known ** self.random.random()) - 1)
        self.known += 1
        return self.published(self.known - 1)

    def published(self, number: int) -> Published:
        """Return the paper of a number."""
        random = Random(f"{self.seed}:{number}")
        authors = tuple(person(int((10 + number) ** random.random())) for _ in range(random.randint(2, 6)))
        venue = f"{random.choice(VENUES)} {2015 + number % 10}"
        code = former = None
        if random.random() < 0.6:
            owner, name = coined(number // 3).lower() + "-lab", coined(number) + random.choice(("", "Net", ".pytorch"))
            code = f"https://github.com/{owner}/{name}"
            former = f"https://github.com/{owner}-old/{name}" if random.random() < 0.05 else None
        return Published(number, paper_title(random, number), _address(random, number), authors, venue, code, former)

    def code(self, paper: Published) -> str | None:
        """Return the address under which an entry links the code of a paper."""
        return paper.former if paper.former and self.random.random() < _BEFORE else paper.code

    def renamed(self) -> Iterator[dict[str, object]]:
        """Yield what a catalogue says of the repositories that were renamed."""
        for paper in map(self.published, range(self.known)):
            if paper.code and paper.former:
                names = [url.removeprefix("https://github.com/") for url in (paper.code, paper.former)]
                stars = paper.number * 7919 % 9000
                yield {"full_name": names[0], "former_names": names[1:], "stargazers_count": stars}

    def say(self, language: str, fewest: int, most: int) -> str:
        """Return a sentence of that many pieces."""
        return sentence(self.random, language, self.random.randint(fewest, most))

    def token(self) -> str:
        """Return what an address ends in."""
        return f"{self.random.getrandbits(96):024x}"

    def tags(self) -> list[str]:
        """Return a few tags."""
        return self.random.sample(TAGS, self.random.randint(1, 3))

    def section(self) -> str:
        """Return a heading that is a topic."""
        return self.random.choice(SECTIONS)


Dialect: TypeAlias = Callable[[World, int], tuple[str, list[Written]]]


def _address(random: Random, number: int) -> str | None:
    kind = random.random()
    if kind < 0.78:
        identifier = f"{15 + number % 120 // 12}{1 + number % 12:02}.{10000 + number // 120:05}"
        form = random.choice(("abs/{}", "abs/{}", "abs/{}", "pdf/{}", "pdf/{}.pdf", "abs/{}v2"))
        return f"https://arxiv.org/{form.format(identifier)}"
    if kind < 0.84:
        return f"https://openreview.net/forum?id={coined(number)}{number}"
    if kind < 0.92:
        return f"https://doi.org/10.1109/TEST.{2015 + number % 10}.{1000000 + number}"
    if kind < 0.96:
        return f"https://aclanthology.org/{2020 + number % 5}.acl-long.{number // 5 + 1}/"
    return None


def _written(paper: Published, code: str | None) -> Written:
    return Written(paper.title, None, (paper.url,) if paper.url else (), (code,) if code else ())


def _linked(world: World) -> Published:
    """A paper that has an address, for the dialects in which a line without one is no entry."""
    while not (paper := world.paper()).url:
        pass
    return paper


def _stars(world: World) -> str:
    return ":star:" * world.random.randint(1, 5)


def daily_chinese(world: World, count: int) -> tuple[str, list[Written]]:
    """Numbered articles with fields, pictures between them."""
    day = f"{2018 + world.random.randrange(7)}.{world.random.randint(1, 12)}.{world.random.randint(1, 28)}"
    text = [f"# 学习笔记（{day}）\n\n------\n\n## :paperclip:  今日要点\n\n"]
    entries = []
    for number in range(1, count + 1):
        paper = world.paper() if world.random.random() < 0.85 else None
        code = world.code(paper) if paper else None
        title = f"{paper.title.partition(':')[0] if paper else '资讯'}：{world.say('zh', 2, 4)[:-1]}"
        article = f"https://mp.weixin.qq.com/s/{world.token()[:22]}"
        text.append(f"{number}. [{title}]({article})         {_stars(world)}\n")
        text.append(f"   - Abstract: {world.say('zh', 6, 18)}\n")
        if paper:
            text.append(f"   - Paper: [{paper.title}]({paper.url})\n" if paper.url else f"   - Paper: {paper.title}\n")
        if code:
            text.append(f"   - Code: [{code}]({code})\n")
        text.append(f"   - Tips: {world.say('zh', 3, 12)}\n\n")
        text.append(f'<div align=center><img src="https://mmbiz.qpic.cn/mmbiz_png/{world.token() * 3}/640?wx_fmt=png">')
        text.append("\n</div>\n\n")
        papers = (paper.url,) if paper and paper.url else ()
        entries.append(Written(title, article, papers, (code,) if code else ()))
    text.append("## :paperclip:  Others\n\n- 星标的数量是与个人相关程度，不代表文章内容的好坏\n")
    return "".join(text), entries


def bullets(world: World, count: int) -> tuple[str, list[Written]]:
    """An awesome-list: one line an entry, authors and a remark below some of them."""
    text, entries = [f"# Awesome {world.section()}\n\nA reading list.\n"], []
    for number in range(count):
        if number % 6 == 0:
            text.append(f"\n## {world.section()}\n\n")
        paper = _linked(world)
        code = world.code(paper)
        linked = f" [[code]({code})]" if code else ""
        text.append(f"- [{paper.title}]({paper.url}){linked} <kbd>{paper.venue}</kbd> [{', '.join(world.tags())}]\n")
        if number % 2:
            text.append(f"  - Authors: {', '.join(paper.authors)}\n  - Note: {world.say('en', 2, 5)}\n")
        entries.append(_written(paper, code))
    return "".join(text), entries


def nested(world: World, count: int) -> tuple[str, list[Written]]:
    """Bullets with keywords and code below them, by year."""
    text, entries = [f"# {world.section()} papers\n\n## Papers\n\n### 20{world.random.randint(15, 24)}\n\n"], []
    for _ in range(count):
        paper = _linked(world)
        code = world.code(paper)
        text.append(f"- [{paper.title}]({paper.url})\n  - {', '.join(paper.authors)}\n")
        text.append(f"  - Keyword: {', '.join(world.tags())}\n  - Code: {f'[Official]({code})' if code else 'TBD'}\n")
        entries.append(_written(paper, code))
    return "".join(text), entries


def table(world: World, count: int) -> tuple[str, list[Written]]:
    """A table, in which some titles have no link."""
    text = [f"# {world.section()}\n\n| Title | Authors | Venue | Paper | Code |\n|---|---|---|---|---|\n"]
    entries = []
    for _ in range(count):
        paper = world.paper()
        code = world.code(paper)
        cells = (f"[link]({paper.url})" if paper.url else "", f"[code]({code})" if code else "")
        text.append(f"| {paper.title} | {', '.join(paper.authors)} | {paper.venue} | {cells[0]} | {cells[1]} |\n")
        entries.append(_written(paper, code))
    return "".join(text), entries


def headings(world: World, count: int) -> tuple[str, list[Written]]:
    """A heading an entry, a line of links and a paragraph below it."""
    text, entries = [f"# Notes on {world.section()}\n\n## {world.section()}\n\n"], []
    for _ in range(count):
        paper = _linked(world)
        code = world.code(paper)
        links = f"[Paper]({paper.url})" + (f" | [Code]({code})" if code else "")
        text.append(f"### {paper.title}\n\n{links}\n\n{world.say('en', 4, 12)} {world.say('en', 3, 9)}\n\n")
        entries.append(_written(paper, code))
    return "".join(text), entries


def bold_titles(world: World, count: int) -> tuple[str, list[Written]]:
    """Bold titles, links in lines below them."""
    text, entries = [f"# {world.section()}\n\n"], []
    for _ in range(count):
        paper = _linked(world)
        code = world.code(paper)
        text.append(f"**{paper.title}**\n\n- Paper: {paper.url}\n" + (f"- Code: {code}\n" if code else "") + "\n")
        entries.append(_written(paper, code))
    return "".join(text), entries


def badges(world: World, count: int) -> tuple[str, list[Written]]:
    """Titles with badges that link."""
    text, entries = [f"# Awesome {world.section()}\n\n## {world.section()}\n\n"], []
    for _ in range(count):
        paper = _linked(world)
        code = world.code(paper)
        text.append(f"- {paper.title} [![Paper](https://img.shields.io/badge/Paper-link-b31b1b.svg)]({paper.url})")
        if code:
            stars = f"https://img.shields.io/github/stars/{code.removeprefix('https://github.com/')}"
            text.append(f" [![Code]({stars})]({code})")
        text.append("\n")
        entries.append(_written(paper, code))
    return "".join(text), entries


def _below_headings(world: World, count: int, words: tuple[str, str, str, str, str]) -> tuple[str, list[Written]]:
    """Headings with labelled fields, in a language whose words for them are given."""
    language, title, paper_label, code_label, colon = words
    text, entries = [f"# {title} {world.random.randint(1, 99)}\n\n"], []
    for _ in range(count):
        paper = _linked(world)
        code = world.code(paper)
        text.append(f"## {paper.title}\n\n- {paper_label}{colon}{paper.url}\n")
        text.append((f"- {code_label}{colon}{code}\n" if code else "") + f"\n{world.say(language, 6, 15)}\n\n")
        entries.append(_written(paper, code))
    return "".join(text), entries


def japanese(world: World, count: int) -> tuple[str, list[Written]]:
    """Japanese notes."""
    return _below_headings(world, count, ("ja", "論文メモ", "論文", "コード", "："))


def korean(world: World, count: int) -> tuple[str, list[Written]]:
    """Korean notes."""
    return _below_headings(world, count, ("ko", "논문 스터디 정리", "논문", "코드", ": "))


def front_matter(world: World) -> tuple[str, list[Written]]:
    """One file a paper, as Obsidian keeps it."""
    paper = _linked(world)
    code = world.code(paper)
    lines = [
        *("---", f'title: "{paper.title}"', f"authors: [{', '.join(paper.authors)}]"),
        *(f"conference: {paper.venue}", f"url: {paper.url}", *([f"code: {code}"] if code else [])),
        *(f"tags: [{', '.join(world.tags())}]", f"rating: {world.random.randint(1, 5)}", "---", ""),
        *("## Summary", "", world.say("en", 6, 16), ""),
        *("## Thoughts", "", f"{world.say('en', 3, 9)} See also [[{coined(world.random.randint(0, 500))}]].", ""),
    ]
    return "\n".join(lines), [_written(paper, code)]


DIALECTS: tuple[Dialect, ...] = (
    *(daily_chinese, bullets, nested, table, headings, bold_titles, badges, japanese, korean),
)
WEIGHTS = (40, 14, 8, 8, 6, 5, 6, 7, 6)
