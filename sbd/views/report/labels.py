"""The fixed words of a report: headings and heads of columns."""

from __future__ import annotations

import unicodedata

from sbd.locale import text
from sbd.views.words import labelled

#: Keys of the catalogues under the names that templates use.
KEYS: dict[str, str] = {
    "actions": "actions.heading",
    "actor_matrix": "actions.matrix",
    "actor_matrix_about": "actions.matrix_about",
    "advisory": "ui.advisory_note",
    "all_criteria": "report.all_criteria",
    "answers": "review.spread",
    "assumptions": "ui.assumptions",
    "attributions": "report.attributions",
    "balance": "ui.balance",
    "basis": "report.basis",
    "below_line": "ui.below_line",
    "by_gain": "report.by_gain",
    "certainty": "report.certainty",
    "chain": "review.chain",
    "checks": "report.checks",
    "checks_none": "report.checks_none",
    "comments": "report.comments",
    "comparison": "report.comparison",
    "contents": "ui.contents",
    "criteria": "ui.criteria",
    "criteria_differ": "report.criteria_differ",
    "criterion": "actions.criterion",
    "date": "ui.date",
    "declared": "ui.declared_kinds",
    "defaults": "ui.defaults",
    "design": "report.design",
    "discipline": "ui.discipline",
    "dissent": "review.dissent",
    "dontknow": "ui.dontknow",
    "due": "actions.due",
    "edition": "ui.edition",
    "finding": "report.finding",
    "gain": "report.gain",
    "gates": "ui.gates",
    "governance": "dimension.governance",
    "guidance": "report.guidance",
    "inputs": "report.inputs",
    "interval": "ui.interval",
    "legal": "report.legal",
    "legal_about": "report.legal_about",
    "legal_none": "report.legal_none",
    "level": "ui.level",
    "limits": "report.limits",
    "map_about": "report.map_about",
    "map_heading": "ui.map",
    "median": "standing.median",
    "method": "ui.method",
    "name": "report.name",
    "next_level": "report.next_level",
    "no_actions": "actions.none",
    "no_notes": "ui.no_notes",
    "no_tensions": "report.no_tensions",
    "none": "ui.none",
    "not_applicable": "state.not_applicable",
    "not_met": "ui.not_met",
    "nothing": "actions.nothing",
    "notes": "ui.notes",
    "outcome": "report.outcome",
    "owner": "actions.owner",
    "page": "report.page",
    "parameter": "report.parameter",
    "parameters": "report.parameters",
    "people": "ui.people",
    "persons": "report.persons",
    "phase": "actions.phase",
    "plan": "ui.plan",
    "pulls": "ui.pulls",
    "question": "ui.question",
    "range_about": "report.range_about",
    "rated": "report.rated_heading",
    "reason": "ui.reason",
    "remarks": "report.remarks",
    "restricted": "ui.restricted_short",
    "role": "report.role",
    "scope": "ui.scope",
    "score": "report.score",
    "settled": "ui.override",
    "severity": "report.severity",
    "settles": "ui.settles",
    "side": "report.side",
    "sign_off": "report.sign_off",
    "signature": "report.signature",
    "source": "ui.source",
    "state": "actions.state",
    "status": "ui.status",
    "step": "report.step",
    "steps": "report.steps",
    "still_unknown": "ui.still_unknown",
    "summary": "report.summary",
    "supplied": "report.supplied",
    "tensions": "ui.tensions",
    "took_part": "report.took_part",
    "value": "ui.value",
    "verdict": "report.verdict",
    "way_out": "ui.way_out",
    "what": "actions.what",
    "withheld_note": "report.withheld_note",
}


def in_order(words: str) -> str:
    """Return by what words are put in alphabetical order: accents count for nothing."""
    plain = unicodedata.normalize("NFD", words.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def continued(words: str, lang: str) -> str:
    """Return words as they go on after a colon: Dutch and French take no capital.

    What looks like a name or an abbreviation keeps its own.
    """
    first, _, second = words.partition(" ")
    name = first[1:] != first[1:].lower() or second[:1].isupper()
    if lang not in ("nl", "fr") or name or first[1:2] in (".", "-"):
        return words
    if words.startswith("Eén"):  # a Dutch capital leaves its accent out
        return f"é{words[1:]}"
    return words[:1].lower() + words[1:]


def labels(lang: str) -> dict[str, str]:
    """Return the fixed words in a language, by the names that templates use."""
    found = {name: text(lang, key) for name, key in KEYS.items()}
    found["colon"] = labelled("", "", lang).rstrip(" ")
    return found | {f"level_{n}": text(lang, f"level.{n}") for n in range(5)}
