"""Words in Dutch, French and English, chosen by key and language per call.

Each language has a folder beside this module, and a folder is all that a language
needs: ``nl/method.po`` holds the words of the method and of reports,
``nl/<subject>.po`` those of one part, ``nl/errors.<subject>.po`` the sentences of
errors by their English template. They are compiled in memory when a language is first
asked for. Where words follow a number, an entry has its plural forms, and its
``msgid_plural`` names the number that decides, such as ``{rows}``; else it is ``{n}``.
There is no current language: every call names its own, so that two people at one server
never get each other's words.
"""

from __future__ import annotations

import gettext
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FALLBACK = "en"
#: The languages of Brussels first, then those that were added.
_FIRST = ("nl", "fr", "en")

#: No-break space, as wide as a space.
NO_BREAK = "\u00a0"
#: No-break thin space: groups of digits, units, French ``; ? !``.
THIN = "\u202f"

_HIGH_MARKS = re.compile(r" (?=[;?!])")
_COLON_OR_QUOTE = re.compile(r" (?=[:»])|(?<=«) ")
_PER_CENT = re.compile(r" (?=%)")
#: A blank between a number and its unit.
_BEFORE_UNIT = re.compile(
    r"(?<=\d) (?=(?:[ck]?m[²³]?|m/s²?|km/[hu]|lx|%|°|dB|k[gJ]|min|[hu]|ha)(?!\w))"
)


class _Arguments(dict[str, Any]):
    """Arguments of a sentence; one that is missing shows as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"


def _folders() -> tuple[str, ...]:
    """Return the languages that have a folder with catalogues."""
    here = resources.files(__package__)
    found = {f.name for f in here.iterdir() if f.joinpath("method.po").is_file()}
    return (*_FIRST, *sorted(found.difference(_FIRST)))


#: What texts of checklists are in a language, by their English.
_PHRASES = "checklist.po"
#: Languages there are words for.
LANGS = _folders()


@cache
def _catalogue(lang: str) -> gettext.GNUTranslations:
    """Compile a language's catalogue in memory."""
    chosen = lang if lang in LANGS else FALLBACK
    catalogue = Catalog(locale=chosen)
    for message in _messages(chosen):
        catalogue[message.id] = message
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    translations = gettext.GNUTranslations(compiled)
    if chosen != FALLBACK:
        translations.add_fallback(_catalogue(FALLBACK))
    return translations


@cache
def _counts(lang: str) -> dict[str, str]:
    """Return which number the words of a key follow, where they follow one."""
    chosen = lang if lang in LANGS else FALLBACK
    found = dict(_counts(FALLBACK)) if chosen != FALLBACK else {}
    for message in _messages(chosen):
        if isinstance(message.id, tuple):
            key, many = message.id
            found[key] = many[1:-1] if many.startswith("{") else "n"
    return found


@cache
def _messages(lang: str) -> tuple[Message, ...]:
    """Read the words of a language that go by keys, once for all that asks."""
    ours = (n for n in _names(lang) if not n.startswith("errors.") and n != _PHRASES)
    return tuple(m for name in ours for m in _read(name, lang) if m.id)


def _names(lang: str) -> list[str]:
    """Return the catalogue files of a language, sorted."""
    folder = resources.files(__package__).joinpath(lang)
    return sorted(f.name for f in folder.iterdir() if f.name.endswith(".po"))


def _read(name: str, lang: str) -> Catalog:
    """Read one catalogue file of a language."""
    source = resources.files(__package__).joinpath(lang, name)
    with source.open("rb") as file:
        return read_po(file, locale=lang)


def text(lang: str, key: str, **args: Any) -> str:
    """Return the words of a key.

    Parameters
    ----------
    lang : str
        One of `LANGS`; any other gives English.
    key : str
        Key in the catalogues, such as ``verdict.balanced``. A key without words
        comes back as it is.
    **args
        Values for the ``{placeholders}``: floats are written in the manner of the
        language, lists are joined by commas. The number that the words follow
        chooses their plural form; without it they are those of one.

    Returns
    -------
    str
        Plain text, not escaped for HTML.
    """
    return _filled(lang, _form(lang, key, args), args)


def translated(lang: str, parts: Iterable[tuple[str, Mapping[str, object]]]) -> str:
    """Return what an error says in a language.

    Parameters
    ----------
    lang : str
        Language; in English the templates stay as they are.
    parts : iterable of tuple of str and mapping
        English templates with their values, as in `sbd.errors.SbdError.parts`. The
        values are put in as they are.

    Returns
    -------
    str
        The sentences, joined by spaces; one without a translation is in English.
    """
    known = _errors(lang)
    said = ((known.get(template, template), values) for template, values in parts)
    return " ".join(w.format(**values) if values else w for w, values in said)


@cache
def _errors(lang: str) -> dict[str, str]:
    """Return the sentences of errors in a language by their English template."""
    if lang not in LANGS or lang == FALLBACK:
        return {}
    ours = [n for n in _names(lang) if n.startswith("errors.")]
    return {
        str(message.id): spaced(lang, str(message.string))
        for name in ours
        for message in _read(name, lang)
        if message.id and message.string
    }


def phrase(lang: str, english: str) -> str:
    """Return what a text of a checklist is in a language.

    Parameters
    ----------
    lang : str
        Language.
    english : str
        The text in English: the name of a source, what a number of the method is.

    Returns
    -------
    str
        The English text where the language has no other; names of laws and standards
        are left in the language they are written in.
    """
    return _phrases(lang).get(english, english)


