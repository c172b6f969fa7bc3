"""The web server: settings, who may reach what, the pages of participants, and start.

Everything here holds for `sbd app` and for ``streamlit run app.py`` alike.
"""

from __future__ import annotations

from sbd.server.config import CONFIG, FRAME, HOSTS, PLANS_VARIABLE
from sbd.server.headers import (
    SecurityHeaders,
    content_security_policy,
    security_headers,
)
from sbd.server.hosts import TrustedHosts, trusted
from sbd.server.run import middleware, routes, run_app
from sbd.server.sharing import Sharing, prepare_sharing, share_address

__all__ = [
    "CONFIG",
    "FRAME",
    "HOSTS",
    "PLANS_VARIABLE",
    "SecurityHeaders",
    "Sharing",
    "TrustedHosts",
    "content_security_policy",
    "middleware",
    "prepare_sharing",
    "routes",
    "run_app",
    "security_headers",
    "share_address",
    "trusted",
]
