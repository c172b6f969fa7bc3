"""What a browser session remembers; the only place that names session keys.

Six things live in the address (``?lang=nl&plan=ID&part=fill&c=A-03&where=all``), so
that a refresh or a link returns to the same screen: language, plan, review session,
part of the page *Plan*, criterion and what the map shows. Where the address and the
session differ, the address has been changed by its owner (a link, the back button)
and wins; what is missing there is put back.
Only plain ids are kept: plans and answers stay in the data folder.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import streamlit as st

from sbd.errors import SbdError
from sbd.locale import LANGS

LANG = "lang"
PLAN = "plan"
CRITERION = "c"
WHERE = "where"
PART = "part"
SESSION = "session"
#: In the address, in this order.
ADDRESS = (LANG, PLAN, SESSION, PART, CRITERION, WHERE)
#: Parts of the page *Plan*, in the order in which a planner goes through them.
PARTS = ("file", "layers", "fill", "under", "check")

#: Widgets whose values follow the address.
LANG_PICK = "lang_pick"
WHERE_PICK = "where_pick"
PART_PICK = "part_pick"
FILTER = "filter"
#: Other widgets.
DEMO = "demo"
PICTURE, SCENARIO = "picture_pick", "scenario_pick"
DISCIPLINE = "discipline"
LIST = "criteria"
CHECKS = "checks"
CHECK_PICK = "check_pick"
PAGE_LANGUAGE = "sbd_page_language"
LAYERS_SHOWN = "layers_shown"
LAYERS_MARKED = "layers_marked"
LAYERS_KEEP = "layers_keep"

_PREFIX = "sbd_"
_JUDGING = "sbd_judging"
_MESSAGE = "sbd_message"
_ERROR = "sbd_error"
_PLACE = "sbd_place"
_TURN = "sbd_turn"
_SEEN = "sbd_seen_"
_EDITED = "sbd_edited_"
_UPLOADS = "sbd_uploads"
_OPENED = "sbd_opened"
_FILTER_NEXT = "sbd_filter_next"
_FIELDS_NEXT = "sbd_fields_next"
_FOCUS = "sbd_focus"
_PROBLEM = "sbd_problem"


def question(name: str, project: str) -> str:
    """Return the key of the widget that asks a question about a project."""
    return f"q_{name}_{project}"


def map_of(project: str) -> str:
    """Return the key of a project's map."""
    return f"map_{project}"


def ticked(keys: Sequence[str]) -> list[str]:
    """Return which of these switches are on, before they are drawn."""
    return [key for key in keys if st.session_state.get(key)]


def settling(criterion_id: str) -> str:
    """Return the key of the switch that settles a criterion."""
    return f"settled_{criterion_id}"


def download(suffix: str) -> str:
    """Return the key of the button that downloads a format."""
    return f"get_{suffix}"


def begin() -> None:
    """Take over what the address says, once per run, before any widget."""
    for name in ADDRESS:
        asked = st.query_params.get(name)
        if asked is not None and asked != st.session_state.get(_PREFIX + name):
            _adopt(name, asked)
    st.session_state.update(st.session_state.pop(_FIELDS_NEXT, {}))
    following = st.session_state.pop(_FILTER_NEXT, None)
    if following == "here" or st.session_state.get(FILTER) == "here":
        st.session_state[FILTER] = following or ("here" if place() else "all")


def _adopt(name: str, value: str) -> None:
    allowed = {LANG: LANGS, WHERE: ("one", "all"), PART: PARTS}
    if name in allowed and value not in allowed[name]:
        return
    st.session_state[_PREFIX + name] = value
    if name in allowed:
        picks = {LANG: LANG_PICK, WHERE: WHERE_PICK, PART: PART_PICK}
        st.session_state[picks[name]] = value


def finish() -> None:
    """Write the address, if anything differs from it."""
    wanted = {n: v for n in ADDRESS if (v := st.session_state.get(_PREFIX + n))}
    if {n: st.query_params.get(n) for n in wanted} != wanted:
        st.query_params.from_dict({**st.query_params.to_dict(), **wanted})


def opening() -> bool:
    """Tell whether the session has just begun with no plan in its address."""
    return _OPENED not in st.session_state and project() is None


