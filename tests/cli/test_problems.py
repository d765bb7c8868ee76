"""`papergraph problems`: one line a problem, the worst on request."""

from __future__ import annotations

from pathlib import Path

from command_line import Run


def test_nothing_is_written(run: Run, sample: Path) -> None:
    finished = run("problems")

    assert finished.code == 0
    assert sorted(path.name for path in sample.iterdir()) == ["notes"]


def test_what_is_less_bad_can_be_left_out(run: Run, sample: Path) -> None:
    (sample / "notes" / "binary.md").write_bytes(b"\x89PNG" + bytes(range(256)) * 8)
    for name, title in (("a", "A Method for Everything"), ("b", "Nothing Works at All")):
        text = f"- [{title}](https://arxiv.org/abs/2404.04321)\n"
        (sample / "notes" / f"{name}.md").write_text(text, encoding="utf-8")

    assert len(run("problems").out.splitlines()) == 2
    assert run("problems", "--severity", "error").out.startswith("binary.md: ")
    assert len(run("problems", "--severity", "error").out.splitlines()) == 1
