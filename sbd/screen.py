"""The script that Streamlit runs anew at every change of the screen.

It stands here and not in `sbd.ui`, because Streamlit would take a folder ``pages``
beside its script for pages of the old kind and open them without the frame.
"""

from __future__ import annotations

from sbd.ui.frame import main

main()
