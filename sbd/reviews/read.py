"""Read ratings from a YAML file, checking everything at the door."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from sbd.errors import RatingsError
from sbd.reviews.model import Rating

#: A ratings file larger than this is not one. [bytes]
MAX_BYTES = 5_000_000


class _Loader(yaml.SafeLoader):
    """Safe loading without aliases, which could blow a small file up."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            msg = "aliases (*name) are not used in ratings files"
            raise yaml.YAMLError(msg)
        return super().compose_node(parent, index)


def read_ratings(path: Path) -> tuple[Rating, ...]:
    """Read a ratings file.

    Parameters
    ----------
    path : Path
        YAML with a list ``ratings`` (or only that list).

    Returns
    -------
    tuple of Rating
        In the order of the file.

    Raises
    ------
    RatingsError
        If the file cannot be read or has mistakes; all are in the message.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RatingsError(
                "{file} is larger than a ratings file can be (5 MB).", file=path.name
            )
        content = yaml.load(path.read_text("utf-8"), Loader=_Loader)  # safe loader
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise RatingsError(
            "{file} cannot be read as a ratings file: {reason}.",
            file=path.name,
            reason=_first_line(error),
        ) from error
    rows = content.get("ratings") if isinstance(content, dict) else content
    if not isinstance(rows, list):
        raise RatingsError("{file} has no list called 'ratings'.", file=path.name)
    return parse_ratings(rows, where=path.name)


def parse_ratings(rows: Sequence[Any], *, where: str) -> tuple[Rating, ...]:
    """Check rows of a ratings file.

    Parameters
    ----------
    rows : sequence
        Mappings with the fields of `Rating`.
    where : str
        Name of the file, for the message.

    Returns
    -------
    tuple of Rating
        In the order of the rows.

    Raises
    ------
    RatingsError
        With all mistakes, each with its path in the file.
    """
    ratings, mistakes = [], []
    for n, row in enumerate(rows):
        try:
            ratings.append(Rating.model_validate(row))
        except ValidationError as error:
            mistakes += [_mistake(n, e) for e in error.errors()]
    mistakes += _conflicts(ratings)
    if mistakes:
        raise RatingsError(
            "{file}: {mistakes}", file=where, mistakes="; ".join(mistakes)
        )
    return tuple(ratings)


def check_criteria(
    ratings: Iterable[Rating], judged: Iterable[str], measured: Iterable[str]
) -> None:
    """Check ratings against the criteria of a checklist.

    Parameters
    ----------
    ratings : iterable of Rating
        What people answered.
    judged, measured : iterable of str
        Ids of the judged and of the measured criteria.

    Raises
    ------
    RatingsError
        If a criterion does not exist, or a settled decision on a measured
        criterion has no level or no reason.
    """
    judged, measured = set(judged), set(measured)
    mistakes = []
    for rating in ratings:
        if rating.criterion not in judged | measured:
            mistakes.append(f"the checklist has no criterion {rating.criterion}")
        elif (
            rating.settled
            and rating.criterion in measured
            and (rating.level is None or not rating.reason)
        ):
            mistakes.append(
                f"a settled decision on {rating.criterion}, which is measured, "
                "needs a level and a reason"
            )
    if mistakes:
        raise RatingsError(
            "Ratings: {mistakes}", mistakes="; ".join(dict.fromkeys(mistakes))
        )


def _conflicts(ratings: Iterable[Rating]) -> list[str]:
    open_ones = Counter(
        (r.criterion, r.rater, r.discipline) for r in ratings if not r.settled
    )
    settled = Counter(r.criterion for r in ratings if r.settled)
    twice = [
        f"{rater} ({discipline}) answers {criterion} twice"
        for (criterion, rater, discipline), n in open_ones.items()
        if n > 1
    ]
    return twice + [f"{c} is settled twice" for c, n in settled.items() if n > 1]


def _mistake(n: int, error: Any) -> str:
    place = ".".join(str(part) for part in error["loc"][:1])
    dot = f".{place}" if place else ""
    return f"ratings[{n}]{dot}: {error['msg'].removeprefix('Value error, ')}"


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
