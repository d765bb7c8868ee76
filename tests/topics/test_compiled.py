"""An index written and read again."""

from __future__ import annotations

from papergraph.topics.compiled import decode, encode
from papergraph.topics.lexicon import compile_scheme
from papergraph.topics.own import scheme_of
from papergraph.topics.turtle import File
from small_topics import CHARACTERS, HEAD, LEXICON


def test_an_index_that_is_read_is_the_one_that_was_written() -> None:
    own = HEAD + 'my:koi skos:prefLabel "koi"@en-GB ; skos:broader pgt:gan ; skos:exactMatch my:carp .'
    own += "my:koi owl:deprecated 1 ."
    scheme = scheme_of([File("x", own.encode())], LEXICON.scheme)
    lexicon = compile_scheme(scheme, CHARACTERS)
    content = encode(lexicon, "abc")
    read = decode(content, "abc", CHARACTERS)

    assert read is not None
    assert read.scheme == lexicon.scheme
    assert read.folded.meanings() == lexicon.folded.meanings()
    assert read.cased.meanings() == lexicon.cased.meanings()
    assert sorted(read.names.globs) == sorted(lexicon.names.globs)
    assert encode(read, "abc") == content


def test_an_index_of_something_else_is_not_read() -> None:
    assert decode(encode(LEXICON, "abc"), "def", CHARACTERS) is None
    assert decode(b"", "abc", CHARACTERS) is None


def test_a_word_is_a_line_so_that_changes_can_be_read() -> None:
    lines = encode(LEXICON, "abc").decode().splitlines()

    assert any(line.startswith('"fish":{"fish detection":') for line in lines)
