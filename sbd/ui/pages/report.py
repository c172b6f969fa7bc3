"""Page *Report*: what goes out, to whom, and what to look at before it does."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from html import escape

import streamlit as st

from sbd.assessment import public_edition
from sbd.assessment.report_checks import Check, checks_to_share, report_checks
from sbd.document import Assessment
from sbd.errors import SbdError
from sbd.exports.material import Material
from sbd.locale import LANGS
from sbd.plans.plan import Plan
from sbd.ui import cache, cache_report, state
from sbd.ui import state_report as report
from sbd.ui.alternatives import alternatives, assessed
from sbd.ui.components import head, report_files
from sbd.ui.demo import VARIANTS, called
from sbd.ui.look_report import failed_download
from sbd.ui.project import Project, current
from sbd.ui.words import complain, names, say
from sbd.views.balance import verdict_sentence
from sbd.views.before_sharing import check_counts, check_sentence
from sbd.views.check_list import MARKS

_EDITIONS = ("public", "restricted")
#: What a criterion is called by; kept on one line.
_ID = re.compile(r"\b[A-Z]-\d+\b")


def page() -> None:
    """Draw the page."""
    project = current()
    plan = project.plan() if project else None
    if project is None or not isinstance(plan, Plan) or plan.site is None:
        head.no_plan(plan)
        return
    with st.spinner(say("ui.measuring")):
        whole = project.assessment()
    left, middle, right = st.columns([0.27, 0.37, 0.36], gap="large")
    with left, st.container(gap="xsmall"):
        chosen = _edition(whole)
        lang = _languages()
        others = _others(project, chosen, lang)
        told = report_checks(
            chosen, plan, cache.checklist(), judged_on=project.judged_on()
        )
        material = Material(chosen, plan, cache.checklist(), lang, others, told)
        if project.demo:
            material = _as_on_screen(material, project.demo)
        _files(project, material)
    head.site(plan, project, public=chosen.edition == "public")
    with middle:
        _checks(project, plan, whole, chosen)
    with right:
        _preview(project, material)


def _as_on_screen(material: Material, variant: str) -> Material:
    """Call a design of the demo as the screen does; its file has no such name."""
    found = called(material.assessment, variant, material.lang)
    plan = replace(material.plan, variant=found.plan.variant)
    return replace(material, assessment=found, plan=plan)


def _edition(whole: Assessment) -> Assessment:
    """Ask who will read it, and return the assessment as they may see it."""
    st.html(f'<h2 class="h2">{escape(say("ui.edition"))}</h2>')
    state.seed({report.EDITION: "public"})
    edition = st.radio(
        say("ui.edition"),
        _EDITIONS,
        captions=[say(f"app.about_{e}") for e in _EDITIONS],
        format_func=names("edition", _EDITIONS),
        label_visibility="collapsed",
        key=report.EDITION,
    )
    return public_edition(whole) if edition == "public" else whole


def _languages() -> str:
    """Ask for one language, or two for a document in both."""
    st.html(f'<h2 class="h2">{escape(say("ui.language"))}</h2>')
    state.seed({report.LANGS: [state.lang()]})
    picked = st.pills(
        say("ui.language"),
        LANGS,
        selection_mode="multi",
        format_func=str.upper,
        label_visibility="collapsed",
        key=report.LANGS,
    )
    chosen = [lang for lang in LANGS if lang in (picked or ())][:2]
    if len(picked or ()) > 2:
        words = say("before.two_languages", langs=[c.upper() for c in chosen])
    else:
        words = say("before.bilingual" if len(chosen) == 2 else "before.one_language")
    st.html(f'<p class="note">{escape(words)}</p>')
    return "+".join(chosen) or state.lang()


def _others(project: Project, chosen: Assessment, lang: str) -> tuple[Assessment, ...]:
    """Ask which other designs of the site to compare with, where there are any."""
    offered = alternatives(project)
    if not offered:
        return ()
    picked = st.pills(
        say("before.compare"),
        list(offered),
        selection_mode="multi",
        format_func=offered.__getitem__,
        key=report.OTHERS,
    )
    found = []
    with st.spinner(say("ui.measuring")):
        for design in (d for d in offered if d in (picked or ())):
            try:
                found.append(_called(assessed(design), design, lang))
            except SbdError as error:
                complain(error)
    public = chosen.edition == "public"
    return tuple(public_edition(a) if public else a for a in found)


def _called(assessment: Assessment, design: str, lang: str) -> Assessment:
    return called(assessment, design, lang) if design in VARIANTS else assessment


def _files(project: Project, material: Material) -> None:
    """Ask for formats, and hand the files out in one go."""
    st.html(f'<h2 class="h2">{escape(say("before.formats"))}</h2>')
    state.seed({report.format_key(".pdf"): True})
    with st.container(key="formats", gap="xsmall"):
        for start in range(0, len(report_files.FORMATS), 2):
            pair = report_files.FORMATS[start : start + 2]
            for column, (suffix, _, words) in zip(st.columns(2), pair, strict=False):
                column.checkbox(say(words), key=report.format_key(suffix))
    chosen = report.chosen_formats(report_files.SUFFIXES)
    template = _template(project, material) if ".docx" in chosen else None
    files = report_files.Files(material, chosen, template)
    st.download_button(
        say("before.download", n=len(chosen)),
        files.maker() if chosen else b"",
        file_name=files.name if chosen else "",
        mime=files.media if chosen else "text/plain",
        disabled=not chosen,
        on_click="ignore",
        icon=":material/download:",
        type="primary",
        width="stretch",
        key=report.DOWNLOAD,
    )
    st.html(f'<p class="note">{escape(say("ui.advisory_note"))}</p>')
    st.html(f"<style>{failed_download(say('before.not_made'))}</style>")


def _template(project: Project, material: Material) -> bytes | None:
    """Take a municipality's own Word template; one that does not fit is not used."""
    with st.expander(say("before.template")):
        given = st.file_uploader(
            say("before.template"),
            type="docx",
            label_visibility="collapsed",
            key=report.TEMPLATE,
        )
        if given is None:
            st.html(f'<p class="note">{escape(say("before.template_note"))}</p>')
            return None
        content: bytes = given.getvalue()
        try:
            cache_report.try_template(project.address(), material, content, given.name)
        except SbdError as error:
            complain(error)
            return None
    return content


