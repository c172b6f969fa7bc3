"""What was done on the map, as steps: validated, snapped, in the plan's CRS.

An event comes from a browser and is input like any other: everything in it is
checked. Positions are in the plan's CRS, so that a typed length stays that length.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal

import numpy as np
import shapely
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from shapely.affinity import rotate
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from sbd.errors import PlanError
from sbd.plans.kinds import KINDS, Shape
from sbd.plans.plan import Plan
from sbd.plans.snap import Coordinates, Geometries, restore, snap
from sbd.plans.steps import (
    Change,
    Draw,
    Fill,
    Reshape,
    Step,
    Value,
    erase,
    target,
    wkt,
)
from sbd.ui.asked import Id, Ids, elements, value_of

#: Corners of one drawn element. [1]
MAX_CORNERS = 5_000
#: How far from the plan's data something may be drawn or moved. [m]
MAX_AWAY_M = 5_000.0
#: The map shows tenths of a millimetre: what comes back within is unchanged. [m]
ROUNDING_M = 0.0002
_SHAPES: tuple[Shape, ...] = ("point", "line", "area")

Metres = Annotated[float, Field(allow_inf_nan=False, ge=-1e4, le=1e4)]
Place = tuple[
    Annotated[float, Field(allow_inf_nan=False)],
    Annotated[float, Field(allow_inf_nan=False)],
]


class _Event(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Shape(_Event):
    type: Literal[
        "Point",
        "LineString",
        "Polygon",
        "MultiPoint",
        "MultiLineString",
        "MultiPolygon",
    ]
    coordinates: list[Any]


class _Draw(_Event):
    """A new element; ``typed`` names the corners set by a length and a direction."""

    op: Literal["draw"]
    kind: str
    geometry: _Shape
    attributes: dict[str, Value | None] = Field(default={}, max_length=40)
    typed: tuple[int, ...] = Field(default=(), max_length=MAX_CORNERS)
    snap: bool = True


class _Move(_Event):
    """Elements moved east and north, perhaps from one place to another."""

    op: Literal["move"]
    ids: Ids
    dx: Metres
    dy: Metres
    start: Place | None = None
    end: Place | None = None


class _Turn(_Event):
    """Elements turned clockwise round their common middle. [deg]"""

    op: Literal["turn"]
    ids: Ids
    degrees: Annotated[float, Field(allow_inf_nan=False, ge=-360, le=360)]


class _Erase(_Event):
    op: Literal["erase"]
    ids: Ids


class _Reshape(_Event):
    op: Literal["reshape"]
    id: Id
    geometry: _Shape
    snap: bool = True


class _Fill(_Event):
    op: Literal["fill"]
    ids: Ids
    values: dict[str, Value | None] = Field(min_length=1, max_length=40)


class _Undo(_Event):
    op: Literal["undo", "redo"]


_Gesture = _Draw | _Move | _Turn | _Erase | _Reshape | _Fill | _Undo
_ANY: TypeAdapter[_Gesture] = TypeAdapter(
    Annotated[_Gesture, Field(discriminator="op")]
)


def steps_of(event: Mapping[str, Any], plan: Plan) -> tuple[Step, ...]:
    """Return the steps that an event of the map editor means.

    Parameters
    ----------
    event : mapping
        As `sbd.ui.components.editor.show` returns it. Positions are in the plan's
        CRS [m], angles clockwise [deg].
    plan : Plan
        The plan that the map showed.

    Returns
    -------
    tuple of Step
        None for ``undo`` and ``redo``: those are the project's own.

    Raises
    ------
    PlanError
        If it cannot be: an unknown element, an area whose edges cross ...
    """
    try:
        gesture = _ANY.validate_python(dict(event))
    except ValidationError as error:
        raise _garbled() from error
    return _MAKERS.get(type(gesture), _nothing)(gesture, plan)


def _garbled() -> PlanError:
    return PlanError("What was done on the map could not be read: please do it again.")


def _nothing(_gesture: Any, _plan: Plan) -> tuple[Step, ...]:
    return ()


def _draw(gesture: _Draw, plan: Plan) -> tuple[Step, ...]:
    if gesture.kind not in KINDS or gesture.kind == "extent":
        raise _garbled()
    shape = _geometry(gesture.geometry)
    if _SHAPES[int(shapely.get_dimensions(shape))] not in KINDS[gesture.kind].shapes:
        raise _garbled()
    if gesture.snap:
        shape = _snapped(shape, gesture.typed, _others(plan))
    _check(shape, plan)
    values = {
        name: value
        for name, asked in gesture.attributes.items()
        if (value := _value(gesture.kind, name, asked)) is not None
    }
    name = "site" if gesture.kind == "site" else _new_id(plan, gesture.kind)
    drawn = Draw(id=name, kind=gesture.kind, geometry=wkt(shape), attributes=values)
    return (drawn,)


def _new_id(plan: Plan, kind: str) -> str:
    """Return an id that no element of the plan has."""
    taken = {str(i) for layer in plan.layers.values() for i in layer.index}
    n = 1
    while f"{kind}-s{n}" in taken:
        n += 1
    return f"{kind}-s{n}"


def _move(gesture: _Move, plan: Plan) -> tuple[Step, ...]:
    by = np.array([gesture.dx, gesture.dy])
    if gesture.start is not None and gesture.end is not None:
        ends = np.array([gesture.start, gesture.end])
        exact = snap(ends, _others(plan), 10 * ROUNDING_M)
        by = exact[1] - exact[0]
    return tuple(
        _reshaped(plan, name, shapely.transform(before, lambda xy: xy + by))
        for name, before in elements(plan, gesture.ids)
    )


def _turn(gesture: _Turn, plan: Plan) -> tuple[Step, ...]:
    found = elements(plan, gesture.ids)
    shapes = [before for _, before in found]
    if len(shapes) == 1 and shapely.get_dimensions(shapes[0]) == 0:
        raise PlanError("A single point has no direction: there is nothing to turn.")
    west, south, east, north = shapely.total_bounds(shapes)
    middle = ((west + east) / 2, (south + north) / 2)
    return tuple(
        _reshaped(plan, name, rotate(before, -gesture.degrees, origin=middle))
        for name, before in found
    )


def _erase(gesture: _Erase, plan: Plan) -> tuple[Step, ...]:
    return (erase(plan, [name for name, _ in elements(plan, gesture.ids)]),)


def _reshape(gesture: _Reshape, plan: Plan) -> tuple[Step, ...]:
    ((name, before),) = elements(plan, (gesture.id,))
    shape = _geometry(gesture.geometry)
    if shapely.get_dimensions(shape) != shapely.get_dimensions(before):
        raise _garbled()
    others = _others(plan, name)

    def settle(xy: Coordinates) -> Coordinates:
        found, kept = restore(xy, before, ROUNDING_M)
        if gesture.snap:
            found[~kept] = snap(found[~kept], others)
        return found

    shape = shapely.transform(shape, settle)
    return (_reshaped(plan, name, shape),)


def _fill(gesture: _Fill, plan: Plan) -> tuple[Step, ...]:
    changes = []
    for name, _ in elements(plan, gesture.ids):
        kind = plan.kind_of(name)
        values = {a: _value(kind, a, v) for a, v in gesture.values.items()}
        changes.append(Change(target=target(plan, name), values=values))
    return (Fill(changes=tuple(changes)),)


_MAKERS: dict[type[_Event], Callable[[Any, Plan], tuple[Step, ...]]] = {
    _Draw: _draw,
    _Move: _move,
    _Turn: _turn,
    _Erase: _erase,
    _Reshape: _reshape,
    _Fill: _fill,
}


def _reshaped(plan: Plan, name: str, shape: BaseGeometry) -> Reshape:
    _check(shape, plan)
    return Reshape(target=target(plan, name), geometry=wkt(shape))


def _geometry(shape: _Shape) -> BaseGeometry:
    """Return the geometry that was sent, or refuse it."""
    try:
        sent = json.dumps(shape.model_dump(), allow_nan=False)
        found = shapely.from_geojson(sent)
    except (ValueError, TypeError, ShapelyError) as error:
        raise _garbled() from error
    number = shapely.get_num_coordinates(found)
    if found is None or not 0 < number <= MAX_CORNERS:
        raise _garbled()
    return shapely.force_2d(found)


def _others(plan: Plan, *without: str) -> Geometries:
    """Return what can be snapped to: all elements but some."""
    kept = [
        np.asarray(layer.geometry[~layer.index.isin(without)].values, dtype=object)
        for layer in plan.layers.values()
    ]
    return np.concatenate([np.empty(0, dtype=object), *kept])


def _snapped(
    shape: BaseGeometry, exact: Sequence[int], others: Geometries
) -> BaseGeometry:
    """Snap corners; those of a typed length keep their offset from the one before."""
    offsets = set(exact)

    def settle(xy: Coordinates) -> Coordinates:
        found = snap(xy, others)
        for n in range(1, len(xy)):
            if n in offsets:
                found[n] = found[n - 1] + (xy[n] - xy[n - 1])
        if len(xy) > 1 and (xy[0] == xy[-1]).all():
            found[-1] = found[0]  # an area ends where it began
        return found

    settled = shapely.transform(shape, settle)
    return settled if settled.is_valid else shape


def _check(shape: BaseGeometry, plan: Plan) -> None:
    """Refuse what is no element: too small, crossing itself, or far away."""
    dimension = shapely.get_dimensions(shape)
    if dimension == 2 and (not shape.is_valid or shape.area == 0):
        raise PlanError("The edges of an area may not cross: draw it again.")
    if dimension == 1 and (not shape.is_valid or shape.length == 0):
        raise PlanError("A line needs two different points: draw it again.")
    if not math.isfinite(shape.distance(plan.extent)):
        raise _garbled()
    if shape.distance(plan.extent) > MAX_AWAY_M:
        raise PlanError(
            "That lies more than {km} km from the plan: place it nearer.",
            km=round(MAX_AWAY_M / 1000),
        )


def _value(kind: str, name: str, asked: Value | None) -> Value | None:
    """Return a value as the kind's attribute stores it; None is unknown.

    Raises
    ------
    PlanError
        If the kind has no such attribute, or the attribute no such value.
    """
    attribute = KINDS[kind].attribute(name)
    if attribute is None:
        raise _garbled()
    try:
        return value_of(attribute, asked)
    except ValueError:
        raise PlanError(
            "{value} is no value for {attribute} of {kind}.",
            value=str(asked)[:40],
            attribute=name,
            kind=kind,
        ) from None
