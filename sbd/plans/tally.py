"""Count what one layer gave to a plan, and what it did not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sbd.plans.attributes import Unreadable
from sbd.plans.plan import Note
from sbd.plans.raw import RawLayer

#: How many different unmapped things one note names. [1]
_SHOWN = 20


@dataclass
class Tally:
    """What was recognised, unmapped, left out, misshapen, reshaped in one layer."""

    layer: RawLayer
    unreadable: Unreadable = field(default_factory=Unreadable)
    kinds: Counter[str] = field(default_factory=Counter)
    unmapped: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    misshapen: Counter[str] = field(default_factory=Counter)
    reshaped: Counter[str] = field(default_factory=Counter)
    coarse: Counter[str] = field(default_factory=Counter)

    def notes(self, vocabulary: str) -> list[Note]:
        """Tell the vocabulary chosen and everything that was not taken as it is."""
        where = {"file": self.layer.file, "layer": self.layer.name}
        kinds = tuple(f"{kind} {n}" for kind, n in sorted(self.kinds.items()))
        notes = [
            Note(
                "layer_read",
                {
                    **where,
                    "format": self.layer.format,
                    "vocabulary": vocabulary,
                    "n": len(self.layer.frame),
                    "kinds": kinds,
                },
            )
        ]
        if self.unmapped:
            notes.append(Note("unmapped", {**where, **_named(self.unmapped)}))
        if self.left_out:
            notes.append(Note("left_out", {**where, **_named(self.left_out)}))
        for code in ("misshapen", "reshaped", "coarse"):
            counted: Counter[str] = getattr(self, code)
            for kind, n in sorted(counted.items()):
                notes.append(Note(code, {**where, "kind": kind, "n": n}))
        return notes + self.unreadable.notes()


def _named(counter: Counter[str]) -> dict[str, int | tuple[str, ...]]:
    """Return how many things there are, and the commonest by name."""
    what = tuple(f"{w} ({n})" for w, n in counter.most_common(_SHOWN))
    return {"n": counter.total(), "what": what}