def _checks(
    project: Project, plan: Plan, whole: Assessment, chosen: Assessment
) -> None:
    """List what to look at, each with its way to the criterion."""
    checklist, lang = cache.checklist(), state.lang()
    judged_on = project.judged_on()
    checks = checks_to_share(whole, chosen, plan, checklist, judged_on=judged_on)
    counts = "".join(f"<span>{escape(c)}</span>" for c in check_counts(checks, lang))
    heading = escape(say("before.heading"))
    st.html(f'<h2 class="h2">{heading}</h2><div class="facts">{counts}</div>')
    for number, check in enumerate(checks):
        words, way = st.columns([0.8, 0.2], vertical_alignment="center")
        words.html(_row(check, check_sentence(check, checklist, lang)))
        if check.criterion and way.button(
            check.criterion,
            icon=":material/arrow_forward:",
            help=say("before.open", criterion=check.criterion),
            key=report.check_key(number),
            width="stretch",
        ):
            state.choose_criterion(check.criterion)
            st.switch_page("ui/pages/findings.py")


def _row(check: Check, words: str) -> str:
    word = escape(say(f"checks.severity.{check.severity}"))
    said = _ID.sub(r'<span class="id">\g<0></span>', escape(words))
    return (
        f'<div class="before {check.severity}"><i aria-hidden="true">'
        f"{MARKS[check.severity]}</i><p><b>{word}</b><br>{said}</p></div>"
    )


def _preview(project: Project, material: Material) -> None:
    """Show the page for a mayor as it will be in the PDF."""
    with st.spinner(say("before.drawing")):
        image = cache_report.front_page(project.address(), material)
    words = escape(say("before.preview"))
    said = verdict_sentence(material.assessment, material.langs[0])
    alt = f"{words}. {escape(said)}"
    source = base64.b64encode(image).decode()
    st.html(
        f'<img class="sheet" alt="{alt}" src="data:image/png;base64,{source}">'
        f'<p class="note">{words}</p>'
    )


page()
