"""Read the attributes of one element from the columns or tags of its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sbd.plans.kinds import KINDS, Attribute
from sbd.plans.plan import Note
from sbd.plans.setting import Setting
from sbd.plans.values import is_blank, number_of, text_of, yes_no_of
from sbd.plans.vocabulary import Vocabulary

#: Values of one kind told in one note. [1]
_SHOWN = 5


@dataclass
class Unreadable:
    """Values that could not be read, and so are unknown."""

    found: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)

    def add(self, layer: str, kind: str, attribute: str, value: object) -> None:
        """Count one value."""
        self.found[layer, kind, attribute, text_of(value)[:60]] += 1

    def notes(self) -> list[Note]:
        """Tell them: one note per layer, kind and attribute."""
        grouped: dict[tuple[str, str, str], Counter[str]] = {}
        for (layer, kind, attribute, value), n in self.found.items():
            grouped.setdefault((layer, kind, attribute), Counter())[value] += n
        return [
            Note(
                "unreadable_value",
                {
                    "layer": layer,
                    "kind": kind,
                    "attribute": attribute,
                    "n": values.total(),
                    "values": tuple(sorted(values))[:_SHOWN],
                },
            )
            for (layer, kind, attribute), values in sorted(grouped.items())
        ]


def typed(attribute: Attribute, value: object) -> str | float | None:
    """Return a value as its attribute stores it, or None if it cannot be read."""
    if attribute.type == "number":
        return number_of(value)
    if attribute.type == "yesno":
        return yes_no_of(value)
    text = text_of(value)
    if attribute.type == "text":
        return text
    found = {choice.lower(): choice for choice in attribute.choices}
    return found.get(text.lower())


def native_values(
    kind: str, columns: Mapping[str, object], layer: str, unreadable: Unreadable
) -> dict[str, str | float]:
    """Read the attributes that stand under their own names."""
    values: dict[str, str | float] = {}
    for attribute in KINDS[kind].attributes:
        cell = columns.get(attribute.name)
        if is_blank(cell):
            continue
        value = typed(attribute, cell)
        # Our own files say yes or no; whatever else they say is not guessed at.
        loose = attribute.type == "yesno" and text_of(cell).lower() not in ("yes", "no")
        if value is None or loose:
            unreadable.add(layer, kind, attribute.name, cell)
        else:
            values[attribute.name] = value
    return values


def mapped_values(
    kind: str,
    settings: Mapping[str, Setting],
    columns: Mapping[str, object],
    source: tuple[Vocabulary, str, Unreadable],
) -> dict[str, str | float]:
    """Read the attributes that a vocabulary takes from other columns or tags.

    Parameters
    ----------
    kind : str
        Name in the catalogue; settings of attributes it lacks are passed over.
    settings : mapping of str to Setting
        Per attribute.
    columns : mapping of str to object
        The source's own values.
    source : tuple
        The vocabulary (for its tables), the layer's name and where to tell
        unreadable values.

    Returns
    -------
    dict
        Only what is known.
    """
    vocabulary, layer, unreadable = source
    values: dict[str, str | float] = {}
    for name, setting in settings.items():
        attribute = KINDS[kind].attribute(name)
        if attribute is None:
            continue
        cells = [columns[c] for c in setting.source if not is_blank(columns.get(c))]
        value, bad = _set(attribute, setting, cells, vocabulary)
        if value is not None:
            values[name] = value
        elif bad is not None:
            unreadable.add(layer, kind, name, bad)
    return values


def _set(
    attribute: Attribute, setting: Setting, cells: list[object], vocabulary: Vocabulary
) -> tuple[str | float | None, object]:
    """Return the first readable value, else the first that was not."""
    if setting.value is not None:
        return typed(attribute, setting.value), None
    words = {**vocabulary.tables.get(setting.table or "", {}), **setting.values}
    bad: object = None
    for cell in cells:
        word = words.get(text_of(cell), words.get(text_of(cell).lower()))
        if word is None:
            word = _own(attribute, setting, cell)
        if word == "":
            continue
        value = None if word is None else _sized(typed(attribute, word), setting)
        if value is not None:
            return value, None
        bad = cell if bad is None else bad
    return None, bad


def _own(attribute: Attribute, setting: Setting, cell: object) -> str | None:
    """Return a cell as it stands if it can be read, else the setting's other word.

    Words of a setting with an ``other`` word are all there are.
    """
    listed = setting.other is not None and attribute.type != "number"
    if not listed and typed(attribute, cell) is not None:
        return text_of(cell)
    return setting.other


def _sized(value: str | float | None, setting: Setting) -> str | float | None:
    if not isinstance(value, float):
        return value
    number = (abs(value) if setting.size else value) * setting.factor
    return None if setting.max is not None and abs(number) > setting.max else number
