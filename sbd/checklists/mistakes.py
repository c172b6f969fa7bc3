"""One thing wrong in a checklist file, and how a list of them is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Step = str | int
Path = tuple[Step, ...]

#: More mistakes than this are counted, not listed.
MAX_LISTED = 50
#: Longer texts of a file are cut in messages.
MAX_SHOWN = 60


@dataclass(frozen=True)
class Mistake:
    """One thing wrong in a file.

    Parameters
    ----------
    path : tuple of str or int
        Where it is, as keys and positions (from 0) from the top of the file.
    sentence : str
        What is wrong and what to do, read after the path.
    line : int, optional
        Line in the file, from 1.
    """

    path: Path
    sentence: str
    line: int | None = None

    @property
    def path_text(self) -> str:
        """The path as text, such as ``criteria[3].weights.safety``."""
        steps = [f"[{s}]" if isinstance(s, int) else f".{shown(s)}" for s in self.path]
        return "".join(steps).lstrip(".") or "the file"

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        return f"{where}{self.path_text} {self.sentence}"


def shown(text: str) -> str:
    """Return a text from a file as a message may show it: printable and short."""
    clean = "".join(c if c.isprintable() else "?" for c in text[:MAX_SHOWN])
    return clean + ("..." if len(text) > MAX_SHOWN else "")


def message_of(name: str, mistakes: Sequence[Mistake]) -> str:
    """Return one message that lists all mistakes of a file, in the file's order."""
    ordered = sorted(mistakes, key=lambda m: (m.line or 0, m.path_text))
    return listed(name, [str(m) for m in ordered])


def listed(name: str, said: Sequence[str]) -> str:
    """Return one message of what is said of each mistake, in that order."""
    told = [f"- {words}" for words in said[:MAX_LISTED]]
    if len(said) > MAX_LISTED:
        told.append(f"- and {len(said) - MAX_LISTED} more")
    count = "1 mistake" if len(said) == 1 else f"{len(said)} mistakes"
    return "\n".join(
        [f"The checklist {name} has {count}; correct and try again.", *told]
    )