def opened() -> None:
    """Remember that the session began; what it began with may be closed since."""
    st.session_state[_OPENED] = True


def lang() -> str:
    """Return the language of the screen: chosen, else the browser's, else English."""
    chosen = st.session_state.get(_PREFIX + LANG)
    browser = (st.context.locale or "")[:2]
    return str(chosen or (browser if browser in LANGS else "en"))


def project() -> str | None:
    """Return the id of the plan on screen, if any."""
    chosen = st.session_state.get(_PREFIX + PLAN)
    return None if chosen is None else str(chosen)


def session() -> str | None:
    """Return the id of the review session on screen, if any."""
    chosen = st.session_state.get(_PREFIX + SESSION)
    return None if chosen is None else str(chosen)


def choose_session(value: str | None) -> None:
    """Put a review session on screen, or none."""
    _put(SESSION, value)


def criterion() -> str | None:
    """Return the id of the criterion chosen, if any."""
    chosen = st.session_state.get(_PREFIX + CRITERION)
    return None if chosen is None else str(chosen)


def all_findings() -> bool:
    """Tell whether the map shows all findings rather than one criterion's."""
    return st.session_state.get(_PREFIX + WHERE) == "all"


def choose_lang(value: str) -> None:
    """Change the language of the screen."""
    st.session_state[_PREFIX + LANG] = value


def choose_project(value: str | None) -> None:
    """Put a plan on screen; criterion, place and messages of the old one go.

    A criterion in the address of a session that begins belongs to its first plan.
    """
    if project() not in (None, value):
        for key in (_PREFIX + CRITERION, _JUDGING, _PLACE, _ERROR, _MESSAGE, _FOCUS):
            st.session_state.pop(key, None)
        st.session_state[FILTER] = "all"
        st.query_params.pop(CRITERION, None)
    _put(PLAN, value)


def _put(name: str, value: str | None) -> None:
    """Put a value into the session and the address, or take it out of both."""
    if value is None:
        st.session_state.pop(_PREFIX + name, None)
        st.query_params.pop(name, None)
    else:
        st.session_state[_PREFIX + name] = value
        st.query_params[name] = value


def choose_criterion(value: str) -> None:
    """Choose a criterion."""
    if value != criterion():
        st.session_state.pop(_JUDGING, None)
    _put(CRITERION, value)


def choose_where(value: str) -> None:
    """Choose what the map shows: ``one`` criterion's places or ``all``."""
    _put(WHERE, value)


def part() -> str:
    """Return the part of the page *Plan* that is open."""
    return str(st.session_state.get(_PREFIX + PART, PARTS[0]))


def choose_part(value: str) -> None:
    """Open a part of the page *Plan*."""
    _put(PART, value)


def judging() -> bool:
    """Tell whether the form to judge the chosen criterion is open."""
    return bool(st.session_state.get(_JUDGING, False))


def judge(opened: bool) -> None:
    """Open or close the form to judge the chosen criterion."""
    st.session_state[_JUDGING] = opened


def say(message: str | None) -> None:
    """Keep a message for the next run."""
    st.session_state[_MESSAGE] = message


def said() -> str | None:
    """Return the message kept, once."""
    message = st.session_state.pop(_MESSAGE, None)
    return None if message is None else str(message)


def trouble(error: SbdError | None, where: str = "") -> None:
    """Keep why something could not be done on the map, or elsewhere, until the next."""
    kept = None if error is None else (secrets.token_hex(4), error.parts)
    st.session_state[_PROBLEM + where] = kept


def troubled(where: str = "") -> tuple[str, SbdError] | None:
    """Return a mark and why the last thing done there could not be done, if so."""
    kept = st.session_state.get(_PROBLEM + where)
    return None if kept is None else (str(kept[0]), SbdError.of_parts(kept[1]))


def refuse(error: SbdError | None) -> None:
    """Keep what a refused file's error says until another file is brought.

    Its templates and values are kept, so that it follows a change of language.
    """
    st.session_state[_ERROR] = None if error is None else error.parts


def refused() -> SbdError | None:
    """Return the error of the last refused file, if any."""
    parts = st.session_state.get(_ERROR)
    return None if parts is None else SbdError.of_parts(parts)


