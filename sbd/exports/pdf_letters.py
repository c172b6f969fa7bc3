"""Letters that a PDF can show, and what stands for those it cannot.

PDF/A wants every letter to have a shape. The fonts at hand (Source Sans 3 and those
inside Typst) have Latin, Greek, Cyrillic, Hebrew, Arabic and many signs; for others,
emoji among them, a word in brackets stands, so that it is seen that something is left
out here and can be read in the other formats.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from sbd.locale import text, unbroken

#: Code points with a shape (hexadecimal), as tried with Typst one by one: see the test.
SHAPED = """
20-7E A0-24F 370-377 37A-37F 384-38A 38C 38E-3A1 3A3-482 48A-4FF 5D0-5EA 5F3-5F4
60C 61B 61F 621-63A 640-64A 660-66C 679-67B 67E-680 683-684 686-687 691 698 6A4 6A9
6AF 6BE 6CC 6F0-6F9 1E00-1EFF 2000-200A 200C 200E-2022 2026 202F-2034 2039-203A 2044
2070-2071 2074-208E 20A0-20BF 2103 2109 2113 2116 2122 2126 2150-215E 2190-21FF
2200-22FF 2460-2473 2500-25FF 2713-2714 2717-2718 FFFD
"""
#: Accents that are kept on a Latin, Greek or Cyrillic letter.
_ACCENTS = "\u0300-\u0304\u0306-\u030c\u030f\u0311\u0323-\u0328"
_LETTERS = "A-Za-z\u00c0-\u024f\u0370-\u04ff\u1e00-\u1eff"
#: Marks that turn what follows, so that a name could be read as another; joiners; marks
#: on other letters (vowel points and the like), which can be done without.
_DROPPED = re.compile(
    "[\u200b\u200d\u202a-\u202e\u2060-\u206f\ufeff\u0305\u030d\u030e\u0310"
    "\u0312-\u0322\u0329-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a"
    f"\u064b-\u065f\u0670\u06d6-\u06ed]|(?<![{_LETTERS}{_ACCENTS}])[{_ACCENTS}]"
)
_EMOJI = (
    "\u20e3\u231a-\u23ff\u2600-\u2712\u2715-\u2716\u2719-\u27bf\u2b00-\u2bff\ufe0f"
    "\U0001f000-\U0001faff\U000e0020-\U000e007f"
)
#: A run of emoji, with the joiners and spaces inside it.
_EMOJIS = re.compile(f"[{_EMOJI}](?:[ \u200d]*[{_EMOJI}])*")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]+")


def _class(ranges: str) -> str:
    ends = [r.split("-") for r in ranges.split()]
    return "".join(f"{_letter(e[0])}-{_letter(e[-1])}" for e in ends)


def _letter(code: str) -> str:
    return re.escape(chr(int(code, 16)))


_LACKING = f"[^\n{_class(SHAPED)}{_ACCENTS}]"
#: A run of letters without a shape, with the spaces inside it.
_UNSHAPED = re.compile(f"{_LACKING}(?: *{_LACKING})*")


def shown(words: str, lang: str) -> str:
    """Return words with a bracketed word in place of what no font can show.

    Parameters
    ----------
    words : str
        Any text.
    lang : {"nl", "fr", "en"}
        Language of the word in brackets.

    Returns
    -------
    str
        Without control characters; lines keep their ends.
    """
    if words.isascii() and words.isprintable():
        return words
    one = unicodedata.normalize("NFC", words.replace("\r\n", "\n"))
    plain = _EMOJIS.sub(_in_brackets("report.emoji", lang), _CONTROLS.sub(" ", one))
    kept = _DROPPED.sub("", plain)
    return _UNSHAPED.sub(_in_brackets("report.no_letters", lang), kept)


def _in_brackets(key: str, lang: str) -> str:
    return f"[{text(lang, key)}]"


def all_shown(data: Any, lang: str) -> Any:
    """Return data in which every string went through `shown`; keys stay.

    Numbers keep their units on their line.
    """
    if isinstance(data, str):
        return shown(unbroken(data), lang)
    if isinstance(data, dict):
        return {key: all_shown(value, lang) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [all_shown(value, lang) for value in data]
    return data
