"""The server's settings, and where it finds what belongs to it.

``.streamlit/config.toml`` says the same for ``streamlit run app.py``; a test compares
the two.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

#: Names under which this machine reaches itself.
HOSTS = ("127.0.0.1", "localhost", "::1")
#: Largest upload. [MB]
MAX_UPLOAD_MB = 50
#: The script that Streamlit runs: the frame of all pages.
FRAME = Path(__file__).parent.with_name("screen.py")
#: Environment variable by which `run_app` names the plans to the pages.
PLANS_VARIABLE = "SBD_PLANS"

CONFIG: dict[str, Any] = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    # A second run beside one that is still writing would work on the plan before it.
    "runner.fastReruns": False,
    "server.address": "127.0.0.1",
    "server.allowedHosts": list(HOSTS),
    "server.enableAgentApi": False,
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.fileWatcherType": "none",
    "server.maxUploadSize": MAX_UPLOAD_MB,
    "server.showEmailPrompt": False,
    "theme.backgroundColor": "#FFFFFF",
    "theme.base": "light",
    "theme.baseFontSize": 20,
    "theme.baseRadius": "6px",
    "theme.blueColor": "#12385C",
    "theme.borderColor": "#8A949D",
    "theme.buttonRadius": "6px",
    "theme.grayColor": "#46535F",
    "theme.headingFontSizes": ["1.5rem", "1.3rem", "1.1rem"],
    "theme.headingFontWeights": [700, 700, 650],
    "theme.linkColor": "#12385C",
    "theme.linkUnderline": True,
    "theme.orangeColor": "#B8460B",
    "theme.paddingBottom": "1rem",
    "theme.paddingTop": "0.4rem",
    "theme.primaryColor": "#12385C",
    "theme.secondaryBackgroundColor": "#F1EFE8",
    "theme.showWidgetBorder": True,
    "theme.textColor": "#101820",
}
