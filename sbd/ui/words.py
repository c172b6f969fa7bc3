"""Words of the screen in the session's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from sbd import locale
from sbd.errors import SbdError
from sbd.ui import state

#: What Markdown, its colours and formulae read anywhere, and at the start of a line.
_MARKS = re.compile(
    r"[\\`*\[\]<>~$|]|(?<!\w)_|_(?!\w)|:(?=[a-zA-Z+/])|&(?=#?\w+;)|(?<=www)\."
)
_BEGINS = re.compile(r"(?m)^(\s*\d*)([#+=.)-])")


def say(key: str, **args: Any) -> str:
    """Return the words of a key in the language of the screen."""
    return locale.text(state.lang(), key, **args)


def count(key: str, n: int, **args: Any) -> str:
    """Return the words of a key for a number of things."""
    return locale.plural(state.lang(), key, n, **args)


def thing(kind: str) -> str:
    """Return the name of a kind of element, in the plural."""
    name = locale.plural(state.lang(), f"kind.{kind}", 2)
    return name[:1].upper() + name[1:]


def names(prefix: str, options: Iterable[str]) -> Callable[[str], str]:
    """Return a function that names options in the present language.

    The words are looked up now, so that the function hangs on no session.
    """
    return {o: say(f"{prefix}.{o}") for o in options}.__getitem__


def why(error: SbdError) -> str:
    """Return what an error says, in the language of the screen."""
    return locale.translated(state.lang(), error.parts)


def complain(wrong: SbdError | str) -> None:
    """Show what is wrong and what to do; names of files in it are only text."""
    st.error(plain(wrong if isinstance(wrong, str) else why(wrong)))


def plain(text: str) -> str:
    """Keep a text from a file from being read as Markdown.

    Only what Markdown would read is marked: screen readers say the name of a field
    with its marks.
    """
    return _BEGINS.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", text))
