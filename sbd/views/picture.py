"""The picture under the plan, as the map editor takes it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from sbd.errors import PlanError
from sbd.plans.formats.placing import degrees_of_web, web_of_degrees
from sbd.plans.picture import Picture, picture_from

#: How much of the picture shows at first. [1] Source: our choice; the plan stays ahead.
OPACITY = 0.7
#: Points along each side at which the picture is fitted. [1]
_ALONG = 5


def picture_payload(
    content: bytes, about: Mapping[str, Any], crs: CRS
) -> dict[str, Any] | None:
    """Return a kept picture for the map editor.

    Parameters
    ----------
    content : bytes
        As kept.
    about : mapping
        As kept: that of `sbd.plans.picture.picture_about`, and perhaps ``opacity``
        [1] and ``shown``.
    crs : CRS
        Of the plan.

    Returns
    -------
    dict or None
        ``url`` (``data:``), ``corners`` (top left, top right and bottom left, in the
        plan's CRS [m]) and ``opacity`` [1]; None where it is switched off or cannot
        be read.
    """
    if not shown(about):
        return None
    try:
        picture = picture_from(content, about)
    except PlanError:
        return None
    data = base64.b64encode(content).decode()
    return {
        "url": f"data:{picture.media};base64,{data}",
        "corners": picture_corners(picture, crs),
        "opacity": opacity(about),
    }


def shown(about: Mapping[str, Any]) -> bool:
    """Tell whether a kept picture is switched on."""
    return about.get("shown", True) is True


def opacity(about: Mapping[str, Any]) -> float:
    """Return how much of a kept picture shows, from 0 to 1. [1]"""
    value = about.get("opacity", OPACITY)
    known = isinstance(value, int | float) and 0 <= value <= 1
    return float(value) if known else OPACITY


def picture_corners(
    picture: Picture, crs: CRS
) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float]]:
    """Return the three corners that put a picture on a map of the plan's CRS.

    A picture is even in Web Mercator, and a map in metres shows it turned and sheared
    but straight. The corners are those of the straight picture nearest to the true
    one everywhere, in the sense of least squares; what is left is some centimetres on
    a picture of 1 km.

    Parameters
    ----------
    picture : Picture
        North-up on web maps.
    crs : CRS
        Of the plan.

    Returns
    -------
    tuple of pairs
        Top left, top right, bottom left. [m]
    """
    (south, west), (north, east) = picture.bounds
    ends = web_of_degrees(np.array([[west, north], [east, south]]))
    steps = np.linspace(0, 1, _ALONG)
    across, down = (grid.ravel() for grid in np.meshgrid(steps, steps))
    shares = np.column_stack([across, down])
    degrees = degrees_of_web(ends[0] + shares * (ends[1] - ends[0]))
    to_plan = Transformer.from_crs(4326, crs, always_xy=True)
    places = np.column_stack(to_plan.transform(degrees[:, 0], degrees[:, 1]))
    middle = places.mean(axis=0)
    terms = np.column_stack([np.ones(len(shares)), shares])
    start, right, below = np.linalg.lstsq(terms, places - middle)[0]
    return (
        _pair(middle + start),
        _pair(middle + start + right),
        _pair(middle + start + below),
    )


def _pair(point: NDArray[np.float64]) -> tuple[float, float]:
    return float(point[0]), float(point[1])
