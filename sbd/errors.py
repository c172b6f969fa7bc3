"""Errors that a user can mend: each carries one sentence saying what to do.

The sentence is given as an English template with the values that go into it, so that
the screens can say it in the language of their user (`sbd.locale.translated`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self


class SbdError(Exception):
    """Base of everything `sbd` refuses on purpose.

    Parameters
    ----------
    template : str
        The sentence in English, with ``{names}`` where values go.
    **values
        The values, numbers or texts.
    """

    def __init__(self, template: str = "", **values: object) -> None:
        self.parts: tuple[tuple[str, dict[str, object]], ...] = ((template, values),)
        super().__init__(_filled(template, values))

    @classmethod
    def together(cls, errors: Iterable[SbdError]) -> Self:
        """Return one error that says what several say, a sentence each."""
        parts = tuple(dict.fromkeys(_frozen(p) for e in errors for p in e.parts))
        return cls.of_parts([(template, dict(values)) for template, values in parts])

    @classmethod
    def of_parts(cls, parts: Iterable[tuple[str, dict[str, object]]]) -> Self:
        """Return the error of these templates and values, as another process had it."""
        error = cls()
        error.parts = tuple(parts)
        error.args = (" ".join(_filled(t, v) for t, v in error.parts),)
        return error


class PlanError(SbdError, ValueError):
    """A plan file cannot be used as it is."""


class QuestionError(PlanError):
    """A plan file is ambiguous; an option of the reader answers the question."""


class ChecklistError(SbdError, ValueError):
    """A checklist file has mistakes; the message lists all of them."""


class RatingsError(SbdError, ValueError):
    """A ratings file has mistakes; the message lists all of them."""


class WorkbookError(SbdError, ValueError):
    """An Excel workbook cannot be read."""


class DocumentError(SbdError, ValueError):
    """An assessment document cannot be opened."""


class ReviewError(SbdError, ValueError):
    """A review does not allow what was asked of it."""


class StoreError(SbdError, OSError):
    """Something could not be kept in the data folder."""


def _filled(template: str, values: dict[str, object]) -> str:
    """Fill a template; a text without values may hold braces of its own."""
    return template.format(**values) if values else template


def _frozen(
    part: tuple[str, dict[str, object]],
) -> tuple[str, tuple[tuple[str, object], ...]]:
    return part[0], tuple(part[1].items())
