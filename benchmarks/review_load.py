"""A hundred phones in one meeting: is every answer kept, and how long does it take?

Run ``python benchmarks/review_load.py``. 100 clients on loopback join a session and
answer 20 criteria each, one per post, with a random pause of 0.2 to 2 s in between;
each also opens its ballot anew after every answer, as a phone does. The last line is
one JSON object; ``p95_ms`` is of the posts.
"""

from __future__ import annotations

import json
import random
import statistics

from review_meeting import Phone, in_parallel, pause, served, stored

CLIENTS = 100
ANSWERS = 20


def main() -> None:
    with served(ANSWERS) as (server, session, criteria):
        phones = [Phone(server.port, session.token, n) for n in range(CLIENTS)]
        in_parallel(phones, Phone.join)
        in_parallel(phones, lambda phone: go_through(phone, criteria))
        server.kill()
        kept, soundness = stored(server.folder, session.id)
    print(f"{len(kept)} answers in the store, which is {soundness}")
    print(json.dumps(figures(phones, criteria, kept)))


def go_through(phone: Phone, criteria: list[str]) -> None:
    """Answer every criterion once; what fails is counted, not repeated."""
    chance = random.Random(phone.number)
    for criterion in criteria:
        pause(chance)
        if phone.answer(criterion, str(chance.randrange(5))):
            try:
                phone.look()
            except OSError as error:
                phone.errors.append(type(error).__name__)


def figures(
    phones: list[Phone], criteria: list[str], kept: dict[str, tuple[str, str]]
) -> dict[str, float]:
    """Return what was sent, stored and refused, and how long it took."""
    took = [t for phone in phones for t in phone.took_s]
    same = sum(
        kept.get(remark) == told
        for p in phones
        for remark, told in p.acknowledged.items()
    )
    return {
        "clients": len(phones),
        "sent": len(phones) * len(criteria),
        "stored": same,
        "errors": sum(len(p.errors) for p in phones),
        "p50_ms": round(1000 * statistics.median(took), 1),
        "p95_ms": round(1000 * statistics.quantiles(took, n=20)[-1], 1),
        "max_ms": round(1000 * max(took), 1),
    }


if __name__ == "__main__":
    main()