def show_place(ids: tuple[str, ...]) -> None:
    """Keep the criteria that have a finding at the place chosen on the map."""
    st.session_state[_PLACE] = list(ids)
    st.session_state[_FILTER_NEXT] = "here" if ids else "all"


def place() -> tuple[str, ...]:
    """Return the criteria of the place chosen on the map."""
    return tuple(st.session_state.get(_PLACE, ()))


def focus_on(value: Mapping[str, Any]) -> None:
    """Keep what the map of the page *Plan* is to show and mark.

    Parameters
    ----------
    value : mapping
        ``bounds`` [[south, west], [north, east]] in degrees, ``geometry`` (GeoJSON or
        None), ``ids`` (element ids) and ``stamp``, a text that differs each time, so
        that the same place can be asked for again.
    """
    st.session_state[_FOCUS] = dict(value)


def focus() -> dict[str, Any] | None:
    """Return what the map was last asked to show, until another plan is chosen."""
    value = st.session_state.get(_FOCUS)
    return None if value is None else dict(value)


def turn() -> int:
    """Return how often something was chosen on the map."""
    return int(st.session_state.get(_TURN, 0))


def fresh(source: str, value: str | None) -> bool:
    """Tell whether a component's value is new, and remember it.

    Components keep their last value over all later runs; each choice carries a
    mark of its own and is acted upon once.
    """
    if value is None or st.session_state.get(_SEEN + source) == value:
        return False
    st.session_state[_SEEN + source] = value
    if source == "map":
        st.session_state[_TURN] = turn() + 1
    return True


def editing(key: str) -> tuple[str, int]:
    """Return a map editor's token of this session, and its last event taken. [1]"""
    noted = st.session_state.setdefault(_EDITED + key, (secrets.token_hex(8), 0))
    token, taken = noted
    return str(token), int(taken)


def edited(key: str, n: int) -> None:
    """Remember the last event taken from a map editor. [1]"""
    st.session_state[_EDITED + key] = (editing(key)[0], n)


def upload_key() -> str:
    """Return the key of the upload; a new one after each taking in empties it."""
    return f"upload_{st.session_state.get(_UPLOADS, 0)}"


def join_key() -> str:
    """Return the key of the switch that adds an upload to the plan on screen."""
    return f"join_{st.session_state.get(_UPLOADS, 0)}"


def newer_key() -> str:
    """Return the key of the upload of a newer version of the files on screen."""
    return f"newer_{st.session_state.get(_UPLOADS, 0)}"


def uploaded() -> None:
    """Empty the upload: what was in it has been taken in, or refused."""
    st.session_state[_UPLOADS] = st.session_state.get(_UPLOADS, 0) + 1


def seed(defaults: Mapping[str, Any]) -> None:
    """Give widgets their first values, before they are drawn."""
    for key, value in defaults.items():
        if key not in st.session_state:
            st.session_state[key] = value


def offer(key: str, options: Collection[str]) -> None:
    """Forget what was picked in a widget if it is no longer among its options."""
    if st.session_state.get(key) not in options:
        st.session_state.pop(key, None)


def following(key: str, stored: Any) -> str:
    """Return the key of a widget with `stored` as its default, new if it changed.

    A value put into a widget that is there can be lost on its way to the browser.
    """
    seen, n = st.session_state.get(_SEEN + key, (stored, 0))
    st.session_state[_SEEN + key] = (stored, n + (seen != stored))
    return f"{key}_{n + (seen != stored)}"


def chose(key: str, value: Any) -> None:
    """Remember what was chosen in such a widget: it shows that already."""
    st.session_state[_SEEN + key] = (value, st.session_state[_SEEN + key][1])


def put_next(fields: Mapping[str, Any]) -> None:
    """Give widgets values in the next run; those already drawn cannot be changed."""
    st.session_state[_FIELDS_NEXT] = dict(fields)


def noted(key: str, value: Any) -> None:
    """Remember that what a widget shows has been stored."""
    st.session_state[_SEEN + key] = value


def kept(key: str) -> Any:
    """Return what was noted last, if anything."""
    return st.session_state.get(_SEEN + key)
