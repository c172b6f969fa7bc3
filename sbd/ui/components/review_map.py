"""Comments on the map: those of revealed answers, and the facilitator's own pins."""

from __future__ import annotations

from html import escape

import folium
import streamlit as st

from sbd.assessment.editions import public_plan
from sbd.errors import ReviewError
from sbd.reviews.comments import pin as keep_pin
from sbd.reviews.comments import remarks, unpin
from sbd.reviews.records import Comment
from sbd.ui import cache, state
from sbd.ui.components import plan_map
from sbd.ui.components.review_desk import Desk, look_out
from sbd.ui.state_review import forget_spot, key, point_at, spot
from sbd.ui.words import complain, say
from sbd.views.chips import pin
from sbd.views.map import base_map, fix_ids
from sbd.views.map_frame import DrawnFeatures, as_script
from sbd.views.palette import INK
from sbd.views.settle_words import discipline_name


def show(desk: Desk) -> None:
    """Show the map and the list of what was said about its places."""
    lang = state.lang()
    found = _remarks(desk)
    left, right = st.columns([0.62, 0.38], gap="medium")
    with left:
        plan = desk.plan if desk.restricted else public_plan(desk.plan)
        drawn = base_map(plan, lang, assets_url=plan_map.BASE)
        group = _group(found, spot())
        pick = plan_map.show(drawn, group, key=key("map", desk.about.id, desk.edition))
        if pick is not None and desk.about.is_open:
            point_at(pick.lon, pick.lat)
            st.rerun()
    with right, st.container(height=400, border=False, key="det"):
        if desk.about.is_open:
            _form(desk)
        for remark in found:
            _row(desk, remark)
    look_out(desk)


def _remarks(desk: Desk) -> list[Comment]:
    """Return what the screen may show; what lies on no table is by its checklist."""
    checklist = cache.checklist()
    return [
        c
        for c in remarks(desk.db, desk.about.id)
        if desk.restricted
        or c.criterion is None
        or not checklist.criterion(c.criterion).sensitive
    ]


def _group(
    found: list[Comment], chosen: tuple[float, float] | None
) -> folium.FeatureGroup:
    features = [
        _feature(str(c.number), c.criterion or "", c.lon, c.lat)
        for c in found
        if c.lon is not None and c.lat is not None
    ]
    if chosen is not None:
        features.append(_feature("+", "", *chosen))
    group = folium.FeatureGroup(name="comments")
    if features:
        data = as_script({"type": "FeatureCollection", "features": features})
        group.add_child(DrawnFeatures(data, interactive=False), name="places")
    return fix_ids(group, "c")


def _feature(mark: str, words: str, lon: float, lat: float) -> dict[str, object]:
    label = pin(mark, (INK, "#fff"), words, "up")
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {"html": label, "alt": f"{mark} {words}".strip(), "quiet": True},
    }


def _form(desk: Desk) -> None:
    place = spot()
    if place is None:
        st.html(f'<p class="note">{escape(say("review.no_comments"))}</p>')
        return
    with st.form(key("pin"), border=False):
        words = st.text_area(say("review.comment_on"), height=80)
        sent = st.form_submit_button(say("review.pin"), type="primary")
    if sent:
        current = desk.item.criterion if desk.item else None
        try:
            keep_pin(
                desk.db,
                desk.about.id,
                words,
                criterion=current,
                lon=place[0],
                lat=place[1],
            )
        except ReviewError as error:
            complain(error)
            return
        forget_spot()
        st.rerun()


def _row(desk: Desk, remark: Comment) -> None:
    who = ""
    if remark.discipline:
        who = discipline_name(remark.discipline, state.lang())
    about = " · ".join(x for x in (remark.criterion or "", who) if x)
    st.html(
        f'<p class="remark"><b>{remark.number} {escape(about)}</b><br>'
        f"<bdi>{escape(remark.text)}</bdi></p>"
    )
    if remark.own is None or not desk.about.is_open:
        return
    if st.button(say("review.unpin", n=remark.number), key=key("unpin", remark.own)):
        try:
            unpin(desk.db, desk.about.id, remark.own)
        except ReviewError as error:
            complain(error)
            return
        st.rerun()