@cache
def _phrases(lang: str) -> dict[str, str]:
    if lang not in LANGS or _PHRASES not in _names(lang):
        return {}
    return {
        str(message.id): spaced(lang, str(message.string))
        for message in _read(_PHRASES, lang)
        if message.id and message.string
    }


def plural(lang: str, key: str, n: float, **args: Any) -> str:
    """Return the words of a key for a number of things; ``{n}`` is that number.

    Where the words follow another number, as `follows` tells, that one chooses.
    """
    given = {"n": n, **args}
    return _filled(lang, _form(lang, key, given), given)


def follows(lang: str, key: str) -> str | None:
    """Return the name of the number that the words of a key follow; None without."""
    return _counts(lang).get(key)


def _form(lang: str, key: str, args: Mapping[str, Any]) -> str:
    """Return the words of a key in the plural form its number asks; else of one."""
    n = args.get(follows(lang, key) or "")
    if not isinstance(n, (int, float)) or isinstance(n, bool):
        return _catalogue(lang).gettext(key)
    return _catalogue(lang).ngettext(key, key, _counted(lang, n))


def number(lang: str, value: float, digits: int = 0) -> str:
    """Write a number: decimal comma in Dutch and French, thin spaces in thousands.

    Parameters
    ----------
    lang : str
        Language.
    value : float
        The number.
    digits : int
        Decimals shown.

    Returns
    -------
    str
        Such as ``1 234,5`` with a no-break thin space; an infinity is ``∞``.
    """
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    written = f"{value:,.{digits}f}"
    if float(written.replace(",", "")) == 0:
        written = written.lstrip("-")
    marks = {",": THIN, ".": _decimal_mark(lang), "-": "−"}
    return "".join(marks.get(c, c) for c in written)


def listed(lang: str, words: Sequence[str]) -> str:
    """Join words as in a sentence, such as ``a, b and c``."""
    return str(format_list(words, locale=_customs(lang)))


def date_text(lang: str, day: str) -> str:
    """Write a day in words.

    Parameters
    ----------
    lang : str
        Language.
    day : str
        The day as ``2026-11-26``.

    Returns
    -------
    str
        Such as ``26 november 2026``; in French the first is ``1er janvier 2026``.
    """
    given = date.fromisoformat(day)
    return _first(lang, given, format_date(given, "long", locale=_customs(lang)))


def day_of_year_text(lang: str, day: float) -> str:
    """Write a day of the year, counted from 1, in words, such as ``21 juli``.

    The year meant has 365 days; its 366th is the last of a leap year.
    """
    first = date(2000 if day > 365 else 2001, 1, 1)
    given = first + timedelta(days=int(day) - 1)
    written = format_skeleton("MMMMd", given, locale=_customs(lang))
    return _first(lang, given, written)


def clock_text(lang: str, hours: float) -> str:
    """Write hours since midnight as hours and minutes, such as ``13:10``. [h]"""
    full, minutes = divmod(round(60 * hours) % (24 * 60), 60)
    key = "date.clock" if minutes else "date.full_hour"
    return text(lang, key, hours=str(full), minutes=f"{minutes:02}")


def _first(lang: str, given: date, written: str) -> str:
    """Write the first day of a month in the manner of the language."""
    if given.day != 1:
        return written
    return re.sub(r"\b1\b", text(lang, "date.first_day"), written, count=1)


def language_name(lang: str) -> str:
    """Return what a language calls itself, such as ``Français``."""
    name = str(_customs(lang).get_language_name(_customs(lang).language))
    return name[:1].upper() + name[1:]


@cache
def _customs(lang: str) -> Locale:
    """Return how numbers, dates and plurals are written; English is that of Europe."""
    known = lang if lang in LANGS else FALLBACK
    return Locale.parse("en_GB" if known == FALLBACK else known)


@cache
def _decimal_mark(lang: str) -> str:
    marks = _customs(lang).number_symbols
    return str(marks.get("latn", marks)["decimal"])


def knows(lang: str, key: str) -> bool:
    """Tell whether a key has words in a language."""
    return _catalogue(lang).gettext(key) != key


def _counted(lang: str, n: float) -> int:
    """Return a whole number that takes the same plural as `n`: in French from 2."""
    if float(n).is_integer():
        return int(n)
    form = _customs(lang).plural_form
    return next((whole for whole in range(3) if form(whole) == form(n)), 2)


def _filled(lang: str, words: str, args: dict[str, Any]) -> str:
    words = spaced(lang, words)
    if "{" not in words:
        return words
    return words.format_map(_Arguments({k: _shown(lang, v) for k, v in args.items()}))


def unbroken(words: str) -> str:
    """Keep numbers and their units on one line."""
    return _BEFORE_UNIT.sub(THIN, words)


def spaced(lang: str, words: str) -> str:
    """Keep French marks, and signs of per cent, to their word."""
    if lang == "fr":
        words = _HIGH_MARKS.sub(THIN, words)
        words = _COLON_OR_QUOTE.sub(NO_BREAK, words)
    return _PER_CENT.sub(THIN, words)


def _shown(lang: str, value: Any) -> str:
    if isinstance(value, bool):
        return text(lang, "word.yes" if value else "word.no")
    if isinstance(value, int):
        return number(lang, value)
    if isinstance(value, float):
        return number(lang, value, _digits(value))
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(_shown(lang, v) for v in value)
    return "–" if value is None else str(value)


def _digits(value: float) -> int:
    """Return the decimals worth showing: two for small numbers, none from 100."""
    if not math.isfinite(value) or abs(value) >= 100:
        return 0
    most = 1 if abs(value) >= 10 else 2
    exact = (d for d in range(most) if math.isclose(round(value, d), value))
    return next(exact, most)
