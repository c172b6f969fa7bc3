"""The frame of all pages stands at the root of the page, whatever ran before it."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sbd.ui import demo


def inside_what_a_fragment_left() -> None:
    import streamlit as st
    from streamlit.delta_generator_singletons import context_dg_stack

    from sbd.ui import frame

    # A fragment's run that ended while another run was waiting leaves its place behind.
    left = st.container(key="left")
    context_dg_stack.set((*context_dg_stack.get(), left))
    frame.main()


def test_a_page_is_never_drawn_inside_a_fragment_that_ran_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SBD_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SBD_PLANS", "[]")
    monkeypatch.setattr(demo, "_NAME", "none-{}.gpkg")
    app = AppTest.from_function(inside_what_a_fragment_left, default_timeout=60).run()
    left, *others = app.main.children.values()
    assert left.children == {}
    # No page follows: their files lie beside the app's script, not beside this one.
    assert "sbd_page_language" in [getattr(e, "key", None) for e in others]
