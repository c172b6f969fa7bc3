"""Names of kinds that are found by a word in Dutch, French, English or German."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sbd.locale import LANGS, plural
from sbd.plans.kinds import KINDS
from sbd.plans.site import SITE_NAMES
from sbd.plans.vocabulary import load_vocabulary

_BETWEEN = " · "


@cache
def kind_labels(lang: str) -> Mapping[str, str]:
    """Return a label of every kind, in the order of its name on screen.

    Parameters
    ----------
    lang : {"nl", "fr", "en"}
        Language of the screen, whose name comes first.

    Returns
    -------
    mapping of str to str
        By kind, ``bench · bank · banc · zitbanken ...``: its names in the three
        languages, then the other names that layers have for it, so that a list that
        is searched by parts of its labels finds it by any of these words.
    """
    labels = {kind: _label(kind, lang) for kind in KINDS}
    return dict(sorted(labels.items(), key=lambda item: item[1].casefold()))


def _label(kind: str, lang: str) -> str:
    order = (lang, *(other for other in LANGS if other != lang))
    names = dict.fromkeys(plural(one, f"kind.{kind}", 1) for one in order)
    label = _BETWEEN.join(names)
    named = load_vocabulary("layers").kinds.get(kind)
    aliases = SITE_NAMES if kind == "site" else named.names if named else ()
    # The longest first: "banken" holds "bank", which need not be said again.
    for alias in sorted(aliases, key=lambda a: (-len(a), a)):
        if alias not in label.casefold():
            label += f"{_BETWEEN}{alias}"
    return label
