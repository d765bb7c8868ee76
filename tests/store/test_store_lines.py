"""The store as JSON Lines: the same bytes for the same answers, newer wins, and nothing from elsewhere is believed."""

from __future__ import annotations

import gzip
import json
import os
import threading
from collections.abc import Iterator
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.errors import InputError, OutputError
from papergraph.model import Location, Reference
from papergraph.store import Alias, Kept, State, Store
from papergraph.store.lines import SHOWN, Checks, export_file, export_lines, import_file, import_lines, import_stream
from store_answers import any_answers, at, failed, found, github, in_memory, missing, tell, true_answers

A, B = github("owner/a"), github("owner/b")
EXAMPLES = 50
PACKED = gzip.compress(b"before", mtime=0)  # at no time: all processes of a run must give a test one name
ROW: dict[str, Any] = {
    "source": "github",
    "reference": "github:owner/a",
    "state": "ok",
    "checked_at": at(1),
    "fetched_at": at(1),
    "tried_at": at(1),
    "etag": 'W/"7"',
    "version": "github/1",
    "raw": {"full_name": "Owner/A", "stargazers_count": 7},
}
ALIAS: dict[str, Any] = {
    "source": "github",
    "alias": "github:owner/old",
    "reference": "github:owner/a",
    "checked_at": at(1),
}


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty store."""
    with in_memory() as store:
        yield store


def lines(*records: object) -> list[str]:
    """Each record as a line."""
    return [json.dumps(record) for record in records]


def test_a_line_says_what_is_known_and_leaves_out_what_is_not(store: Store) -> None:
    tell(store, (found(A, 7, B), at(1)), (missing(github("owner/gone")), at(2)), (failed(B, "图谱"), at(3)))

    assert list(export_lines(store)) == [
        (
            '{"source":"github","reference":"github:owner/b","state":"ok","checked_at":"2026-11-24T13:00:01Z",'
            '"fetched_at":"2026-11-24T13:00:01Z","tried_at":"2026-11-24T13:00:03Z","etag":"W/\\"7\\"","version":"github/1",'
            '"message":"图谱","raw":{"full_name":"owner/b","stargazers_count":7}}'
        ),
        (
            '{"source":"github","reference":"github:owner/gone","state":"missing","checked_at":"2026-11-24T13:00:02Z",'
            '"tried_at":"2026-11-24T13:00:02Z","reason":"GitHub does not know it"}'
        ),
        '{"source":"github","alias":"github:owner/a","reference":"github:owner/b","checked_at":"2026-11-24T13:00:01Z"}',
    ]


def test_an_export_is_understood(store: Store) -> None:
    imported = import_lines(store, lines(ROW, ALIAS))

    assert imported == (1, 1, 0, ())
    kept = store.get("github", [github("owner/old")])[github("owner/old")]
    assert (kept.reference, kept.state, kept.checked_at, kept.etag) == (A, State.OK, at(1), 'W/"7"')
    assert json.loads(kept.raw) == ROW["raw"]
    assert kept.parsed == ""


def test_the_order_of_lines_is_no_matter(store: Store) -> None:
    other = {**ROW, "reference": "github:owner/old", "fetched_at": at(0), "checked_at": at(0), "tried_at": at(0)}
    with in_memory() as backwards:
        import_lines(store, lines(ROW, ALIAS, other))
        import_lines(backwards, lines(other, ALIAS, ROW))

        assert list(export_lines(store)) == list(export_lines(backwards))
        assert [row.reference for row in store.rows()] == [A]


@settings(max_examples=EXAMPLES, deadline=None)
@given(any_answers())
def test_what_was_exported_is_imported_whole_and_once(answers: list[Any]) -> None:
    with in_memory() as one, in_memory() as other:
        exported = list(export_lines(tell(one, *answers)))
        first = import_lines(other, exported)
        again = import_lines(other, exported)

        assert list(export_lines(other)) == exported
        assert first.problems == again.problems == ()
        assert (first.rows + first.aliases, again.rows, again.aliases, again.kept) == (
            len(exported),
            0,
            0,
            len(exported),
        )


@settings(max_examples=EXAMPLES, deadline=None)
@given(true_answers(), st.data())
def test_two_halves_of_what_was_heard_make_the_whole(answers: list[Any], data: st.DataObject) -> None:
    heard = [data.draw(st.booleans()) for _ in answers]
    with in_memory() as mine, in_memory() as yours, in_memory() as whole:
        tell(whole, *answers)
        tell(mine, *(answer for answer, half in zip(answers, heard, strict=True) if half))
        tell(yours, *(answer for answer, half in zip(answers, heard, strict=True) if not half))
        before = {row.reference for row in mine.rows() if row.raw}
        import_lines(mine, list(export_lines(yours)))

        assert [row[:6] for row in mine.rows()] == [row[:6] for row in whole.rows()]
        assert [alias[:3] for alias in mine.aliases()] == [alias[:3] for alias in whole.aliases()]
        assert all(kept.raw for kept in mine.get("github", before).values())


def test_newer_wins_and_older_changes_nothing(store: Store) -> None:
    tell(store, (found(A, 5), at(5)))
    before = list(store.rows())

    assert import_lines(store, lines(ROW)) == (0, 0, 1, ())
    assert list(store.rows()) == before

    newer = {**ROW, "checked_at": at(9), "fetched_at": at(9), "tried_at": at(9)}
    assert import_lines(store, lines(newer)) == (1, 0, 0, ())
    assert json.loads(store.get("github", [A])[A].raw)["stargazers_count"] == 7


def test_facts_and_state_are_each_the_newest(store: Store) -> None:
    tell(store, (missing(A), at(5)))
    import_lines(store, lines(ROW))
    kept = store.get("github", [A])[A]

    assert (kept.state, kept.checked_at, kept.fetched_at, kept.reason) == (
        State.MISSING,
        at(5),
        at(1),
        "GitHub does not know it",
    )


def test_what_was_parsed_here_stays_parsed(store: Store) -> None:
    tell(store, (found(A, 7), at(1)))
    import_lines(store, list(export_lines(store)))

    assert store.get("github", [A])[A].parsed == '{"stars": 7}'


def test_a_name_that_somebody_took_elsewhere_is_taken_here(store: Store) -> None:
    tell(store, (found(A, 1, B), at(0)))
    import_lines(store, lines(ROW))

    assert [row.reference for row in store.rows()] == [A, B]
    assert list(store.aliases()) == []


GONE = {"source": "github", "reference": "github:owner/old", "state": "missing", "reason": "GitHub does not know it"}


def test_a_former_name_that_leads_nowhere_elsewhere_leads_nowhere_here(store: Store) -> None:
    """Facts that the name had of old go where it led to, whatever is read first."""
    old = github("owner/old")
    facts = {"etag": "old", "fetched_at": at(0), "raw": {"stargazers_count": 1}}
    gone = {**GONE, **facts, "checked_at": at(5), "tried_at": at(6)}
    lines_of_it = lines(gone, ALIAS)
    with in_memory() as backwards:
        for some, order in ((store, lines_of_it), (backwards, lines_of_it[::-1])):
            import_lines(some, lines(ROW))
            for text in order:
                import_lines(some, [text])
        assert list(export_lines(store)) == list(export_lines(backwards))

    assert list(store.aliases()) == []
    assert store.get("github", [old])[old][1:6] == (old, State.MISSING, at(5), "", at(6))
    assert store.get("github", [A])[A][1:6] == (A, State.OK, at(1), at(1), at(1))


def test_facts_that_move_to_what_a_name_led_to_are_news(store: Store) -> None:
    facts = {"fetched_at": at(0), "raw": {"stargazers_count": 1}}
    import_lines(store, lines({**GONE, **facts, "checked_at": at(5), "tried_at": at(5)}))

    assert import_lines(store, lines(ALIAS)) == (0, 1, 0, ())
    assert import_lines(store, lines(ALIAS)) == (0, 0, 1, ())
    assert store.get("github", [A])[A][2:6] == (State.OK, at(0), at(0), at(0))


def test_a_former_name_that_led_nowhere_once_leads_on(store: Store) -> None:
    import_lines(store, lines(ROW, ALIAS))
    before = list(export_lines(store))

    assert import_lines(store, lines({**GONE, "checked_at": at(0)})) == (0, 0, 1, ())
    assert list(export_lines(store)) == before
    with in_memory() as backwards:
        import_lines(backwards, lines({**GONE, "checked_at": at(0)}))
        import_lines(backwards, lines(ROW, ALIAS))
        assert list(export_lines(backwards)) == before


def test_facts_of_a_name_that_was_missing_once_are_facts_of_what_it_leads_to(store: Store) -> None:
    facts = {"fetched_at": at(0), "raw": {"stargazers_count": 1}}
    import_lines(store, lines({**GONE, **facts, "checked_at": at(0), "tried_at": at(0)}))
    import_lines(store, lines(ALIAS))
    (row,) = store.rows()

    assert row[1:6] == (A, State.OK, at(0), at(0), at(0))
    assert row.reason == ""


def bad(**fields: object) -> str:
    """The good row with other fields; None for one that is not there."""
    return json.dumps({key: value for key, value in {**ROW, **fields}.items() if value is not None})


BAD_LINES = {
    "no JSON": '{"source": "github"',
    "no object": "[1, 2]",
    "not a number": '{"source": "github", "raw": {"stars": NaN}}',
    "too large a number": bad().replace(": 7}", ": 1e999}"),
    "too deep": '{"raw":' * 100_000,
    "not UTF-8": bad() + "\udcff",
    "no source": bad(source=None),
    "a strange source": bad(source="../etc"),
    "source of another type": bad(source=["github"]),
    "no reference": bad(reference=None),
    "no prefix": bad(reference="owner/a"),
    "no identifier": bad(reference="github:"),
    "white space": bad(reference="github:owner/a "),
    "control characters": bad(reference="github:owner/\x1b[2J"),
    "half a character": bad(reference="github:\ud800"),
    "a number for a reference": bad(reference=7),
    "no state": bad(state=None),
    "an unknown state": bad(state="gone"),
    "a list for a state": bad(state=["ok"]),
    "no moment": bad(checked_at=None),
    "a day": bad(checked_at="2026-11-24"),
    "no such day": bad(checked_at="2026-02-30T13:00:00Z"),
    "no such digits": bad(checked_at="２０２６-11-24T13:00:00Z"),
    "a moment in the future": bad(checked_at="2999-01-01T00:00:00Z"),
    "a later attempt": bad(tried_at="9999-12-31T23:59:59Z"),
    "facts of no time": bad(fetched_at=None),
    "no facts": bad(raw=None),
    "ok without facts": bad(raw=None, fetched_at=None),
    "an error with facts": bad(state="error", checked_at=None),
    "an error that was verified": bad(state="error", raw=None, fetched_at=None),
    "an error of no time": bad(state="error", raw=None, fetched_at=None, checked_at=None, tried_at=None),
    "a payload as text": bad(raw="{}"),
    "a payload as a list": bad(raw=[]),
    "an etag that makes headers": bad(etag='"1"\r\nX-Evil: 1'),
    "a version of another type": bad(version=1),
    "a message of another type": bad(message={}),
    "an alias of itself": json.dumps({**ALIAS, "reference": ALIAS["alias"]}),
    "an alias of no time": json.dumps({**ALIAS, "checked_at": ""}),
    "an alias of nothing": json.dumps({**ALIAS, "alias": None}),
}


@pytest.mark.parametrize("line", BAD_LINES.values(), ids=BAD_LINES.keys())
def test_a_bad_line_is_a_problem_and_the_others_are_imported(store: Store, line: str) -> None:
    good = {**ROW, "reference": "github:owner/b", "colour": "unknown keys are no matter"}
    imported = import_lines(store, [line, "", *lines(good)], "team.jsonl", "2026-12-01T00:00:00Z")

    assert imported[:3] == (1, 0, 0)
    (problem,) = imported.problems
    assert (problem.location.path, problem.location.line) == ("team.jsonl", 1)
    assert [row.reference for row in store.rows()] == [B]


def test_the_good_line_is_good(store: Store) -> None:
    assert import_lines(store, [bad()], latest="2026-12-01T00:00:00Z").rows == 1


def test_many_problems_are_counted(store: Store) -> None:
    imported = import_lines(store, [bad(), *["no"] * (SHOWN + 7)], "team.jsonl")

    assert len(imported.problems) == SHOWN + 1
    assert imported.problems[-1].message == "Problems in 7 more lines are not listed"


@pytest.mark.parametrize("text", ["half \ud800 a pair", "\x00\x1b\u2028", "图谱 \U0001f600", "1e400"])
def test_any_payload_is_exported_and_imported(store: Store, text: str) -> None:
    tell(store, (found(A, 7, description=text), at(1)))
    (exported,) = export_lines(store)
    with in_memory() as other:
        import_lines(other, [exported])

        assert exported.encode().count(b"\n") == 0
        assert json.loads(other.get("github", [A])[A].raw)["description"] == text


@pytest.mark.parametrize("raw", ["no JSON", "[]", '{"stars": NaN}', '{"stars": 1e999}'])
def test_a_payload_that_is_no_object_is_not_exported(store: Store, raw: str) -> None:
    tell(store, (found(A, 7)._replace(raw=raw), at(1)))
    (exported,) = export_lines(store)

    assert json.loads(exported).keys() == {"source", "reference", "state", "checked_at", "tried_at", "etag", "version"}


@pytest.mark.parametrize("name", ["team.jsonl", "team.jsonl.gz"])
def test_files_are_written_and_read_whole(store: Store, tmp_path: Path, name: str) -> None:
    tell(store, (found(A, 7, B), at(1)), (found(github("图/谱"), 1), at(2)))
    export_file(store, tmp_path / "deep" / name)
    content = (tmp_path / "deep" / name).read_bytes()
    os.utime(tmp_path / "deep" / name, (0, 0))
    export_file(store, tmp_path / "deep" / name)

    assert (tmp_path / "deep" / name).read_bytes() == content
    plain = gzip.decompress(content) if name.endswith(".gz") else content
    assert plain.decode() == "".join(f"{line}\n" for line in export_lines(store))
    assert [path.name for path in (tmp_path / "deep").iterdir()] == [name]
    with in_memory() as other:
        assert import_file(other, tmp_path / "deep" / name) == (2, 1, 0, ())


def test_gzip_is_told_by_the_content_and_windows_files_are_read(store: Store, tmp_path: Path) -> None:
    (tmp_path / "team.txt").write_bytes(gzip.compress("\ufeff".encode() + json.dumps(ROW).encode() + b"\r\n"))

    assert import_file(store, tmp_path / "team.txt") == (1, 0, 0, ())


def test_what_stands_before_a_damage_is_imported(store: Store, tmp_path: Path) -> None:
    with in_memory() as other:
        many = [found(github(f"owner/{number}"), number) for number in range(500)]
        other.put("github", many, at(1))
        export_file(other, tmp_path / "team.jsonl.gz")
    content = (tmp_path / "team.jsonl.gz").read_bytes()
    (tmp_path / "team.jsonl.gz").write_bytes(content[: len(content) // 2])
    imported = import_file(store, tmp_path / "team.jsonl.gz")

    assert 0 < imported.rows < 500
    assert imported.problems[-1].message.startswith("The compressed file is damaged from here on")
    assert imported.problems[-1].location.line > imported.rows


def test_bytes_that_are_not_utf8_spoil_their_line_only(store: Store, tmp_path: Path) -> None:
    good = json.dumps(ROW).encode()
    (tmp_path / "team.jsonl").write_bytes(good.replace(b"Owner/A", b"\xff") + b"\n" + good + b"\n")
    imported = import_file(store, tmp_path / "team.jsonl")

    assert (imported.rows, [problem.message for problem in imported.problems]) == (1, ["The line is not UTF-8"])


def test_a_line_without_end_is_read_in_part(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papergraph.textfile.LONGEST", 1000)
    (tmp_path / "team.jsonl").write_text(f"{' ' * 5000}{bad()}\n{bad(message='x' * 2000)}\n{bad()}", encoding="utf-8")
    imported = import_file(store, tmp_path / "team.jsonl")

    assert imported.rows == 1
    assert [problem.location.line for problem in imported.problems] == [2]


def test_a_pipe_is_written_to_and_read_from(store: Store, tmp_path: Path) -> None:
    tell(store, (found(A, 7), at(1)))
    pipe = tmp_path / "pipe.gz"
    os.mkfifo(pipe)
    writer = threading.Thread(target=export_file, args=(store, pipe))
    writer.start()
    with in_memory() as other:
        assert import_file(other, pipe).rows == 1
    writer.join()

    assert pipe.is_fifo()


def test_a_file_that_cannot_be_written_stays_as_it_was(store: Store, tmp_path: Path) -> None:
    tell(store, (found(A, 7), at(1)))
    (tmp_path / "file").write_text("before", encoding="utf-8")
    with pytest.raises(OutputError, match=r"file/team\.jsonl cannot be written: "):
        export_file(store, tmp_path / "file" / "team.jsonl")
    store.close()
    with pytest.raises(Exception, match="closed"):
        export_file(store, tmp_path / "file")

    assert (tmp_path / "file").read_text(encoding="utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("name", ["team.jsonl", "team.jsonl.gz"])
def test_what_was_exported_is_counted(store: Store, tmp_path: Path, name: str) -> None:
    tell(store, (found(A, 7, B), at(1)), (missing(github("owner/gone")), at(2)))

    assert export_file(store, tmp_path / name) == (2, 1)


@pytest.mark.parametrize("content", [b"before", PACKED, PACKED[:12]])
def test_nothing_takes_the_place_of_something(store: Store, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "team.gz").write_bytes(content)
    with pytest.raises(OutputError, match=r"team\.gz stays as it is: .* Delete the file first if that is meant\."):
        export_file(store, tmp_path / "team.gz")

    assert (tmp_path / "team.gz").read_bytes() == content
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("name", ["team.jsonl", "team.jsonl.gz"])
def test_nothing_takes_the_place_of_nothing(store: Store, tmp_path: Path, name: str) -> None:
    assert export_file(store, tmp_path / name) == export_file(store, tmp_path / name) == (0, 0)
    assert import_file(store, tmp_path / name) == (0, 0, 0, ())


@pytest.mark.parametrize(
    "content", [b"graph", b'{"nodes": []}', b'{"nodes":\n []}\n', b"[1]", b"SQLite\x00\xff", b"null"]
)
def test_a_file_of_something_else_is_one_sentence(store: Store, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "graph.json").write_bytes(content)
    with pytest.raises(InputError, match=r"graph\.json is no export of `papergraph store export`\.$"):
        import_file(store, tmp_path / "graph.json")


@pytest.mark.parametrize(
    "content", ["", "\n \n", bad(state="gone"), f"no\n{bad(state='gone')}", "no\n" + json.dumps(ALIAS)]
)
def test_a_file_with_a_line_of_ours_and_one_with_none_at_all_are_no_mistake(store: Store, content: str) -> None:
    assert import_lines(store, content.splitlines()).rows == 0


def test_a_catalogue_is_known_by_its_records(store: Store) -> None:
    checks = Checks(is_catalogue=lambda record: "full_name" in record)
    with pytest.raises(
        InputError, match=r"^code\.jsonl looks like a catalogue: name it under `catalogs` in papergraph"
    ):
        import_lines(store, ["no", '{"full_name": "Owner/A"}'], "code.jsonl", checks=checks)
    imported = import_lines(store, [bad(), '{"full_name": "Owner/A"}'], "code.jsonl", checks=checks)

    assert (imported.rows, len(imported.problems)) == (1, 1)


def test_what_cannot_be_of_its_source_is_a_problem(store: Store) -> None:
    def complaint(told: Kept | Alias) -> str:
        return "so said its source" if told.reference == A else ""

    imported = import_lines(store, lines(ROW, {**ROW, "reference": str(B)}, ALIAS), checks=Checks(complaint))

    assert [(problem.location.line, problem.message) for problem in imported.problems] == [
        (1, "so said its source"),
        (3, "so said its source"),
    ]
    assert [row.reference for row in store.rows()] == [B]
    assert list(store.aliases()) == []


@pytest.mark.parametrize("packed", [False, True])
def test_a_stream_is_read_as_a_file_is(store: Store, *, packed: bool) -> None:
    content = f"{bad()}\nno\n".encode()
    stream: Any = BufferedReader(BytesIO(gzip.compress(content) if packed else content))
    imported = import_stream(store, stream, "standard input")

    assert imported[:3] == (1, 0, 0)
    assert [problem.location for problem in imported.problems] == [Location("standard input", 2)]


def test_a_file_that_is_not_there_is_one_sentence(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl cannot be read: No such file or directory\."):
        import_file(store, tmp_path / "none.jsonl")


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from([*ROW, *ALIAS, "message"]), inner | st.sampled_from(list(ROW.values())))
        ),
        max_leaves=20,
    )
)
def test_no_shape_breaks_an_import(record: object) -> None:
    with in_memory() as store:
        imported = import_lines(store, [json.dumps(record), json.dumps(ROW | {"reference": "x:good"})])

        assert Reference("x", "good") in store.get("github", [Reference("x", "good")])
        assert len(imported.problems) + imported.rows + imported.aliases >= 2
