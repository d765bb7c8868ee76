"""Every exception ends the command with its own code, and the tree at the top of the module is the real one."""

from __future__ import annotations

import re

import pytest

from papergraph import errors
from papergraph.errors import PapergraphError

CLASSES: list[type[PapergraphError]] = [member for member in vars(errors).values() if isinstance(member, type)]


def test_every_exception_is_a_papergraph_error_with_its_own_exit_code() -> None:
    assert all(issubclass(error, PapergraphError) for error in CLASSES)
    assert len({error.exit_code for error in CLASSES}) == len(CLASSES)
    assert min(error.exit_code for error in CLASSES) == PapergraphError.exit_code == 1


def test_the_drawn_tree_holds_every_exception() -> None:
    drawn = re.findall(r"^(?:[├└]── )?(\w+Error) ", errors.__doc__ or "", re.MULTILINE)

    assert drawn == [error.__name__ for error in CLASSES]


@pytest.mark.parametrize("error", CLASSES[1:])
def test_the_drawn_tree_gives_the_exit_code(error: type[PapergraphError]) -> None:
    (line,) = re.findall(rf"{error.__name__} .*", errors.__doc__ or "")

    assert line.endswith(f"({error.exit_code})")


def test_the_text_of_an_exception_is_its_sentence() -> None:
    assert str(errors.InputError("There are no notes.")) == "There are no notes."
