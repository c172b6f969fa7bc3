"""The shipped checklist, against the tables it was written from.

The tables are spelled again here in short, so that a person can compare them with
the method line by line.
"""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from sbd.checklists.lists import read_lists
from tests.checklists.shipped import CHECKLIST, CRITERIA, rows

# id, weights S A L, phases, phenomena, lead, measured or judged
IDENTITY = """
S-01  3  0  1  P    V     mobility       M
S-02  3 -1  0  P    V     police         M
S-03  2  0 -1  P    V     police         M
S-04  1  1  2  P    VT    planning       J
S-05  3  0  1  P    VN    planning       M
S-06  3  1  0  P    V     planning       M
S-07  3  0  1  P    VN    planning       M
S-08  2  1  0  PR   V     planning       M
S-09  3  1  1  P    V     lighting       M
S-10  2  1  0  P    V     lighting       M
S-11  1  0  1  PF   V     lighting       M
S-12  3  1  0  PR   V     police         M
S-13  3  0  0  R    V     fire           M
S-14  3  2  1  P    V     mobility       M
S-15  1  0  0  R    V     coordination   M
S-16  2  1  2  PRF  VT    prevention     J
S-17  1  0 -1  RF   V     police         M
A-01  0  3  1  P    I     accessibility  M
A-02  1  3  1  P    I     mobility       M
A-03  0  3  0  P    I     accessibility  M
A-04  0  2  0  P    I     accessibility  M
A-05  0  3  0  P    I     accessibility  M
A-06  1  3  0  P    I     mobility       M
A-07  1  3  0  P    I     accessibility  M
A-08  1  3  0  PF   IN    mobility       M
A-09  0  3  2  P    IT    accessibility  M
A-10  0  2  2  P    I     accessibility  J
A-11  1  2  1  P    I     mobility       M
A-12  1  2  1  P    VN    mobility       M
A-13  0  2  0  P    I     mobility       M
A-14  1  3  0  PF   I     mobility       J
A-15  1  2  1  P    I     accessibility  J
A-16  0  2  2  P    IN    coordination   M
L-01  0  1  3  P    TI    planning       M
L-02  0  1  3  P    I     green          M
L-03  0  0  3  P    T     green          M
L-04  0 -1  3  P    T     green          M
L-05  2  0  3  P    TV    planning       M
L-06  2  0  3  P    T     planning       J
L-07  0  1  3  P    TI    prevention     M
L-08  0  1  2  P    I     coordination   M
L-09  0  1  3  PF   N     mobility       J
L-10  1  1  2  P    T     mobility       M
L-11  0  1  2  P    I     planning       J
L-12  1  1  3  PF   N     maintenance    J
L-13  0  0  3  P    T     planning       J
L-14  0  2  3  PF   I     prevention     J
L-15  3  1  3  PF   VI    prevention     J
L-16  0  0  2  P    N     lighting       M
G-01  2  1  1  P    VNTI  coordination   J
G-02  2  2  2  P    VNTI  coordination   J
G-03  1  2  2  P    TI    prevention     J
G-04  3  0  1  P    V     police         J
G-05  2  1  0  P    V     coordination   J
G-06  1  0  2  PF   VI    legal          J
G-07  1  1  2  PRF  NT    coordination   J
G-08  2  1  2  F    N     maintenance    J
G-09  1  0  0  P    V     legal          J
G-10  1  1  2  F    VNTI  coordination   J
G-11  2  2  1  PR   VN    coordination   J
"""
PHASES = {"P": "prevention", "R": "reaction", "F": "follow_up"}
PHENOMENA = {
    "V": "victimisation",
    "N": "nuisance",
    "T": "living_together",
    "I": "inclusion",
}
BARS = {
    "S": "safety",
    "A": "accessibility",
    "L": "liveability",
    "G": "governance",
}

