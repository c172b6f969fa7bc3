"""The history of a plan in words: what was supplied, and what did not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from html import escape

from sbd.locale import knows, plural, text
from sbd.plans.plan import Plan, Unfit
from sbd.plans.plan_file import Entry
from sbd.plans.steps import Draw, Erase, Fill, NewSource, Reshape, Step
from sbd.views.words import clauses, kind_name, labelled

#: Batches shown, the latest first. [1]
SHOWN = 40


def history_list(entries: Sequence[Entry], lang: str) -> str:
    """Return the latest changes as an HTML list, the newest first.

    Parameters
    ----------
    entries : sequence of Entry
        The whole history; what was undone and can be brought back is marked so, what
        was undone for good is left out.
    lang : {"nl", "fr", "en"}
        Language.
    """
    batches: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.state != "dropped":
            batches.setdefault(entry.batch, []).append(entry)
    latest = sorted(batches.items(), reverse=True)[:SHOWN]
    if not latest:
        return f"<p>{escape(text(lang, 'history.none'))}</p>"
    rows = "".join(_row(batch, lang) for _, batch in latest)
    return f'<ol class="hist" reversed>{rows}</ol>'


def _row(batch: Sequence[Entry], lang: str) -> str:
    words = clauses(dict.fromkeys(step_words(e.step, lang) for e in batch), lang)
    made = datetime.fromisoformat(batch[0].made).astimezone()
    undone = batch[0].state == "undone"
    mark = f" <b>({escape(text(lang, 'history.undone'))})</b>" if undone else ""
    return (
        f'<li value="{batch[-1].number}">{escape(words)}{mark} '
        f"<small>{made:%d/%m/%Y %H:%M}</small></li>"
    )


def step_words(step: Step, lang: str) -> str:
    """Return one step in words, such as ``drawn: bench``."""
    if isinstance(step, Draw):
        return text(lang, "history.draw", what=kind_name(step.kind, lang, 1))
    if isinstance(step, Reshape):
        return text(lang, "history.reshape", what=step.target.id)
    if isinstance(step, Erase):
        return text(lang, "history.erase", what=_several(step, lang))
    if isinstance(step, Fill):
        return text(lang, "history.fill", what=_several(step, lang))
    if isinstance(step, NewSource):
        return text(lang, "history.source", files=list(step.files))
    return text(lang, "history.choose", what=[_option(n, lang) for n in step.values])


def _several(step: Erase | Fill, lang: str) -> str:
    """Count the elements of a step by their kind."""
    targets = (
        step.targets if isinstance(step, Erase) else [c.target for c in step.changes]
    )
    counted = Counter(t.kind for t in targets)
    kinds = ", ".join(f"{n} {kind_name(k, lang, n)}" for k, n in counted.items())
    if not isinstance(step, Fill):
        return kinds
    names = dict.fromkeys(a for c in step.changes for a in c.values)
    told = ", ".join(text(lang, f"attribute.{a}") for a in names)
    return f"{kinds} ({told})"


def _option(name: str, lang: str) -> str:
    key = f"history.option_{name}"
    return text(lang, key) if knows(lang, key) else name


def unfit_list(plan: Plan, lang: str) -> str:
    """Return what was supplied and found no element in this version of the source.

    Parameters
    ----------
    plan : Plan
        As read.
    lang : {"nl", "fr", "en"}
        Language.

    Returns
    -------
    str
        HTML; empty where everything fits.
    """
    if not plan.unfit:
        return ""
    title = escape(plural(lang, "history.unfit", len(plan.unfit)))
    items = "".join(f"<li>{escape(_unfit(u, lang))}</li>" for u in plan.unfit[:SHOWN])
    return f'<div class="pull"><b>{title}</b><ul>{items}</ul></div>'


def _unfit(one: Unfit, lang: str) -> str:
    done = text(lang, f"history.unfit_{one.op}")
    return labelled(f"{kind_name(one.kind, lang, 1)} {one.element_id}", done, lang)


def last_step(entries: Sequence[Entry], lang: str) -> str:
    """Return the sentence that the last step is on the disk; empty without any."""
    done = [e for e in entries if e.state == "done"]
    if not done:
        return ""
    return text(lang, "history.saved", n=done[-1].number)
