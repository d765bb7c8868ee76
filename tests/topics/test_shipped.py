"""What ships: valid, compiled, and found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from papergraph.errors import ConfigError
from papergraph.topics import Field, FieldKind, load, shipped, topics_of
from papergraph.topics.compiled import encode
from papergraph.topics.scheme import LabelKind
from papergraph.vocabulary import PREFIXES
from small_topics import HEAD

PGT = PREFIXES["pgt"]


def test_what_is_compiled_is_current() -> None:
    made = encode(shipped.compile_shipped(), shipped.sources_checksum())

    assert shipped.content(shipped.COMPILED) == made, "run `python scripts/compile_topics.py`"


def test_the_script_says_so_too(checkout: Path) -> None:
    command = [sys.executable, str(checkout / "scripts" / "compile_topics.py"), "--check"]

    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_what_is_not_compiled_is_made_from_its_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    known = shipped.shipped()
    monkeypatch.setattr(shipped, "COMPILED", "gone.json")

    made = shipped.shipped.__wrapped__()

    assert made.scheme == known.scheme
    assert made.folded.meanings() == known.folded.meanings()


def test_loading_the_compiled_topics_needs_no_rdf_library() -> None:
    program = "import sys; from papergraph import topics; topics.load(); print('pyoxigraph' in sys.modules)"
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)

    assert finished.stdout.strip() == "False"


def test_the_scheme_is_in_order() -> None:
    scheme = load().scheme
    for concept in scheme.concepts.values():
        preferred = [label.language for label in concept.labels if label.kind == LabelKind.PREFERRED]
        assert {"en", "zh-Hans"} <= set(preferred)
        assert len(preferred) == len(set(preferred))
        assert concept.iri not in scheme.ancestors(concept.iri)
        assert set(concept.broader) <= scheme.concepts.keys()


@pytest.mark.parametrize(
    "title, topic",
    [
        ("Object detection in the wild", "object-detection"),
        ("一种语义分割方法", "semantic-segmentation"),
        ("Swin Transformer", "vision-transformer"),
        ("改进YOLOv5", "object-detection"),
        ("用GAN生成猫", "gan"),
    ],
)
def test_topics_that_ship_are_found(title: str, topic: str) -> None:
    found = topics_of([Field(FieldKind.TITLE, title)], load())

    assert PGT + topic in {one.concept for one in found if one.about}


def test_files_of_ones_own_are_added(tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(HEAD + 'my:koi skos:prefLabel "koi"@en ; skos:broader pgt:object-detection .')
    (tmp_path / "more.ttl").write_text(HEAD + "pgt:gan owl:deprecated true .")
    lexicon = load([tmp_path / "mine.ttl", tmp_path / "more.ttl"])
    found = topics_of([Field(FieldKind.TITLE, "A koi and a GAN")], lexicon)

    assert [one.concept for one in found] == ["https://example.org/topic/koi"]
    assert PGT + "computer-vision" in lexicon.scheme.ancestors("https://example.org/topic/koi")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"gone\.ttl: these topics cannot be read: No such file"):
        load([tmp_path / "gone.ttl"])


def test_a_file_that_is_wrong_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text("\n\nthis is no Turtle\n")

    with pytest.raises(ConfigError, match=rf"{path}:3: this is no Turtle"):
        load([path])
