"""Events of the map editor: each once, oldest first, none of another session."""

from __future__ import annotations

from typing import Any

import pytest

from sbd.ui.components import editor

EVENTS = [{"n": 3, "op": "undo"}, {"n": 2, "op": "erase", "ids": ["a"]}]
SENT = {"token": "t", "events": EVENTS}


def test_the_oldest_first_and_each_once() -> None:
    assert editor.oldest(SENT, "t", 0) == EVENTS[1]
    assert editor.oldest(SENT, "t", 2) == EVENTS[0]
    assert editor.oldest(SENT, "t", 3) is None


def test_events_of_another_session_are_not_done_again() -> None:
    assert editor.oldest(SENT, "u", 0) is None


@pytest.mark.parametrize(
    "sent",
    [None, "x", [], {}, {"token": "t"}, {"token": "t", "events": [1, {"n": "2"}]}],
)
def test_what_is_no_event_is_passed_over(sent: Any) -> None:
    assert editor.oldest(sent, "t", 0) is None


def test_leaflet_is_served_by_the_app_itself() -> None:
    assert editor.LEAFLET == "component/sbd.ui.components.plan_map.sbd_leaflet/"
