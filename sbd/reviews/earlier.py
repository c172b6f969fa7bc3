"""Answers of earlier versions, which kept them in a file beside the plan."""

from __future__ import annotations

import contextlib
from pathlib import Path

from sbd.errors import RatingsError
from sbd.reviews.alone import adopt
from sbd.reviews.database import Database
from sbd.reviews.read import read_ratings

NAME = "ratings.yaml"
#: The file's name once its answers are in the database.
IMPORTED = "ratings.imported.yaml"


def adopt_file(db: Database, folder: Path, variant: str, name: str) -> None:
    """Take over the answers in a plan's folder, once; nothing where there are none.

    Parameters
    ----------
    db : Database
        Where they are kept from then on.
    folder : Path
        Of the plan.
    variant, name : str
        Id and name of the variant.

    Raises
    ------
    RatingsError
        If the file was changed by hand and has mistakes; it is left alone.
    StoreError
        If the answers cannot be kept; the file is left alone.
    """
    path = folder / NAME
    if not path.exists():
        return
    try:
        given = read_ratings(path)
    except RatingsError as error:
        if not path.exists():  # taken over by somebody else meanwhile
            return
        raise RatingsError(
            "The earlier answers to this plan cannot be taken over: mend the file or "
            "take it out of the plan's folder. {mistakes}",
            mistakes=str(error),
        ) from error
    adopt(db, variant, name, given)
    # After a crash in between, or where the file cannot be renamed, the same answers
    # are found again and known.
    with contextlib.suppress(OSError):
        path.replace(path.with_name(IMPORTED))
