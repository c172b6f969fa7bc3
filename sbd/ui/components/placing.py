"""Put a drawing without coordinates on the ground, and see it there before it counts.

Everything can be typed; pointing at the drawing is a shortcut.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from sbd.errors import PlanError, SbdError
from sbd.plans.crs import without_place
from sbd.plans.landmarks import Landmark, landmarks, nearest_vertex
from sbd.plans.placement import Pair, Placement, place_by_pairs
from sbd.plans.plan import Plan
from sbd.plans.raw import RawLayer
from sbd.plans.systems import MARGIN_DEG, lonlat, system, within
from sbd.plans.values import METRES
from sbd.ui import state
from sbd.ui.components import located, placing_pad
from sbd.ui.project import Project
from sbd.ui.words import complain, say
from sbd.views.placing import degrees_words, fit_words, size_words, where_words
from sbd.views.sketch import Mark, Sketch, extent, sketch

METHODS = ("point", "pairs")
#: Systems in which a point on the ground may be known, before any that is typed.
_GROUND = (
    located.DEGREES, "EPSG:31370", "EPSG:3812", "EPSG:28992", "EPSG:2154",
    "EPSG:2169", "EPSG:25831", "EPSG:25832",
)  # fmt: skip


def show(project: Project, plan: Plan | None) -> Project:  # noqa: ARG001  as all panels
    """Ask where a drawing lies; show it there; keep it with a button.

    Parameters
    ----------
    project : Project
        Whose files do not say where they are.
    plan : Plan, optional
        As read so far, if it could be.

    Returns
    -------
    Project
        With the place kept: ``crs=local, at, origin, bearing, unit``.
    """
    raw = project.raw()
    if isinstance(raw, SbdError):
        complain(raw)
        return project
    layers = without_place(raw.layers)
    if not layers:
        st.html(f'<p class="note">{escape(say("place.stated"))}</p>')
        return project
    return _Panel(project, layers, sketch(layers)).show()


class _Panel:
    """One drawing of the panel: what each of its parts needs to know."""

    def __init__(
        self, project: Project, layers: Sequence[RawLayer], drawn: Sketch
    ) -> None:
        self.project = project
        self.layers = layers
        self.drawn = drawn
        self.known = landmarks(layers)

    def key(self, name: str) -> str:
        return state.question(f"place_{name}", self.project.id)

    def show(self) -> Project:
        st.html(
            f"<b>{escape(say('place.title'))}</b>"
            f'<p class="note">{escape(say("place.why"))}</p>'
        )
        unit = self._unit()
        key = self.key("method")
        state.seed({key: "point"})
        method = st.segmented_control(
            say("place.method"),
            METHODS,
            format_func={m: say(f"place.method.{m}") for m in METHODS}.__getitem__,
            required=True,
            key=key,
        )
        count = 2 if method == "pairs" else 1
        points = self._points(count)
        ground = self._ground(count)
        if count == 1:
            return self._use(self._by_point(points[0], ground), unit, points)
        return self._use(self._by_pairs(points, ground, unit), unit, points)

    def _unit(self) -> str:
        own = located.own_unit(self.layers)
        stored = self.project.settings.get("unit") or own or "m"
        picked = located.unit_radio(
            self.key("unit"), self.layers, stored, f"**{say('place.unit')}**"
        )
        if own is not None:
            words = say("place.unit_file", unit=say(f"place.units.{own}"))
            st.html(f'<p class="note">{escape(words)}</p>')
        return picked or stored

    def _points(self, count: int) -> list[Pair]:
        """Ask for points of the drawing: clicked, named or typed."""
        st.html(f'<p class="note">{escape(say("place.pad_hint"))}</p>')
        now = self._clicked(count)
        pad = st.container()
        points = [self._point(n, count) for n in range(count)]
        marks = [Mark(x, y, _number(n, count)) for n, (x, y) in enumerate(points)]
        words = {
            "label": say("place.pad"),
            **{w: say(f"place.{w}") for w in ("nearer", "further", "whole")},
        }
        with pad:
            chosen = placing_pad.show(
                self.drawn, marks, now, words, key=self.key("pad")
            )
        if state.fresh(self.key("pad"), chosen) and chosen:
            point = placing_pad.point_of(chosen, self.drawn)
            if point is not None:
                self._put(now, nearest_vertex(self.layers, *point))
        return points

    def _clicked(self, count: int) -> int:
        """Ask which of two points a click sets."""
        if count == 1:
            return 0
        key = self.key("clicks")
        state.seed({key: 0})
        picked = st.segmented_control(
            say("place.clicks"),
            range(count),
            format_func={
                n: say("place.point_n", n=n + 1) for n in range(count)
            }.__getitem__,
            required=True,
            key=key,
        )
        return int(picked or 0)

    def _point(self, n: int, count: int) -> Pair:
        """Ask for one point of the drawing, in its unit."""
        title = f" · {say('place.point_n', n=n + 1)}" if count > 1 else ""
        key = self.key(f"named_{n}")
        names = [_landmark(k) for k in self.known]
        picked = st.selectbox(
            say("place.named") + title,
            range(len(names)),
            index=None,
            format_func=names.__getitem__,
            placeholder=say("app.choose"),
            key=key,
        )
        if picked is not None and state.fresh(key, str(picked)):
            self._put(n, (self.known[picked].x, self.known[picked].y))
        first = self._first(n)
        fields = []
        for column, axis, value in zip(st.columns(2), "xy", first, strict=True):
            key = self.key(f"{axis}_{n}")
            state.seed({key: value})
            label = say(f"place.{axis}") + title
            fields.append(
                float(column.number_input(label, format="%.3f", key=key) or 0.0)
            )
        return fields[0], fields[1]

    def _first(self, n: int) -> Pair:
        """Return the point first shown: the one kept, else a corner of the drawing."""
        kept = self.project.settings.get("origin")
        if n == 0 and kept:
            return float(kept[0]), float(kept[1])
        part = ("middle", "ne")[n]
        point = next(k for k in self.known if k.part == part)
        return point.x, point.y

    def _put(self, n: int, point: Pair) -> None:
        """Show a point that was clicked or named in its fields."""
        fields = (self.key(f"{axis}_{n}") for axis in "xy")
        state.put_next(dict(zip(fields, point, strict=True)))
        st.rerun()

    def _ground(self, count: int) -> list[Pair] | None:
        """Ask where the points are on the ground. [deg]"""
        words = "place.ground" if count == 1 else "place.ground_two"
        key = self.key("ground")
        state.seed({key: located.DEGREES})
        code = st.selectbox(
            say(words),
            (*_GROUND, "other"),
            format_func={c: _system_name(c) for c in (*_GROUND, "other")}.__getitem__,
            key=key,
        )
        if code == "other":
            chosen = located.typed(self.project, "place_epsg")
            if chosen is None:
                return None
            code = chosen.system.code
        found = [self._ground_point(n, count, code) for n in range(count)]
        return None if None in found else [p for p in found if p is not None]

    def _ground_point(self, n: int, count: int, code: str) -> Pair | None:
        """Ask for one point on the ground, and return it in degrees."""
        degrees = system(code).degrees
        kept = self.project.settings.get("at") if degrees and count == 1 else None
        title = f" · {say('place.point_n', n=n + 1)}" if count > 1 else ""
        labels = (
            ("app.lon", "app.lat") if degrees else ("place.easting", "place.northing")
        )
        values = []
        for column, axis, label, first in zip(
            st.columns(2), "xy", labels, kept or (None, None), strict=True
        ):
            key = self.key(f"ground_{axis}_{n}_{count}_{code}")
            state.seed({key: first})
            shown = "%.7f" if degrees else "%.3f"
            values.append(
                column.number_input(
                    say(label) + title, value=None, format=shown, key=key
                )
            )
        x, y = values
        if x is None or y is None:
            return None
        place = lonlat(code, x, y)
        if place is None or not within(system(code).area, *place, margin=MARGIN_DEG):
            complain(say("place.outside", system=_system_name(code)))
            return None
        return place

    def _by_point(self, point: Pair, ground: list[Pair] | None) -> Placement | None:
        key = self.key("bearing")
        state.seed({key: float(self.project.settings.get("bearing") or 0.0)})
        bearing = st.number_input(
            say("place.bearing"),
            -360.0,
            360.0,
            format="%.3f",
            key=key,
        )
        st.html(f'<p class="note">{escape(say("place.bearing_about"))}</p>')
        if ground is None:
            return None
        return Placement(ground[0], point, float(bearing or 0.0) % 360.0, 0, 0, 0)

    def _by_pairs(
        self, points: list[Pair], ground: list[Pair] | None, unit: str
    ) -> Placement | None:
        if ground is None:
            return None
        try:
            fit = place_by_pairs((points[0], points[1]), (ground[0], ground[1]), unit)
        except PlanError as error:
            complain(error)
            return None
        words = fit_words(fit, unit, state.lang())
        st.html(f'<p class="pull" role="status">{escape(words)}</p>')
        return fit

    def _use(
        self, placement: Placement | None, unit: str, points: Sequence[Pair]
    ) -> Project:
        st.html(f"<b>{escape(say('place.preview'))}</b>")
        factor, lang = METRES[unit], state.lang()
        if placement is None:
            words = size_words(*extent(self.drawn, factor), lang)
            located.show_picture(self.drawn, factor, words)
            st.html(f'<p class="note">{escape(say("place.give_point"))}</p>')
            return self.project
        words = " ".join(
            (
                where_words(*placement.at, lang),
                degrees_words(*placement.at, lang),
                say("place.turned", bearing=round(placement.bearing, 2)),
                size_words(*extent(self.drawn, factor, placement.bearing), lang),
            )
        )
        marks = [Mark(x, y, _number(n, len(points))) for n, (x, y) in enumerate(points)]
        bearing = placement.bearing
        located.show_picture(self.drawn, factor, words, bearing=bearing, marks=marks)
        answer = {
            "crs": "local",
            "at": list(placement.at),
            "origin": list(placement.origin),
            "bearing": bearing,
            "unit": unit,
        }
        kept = self.project.settings
        if all(kept.get(n) == v for n, v in answer.items()):
            st.html(f'<p class="note">{escape(say("place.in_use"))}</p>')
            return self.project
        return located.use(self.project, "place", answer)


def _number(n: int, count: int) -> str:
    return str(n + 1) if count > 1 else ""


def _landmark(known: Landmark) -> str:
    words = say(f"place.part.{known.part}", name=known.name)
    return f"{words} ({known.x:.2f}, {known.y:.2f})"


def _system_name(code: str) -> str:
    if code == "other":
        return say("place.other")
    if code == located.DEGREES:
        return say("place.degrees")
    return f"{system(code).name} · {code}"
