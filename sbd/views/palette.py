"""The colours and what they mean, once.

Orange to sand to blue stays distinguishable with the three common colour-vision
deficiencies; every level colour is shown with its digit, so colour never speaks alone.
"""

from __future__ import annotations

INK = "#101820"
INK_2 = "#46535F"
RULE = "#C9CFD4"
EDGE = "#8A949D"
PAPER = "#FFFFFF"
PANEL = "#F1EFE8"
TRACK = "#E8E5DC"
BRAND = "#12385C"
SIGNAL = "#B8460B"
PICK = "#B5005B"
CHOSEN = "#E3ECF4"
LOCK = "#5C2A6B"
HATCH = "#5F6B76"
GOVERNANCE = "#5B6068"
GROUND = "#E9E7E1"

#: Fill and digit colour of the levels 0 to 4.
LEVELS: tuple[tuple[str, str], ...] = (
    ("#A63603", "#FFFFFF"),
    ("#F0944D", INK),
    ("#EFE3B8", INK),
    ("#9CC3DF", INK),
    ("#1F5A96", "#FFFFFF"),
)
#: Stroke colour, angle and stroke width of each level's hatch on the map. [deg, px]
LEVEL_HATCHES: tuple[tuple[str, int, int], ...] = (
    ("#7A2600", 45, 4),
    ("#8A4300", 45, 3),
    ("#6B5F2A", 90, 2),
    ("#1F5A96", 0, 2),
    ("#0E345C", 135, 2),
)
#: One hue from light to dark, for pictures of a field over the map: no level, so not
#: the colours of levels; told apart in grey and with any colour vision.
FIELD_RAMP: tuple[str, ...] = ("#F4EFF9", "#CDBDE3", "#A183C6", "#704A9C", "#3B1C5C")
