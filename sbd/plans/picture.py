"""A picture that lies under a plan, and what is kept of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sbd.errors import PlanError
from sbd.plans.plan import Note
from sbd.plans.terrain import KeptNote

Media = Literal["image/jpeg", "image/png"]

#: How files of these media types begin.
_BEGIN = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}
#: More than we ever write. [byte]
_MAX_BYTES = 4_000_000
#: Longitudes and latitudes there are on a web map. [deg]
_MOST = {"lon": 180.0, "lat": 85.1}


@dataclass(frozen=True)
class Picture:
    """A picture that lies under the plan, north-up on web maps, made by us.

    Parameters
    ----------
    content : bytes
        A JPEG or PNG with nothing but its pixels.
    media : {"image/jpeg", "image/png"}
        Which of them.
    bounds : pair of pairs of float
        South-west and north-east corner: latitude, longitude. Between them the
        picture is even in Web Mercator. [deg]
    size : pair of int
        Columns and rows.
    resolution_m : float
        Side of a pixel on the ground. [m]
    name : str
        Name of the file.
    sha256 : str
        Digest of the files.
    notes : tuple of Note
        What was done while reading.
    """

    content: bytes
    media: str
    bounds: tuple[tuple[float, float], tuple[float, float]]
    size: tuple[int, int]
    resolution_m: float
    name: str
    sha256: str
    notes: tuple[Note, ...] = ()


class _About(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)
    media: Media
    bounds: tuple[tuple[float, float], tuple[float, float]]
    size: tuple[int, int]
    resolution_m: float = Field(gt=0)
    name: str = Field(max_length=400)
    sha256: str = Field(max_length=64)
    notes: tuple[KeptNote, ...] = ()


def picture_about(picture: Picture) -> dict[str, Any]:
    """Return everything of a picture but its bytes, to be written as JSON."""
    return {
        "media": picture.media,
        "bounds": [list(corner) for corner in picture.bounds],
        "size": list(picture.size),
        "resolution_m": picture.resolution_m,
        "name": picture.name,
        "sha256": picture.sha256,
        "notes": [{"code": n.code, "args": dict(n.args)} for n in picture.notes],
    }


def picture_from(content: bytes, about: Mapping[str, Any]) -> Picture:
    """Return the picture that its bytes and `picture_about` describe.

    Parameters
    ----------
    content : bytes
        The JPEG or PNG.
    about : mapping
        Everything else; what else it holds is left alone.

    Returns
    -------
    Picture
        Equal to the one described.

    Raises
    ------
    PlanError
        If either was changed by another program: nothing of them is trusted.
    """
    try:
        told = _About.model_validate_json(json.dumps(dict(about)))
    except (ValidationError, ValueError, TypeError) as error:
        raise _spoilt() from error
    (south, west), (north, east) = told.bounds
    lies = -_MOST["lat"] <= south < north <= _MOST["lat"]
    lies = lies and -_MOST["lon"] <= west < east <= _MOST["lon"]
    whole = content.startswith(_BEGIN[told.media]) and len(content) <= _MAX_BYTES
    if not (lies and whole and min(told.size) > 0):
        raise _spoilt()
    notes = tuple(n.note() for n in told.notes)
    return Picture(content, **{**dict(told), "notes": notes})


def _spoilt() -> PlanError:
    return PlanError(
        "The picture kept with this plan cannot be read: remove it and add its file "
        "again."
    )
