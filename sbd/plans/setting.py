"""The smallest parts of a vocabulary: words, and where an attribute takes its value."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class Strict(BaseModel):
    """A part of a vocabulary file: frozen, and without unknown names."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


def several(value: object) -> object:
    """Return one word as a list of it."""
    return (value,) if isinstance(value, (str, int, float)) else value


#: One word, or a list of words.
Words = Annotated[tuple[str, ...], BeforeValidator(several)]


class Setting(Strict):
    """Where one attribute of an element takes its value from.

    ``value`` is fixed; otherwise the first column (or tag) of ``source`` that is
    filled counts, translated by ``values``, then by the table named, then ``other``.
    An empty text stands for unknown. Numbers are multiplied by ``factor``, lose their
    sign where ``size`` is set, and are refused beyond ``max``.
    """

    source: Words = Field(default=(), alias="from")
    value: str | None = None
    values: dict[str, str] = {}
    table: str | None = None
    other: str | None = None
    factor: float = 1.0
    size: bool = False
    max: float | None = None
