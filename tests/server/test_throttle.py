"""Wrong codes grow slow, right ones never do; by a clock that is told to go on."""

from __future__ import annotations

from sbd.server.throttle import FREE, LONGEST_S, STEP_S, WINDOW_S, Throttle
from tests.server.conftest import PASSPHRASE, Clock, House


def test_twenty_a_minute_are_free_and_the_next_wait_longer_and_longer() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    assert [throttle.wrong() for _ in range(FREE)] == [0.0] * FREE
    waits = [throttle.wrong() for _ in range(100)]
    assert waits[:3] == [STEP_S, 2 * STEP_S, 3 * STEP_S]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_S
    clock.now += WINDOW_S
    assert throttle.wrong() == 0.0


def test_codes_tokens_and_the_passphrase_count_together_and_right_ones_never_wait(
    house: House,
) -> None:
    phone = house.phone()
    form = phone.get("/join")
    other = house.phone(client="192.168.1.99")
    for n in range(FREE):
        where = n % 3
        if where == 0:
            reply = phone.post("/join", {"csrf": form.csrf, "code": "ZZZZZ0"})
        elif where == 1:
            reply = other.get(f"/join/{'x' * 22}")
        else:
            fields = {"csrf": form.csrf, "passphrase": "x"}
            reply = phone.post("/join/facilitator", fields)
        assert reply.status in (403, 404)
    assert house.clock.waited == []
    other.get(f"/join/{'y' * 22}/ballot")
    assert house.clock.waited == [STEP_S]
    fields = {"csrf": form.csrf, "code": house.meeting.code}
    assert phone.post("/join", fields).status == 303
    fields = {"csrf": form.csrf, "passphrase": PASSPHRASE}
    assert phone.post("/join/facilitator", fields).status == 303
    assert phone.get(house.base).status == 200
    assert house.clock.waited == [STEP_S]
