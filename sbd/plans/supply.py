"""Put what a planner supplied on what the source holds, and record every value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.affinity import affine_transform
from shapely.geometry import Point

from sbd.plans.attributes import typed
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Supplied, Unfit
from sbd.plans.recognise import Found
from sbd.plans.steps import (
    Choose,
    Draw,
    Erase,
    Fill,
    Reshape,
    Step,
    Target,
    Value,
    wkt,
)

Geometries = NDArray[np.object_]

#: An element is taken for the one a step changed while it lies this near. [m]
#: Source: our choice; a new survey moves things by less.
NEAR_M = 2.0
#: An element under another id is taken for it only this near. [m] Source: our choice.
SAME_PLACE_M = 0.5
#: Name of the layer that drawn elements belong to.
LAYER = "supplied"


@dataclass(frozen=True)
class Supplies:
    """Elements with everything supplied, and what did not fit them."""

    elements: Mapping[str, Found]
    supplied: tuple[Supplied, ...]
    unfit: tuple[Unfit, ...]


def supply(elements: Mapping[str, Found], steps: Sequence[Step]) -> Supplies:
    """Apply steps to elements.

    A step finds its element by its id while the kind is the same and the element
    lies where it was; an element whose id the source itself gives may have moved.
    Otherwise an element of the kind at the very place is taken for it. A step that
    finds none is left out and told; the source is never changed.

    Parameters
    ----------
    elements : mapping of str to Found
        By id, in the plan's CRS. [m]
    steps : sequence of Step
        In their order.

    Returns
    -------
    Supplies
        Elements sorted by id.
    """
    work = _Work(dict(elements))
    for number, step in enumerate(carried(steps), 1):
        work.apply(step, number)
    return Supplies(
        dict(sorted(work.elements.items())),
        tuple(work.records[key] for key in sorted(work.records)),
        tuple(work.unfit),
    )


def carried(steps: Sequence[Step]) -> list[Step]:
    """Return the steps with drawn things moved along where the drawing was re-placed.

    Parameters
    ----------
    steps : sequence of Step
        A `Choose` with ``carry`` moves all positions of the steps before it.

    Returns
    -------
    list of Step
        With positions in the plan's present coordinates. [m]
    """
    moved: list[Step] = []
    for step in steps:
        if isinstance(step, Choose) and step.carry is not None:
            moved = [_moved(earlier, step.carry) for earlier in moved]
        moved.append(step)
    return moved


def _moved(step: Step, carry: Sequence[float]) -> Step:
    def target(one: Target) -> Target:
        point = affine_transform(Point(one.x, one.y), carry)
        return one.model_copy(update={"x": point.x, "y": point.y})

    def shape(text: str) -> str:
        return wkt(affine_transform(shapely.from_wkt(text), carry))

    if isinstance(step, Draw):
        return step.model_copy(update={"geometry": shape(step.geometry)})
    if isinstance(step, Reshape):
        update = {"geometry": shape(step.geometry), "target": target(step.target)}
        return step.model_copy(update=update)
    if isinstance(step, Erase):
        return step.model_copy(update={"targets": tuple(map(target, step.targets))})
    if isinstance(step, Fill):
        changes = tuple(
            c.model_copy(update={"target": target(c.target)}) for c in step.changes
        )
        return step.model_copy(update={"changes": changes})
    return step


@dataclass
class _Work:
    """Elements being changed, with a record of each value by id, attribute, origin."""

    elements: dict[str, Found]
    records: dict[tuple[str, str, str], Supplied] = field(default_factory=dict)
    unfit: list[Unfit] = field(default_factory=list)
    _shapes: dict[str, tuple[list[str], Geometries]] = field(default_factory=dict)

    def apply(self, step: Step, number: int) -> None:
        """Follow one step; options are none of its business."""
        if isinstance(step, Fill):
            for change in step.changes:
                for name in self.found(change.target, number, step.op):
                    self.fill(name, change.values)
            return
        self._shapes.clear()
        if isinstance(step, Draw):
            self.draw(step)
        elif isinstance(step, Reshape):
            for name in self.found(step.target, number, step.op):
                self.reshape(name, step)
        elif isinstance(step, Erase):
            gone = [self.found(t, number, step.op) for t in step.targets]
            for name in dict.fromkeys(n for names in gone for n in names):
                self.erase(name)

    def found(self, target: Target, number: int, op: str) -> tuple[str, ...]:
        """Return the id of the element a target means, or none and tell it."""
        name = self._named(target, op) or self._at_its_place(target)
        if name is None:
            self.unfit.append(Unfit(number, op, target.id, target.kind))
            return ()
        return (name,)

    def _named(self, target: Target, op: str) -> str | None:
        element = self.elements.get(target.id)
        if element is None or element.kind != target.kind:
            return None
        if element.geometry.distance(Point(target.x, target.y)) <= NEAR_M:
            return target.id
        stable = element.source_id is not None and op != "reshape"
        return target.id if stable else None

    def _at_its_place(self, target: Target) -> str | None:
        names, shapes = self._of_kind(target.kind)
        if not names:
            return None
        away = shapely.distance(shapes, Point(target.x, target.y))
        nearest = int(away.argmin())
        return names[nearest] if away[nearest] <= SAME_PLACE_M else None

    def _of_kind(self, kind: str) -> tuple[list[str], Geometries]:
        if kind not in self._shapes:
            names = [n for n, e in self.elements.items() if e.kind == kind]
            shapes = np.array([self.elements[n].geometry for n in names], dtype=object)
            self._shapes[kind] = names, shapes
        return self._shapes[kind]

    def draw(self, step: Draw) -> None:
        name, n = step.id, 1
        while name in self.elements and step.kind != "site":
            n += 1
            name = f"{step.id}-{n}"
        values = _typed(step.kind, step.attributes)
        before = self.elements.get(name)
        if before is not None:
            values = {**before.attributes, **values}
        shape = shapely.from_wkt(step.geometry)
        self.elements[name] = Found(step.kind, shape, values, LAYER, name)
        self._record(name, step.kind, "geometry", "drawn")
        for attribute, value in _typed(step.kind, step.attributes).items():
            self._record(name, step.kind, attribute, value)

    def reshape(self, name: str, step: Reshape) -> None:
        element = self.elements[name]
        shape = shapely.from_wkt(step.geometry)
        self.elements[name] = replace(element, geometry=shape)
        if element.layer != LAYER:
            self._record(name, element.kind, "geometry", "moved")

    def erase(self, name: str) -> None:
        element = self.elements.pop(name)
        self.records = {k: v for k, v in self.records.items() if k[0] != name}
        if element.layer != LAYER:
            self._record(name, element.kind, "geometry", "erased")

    def fill(self, name: str, values: Mapping[str, Value | None]) -> None:
        element = self.elements[name]
        own = dict(element.attributes)
        for attribute, value in values.items():
            if KINDS[element.kind].attribute(attribute) is None:
                continue
            before = own.pop(attribute, None)
            key = (name, attribute, "supplied")
            if before is not None and key not in self.records:
                self._record(name, element.kind, attribute, before, by="source")
            new = _typed(element.kind, {attribute: value} if value is not None else {})
            own.update(new)
            self._record(name, element.kind, attribute, new.get(attribute, "unknown"))
        self.elements[name] = replace(element, attributes=own)

    def _record(
        self,
        name: str,
        kind: str,
        attribute: str,
        value: Value,
        by: Literal["source", "supplied"] = "supplied",
    ) -> None:
        self.records[name, attribute, by] = Supplied(name, kind, attribute, value, by)


def _typed(kind: str, values: Mapping[str, Value]) -> dict[str, str | float]:
    """Return the values that the kind knows, each as its attribute stores it."""
    found: dict[str, str | float] = {}
    for name, value in values.items():
        attribute = KINDS[kind].attribute(name)
        if attribute is not None and (read := typed(attribute, value)) is not None:
            found[name] = read
    return found
