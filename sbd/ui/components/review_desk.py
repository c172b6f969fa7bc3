"""What the page *Review* works on, and how it notices what others change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from sbd.plans.plan import Plan
from sbd.reviews.ballots import revealed
from sbd.reviews.database import Database
from sbd.reviews.decisions import decided
from sbd.reviews.logbook import pulse
from sbd.reviews.model import Answer
from sbd.reviews.records import Decision, Edition, Given, Item, Session
from sbd.reviews.sessions import session
from sbd.scoring.agenda import Standing, agenda_order, standing
from sbd.ui.project import Project

#: How often a window looks what others changed: a reveal is everywhere in time. [s]
TICK_S = 0.5


@dataclass(frozen=True)
class Desk:
    """A session on the shared screen.

    Parameters
    ----------
    db : Database
        Where the session is kept.
    about : Session
        The session as it is drawn.
    pulse : int
        Number of the last change drawn.
    project : Project
        The plan's project.
    plan : Plan
        The plan.
    restricted : bool
        Whether the screen may show sensitive content.
    """

    db: Database
    about: Session
    pulse: int
    project: Project
    plan: Plan
    restricted: bool

    @classmethod
    def at(
        cls,
        db: Database,
        session_id: str,
        project: Project,
        plan: Plan,
        restricted: bool,
    ) -> Desk:
        """Return a session as it is now; what changes meanwhile is noticed later."""
        with db.reading() as connection:
            last = pulse(connection, session_id)
        return cls(db, session(db, session_id), last, project, plan, restricted)

    @property
    def edition(self) -> Edition:
        """Edition that the screen shows."""
        return "restricted" if self.restricted else "public"

    def shows(self, item: Item) -> bool:
        """Tell whether the screen may show what was answered on a criterion."""
        return self.restricted or not item.sensitive

    @cached_property
    def given(self) -> tuple[Given, ...]:
        """Revealed answers that the screen may show."""
        shown = {i.criterion for i in self.about.items if self.shows(i)}
        return tuple(
            g for g in revealed(self.db, self.about.id) if g.criterion in shown
        )

    @cached_property
    def decisions(self) -> dict[str, Decision]:
        """What was settled."""
        return decided(self.db, self.about.id)

    def said(self, criterion: str) -> dict[str, list[Answer]]:
        """Return the answers on a criterion, by discipline."""
        found: dict[str, list[Answer]] = {}
        for one in self.given:
            if one.criterion == criterion:
                found.setdefault(one.discipline, []).append(one.answer)
        return found

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """What the answers come to, of the criteria revealed and shown."""
        return {
            i.criterion: standing(self.said(i.criterion))
            for i in self.about.items
            if i.state != "open" and self.shows(i)
        }

    @cached_property
    def agenda(self) -> tuple[Item, ...]:
        """The criteria on the table, the widest disagreement first."""
        items = {i.criterion: i for i in self.about.items}
        found = self.standings
        apart = {c: found[c].apart if c in found else None for c in items}
        return tuple(items[c] for c in agenda_order(apart))

    @cached_property
    def item(self) -> Item | None:
        """The criterion on the screen; the first of the agenda if none was chosen."""
        chosen = self.about.item(self.about.current or "")
        return chosen or next(iter(self.agenda), None)


def watch(desk: Desk) -> None:
    """Draw the page anew where something was changed since, from another window."""
    with desk.db.reading() as connection:
        changed = pulse(connection, desk.about.id) != desk.pulse
    if changed:
        st.rerun()


@st.fragment(run_every=TICK_S)
def look_out(desk: Desk) -> None:
    """Look every second whether something was changed elsewhere."""
    watch(desk)
