"""Questions that coordinates raise: which system, and in which unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sbd.errors import QuestionError
from sbd.plans.raw import RawLayer
from sbd.plans.systems import System, fitting, is_near
from sbd.plans.values import METRES

#: A plan wider than this is in another unit than metres. [m] Source: our choice.
MAX_WIDTH_M = 20_000.0
#: A plan narrower than this is in another unit than metres. [m] Source: our choice.
MIN_WIDTH_M = 2.0
#: Most plans are as wide as this. [m] Source: our choice.
USUAL_M = (20.0, 2_000.0)
#: Units a drawing may be in where none is stated, likeliest first.
UNITS = ("m", "mm", "cm")


@dataclass(frozen=True)
class Answer:
    """A coordinate system that a drawing may be in.

    Parameters
    ----------
    system : System
        In whose area of use the drawing would lie.
    unit : str, optional
        The unit it would then be in, where that has to be said too.
    near : bool
        Whether it is one of Belgium or a country round it.
    """

    system: System
    unit: str | None
    near: bool


def bounds_of(layers: Sequence[RawLayer]) -> tuple[float, float, float, float]:
    """Return west, south, east and north of layers, in their own coordinates."""
    bounds = np.array([layer.frame.total_bounds for layer in layers])
    west, south = bounds[:, :2].min(axis=0)
    east, north = bounds[:, 2:].max(axis=0)
    return float(west), float(south), float(east), float(north)


def width_of(layers: Sequence[RawLayer]) -> float:
    """Return the longer side of the box round layers, in their own unit."""
    west, south, east, north = bounds_of(layers)
    return max(east - west, north - south)


def plausible(width: float) -> bool:
    """Tell whether a plan may be this wide; a single point always may. [m]"""
    return width == 0 or MIN_WIDTH_M <= width <= MAX_WIDTH_M


def usual_size(width: float) -> bool:
    """Tell whether most plans of public space are about this wide. [m]"""
    return USUAL_M[0] <= width <= USUAL_M[1]


def check_width(layers: Sequence[RawLayer], factor: float, said: str | None) -> None:
    """Ask for the unit where a drawing cannot be what its unit says.

    Parameters
    ----------
    layers : sequence of RawLayer
        In the unit of the drawing.
    factor : float
        Metres in that unit. [m]
    said : str, optional
        The unit that was asked for.

    Raises
    ------
    QuestionError
        With the units that would give a plan of some size.
    """
    drawn = width_of(layers)
    if plausible(drawn * factor):
        return
    likely = [
        unit
        for unit in ("mm", "cm", "dm", "m", "ft", "in")
        if usual_size(drawn * METRES[unit]) and unit != said
    ]
    files = ", ".join(dict.fromkeys(layer.file for layer in layers))
    raise _which_unit(files, f"{drawn * factor:,.4g}", likely[:3] or ["mm"])


def _which_unit(files: str, width: str, likely: Sequence[str]) -> QuestionError:
    """Return the question for the unit, with the one to three that may be."""
    if len(likely) == 1:
        return QuestionError(
            "{files} would be {width} m wide: say its unit with --unit {unit}.",
            files=files,
            width=width,
            unit=likely[0],
        )
    if len(likely) == 2:
        return QuestionError(
            "{files} would be {width} m wide: say its unit with --unit {unit} or "
            "--unit {second}.",
            files=files,
            width=width,
            unit=likely[0],
            second=likely[1],
        )
    return QuestionError(
        "{files} would be {width} m wide: say its unit with --unit {unit} or "
        "--unit {second} or --unit {third}.",
        files=files,
        width=width,
        unit=likely[0],
        second=likely[1],
        third=likely[2],
    )


def which_crs(lost: Sequence[RawLayer]) -> QuestionError:
    """Return the question for the CRS, with the answers the coordinates allow.

    Parameters
    ----------
    lost : sequence of RawLayer
        Layers that do not say their CRS.

    Returns
    -------
    QuestionError
        To be raised.
    """
    files = ", ".join(dict.fromkeys(layer.file for layer in lost))
    likely = [
        f"--crs {a.system.code}{f' --unit {a.unit}' if a.unit else ''} "
        f"({a.system.name})"
        for a in answers(lost)[:2]
    ]
    return _asked(files, bounds_of(lost), likely)


def answers(lost: Sequence[RawLayer], unit: str | None = None) -> tuple[Answer, ...]:
    """Return the coordinate systems that drawings may be in, likeliest first.

    Parameters
    ----------
    lost : sequence of RawLayer
        Layers that do not say their CRS.
    unit : str, optional
        The unit they are in, if the user said so.

    Returns
    -------
    tuple of Answer
        Those of the near countries only, where there are any; none where the numbers
        are those of a drawing with an origin of its own.
    """
    own = next((layer.unit for layer in lost if layer.unit), None)
    first = unit or own or "m"
    for tried in dict.fromkeys((first, *UNITS)):
        west, south, east, north = (v * METRES[tried] for v in bounds_of(lost))
        if not plausible(max(east - west, north - south)):
            continue
        found = fitting((west, south, east, north))
        if found:
            more = None if tried == first else tried
            listed = [Answer(s, more, is_near(s)) for s in found]
            return tuple([a for a in listed if a.near] or listed)
    return ()


def _asked(
    files: str, bounds: tuple[float, float, float, float], likely: Sequence[str]
) -> QuestionError:
    """Return the question for the CRS, with the one or two systems that may be."""
    west, south, east, north = bounds
    told = {"files": files, "west": f"{west:,.0f}", "east": f"{east:,.0f}"}
    told |= {"south": f"{south:,.0f}", "north": f"{north:,.0f}"}
    if max(abs(west), abs(east)) <= 180 and max(abs(south), abs(north)) <= 90:
        return QuestionError(
            "{files} does not say its coordinate system (x {west} to {east}, "
            "y {south} to {north}): answer with --crs EPSG:4326 (degrees), or "
            "--crs local --at LON,LAT (a drawing with its own origin).",
            **told,
        )
    if not likely:
        return QuestionError(
            "{files} does not say its coordinate system (x {west} to {east}, "
            "y {south} to {north}): answer with "
            "--crs local --at LON,LAT (a drawing with its own origin).",
            **told,
        )
    if len(likely) == 1:
        return QuestionError(
            "{files} does not say its coordinate system (x {west} to {east}, "
            "y {south} to {north}): answer with {answer}.",
            **told,
            answer=likely[0],
        )
    return QuestionError(
        "{files} does not say its coordinate system (x {west} to {east}, "
        "y {south} to {north}): answer with {answer}, or {other}.",
        **told,
        answer=likely[0],
        other=likely[1],
    )
