"""Take the result along, in the public or the restricted edition."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from html import escape
from pathlib import Path

import streamlit as st

from sbd.assessment import public_edition
from sbd.document import Assessment
from sbd.exports import export
from sbd.plans.plan import Plan
from sbd.ui import cache, state
from sbd.ui.words import names, say

#: Suffix, media type and the key of the words that say what a format is for.
FORMATS = (
    (".html", "text/html", "app.format_html"),
    (".sbd.json", "application/json", "app.format_json"),
    (".gpkg", "application/geopackage+sqlite3", "app.format_gpkg"),
)


def show(plan: Plan, assessment: Assessment) -> None:
    """Show a button that opens the choice of edition and format.

    Parameters
    ----------
    plan : Plan
        The plan assessed.
    assessment : Assessment
        In the restricted edition.
    """
    with st.popover(say("ui.download"), icon=":material/download:"):
        edition = st.segmented_control(
            say("ui.edition"),
            ("public", "restricted"),
            default="public",
            required=True,
            format_func=names("edition", ("public", "restricted")),
            key=state.EDITION,
        )
        st.html(f'<p class="note">{escape(say(f"app.about_{edition}"))}</p>')
        chosen = public_edition(assessment) if edition == "public" else assessment
        for suffix, media, words in FORMATS:
            st.download_button(
                say(words),
                _maker(plan, chosen, suffix, state.lang()),
                file_name=file_name(chosen, suffix),
                mime=media,
                on_click="ignore",
                icon=":material/download:",
                width="stretch",
                key=state.download(suffix),
            )


def file_name(assessment: Assessment, suffix: str) -> str:
    """Return the name of a download: site, variant, edition and date."""
    plan = assessment.plan
    words = (plan.name, plan.variant, assessment.edition, assessment.date)
    plain = (re.sub(r"[^\w-]+", "-", w).strip("-").lower() for w in words)
    return "-".join(w for w in plain if w)[:120] + suffix


def _maker(
    plan: Plan, assessment: Assessment, suffix: str, lang: str
) -> Callable[[], bytes]:
    """Return a function that writes the file when it is asked for."""
    checklist = cache.checklist()

    def make() -> bytes:
        with tempfile.TemporaryDirectory(prefix="sbd-") as folder:
            path = Path(folder) / f"result{suffix}"
            export(assessment, path, plan=plan, checklist=checklist, lang=lang)
            return path.read_bytes()

    return make
