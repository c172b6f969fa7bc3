"""What was filled in in the table of elements, as a step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from sbd.errors import PlanError
from sbd.plans.kinds import KINDS
from sbd.plans.plan import Plan
from sbd.plans.steps import MAX_TEXT, Change, Fill, Value, target
from sbd.ui.asked import MAX_IDS, Id, Ids, elements, value_of

_Asked = (
    Annotated[float, Field(strict=True, allow_inf_nan=False)]
    | Annotated[str, Field(strict=True, max_length=MAX_TEXT)]
)


class _Event(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Row(_Event):
    id: Id
    values: dict[str, _Asked | None] = Field(min_length=1, max_length=40)


class _Rows(_Event):
    op: Literal["fill"]
    rows: tuple[_Row, ...] = Field(min_length=1, max_length=MAX_IDS)


class _Show(_Event):
    """Elements chosen on the map that are of another kind than the table's."""

    op: Literal["show"]
    ids: Ids


class _Kind(_Event):
    """A kind chosen above the table."""

    op: Literal["kind"]
    kind: Annotated[str, Field(max_length=40)]


_Asking = _Rows | _Show | _Kind
_ANY: TypeAdapter[_Asking] = TypeAdapter(Annotated[_Asking, Field(discriminator="op")])


def fill_of(event: Mapping[str, Any], plan: Plan) -> Fill | None:
    """Return the step that an event of the table means.

    Parameters
    ----------
    event : mapping
        As `sbd.ui.components.element_table.show` returns it: ``op`` is ``fill`` with
        ``rows`` of ``id`` and ``values``, or ``show`` or ``kind``.
    plan : Plan
        The plan that the table showed.

    Returns
    -------
    Fill or None
        None where nothing is filled in.

    Raises
    ------
    PlanError
        If it cannot be; the first wrong cell is named.
    """
    asked = _read(event)
    if not isinstance(asked, _Rows):
        return None
    elements(plan, [row.id for row in asked.rows])
    return Fill(changes=tuple(_change(row, plan) for row in asked.rows))


def kind_shown(event: Mapping[str, Any], plan: Plan) -> str | None:
    """Return the kind that an event asks the table to show, if it does.

    Raises
    ------
    PlanError
        If there is no such element or kind.
    """
    asked = _read(event)
    if isinstance(asked, _Rows):
        return None
    if isinstance(asked, _Kind):
        if not plan.has(asked.kind):
            raise _garbled()
        return asked.kind
    return plan.kind_of(elements(plan, asked.ids[:1])[0][0])


def _read(event: Mapping[str, Any]) -> _Asking:
    try:
        return _ANY.validate_python(dict(event))
    except ValidationError as error:
        raise _garbled() from error


def _garbled() -> PlanError:
    return PlanError("What was filled in could not be read: please do it again.")


def _change(row: _Row, plan: Plan) -> Change:
    kind = KINDS[plan.kind_of(row.id)]
    values: dict[str, Value | None] = {}
    for name, asked in row.values.items():
        attribute = kind.attribute(name)
        if attribute is None:
            raise _garbled()
        try:
            values[name] = value_of(attribute, asked)
        except ValueError:
            raise PlanError(
                "{id}: {value} is no value for {attribute}.",
                id=row.id,
                value=str(asked)[:40],
                attribute=name,
            ) from None
    return Change(target=target(plan, row.id), values=values)