# id, indicator, unit, cuts of levels 1 to 4, better, most it can measure
PARTS = """
S-01 approach_speed          km/h     64 48 32 16       lower  4
S-02 vehicle_gap             m        2.0 1.5 1.35 1.2  lower  4
S-03 barrier_energy_ratio    1        .25 .5 1 1.25     higher 4
S-05 overlooked_share        %        30 50 70 85       higher 4
S-06 sightline_share         %        50 65 80 90       higher 4
S-07 pocket_share            %        5 3 1.5 .5        lower  4
S-08 exit_choice_share       %        40 60 80 95       higher 4
S-09 lit_mean                lx       3 5 7.5 10        higher 4
S-09 lit_low                 lx       .6 1 1.5 2        higher 4
S-09 lit_evenness            1        - - - .25         higher 4
S-10 face_light              lx       .4 .6 1 2         higher 4
S-11 clear_lamp_share        %        60 75 85 95       higher 4
S-12 egress_time             min      10 8 6 4          lower  4
S-13 fire_path_share         %        100 100 - -       higher 3
S-13 fire_approaches         1        - - 2 -           higher 3
S-14 longest_crossing        m        14 10.5 7 3.5     lower  4
S-14 longest_crossing_over_30 m       10.5 7 3.5 -      lower  3
S-14 longest_crossing_over_50 m       7 3.5 - -         lower  2
S-15 aed_distance            m        400 300 200 100   lower  4
S-17 camera_on_risk_share    %        0 20 40 60        higher 4
A-01 step_free_width         m        .9 1.2 1.5 2      higher 4
A-02 route_width             m        1.2 1.5 2 2.5     higher 4
A-02 flow_per_metre          p/m/min  82 66 49 33       lower  4
A-03 barrier_gap             m        .9 1 1.2 -        higher 4
A-03 slow_gap_width          m        - - - 1.5         higher 4
A-04 turning_space_share     %        60 80 90 100      higher 4
A-04 wide_turning_share      %        - - - 100         higher 4
A-05 gentle_route_share      %        60 75 90 98       higher 4
A-06 level_threshold_share   %        60 80 95 100      higher 4
A-06 flush_threshold_share   %        - - - 100         higher 4
A-07 guided_share            %        40 60 80 95       higher 4
A-08 obstacles_per_100m      n/100m   4 2 1 0           lower  4
A-09 seat_spacing            m        150 100 50 30     lower  4
A-11 stop_distance           m        400 250 100 50    lower  4
A-12 good_cycle_stand_share  %        30 50 70 90       higher 4
A-13 reserved_bay_distance   m        200 100 50 25     lower  4
A-16 toilet_distance         m        800 500 300 150   lower  4
L-01 seat_supply             m/100m2  .5 1.5 4 8        higher 4
L-02 shade_share             %        10 25 40 60       higher 4
L-03 canopy_share            %        5 10 20 30        higher 4
L-04 unsealed_share          %        5 15 25 40        higher 4
L-05 frontage_activity       n/100m   2 6 10 15         higher 4
L-07 play_share              %        .1 5 10 20        higher 4
L-07 play_age_groups         1        - - - 2           higher 4
L-08 fountain_distance       m        500 300 150 50    lower  4
L-10 motor_space_share       %        60 50 35 20       lower  4
L-16 window_light            lx       25 10 5 2         lower  4
"""

TENSIONS = """
T01 S-02 x A-03 A-01 S-08 S-12
T02 S-03 x S-04 L-13
T03 S-01 L-03 L-10 x S-13 A-13
T04 L-03 L-04 x S-05 S-06
T05 S-09 S-10 x L-16 S-11 L-03
T06 S-05 S-17 L-05 x G-06
T07 S-06 S-07 x L-01
T08 S-16 G-06 x L-14 L-15
T09 A-06 x A-07
T10 A-09 A-16 L-01 L-11 x S-16 L-12
T11 A-10 x L-14
T12 A-12 A-11 x A-07 L-07
T13 A-08 L-10 S-01 x L-05 L-06
T14 G-03 G-07 x G-09 S-03
T15 L-13 x A-14
T16 L-04 x A-14 A-01
T17 L-06 L-07 x L-09
"""


def test_sixty_criteria_of_which_37_measured():
    measured = [c.id for c in CHECKLIST.criteria if c.measured]
    assert (len(CHECKLIST.criteria), len(measured)) == (60, 37)


@pytest.mark.parametrize("row", rows(IDENTITY), ids=lambda row: row[0])
def test_identity(row):
    name, safety, access, live, phases, phenomena, lead, how = row
    criterion = CRITERIA[name]
    assert criterion.weights.as_tuple() == (int(safety), int(access), int(live))
    assert criterion.chain_phase == tuple(PHASES[p] for p in phases)
    assert criterion.phenomenon == tuple(PHENOMENA[p] for p in phenomena)
    assert criterion.discipline == lead
    assert criterion.measured == (how == "M")
    assert criterion.bar == BARS[name[0]]


