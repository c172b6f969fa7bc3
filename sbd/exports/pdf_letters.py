"""Letters that a PDF can show, and what stands for those it cannot.

PDF/A wants every letter to have a shape. The fonts at hand (Source Sans 3 and those
inside Typst) have Latin, Greek, Cyrillic, Hebrew, Arabic and many signs; for others,
emoji among them, a word in brackets stands, so that it is seen that something is left
out here and can be read in the other formats.
"""

from __future__ import annotations

import re
from typing import Any

from sbd.locale import text

#: Code points with a shape (hexadecimal), as tried with Typst one by one: see the test.
SHAPED = """
20-7E A0-377 37A-37F 384-38A 38C 38E-3A1 3A3-4FF 531-556 559-58A 58D-58F 591-5C7
5D0-5EA 5EF-5F4 606-60C 615 61B-61C 61F 621-63A 640-655 65A 660-66D 674 679-67B 67E-680
683-684 686-687 691 698 6A4 6A9 6AF 6BE 6CC 6F0-6F9 10D0-10FF 1E00-1F15 1F18-1F1D
1F20-1F45 1F48-1F4D 1F50-1F57 1F59 1F5B 1F5D 1F5F-1F7D 1F80-1FB4 1FB6-1FC4 1FC6-1FD3
1FD6-1FDB 1FDD-1FEF 1FF2-1FF4 1FF6-1FFE 2000-2029 202F-2040 2044-2064 2070-2071
2074-208E 2090-209C 20A0-20C0 2100-211E 2122 2126-2184 2190-23FF 2460-2606 2609-262F
2701-2704 2706-2709 270C-2714 2717-2727 27C0-27FF FB00-FB06 FB1D-FB36 FB38-FB3C FB3E
FB40-FB41 FB43-FB44 FB46-FB4F FE70-FE74 FE76-FEFC FFFD
"""
#: Marks that turn what follows: a name could be read as another.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
_EMOJI = "\u2600-\u27bf\ufe0f\u200d\u20e3\U0001f000-\U0001faff\U000e0020-\U000e007f"
_OTHER_EMOJI = re.compile(f"[{_EMOJI}]+")


def _class(ranges: str) -> str:
    ends = [r.split("-") for r in ranges.split()]
    return "".join(
        f"{re.escape(chr(int(e[0], 16)))}-{re.escape(chr(int(e[-1], 16)))}"
        for e in ends
    )


_UNSHAPED = re.compile(f"[^\n{_class(SHAPED)}]+")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]+")


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
    plain = _CONTROLS.sub(" ", _TURNS.sub("", words.replace("\r\n", "\n")))
    return _UNSHAPED.sub(lambda found: _standing_for(found[0], lang), plain)


def _standing_for(run: str, lang: str) -> str:
    emoji = _OTHER_EMOJI.fullmatch(run) is not None
    return f"[{text(lang, 'report.emoji' if emoji else 'report.no_letters')}]"


def all_shown(data: Any, lang: str) -> Any:
    """Return data in which every string went through `shown`; keys stay."""
    if isinstance(data, str):
        return shown(data, lang)
    if isinstance(data, dict):
        return {key: all_shown(value, lang) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [all_shown(value, lang) for value in data]
    return data
