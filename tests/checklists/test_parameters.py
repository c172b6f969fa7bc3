"""The numbers of the method in the shipped checklist."""

from __future__ import annotations

import re

import pytest

from sbd.locale import phrase
from tests.checklists.shipped import CHECKLIST, rows

#: Value and unit of what other rooms rely on by name.
PARAMETERS = """
rest_reach_m 10 m
frontage_depth_m 10 m
frontage_min_m 20 m
lamp_tree_distance_m 5 m
play_traffic_distance_m 10 m
play_limit_kmh 20 km/h
seat_view_m 25 m
slope_max_pct 5 %
crossfall_max_pct 2 %
steep_pct 3 %
steep_factor 1.25 1
kerb_flush_m 0.005 m
crossing_kerb_max_m 0.01 m
entrance_step_max_m 0.02 m
island_min_m 1.5 m
row_spacing_m 3 m
seat_wall_min_m 0.35 m
seat_wall_max_m 0.55 m
seat_wall_weight 0.5 1
open_ground_weight 0.5 1
sun_hour_h 13.1667 h
bench_width_m 0.6 m
lamp_diameter_m 0.2 m
bin_diameter_m 0.5 m
entrance_opening_m 1 m
crossing_reach_m 1 m
setting_m 30 m
window_m 150 m
services_m 800 m
percentile 5 %
wheelchair_kerb_m 0.02 m
crown_transmission 0 1
gravity_ms2 9.81 m/s2
acceleration_m1_ms2 3 m/s2
acceleration_n1_ms2 2 m/s2
acceleration_7t_ms2 1.2 m/s2
acceleration_heavy_ms2 0.8 m/s2
friction 0.9 1
width_m1_m 1.8 m
width_n1_m 2 m
width_7t_m 2.4 m
width_heavy_m 2.55 m
kerb_m1_m 0.12 m
kerb_n1_m 0.15 m
kerb_7t_m 0.2 m
kerb_heavy_m 0.25 m
vehicle_gap_max_m 1.2 m
step_free_width_1_m 0.9 m
step_free_width_2_m 1.2 m
step_free_width_3_m 1.5 m
step_free_width_4_m 2 m
turning_diameter_m 1.5 m
headroom_m 2.2 m
fire_headroom_m 4 m
eye_height_m 1.6 m
eye_height_seated_m 1.2 m
shrub_height_max_m 1 m
crown_base_min_m 2 m
sight_distance_m 25 m
recognition_distance_m 60 m
overlook_end_m 100 m
flow_level_pmmin 82 p/m/min
flow_steps_pmmin 66 p/m/min
flow_observed_pmmin 60 p/m/min
flow_open_air_pmmin 109 p/m/min
crowd_density_pm2 2 p/m2
crowd_density_limit_pm2 4 p/m2
walking_speed_ms 1.2 m/s
walking_speed_slow_ms 0.8 m/s
maintenance_factor 0.8 1
lamp_cutoff_deg 70 deg
"""


@pytest.mark.parametrize("row", rows(PARAMETERS), ids=lambda row: row[0])
def test_parameter(row):
    name, value, unit = row
    parameter = CHECKLIST.parameters[name]
    assert (parameter.value, parameter.unit) == (float(value), unit)


def test_day_of_the_sun_is_21_july():
    assert CHECKLIST.parameters["sun_day"].value == 31 + 28 + 31 + 30 + 31 + 30 + 21


def test_key_of_a_parameter_ends_in_its_unit():
    endings = {
        "m": "_m",
        "m2": "_m2",
        "km/h": "_kmh",
        "m/s": "_ms",
        "m/s2": "_ms2",
        "lx": "_lx",
        "kg": "_kg",
        "deg": "_deg",
        "p/m/min": "_pmmin",
        "p/m2": "_pm2",
        "h": "_h",
    }
    for name, parameter in CHECKLIST.parameters.items():
        assert name.endswith(endings.get(parameter.unit, "")), name


@pytest.mark.parametrize("lang", ["en", "nl", "fr"])
def test_every_parameter_has_a_name_of_its_own(lang):
    names = [CHECKLIST.parameter_name(key, lang) for key in CHECKLIST.parameters]
    assert len(set(names)) == len(names) == 131
    assert all(p.name for p in CHECKLIST.parameters.values())
    for name in names:
        assert re.fullmatch(r"[A-ZÉ][^_:;.\[\]]+[^\s.]", name), name
        assert len(name) <= (60 if lang == "en" else 76), name


def test_names_are_said_in_dutch_and_french():
    assert CHECKLIST.parameter_name("pocket_view_far_m", "nl") == (
        "Maximale kijkafstand tot een nis"
    )
    assert CHECKLIST.parameter_name("crossing_kerb_max_m", "fr") == (
        "Hauteur maximale de la bordure à une traversée"
    )


@pytest.mark.parametrize("lang", ["en", "nl", "fr"])
def test_sources_say_what_the_number_is_by_themselves(lang):
    """No word alone, no end of another sentence; a name does not say it again."""
    for key, parameter in CHECKLIST.parameters.items():
        said = phrase(lang, parameter.source)
        assert said[0].isupper() or said[0].isdigit(), key
        assert " " in said, key
        assert said != CHECKLIST.parameter_name(key, lang), key
