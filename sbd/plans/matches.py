"""Matches: features of a layer, block, colour or value that are one kind, by decision.

A match wins over everything that names and rules say, whatever the format.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Self

from pydantic import (
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from sbd.plans.kinds import KINDS
from sbd.plans.setting import Setting, Strict
from sbd.plans.values import is_blank, number_of, text_of

#: Kind of a match whose features are left out on purpose.
LEFT_OUT = "none"
#: A vocabulary with more matches than this is a mistake. [1]
MAX_MATCHES = 2000
#: What a match may ask for.
CONDITIONS = ("layer", "block", "colour", "column", "value")
#: Largest CAD colour number: 0 follows the block, 256 the layer. Source: DXF reference.
_COLOURS = 257

#: A condition as plain data: its name and what it must be.
Conditions = tuple[tuple[str, str | int], ...]
#: What a cell must be; numbers as the cells of tables are written.
Cell = Annotated[
    str, BeforeValidator(lambda v: text_of(v) if isinstance(v, (str, float)) else v)
]


class Match(Strict):
    """Features for which all conditions hold are of this kind.

    Names are exactly those of the file. An empty ``block`` asks for what is drawn
    without a block, an empty ``value`` for an empty cell; a ``column`` without
    ``value`` for any that is filled. Kind ``none`` leaves features out on purpose.
    """

    layer: str | None = None
    block: Cell | None = None
    colour: Annotated[int, Field(ge=0, le=_COLOURS)] | None = None
    column: Annotated[str, Field(min_length=1)] | None = None
    value: Cell | None = None
    kind: str
    set: Mapping[str, Setting] = {}

    @field_validator("kind")
    @classmethod
    def _known(cls, kind: str) -> str:
        if kind != LEFT_OUT and kind not in KINDS:
            msg = f"'{kind}' is not a kind"
            raise ValueError(msg)
        return kind

    @model_validator(mode="wrap")
    @classmethod
    def _whole(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Tell mistakes between fields together with those of the fields."""
        found = [
            InitErrorDetails(type=PydanticCustomError("match", text), input=data)
            for text in _mistakes(data if isinstance(data, Mapping) else {})
        ]
        try:
            match = handler(data)
        except ValidationError as error:
            found += [
                InitErrorDetails(
                    type=PydanticCustomError(e["type"], "{text}", {"text": e["msg"]}),
                    loc=e["loc"],
                    input=e["input"],
                )
                for e in error.errors()
            ]
        if found:
            raise ValidationError.from_exception_data(cls.__name__, found)
        return match

    @property
    def conditions(self) -> Conditions:
        """What it asks for, in the order of `CONDITIONS`."""
        said = ((name, getattr(self, name)) for name in CONDITIONS)
        return tuple((name, value) for name, value in said if value is not None)

    @property
    def rank(self) -> tuple[int, ...]:
        """How specific it is: by number of conditions, then by which they are."""
        held = dict(self.conditions)
        order = ("block", "value", "column", "colour", "layer")
        return (len(held), *(int(name in held) for name in order))


def _mistakes(data: Mapping[str, Any]) -> list[str]:
    """Return what is wrong between the fields of a match."""
    said = {name for name in CONDITIONS if data.get(name) is not None}
    found = []
    if not said:
        found.append(f"name at least one of {', '.join(CONDITIONS)}")
    if "value" in said and "column" not in said:
        found.append("a value needs its column")
    kind, settings = data.get("kind"), data.get("set")
    if not isinstance(settings, Mapping):
        settings = {}
    if kind == LEFT_OUT and settings:
        found.append("what is left out has no attributes")
    elif isinstance(kind, str) and kind in KINDS:
        unfit = (_unfit(kind, str(n), setting) for n, setting in settings.items())
        found += [mistake for mistake in unfit if mistake is not None]
    return found


def _unfit(kind: str, name: str, setting: object) -> str | None:
    """Return what is wrong with a setting of a kind, if anything."""
    attribute = KINDS[kind].attribute(name)
    if attribute is None:
        return f"'{name}' is not an attribute of {kind}"
    value = setting.get("value") if isinstance(setting, Mapping) else None
    if value is None:
        return None
    if attribute.type == "number":
        fits = number_of(value) is not None
    else:
        fits = attribute.accepts(text_of(value))
    return None if fits else f"'{value}' is no value of {name}"


def cell_text(value: object) -> str:
    """Return a cell as matches compare it: blank cells are empty."""
    return "" if is_blank(value) else text_of(value)


#: Which cells a match looks at: a column, and whether it need only be filled.
Looks = tuple[tuple[str, bool], ...]


class Matcher:
    """Finds the match of each feature of one layer: the most specific that holds.

    Parameters
    ----------
    layer : str
        Name of the layer, as the file has it.
    matches : sequence of Match
        Of two equally specific ones the later counts.
    """

    def __init__(self, layer: str, matches: Sequence[Match]) -> None:
        self._matches = matches
        order = sorted(
            (n for n, m in enumerate(matches) if m.layer in (None, layer)),
            key=lambda n: (matches[n].rank, n),
        )
        self._place = {n: place for place, n in enumerate(order)}
        self._wanted: dict[Looks, dict[tuple[str, ...], int]] = {}
        for n in order:
            looks, key = looked_at(matches[n].conditions)
            self._wanted.setdefault(looks, {})[key] = n

    def __bool__(self) -> bool:
        return bool(self._place)

    def find(self, cells: Mapping[str, object]) -> Match | None:
        """Return the match of a feature with these cells (or tags), if any."""
        hits = [
            hit
            for looks, wanted in self._wanted.items()
            if (hit := wanted.get(seen(looks, cells))) is not None
        ]
        return self._matches[max(hits, key=self._place.__getitem__)] if hits else None


def seen(looks: Looks, cells: Mapping[str, object]) -> tuple[str, ...]:
    """Return what stands in the cells looked at; ``*`` in one that need be filled."""
    texts = ((cell_text(cells.get(column)), filled) for column, filled in looks)
    return tuple("*" if filled and text else text for text, filled in texts)


def looked_at(conditions: Conditions) -> tuple[Looks, tuple[str, ...]]:
    """Return which cells conditions look at, and what must be seen in them.

    The layer is not among them: it is no cell.
    """
    held = dict(conditions)
    found: dict[tuple[str, bool], str] = {
        (name, False): str(held[name]) for name in ("block", "colour") if name in held
    }
    if "value" in held:
        found[str(held["column"]), False] = str(held["value"])
    elif "column" in held:
        found[str(held["column"]), True] = "*"
    return tuple(found), tuple(found.values())


def plain_matches(matches: Iterable[Match]) -> list[dict[str, Any]]:
    """Return matches as plain data, as they are written and read."""
    return [
        m.model_dump(mode="json", by_alias=True, exclude_defaults=True) for m in matches
    ]
