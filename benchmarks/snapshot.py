"""A made-up snapshot of arXiv's metadata in the exact form that Kaggle distributes; the same for the same arguments.

A row has every key in the order of the real file, and is about as long: 1.6 kB, most of it the abstract. Identifiers
are of the old and the new style; titles, names and abstracts have LaTeX and Unicode, and are broken into lines.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import accumulate, chain, islice
from pathlib import Path
from random import Random
from typing import Any

OLD_STYLE = ("astro-ph", "cond-mat", "hep-th", "hep-ph", "math", "quant-ph", "cs", "gr-qc")
CATEGORIES = ("cs.LG", "cs.CV", "stat.ML", "cs.CL", "math.AG", "hep-th", "astro-ph.CO", "cond-mat.mes-hall", "quant-ph")
LICENSES = (
    "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
    "http://creativecommons.org/licenses/by/4.0/",
    None,
)
SUBJECTS = r"""
convolutional networks|graph transformers|Kähler manifolds|$\mathbb{Z}_2$ gauge fields|dark matter haloes
topological insulators|sparse attention|Schr\"odinger operators|large language models|quantum error correction
Calabi--Yau threefolds|point clouds|magnetic resonance imaging|black hole entropy|weak lensing|spin chains
knowledge graphs|variational autoencoders|Erd\H{o}s--R\'enyi graphs|semantic segmentation|neutrino oscillations
random matrices|gradient descent|reinforcement learning|modular forms|超伝導体|галактик|$B \to K \mu\mu$ decays
"""
VERBS = """
Learning|Pruning|On the Geometry of|Revisiting|A Survey of|Towards|Bounds for|Scaling|Measuring|Generalised
"""
ENDS = """
in the Wild|under Uncertainty|with Few Labels|at Low Temperature|via Message Passing|for Autonomous Driving|Revisited
"""
FAMILY = r"""
Müller|Garc{\'\i}a|Kj{\ae}r|Nguyen|Wang|Zhang|Kowalski|Erd\H{o}s|O'Neill|Sato|Ivanov|Li|Smith|van der Berg|Tanaka|Martin
Fernández|Şahin|Lindström|Haddad|Okafor|Rossi|Dubois|Novák|Andersson|Kim|Silva|Gupta|Cohen|Papadopoulos
"""
GIVEN = r"""
A.|Maria|Jean-Luc|Wei|Yuki|Olga|S\o ren|José|Ping|K. R.|Anna|Mohammed|Chen|Ewa|T.|Lars|Ngozi|Ivan|Hannah|J. P.
"""
SYLLABLES = """
re|con|tra|per|form|a|lo|gi|ca|ti|ve|ment|pro|de|in|ter|ab|sor|be|mo|du|la|tion|al|gy|ex|pan|der|the|i|sis|um|str
"""
COMMON = "the|of|and|in|to|a|is|we|that|for|on|with|as|by|this|are|our|from|which|an|be|can"
A_LINE, A_SENTENCE = 10, 19
"""Words."""
FIRST_FOUR_DIGITS, FOUR_DIGITS_A_MONTH, FIVE_DIGITS_A_MONTH, OLD_A_MONTH = 372_000, 4_000, 20_000, 999


def write_snapshot(path: Path, rows: int, seed: int = 0, ids: Sequence[str] | None = None) -> None:
    """Write a snapshot, gzipped where the name ends in `.gz`.

    Args:
        path: where to.
        rows: how many papers.
        seed: of everything that is made up.
        ids: identifiers of the first papers, in this order; those of the others are `identifier(number)`, none twice.
    """
    with gzip.open(path, "wb", compresslevel=1) if path.suffix == ".gz" else path.open("wb") as file:
        for row in snapshot(rows, seed, ids):
            # The real file has no spaces after colons and commas, and every character beyond ASCII as an escape.
            file.write(json.dumps(row, separators=(",", ":")).encode() + b"\n")


def snapshot(rows: int, seed: int = 0, ids: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """Give the rows of a snapshot; the arguments are those of `write_snapshot`."""
    given = dict.fromkeys(ids or ())
    others = (one for one in map(identifier, range(rows + len(given))) if one not in given)
    random = Random(seed)  # noqa: S311 -- made-up data
    words = _Words(random)
    for number, one in enumerate(islice(chain(given, others), rows)):
        yield _row(one, number, random, words)


def identifier(number: int) -> str:
    """Return the identifier of a paper, each number another; every tenth is of the old style."""
    tens, rest = divmod(number, 10)
    if rest == 9:  # noqa: PLR2004 -- every tenth
        months, place = divmod(tens, OLD_A_MONTH)
        archive, month = divmod(months, 187)
        return f"{OLD_STYLE[archive]}/{_month(1991, 7, month)}{place + 1:03}"
    new = number - tens
    if new < FIRST_FOUR_DIGITS:
        month, place = divmod(new, FOUR_DIGITS_A_MONTH)
        return f"{_month(2007, 3, month)}.{place + 1:04}"
    month, place = divmod(new - FIRST_FOUR_DIGITS, FIVE_DIGITS_A_MONTH)
    return f"{_month(2015, 0, month)}.{place + 1:05}"


def _month(year: int, first: int, months: int) -> str:
    """`YYMM` of so many months after the first month, from 0, of a year."""
    years, month = divmod(first + months, 12)
    return f"{(year + years) % 100:02}{month + 1:02}"


class _Words:
    """A vocabulary that is used as words are: few of them often, most of them seldom."""

    def __init__(self, random: Random) -> None:
        made = sorted({"".join(random.choices(_parts(SYLLABLES), k=random.randint(2, 4))) for _ in range(9_000)})
        random.shuffle(made)
        self.words = [*_parts(COMMON), *made]
        self.weights = list(accumulate(1 / (rank + 4) for rank in range(len(self.words))))
        self.subjects = _parts(SUBJECTS)
        self.names = [[family, given, ""] for family in _parts(FAMILY) for given in _parts(GIVEN)]

    def text(self, random: Random, count: int) -> str:
        """Return sentences of so many words, broken into lines."""
        chosen = random.choices(self.words, cum_weights=self.weights, k=count)
        for start in range(0, count, A_SENTENCE):
            chosen[start] = chosen[start].capitalize()
            chosen[min(start + A_SENTENCE, count) - 1] += "."
        return "\n".join([" ".join(chosen[start : start + A_LINE]) for start in range(0, count, A_LINE)])


def _parts(text: str) -> list[str]:
    return text.strip().replace("\n", "|").split("|")


VERB, END = _parts(VERBS), _parts(ENDS)


def _row(one: str, number: int, random: Random, words: _Words) -> dict[str, Any]:
    """One paper, with the keys of the real file in its order."""
    names = random.sample(words.names, k=random.choice((1, 2, 3, 3, 4, 5, 8)))
    first, second = random.sample(words.subjects, k=2)
    title = f"{random.choice(VERB)} {first}: {words.text(random, 3)[:-1]} {second} {random.choice(END)}"
    subject = random.choice(words.subjects)
    created = datetime(2007, 4, 2, 19, 18, 42, tzinfo=UTC) + timedelta(minutes=number * 3)
    versions = [
        {"version": f"v{version + 1}", "created": format_datetime(created + timedelta(days=90 * version), usegmt=True)}
        for version in range(random.choice((1, 1, 1, 2, 3)))
    ]
    return {
        "id": one,
        "submitter": " ".join(reversed(names[0][:2])),
        "authors": ", ".join(f"{given} {family}" for family, given, _ in names),
        "title": title.replace(": ", ":\n  "),
        "comments": f"{random.randint(4, 40)} pages, {random.randint(1, 12)} figures" if number % 3 else None,
        "journal-ref": f"J. Phys. A {number % 90} (2009) {number % 997}" if number % 3 == 0 else None,
        "doi": f"10.1088/1751-8113/{number % 90}/{number}" if number % 3 == 0 else None,
        "report-no": f"CERN-PH-{number}" if number % 12 == 0 else None,
        "categories": " ".join(random.sample(CATEGORIES, k=random.choice((1, 1, 2, 3)))),
        "license": random.choice(LICENSES),
        "abstract": f"  {subject} {words.text(random, random.randint(85, 165))}\n",
        "versions": versions,
        "update_date": (created + timedelta(days=400)).date().isoformat(),
        "authors_parsed": names,
    }
