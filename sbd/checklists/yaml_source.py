"""YAML as a checklist may use it: plain data, each piece with its line.

Narrower than YAML: no aliases and no tags (a small file must not grow in memory, a
file must not name classes), no key twice, numbers and true/false as in YAML 1.2, so
that ``no`` and ``2026-10-01`` stay the text that was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from sbd.checklists.mistakes import Mistake, Path

#: Bounds against files made to exhaust memory. The shipped checklist uses 0.17 MB,
#: 7 levels and about 5,000 values.
MAX_BYTES = 2_000_000
MAX_DEPTH = 20
MAX_VALUES = 200_000

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?\d{1,18}")
_NUMBER = re.compile(
    r"[-+]?(?:\.\d{1,18}|\d{1,18}(?:\.\d{0,18})?)(?:[eE][-+]?\d{1,2})?"
)
#: Unwelcome in screens and exports; a quoted text can carry them as escapes.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_WORDS: dict[str, Plain] = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "false": False,
}


@dataclass
class Source:
    """The plain data of a file, the line of each piece, and what was refused."""

    data: Plain = None
    lines: dict[Path, int] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def line_of(self, path: Path) -> int | None:
        """Return the line of a piece, or of the nearest piece that holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


class _RefusedError(Exception):
    """The rest of the file cannot be read."""


def parse_source(text: str) -> Source:
    """Read YAML text into plain data.

    Parameters
    ----------
    text : str
        One YAML document of at most `MAX_BYTES`.

    Returns
    -------
    Source
        Data as far as it could be read, and every mistake found on the way.
    """
    builder = _Builder(text)
    try:
        builder.run()
    except _RefusedError as stop:
        builder.source.mistakes.append(Mistake((), str(stop), builder.line))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        what = f"cannot be read as YAML: {error.problem or error.context}"
        builder.source.mistakes.append(Mistake((), what, line))
    except yaml.YAMLError:
        what = "holds characters that YAML does not allow; remove them"
        builder.source.mistakes.append(Mistake((), what))
    return builder.source


class _Builder:
    """Turns parsing events into plain data without ever following a reference."""

    def __init__(self, text: str) -> None:
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=_LOADER)
        self.source = Source()
        self.line = 1
        self.values = 0

    def run(self) -> None:
        self._next()  # start of the stream
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return
        self.source.data = self._value(self._next(), ())
        self._next()  # end of the document
        if not isinstance(self._next(), yaml.StreamEndEvent):
            msg = "holds a second document after '---'; keep one per file"
            raise _RefusedError(msg)

    def _next(self) -> yaml.Event:
        event = next(self.events)
        if event.start_mark is not None:
            self.line = event.start_mark.line + 1
        return event

    def _value(self, event: yaml.Event, path: Path) -> Plain:
        self.values += 1
        if self.values > MAX_VALUES:
            msg = f"holds more than {MAX_VALUES} values; split the file"
            raise _RefusedError(msg)
        if len(path) > MAX_DEPTH:
            msg = f"is nested more than {MAX_DEPTH} levels deep; flatten it"
            raise _RefusedError(msg)
        self.source.lines.setdefault(path, self.line)
        if getattr(event, "tag", None):
            self._mistake(path, "carries a tag ('!...'); write the value alone")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        if isinstance(event, yaml.AliasEvent):
            self._mistake(path, "refers to another place ('*...'); write it out here")
            return None
        assert isinstance(event, yaml.ScalarEvent)  # nothing else can open a value
        if CONTROL.search(event.value):
            self._mistake(path, "holds a control character; remove it")
            return None
        return _scalar(event)

    def _sequence(self, path: Path) -> list[Plain]:
        items: list[Plain] = []
        event = self._next()
        while not isinstance(event, yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
            event = self._next()
        return items

    def _mapping(self, path: Path) -> dict[str, Plain]:
        entries: dict[str, Plain] = {}
        event = self._next()
        while not isinstance(event, yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                msg = "has a key that is not a word; use plain words as keys"
                raise _RefusedError(msg)
            key, line = event.value, self.line
            inside = (*path, key)
            twice = key in entries
            first = self.source.lines.get(inside)
            self.source.lines.setdefault(inside, line)
            value = self._value(self._next(), inside)
            if twice:
                what = f"is given twice, first on line {first}; keep one of them"
                self.source.mistakes.append(Mistake(inside, what, line))
            else:
                entries[key] = value
            event = self._next()
        return entries

    def _mistake(self, path: Path, sentence: str) -> None:
        self.source.mistakes.append(Mistake(path, sentence, self.line))


def reads_as_text(word: str) -> bool:
    """Tell whether a word without quotes is read as that text."""
    return isinstance(_plain(word), str)


def _scalar(event: yaml.ScalarEvent) -> Plain:
    # Quoted: the C parser gives "" for plain text, Python's None.
    return str(event.value) if event.style else _plain(event.value)


def _plain(text: str) -> Plain:
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text):
        return float(text)
    return text
