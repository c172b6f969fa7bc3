"""The catalogues and the source as tests of words read them."""

from __future__ import annotations

import ast
from functools import cache
from importlib import resources
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from sbd.locale import LANGS

PACKAGE = Path(str(resources.files("sbd")))
#: Languages beside English; one that is added is looked at as the others are.
OTHERS = [lang for lang in LANGS if lang != "en"]


@cache
def messages(lang: str) -> dict[str, Message]:
    found: dict[str, Message] = {}
    for path in sorted((PACKAGE / "locale" / lang).glob("*.po")):
        if path.name.startswith("errors.") or path.name == "checklist.po":
            continue
        with path.open("rb") as file:
            for message in read_po(file, locale=lang, abort_invalid=True):
                key = message.id if isinstance(message.id, str) else message.id[:1]
                name = key if isinstance(key, str) else key[0]
                assert name not in found, f"{name} stands twice"
                if name:
                    found[name] = message
    return found


def strings(message: Message) -> tuple[str, ...]:
    words = message.string
    return (words,) if isinstance(words, str) else tuple(words)


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


@cache
def sources() -> list[tuple[Path, ast.Module]]:
    return [(p, ast.parse(p.read_text("utf-8"))) for p in sorted(PACKAGE.rglob("*.py"))]


def literals(value: ast.expr) -> list[str]:
    """Return the strings an expression may be: a literal or a choice of two."""
    if isinstance(value, ast.IfExp):
        return [*literals(value.body), *literals(value.orelse)]
    plain = isinstance(value, ast.Constant) and isinstance(value.value, str)
    return [value.value] if plain else []
