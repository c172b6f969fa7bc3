"""Rules for the panel of what is missing; see `sbd.ui.look`."""

from __future__ import annotations

_NONE = '[class*="st-key-q_kindrow_"]'

FILL_CSS = f"""
.ready{{display:flex;flex-wrap:wrap;gap:.1rem .6rem;align-items:baseline;margin:0}}
.ready b{{font-size:2rem;line-height:1;font-variant-numeric:tabular-nums}}
.ready progress{{flex:1 0 100%;width:100%;height:.7rem;accent-color:var(--brand)}}
ul.lacks{{margin:0;padding-left:1.1rem;max-height:22rem;overflow:auto}}
ul.lacks li{{margin:.25rem 0}}
ul.lacks span{{display:block;color:var(--ink2);font-size:.9rem}}
{_NONE} [data-testid="stCheckbox"] label{{min-height:40px;align-items:center}}
"""