def test_criteria_stand_in_the_order_of_the_table():
    assert list(CRITERIA) == [row[0] for row in rows(IDENTITY)]


def test_parts():
    found = [
        [
            c.id,
            p.indicator,
            p.unit,
            *("-" if cut is None else cut for cut in p.cuts),
            p.better,
            p.max_level,
        ]
        for c in CHECKLIST.criteria
        for p in c.measured_by
    ]
    expected = [
        [
            *row[:3],
            *(x if x == "-" else float(x) for x in row[3:7]),
            row[7],
            int(row[8]),
        ]
        for row in rows(PARTS)
    ]
    assert found == expected


def test_ranges():
    ranges = {(p.unit, p.range) for c in CHECKLIST.criteria for p in c.measured_by}
    assert {r for unit, r in ranges if unit != "%"} == {(0, None)} | {(0, 1)}
    assert {r for unit, r in ranges if unit == "%"} == {(0, 100), (-100, 100)}
    assert CRITERIA["S-17"].measured_by[0].range == (-100, 100)
    assert CRITERIA["S-09"].measured_by[2].range == (0, 1)


def test_tensions():
    found = [[t.id, *t.sides[0], "x", *t.sides[1]] for t in CHECKLIST.tensions]
    assert found == rows(TENSIONS)


@pytest.mark.parametrize("tension", CHECKLIST.tensions, ids=lambda t: t.id)
def test_both_sides_of_a_tension_name_it(tension):
    for side in tension.sides:
        for name in side:
            assert tension.id in CRITERIA[name].tensions


def test_gates():
    gates = {c.id: c.gate for c in CHECKLIST.criteria if c.gate}
    assert set(gates) == {"S-12", "S-13", "A-01", "A-02", "A-03", "G-05", "G-06"}
    assert (gates["A-02"].fails_below, gates["A-02"].indicator) == (1.5, "route_width")
    assert [n for n, g in gates.items() if g.fails_below is not None] == ["A-02"]
    statutory = {n for n, g in gates.items() if g.basis == "statutory"}
    assert statutory == {"S-13", "A-02", "G-05", "G-06"}


def test_what_is_called_statutory_rests_on_a_source_read():
    for criterion in CHECKLIST.criteria:
        if criterion.status == "statutory":
            assert criterion.source[0].certainty == "sourced", criterion.id


def test_sensitive():
    sensitive = {c.id for c in CHECKLIST.criteria if c.sensitive}
    assert sensitive == {"S-01", "S-02", "S-03", "S-17", "G-04", "G-09"}


def test_conditions():
    assert {c.id: c.when for c in CHECKLIST.criteria if c.when} == {
        "S-01": "vehicle_risk_or_traffic",
        "S-02": "vehicle_risk",
        "S-03": "vehicle_risk",
        "S-17": "camera",
        "G-06": "camera",
    }


def test_caps():
    caps = {c.id: [(x.when, x.max_level) for x in c.caps] for c in CRITERIA.values()}
    assert {n: found for n, found in caps.items() if found} == {
        "S-03": [("open_protective_line", 0)],
        "A-07": [("crossing_without_warning", 2)],
        "A-12": [("cycleway_through_stay_area", 2)],
    }


def test_every_word_used_is_in_the_lists():
    lists = read_lists()
    for criterion in CHECKLIST.criteria:
        assert criterion.discipline in lists.disciplines
        assert set(criterion.user_groups) <= set(lists.user_groups)
        assert {c.when for c in criterion.caps} <= set(lists.caps)


def test_every_user_group_is_looked_after():
    used = {g for c in CHECKLIST.criteria for g in c.user_groups}
    assert used == set(read_lists().user_groups)


@pytest.mark.parametrize("criterion", CHECKLIST.criteria, ids=lambda c: c.id)
def test_sources_are_told_with_their_certainty(criterion):
    certainties = {s.certainty for s in criterion.source}
    assert criterion.certainty in certainties
    titles = [s.title for s in criterion.source]
    assert len(set(titles)) == len(titles)


def test_no_clause_numbers():
    for criterion in CHECKLIST.criteria:
        for source in criterion.source:
            said = f"{source.title} {source.note or ''}"
            assert not re.search(r"\b(art\.|article|clause|§|section)\b", said, re.I)


def test_header():
    assert CHECKLIST.languages == ("en", "nl", "fr")
    assert CHECKLIST.version == "0.1.0"
    assert files("sbd.checklists").joinpath("brussels.yaml").is_file()
