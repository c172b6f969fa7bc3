"""What people answer: one rating per criterion, rater and discipline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

#: Disciplines that may answer; their names are in the checklist lists.
Discipline = Literal[
    "police",
    "planning",
    "mobility",
    "accessibility",
    "prevention",
    "fire",
    "lighting",
    "green",
    "maintenance",
    "legal",
    "coordination",
    "heritage",
    "residents",
    "traders",
]
#: A level, or *don't know*, or *not applicable*: never the same thing.
Answer = Literal[0, 1, 2, 3, 4, "unknown", "not_applicable"]

#: Longest name and longest comment. [characters]
LONGEST_RATER, LONGEST_COMMENT = 80, 5000


class Rating(BaseModel):
    """One person's answer on one criterion.

    A settled rating is the meeting's decision: its answer may be a half level, and
    on a measured criterion it is an override and needs a reason.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    criterion: str = Field(pattern=r"^[A-Z]-\d{2}$")
    rater: str = Field(min_length=1, max_length=LONGEST_RATER)
    discipline: Discipline
    answer: Answer | float
    comment: str | None = Field(default=None, max_length=LONGEST_COMMENT)
    lon: float | None = Field(default=None, ge=-180, le=180)
    lat: float | None = Field(default=None, ge=-90, le=90)
    settled: bool = False
    reason: str | None = Field(default=None, max_length=LONGEST_COMMENT)

    @model_validator(mode="after")
    def _answerable(self) -> Rating:
        if isinstance(self.answer, float):
            halves = self.answer * 2
            if not (0 <= self.answer <= 4 and halves == int(halves)):
                msg = "answer is a level from 0 to 4, 'unknown' or 'not_applicable'"
                raise ValueError(msg)
            if halves % 2 and not self.settled:
                msg = "half levels are for settled ratings only"
                raise ValueError(msg)
        return self

    @property
    def level(self) -> float | None:
        """The level answered, or None for the two words."""
        return None if isinstance(self.answer, str) else float(self.answer)


def levels_by_criterion(ratings: Iterable[Rating]) -> list[list[float]]:
    """Collect the levels given per criterion, in the order of ids.

    Parameters
    ----------
    ratings : iterable of Rating
        Settled decisions and the two words are left out: they are not answers.

    Returns
    -------
    list of list of float
        One list per criterion that has a level. [0-4]
    """
    levels: dict[str, list[float]] = {}
    for rating in ratings:
        if rating.level is not None and not rating.settled:
            levels.setdefault(rating.criterion, []).append(rating.level)
    return [levels[c] for c in sorted(levels)]
