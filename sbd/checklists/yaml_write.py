"""Write a checklist as YAML that reads well."""

from __future__ import annotations

import re
from typing import Any

import yaml

from sbd.checklists.mistakes import shown
from sbd.checklists.model import Checklist
from sbd.checklists.yaml_source import MAX_BYTES, reads_as_text
from sbd.errors import ChecklistError

_STR = "tag:yaml.org,2002:str"
#: Longer texts are folded over lines. [characters]
_LINE = 72
_WIDTH = 88
#: Keys whose entries stand on one line, between brackets or braces.
_FLOW = (
    *("weights", "gate", "cuts", "range", "caps", "sides", "tensions", "languages"),
    *("chain_phase", "phenomenon", "user_groups", "applies_to", "about"),
)
#: What a block of text does not carry unchanged.
_QUOTED = re.compile("[\t\x85\u2028\u2029\ufeff]")
#: Words that older readers of YAML take for true or false.
_OLD_WORDS = ("yes", "no", "on", "off", "y", "n")
#: Where an empty line helps reading.
_PARTS = re.compile(r"^(?=(?:parameters|criteria|tensions):)", re.MULTILINE)
_ITEMS = re.compile(r"\n(?=  - id: )")
_HEAD = """\
# yaml-language-server: $schema=checklist.schema.json
#
# Written by sbd from {source}. The form of this file is explained in docs/checklist.md;
# sbd checklist check FILE tells every mistake with its line.
"""


def checklist_yaml(checklist: Checklist, source: str) -> bytes:
    """Return a checklist as the content of a YAML file.

    Parameters
    ----------
    checklist : Checklist
        Any checklist.
    source : str
        From which file it comes, said in the first lines.

    Returns
    -------
    bytes
        UTF-8, in the order of the model; what has its usual value is left out.

    Raises
    ------
    ChecklistError
        If it is larger than a checklist file may be.
    """
    data = checklist.model_dump(mode="json", exclude_defaults=True)
    node = _node(data, "", flow=False)
    body = yaml.serialize(
        node, Dumper=_Dumper, allow_unicode=True, width=_WIDTH, indent=2
    )
    spaced = _ITEMS.sub("\n\n", _PARTS.sub("\n", str(body)))
    spaced = re.sub(r"(?<=^criteria:\n)\n|(?<=^tensions:\n)\n", "", spaced, flags=re.M)
    content = (_HEAD.format(source=shown(source)) + spaced).encode()
    if len(content) > MAX_BYTES:
        msg = f"The checklist is larger than {MAX_BYTES // 1_000_000} MB; split it."
        raise ChecklistError(msg)
    return content


class _Dumper(yaml.SafeDumper):
    """Indents lists, and takes every plain word for what was meant: see `_scalar`."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _node(value: Any, key: str, *, flow: bool) -> yaml.Node:
    """Return a piece as a node; `flow` where it stands inside one line."""
    if isinstance(value, dict):
        pairs = [
            (_scalar(k, plain=True), _node(v, k, flow=flow or k in _FLOW))
            for k, v in value.items()
        ]
        inline = flow or key in _FLOW
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=inline)
    if isinstance(value, list):
        inline = (flow or key in _FLOW) and not _holds_texts(value)
        items = [_node(v, "", flow=inline) for v in value]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", items, flow_style=inline)
    if isinstance(value, str):
        return _scalar(value, plain=flow)
    return _scalar(_said(value), plain=True, meant=True)


def _holds_texts(value: list[Any]) -> bool:
    """Tell whether a list holds entries with texts: tensions rather than their ids."""
    return any(isinstance(v, dict) and "pull" in v for v in value)


def _said(value: bool | float | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if float(value).is_integer() else f"{value!r}"


def _scalar(said: str, *, plain: bool, meant: bool = False) -> yaml.ScalarNode:
    """Return a text, in quotes or as a block where it needs them."""
    style = None
    if meant:
        return yaml.ScalarNode(_STR, said)
    mistakable = not reads_as_text(said) or said.casefold() in _OLD_WORDS
    if mistakable or _QUOTED.search(said):
        style = '"'
    elif "\n" in said:
        style = '"' if plain else "|"
    elif len(said) > _LINE and not plain:
        style = ">"
    return yaml.ScalarNode(_STR, said, style=style)
