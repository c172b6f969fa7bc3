"""Steps: everything a planner supplies to a plan, one change after the other.

A step is plain data, so that the history of a plan can be written to a file, undone
and followed again on a newer version of the source. Positions are in the plan's CRS.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal

import shapely
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from sbd.plans.kinds import KINDS
from sbd.plans.plan import Plan

#: A text longer than this is no attribute value. [1]
MAX_TEXT = 4000
Value = float | Annotated[str, Field(max_length=MAX_TEXT)]


class _Step(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _geometry(text: str) -> str:
    try:
        found = shapely.from_wkt(text)
    except ShapelyError as error:
        msg = "not a geometry"
        raise ValueError(msg) from error
    if found is None or found.is_empty or not found.is_valid:
        msg = "an empty or invalid geometry"
        raise ValueError(msg)
    return text


class Target(_Step):
    """An element as it was when a step changed it.

    The kind and a point of it (plan CRS [m]) tell whether the element that has the id
    in a newer version of the file is still the same thing.
    """

    id: str
    kind: str
    x: float
    y: float


class Change(_Step):
    """New values of one element's attributes; None makes a value unknown again."""

    target: Target
    values: dict[str, Value | None]


class Draw(_Step):
    """A new element. ``geometry`` is WKT in the plan's CRS. [m]"""

    op: Literal["draw"] = "draw"
    id: str = Field(min_length=1, max_length=120)
    kind: str
    geometry: str
    attributes: dict[str, Value] = {}

    _valid = field_validator("geometry")(_geometry)

    @field_validator("kind")
    @classmethod
    def _known(cls, kind: str) -> str:
        if kind not in KINDS:
            msg = "not a kind"
            raise ValueError(msg)
        return kind


class Reshape(_Step):
    """Another geometry for an element: moved, turned or redrawn. WKT [m]"""

    op: Literal["reshape"] = "reshape"
    target: Target
    geometry: str

    _valid = field_validator("geometry")(_geometry)


class Erase(_Step):
    """Elements taken out of the plan."""

    op: Literal["erase"] = "erase"
    targets: tuple[Target, ...]


class Fill(_Step):
    """Attribute values for elements."""

    op: Literal["fill"] = "fill"
    changes: tuple[Change, ...]


class Choose(_Step):
    """Reading options: an answer, a declared kind, an assumption; None takes it back.

    The names are those of `sbd.plans.options.Options`. Where the drawing is placed
    anew, ``carry`` moves what was supplied before along with it: x' = a x + b y + e,
    y' = c x + d y + f, as (a, b, c, d, e, f). [m]
    """

    op: Literal["choose"] = "choose"
    values: dict[str, Any]
    carry: tuple[float, float, float, float, float, float] | None = None


class NewSource(_Step):
    """A newer version of the source files, by its number. [1]"""

    op: Literal["source"] = "source"
    version: int = Field(ge=1)
    files: tuple[str, ...]


Step = Annotated[
    Draw | Reshape | Erase | Fill | Choose | NewSource, Field(discriminator="op")
]
_ANY: TypeAdapter[Step] = TypeAdapter(Step)


def parse_step(text: str | bytes) -> Step:
    """Read one step from JSON.

    Raises
    ------
    pydantic.ValidationError
        If it is none.
    """
    return _ANY.validate_json(text)


def wkt(geometry: BaseGeometry) -> str:
    """Write a geometry so that it reads back equal, to the last bit."""
    return str(shapely.to_wkt(shapely.force_2d(geometry), rounding_precision=-1))


def target(plan: Plan, element_id: str) -> Target:
    """Return an element of a plan as the target of a step.

    Raises
    ------
    KeyError
        If the plan has no such element.
    """
    kind = plan.kind_of(element_id)
    point = plan.of(kind).geometry[element_id].representative_point()
    return Target(id=element_id, kind=kind, x=point.x, y=point.y)


def fill(plan: Plan, ids: Iterable[str], values: Mapping[str, Value | None]) -> Fill:
    """Return the step that gives several elements the same values."""
    changes = [Change(target=target(plan, i), values=dict(values)) for i in ids]
    return Fill(changes=tuple(changes))


def erase(plan: Plan, ids: Iterable[str]) -> Erase:
    """Return the step that takes elements out."""
    return Erase(targets=tuple(target(plan, i) for i in ids))


def choices(steps: Sequence[Step]) -> dict[str, Any]:
    """Return the last value chosen for each reading option; blank ones take back."""
    values: dict[str, Any] = {}
    for step in steps:
        if isinstance(step, Choose):
            values.update(step.values)
    return values


def source_version(steps: Sequence[Step]) -> int:
    """Return the number of the source version in force; the first is 1."""
    versions = [s.version for s in steps if isinstance(s, NewSource)]
    return versions[-1] if versions else 1
