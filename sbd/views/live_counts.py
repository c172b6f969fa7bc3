"""Who has joined and who has answered: dots by discipline, no names, no levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from sbd.locale import plural, text
from sbd.views.settle_words import discipline_name

#: Above this number of persons a row shows the number only. [persons]
MOST_DOTS = 12


def joined_table(joined: Mapping[str, int], expected: Sequence[str], lang: str) -> str:
    """Return who has joined, by discipline, as HTML.

    Parameters
    ----------
    joined : mapping of str to int
        Persons per discipline.
    expected : sequence of str
        Disciplines that are expected; those without anybody are shown too.
    lang : {"nl", "fr", "en"}
        Language.
    """
    shown = [*expected, *(d for d in joined if d not in expected)]
    here = sum(1 for d in shown if joined.get(d))
    total = sum(joined.values())
    told = text(lang, "review.disciplines_here", n=here, total=len(shown))
    words = escape(f"{plural(lang, 'review.people_joined', total)}, {told}")
    rows = "".join(_joined_row(d, joined.get(d, 0), lang) for d in shown)
    return f'<p class="joined"><b>{total}</b> {words}</p>{_table(rows, lang)}'


def _joined_row(discipline: str, n: int, lang: str) -> str:
    if n:
        dots = _dots(n, n)
    else:
        dots = f"<small>{escape(text(lang, 'review.nobody_yet'))}</small>"
    return _row(discipline_name(discipline, lang), dots, str(n))


def live_counts(
    joined: Mapping[str, int], answered: Mapping[str, int], lang: str
) -> str:
    """Return who has answered the criterion on the screen, as HTML.

    Parameters
    ----------
    joined : mapping of str to int
        Persons per discipline that are asked; one who answered and left still counts.
    answered : mapping of str to int
        Persons per discipline that have answered.
    lang : {"nl", "fr", "en"}
        Language.
    """
    asked = {d: max(n, answered.get(d, 0)) for d, n in joined.items()}
    total, done = sum(asked.values()), sum(answered.get(d, 0) for d in asked)
    big = (
        f'<div class="cnt" role="status"><b>{done}</b><div>'
        f"<span>{escape(plural(lang, 'review.of_answered', total))}</span>"
        f"<small>{escape(text(lang, 'review.hidden_yet'))}</small></div></div>"
    )
    rows = "".join(
        _row(
            discipline_name(d, lang),
            _dots(n, answered.get(d, 0)),
            _share(answered.get(d, 0), n, lang),
        )
        for d, n in asked.items()
        if n
    )
    return big + _table(rows, lang)


def _table(rows: str, lang: str) -> str:
    heads = "".join(
        f'<th scope="col">{escape(text(lang, key))}</th>'
        for key in ("ui.discipline", "ui.people", "review.number")
    )
    return (
        f'<table class="live"><thead class="vh"><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _row(name: str, dots: str, number: str) -> str:
    return (
        f'<tr><th scope="row">{escape(name)}</th><td>{dots}</td>'
        f'<td class="n">{number}</td></tr>'
    )


def _share(done: int, n: int, lang: str) -> str:
    said = escape(text(lang, "ui.part_of", n=done, total=n))
    return f'<span aria-hidden="true">{done} / {n}</span><span class="vh">{said}</span>'


def _dots(n: int, filled: int) -> str:
    """Return a dot per person; the number beside it says the same."""
    if n > MOST_DOTS:
        return ""
    marks = '<i class="f"></i>' * min(filled, n) + "<i></i>" * max(0, n - filled)
    return f'<span class="dots" aria-hidden="true">{marks}</span>'
