from __future__ import annotations

import pytest

from sbd import errors
from sbd.errors import PlanError, SbdError, StoreError

FAMILY = [e for e in vars(errors).values() if isinstance(e, type)]


@pytest.mark.parametrize("kind", [e for e in FAMILY if issubclass(e, SbdError)])
def test_an_error_says_its_sentence(kind: type[SbdError]) -> None:
    error = kind("{file} is a DWG drawing: {what}.", file="a.dwg", what="save as DXF")
    assert str(error) == "a.dwg is a DWG drawing: save as DXF."
    assert error.parts[0][0].startswith("{file}")
    assert str(kind("braces {stay}")) == "braces {stay}"


def test_errors_are_caught_as_what_python_calls_them_too() -> None:
    with pytest.raises(ValueError, match="no"):
        raise PlanError("no")
    with pytest.raises(OSError, match="no"):
        raise StoreError("{word}", word="no")


def test_several_errors_are_said_once_each() -> None:
    one, other = PlanError("{n} is bad.", n="a"), PlanError("{n} is bad.", n="b")
    joined = PlanError.together([one, other, one])
    assert str(joined) == "a is bad. b is bad."
    assert [v["n"] for _, v in joined.parts] == ["a", "b"]
