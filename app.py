"""The web application for ``streamlit run app.py``; `sbd app` starts the same one."""

from __future__ import annotations

import streamlit as st

from sbd.server import FRAME, middleware, routes

app = st.App(FRAME, routes=routes(), middleware=middleware())

if __name__ == "__main__":
    from sbd.server import run_app

    run_app()
