"""Questions that coordinates raise: which system, and in which unit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sbd.errors import QuestionError
from sbd.plans.raw import RawLayer
from sbd.plans.values import METRES

#: A plan wider than this is in another unit than metres. [m] Source: our choice.
MAX_WIDTH_M = 20_000.0
#: A plan narrower than this is in another unit than metres. [m] Source: our choice.
MIN_WIDTH_M = 2.0
#: Ranges of easting and northing in which plans of the region lie. [m]
#: Source: areas of use in the EPSG registry, rounded outwards.
_LIKELY = (
    ("EPSG:31370", "Lambert 72", (10_000, 310_000, 20_000, 250_000)),
    ("EPSG:3812", "Lambert 2008", (510_000, 810_000, 520_000, 750_000)),
    ("EPSG:28992", "RD New", (0, 290_000, 300_000, 630_000)),
    ("EPSG:2154", "Lambert-93", (90_000, 1_250_000, 6_040_000, 7_120_000)),
    ("EPSG:25831", "UTM 31N", (160_000, 840_000, 5_400_000, 5_700_000)),
    ("EPSG:25832", "UTM 32N", (160_000, 840_000, 5_200_000, 6_100_000)),
)


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


def check_width(
    scaled: Sequence[RawLayer], drawn: Sequence[RawLayer], said: str | None
) -> None:
    """Ask for the unit where a drawing cannot be what its unit says.

    Parameters
    ----------
    scaled : sequence of RawLayer
        The layers in metres.
    drawn : sequence of RawLayer
        The same in the unit of the drawing.
    said : str, optional
        The unit that was asked for.

    Raises
    ------
    QuestionError
        With the units that would give a plan of some size.
    """
    width = width_of(scaled)
    if plausible(width):
        return
    likely = [
        unit
        for unit in ("mm", "cm", "dm", "m", "ft", "in")
        if 20 <= width_of(drawn) * METRES[unit] <= 2_000 and unit != said
    ]
    files = ", ".join(dict.fromkeys(layer.file for layer in drawn))
    raise _which_unit(files, f"{width:,.4g}", likely[:3] or ["mm"])


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
    said = next((layer.unit for layer in lost if layer.unit), None)
    units = (said,) if said else ("m", "mm", "cm")
    found = (_answers(bounds_of(lost), unit, said) for unit in units)
    likely = next((answers for answers in found if answers), [])
    return _asked(files, bounds_of(lost), likely)


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
    # At most two of the areas in _LIKELY overlap.
    return QuestionError(
        "{files} does not say its coordinate system (x {west} to {east}, "
        "y {south} to {north}): answer with {answer}, or {other}.",
        **told,
        answer=likely[0],
        other=likely[1],
    )


def _answers(
    bounds: tuple[float, float, float, float], unit: str, said: str | None
) -> list[str]:
    """Return the systems in whose area a drawing in this unit lies."""
    west, south, east, north = (value * METRES[unit] for value in bounds)
    option = "" if said or unit == "m" else f" --unit {unit}"
    return [
        f"--crs {code}{option} ({name})"
        for code, name, (x0, x1, y0, y1) in _LIKELY
        if x0 <= west and east <= x1 and y0 <= south and north <= y1
    ]
