"""What a report template may say: print fields, repeat over lists, choose.

A template comes from outside, so its language is checked before anything of it runs:
no calls, no calculations, no way from a field to the program behind it. Every field it
names must be one of a report, also in a branch that this report does not take.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from sbd.errors import DocumentError

#: What a template may do with a field.
FILTERS = frozenset(
    {"default", "first", "last", "join", "length", "lower", "upper", "trim"}
)
TESTS = frozenset({"defined", "none", "odd", "even"})
#: What a repetition tells of itself.
LOOP = dict.fromkeys(
    ("index", "index0", "first", "last", "length", "revindex", "depth")
)
#: Characters of one rendered part: far above 1,000 criteria in full.
MOST_CHARACTERS = 100_000_000

_WITHIN = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.CondExpr,
    nodes.Const,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Concat,
)

#: Fields by name; a list of them in a tuple of one; None for a text, a number, a mark.
Schema = Mapping[str, Any] | tuple[Any] | None
#: Stands for a field that is already told as missing.
_TOLD: Any = object()


@dataclass
class Language:
    """Checks templates against the fields that there are, and fills them.

    Parameters
    ----------
    file : str
        Name of the template's file, for what is said of it.
    schema : mapping
        The fields of a report.
    """

    file: str
    schema: Mapping[str, Any]
    missing: dict[str, None] = field(default_factory=dict)

    def check(self, source: str) -> None:
        """Check one part of a template; fields that do not exist are collected.

        Raises
        ------
        DocumentError
            If the part is not of the language.
        """
        _Checker(self).visit(self._parsed(source), dict(self.schema))

    def refuse_missing(self) -> None:
        """Tell all fields that were found not to exist, in one sentence.

        Raises
        ------
        DocumentError
            If there are any.
        """
        if self.missing:
            raise DocumentError(
                "The template {file} names fields that a report does not have: "
                "{fields}. The page on report templates lists those it has.",
                file=self.file,
                fields=", ".join(self.missing),
            )

    def environment(self) -> SandboxedEnvironment:
        """Return the closed environment that fills a checked template."""
        return _environment()

    def _parsed(self, source: str) -> nodes.Template:
        # One line per paragraph, so that a mistake can be found by its line.
        lines = re.sub(r"<w:p([ >])", r"\n<w:p\1", source)
        try:
            return _environment().parse(lines)
        except TemplateSyntaxError as error:
            raise DocumentError(
                "The template {file} has a mistake near “{near}”: {reason}",
                file=self.file,
                near=_near(lines, error.lineno),
                reason=f"{(error.message or '').rstrip('.')}.",
            ) from error


def _near(source: str, line: int) -> str:
    """Return the words of a line that has some, at or before the one given."""
    lines = [re.sub(r"<[^>]+>", "", one) for one in source.split("\n")]
    found = next((w for w in reversed(lines[:line]) if w.strip()), "")
    return found.strip()[:60]


class _Bounded(Template):
    """A template whose result has a largest size. [characters]"""

    def render(self, *args: Any, **kwargs: Any) -> str:
        written, size = [], 0
        for piece in self.generate(*args, **kwargs):
            size += len(piece)
            if size > MOST_CHARACTERS:
                raise TooMuchError
            written.append(piece)
        return "".join(written)


class TooMuchError(Exception):
    """A template repeats more than any report needs."""


class Rows(list[Any]):
    """A list of fields that counts how often it is gone through, with all others."""

    def __init__(self, items: list[Any], budget: list[int]) -> None:
        super().__init__(items)
        self._budget = budget

    def __iter__(self) -> Iterator[Any]:
        self._budget[0] -= len(self) + 1
        if self._budget[0] < 0:
            raise TooMuchError
        return super().__iter__()


def _environment() -> SandboxedEnvironment:
    made = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    made.globals.clear()
    made.template_class = _Bounded
    made.filters = {n: f for n, f in made.filters.items() if n in FILTERS}
    made.tests = {n: t for n, t in made.tests.items() if n in TESTS}
    return made


class _Checker:
    """Goes through a parsed template with the fields known at each place."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def visit(self, node: nodes.Node, known: dict[str, Any]) -> Any:
        """Check a node and return the fields that its value has."""
        if isinstance(node, nodes.For):
            return self._repetition(node, known)
        if isinstance(node, nodes.Name):
            return self._field(known, node.name, node.name)
        if isinstance(node, (nodes.Getattr, nodes.Getitem)):
            return self._inner(node, known)
        if isinstance(node, nodes.Filter):
            return self._filter(node, known)
        if isinstance(node, nodes.Test):
            self._allowed(node.name, TESTS)
        elif not isinstance(node, _WITHIN):
            self._refuse(type(node).__name__.lower())
        for child in node.iter_child_nodes():
            self.visit(child, known)
        return None

    def _repetition(self, node: nodes.For, known: dict[str, Any]) -> None:
        if node.recursive or not isinstance(node.target, nodes.Name):
            self._refuse("for")
        target = _written(node.target)
        items = self.visit(node.iter, known)
        if items is not _TOLD and not isinstance(items, tuple):
            raise DocumentError(
                "The template {file} repeats over {what}, which is not a list.",
                file=self.language.file,
                what=_written(node.iter),
            )
        one = _TOLD if items is _TOLD else items[0]
        inside = {**known, target: one, "loop": LOOP}
        for child in (*node.body, *([node.test] if node.test else [])):
            self.visit(child, inside)
        for child in node.else_:
            self.visit(child, known)

    def _inner(self, node: nodes.Getattr | nodes.Getitem, known: dict[str, Any]) -> Any:
        name: Any = node.attr if isinstance(node, nodes.Getattr) else _constant(node)
        if name is None or str(name).startswith("_"):
            self._unreachable(_written(node))
        outer = self.visit(node.node, known)
        if outer is _TOLD:
            return _TOLD
        if isinstance(outer, tuple) and isinstance(name, int):
            return outer[0]
        return self._field(outer, str(name), _written(node))

    def _field(self, outer: Any, name: str, written: str) -> Any:
        if name.startswith("_"):
            self._unreachable(written)
        if outer is not _TOLD and (not isinstance(outer, Mapping) or name not in outer):
            self.language.missing[written] = None
            return _TOLD
        return outer[name]

    def _filter(self, node: nodes.Filter, known: dict[str, Any]) -> Any:
        self._allowed(node.name, FILTERS)
        for value in (*node.args, *(k.value for k in node.kwargs)):
            if not isinstance(value, nodes.Const):
                self._refuse(node.name)
        inner = self.visit(node.node, known) if node.node else None
        if node.name in ("first", "last") and isinstance(inner, tuple):
            return inner[0]
        return inner if node.name == "default" or inner is _TOLD else None

    def _allowed(self, name: str, names: frozenset[str]) -> None:
        if name not in names:
            self._refuse(name)

    def _refuse(self, what: str) -> None:
        raise DocumentError(
            "The template {file} uses “{what}”, which templates cannot: they print "
            "fields, repeat over lists and choose.",
            file=self.language.file,
            what=what,
        )

    def _unreachable(self, what: str) -> None:
        raise DocumentError(
            "The template {file} asks for {what}, which a template may not reach: "
            "use the fields of a report only.",
            file=self.language.file,
            what=what,
        )


def _constant(node: nodes.Getitem) -> str | int | None:
    index = node.arg.value if isinstance(node.arg, nodes.Const) else None
    return index if isinstance(index, (str, int)) else None


def _written(node: nodes.Node) -> str:
    """Write a field as it stands in the template."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        constant = _constant(node)
        return f"{_written(node.node)}[{'…' if constant is None else constant}]"
    if isinstance(node, nodes.Filter) and node.node:
        return f"{_written(node.node)}|{node.name}"
    return "…"
