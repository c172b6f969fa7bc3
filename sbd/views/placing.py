"""What a placing would mean, in words: how large, where, how well it fits."""

from __future__ import annotations

import math
from functools import cache

from babel import Locale

from sbd.locale import number, text
from sbd.plans.ask import MAX_WIDTH_M, MIN_WIDTH_M, USUAL_M
from sbd.plans.cities import nearest_city
from sbd.plans.placement import Placement, likely_unit
from sbd.views.sketch import BUS_M

#: Residuals up to the first are fine, above the second something is wrong. [m]
#: Source: our choice, by what the width of a footway can bear.
FITS_M = (0.5, 2.0)


def length_words(metres: float, lang: str) -> str:
    """Write a length with three figures, in the unit that suits it."""
    metres = abs(metres)
    for factor, unit in ((10_000.0, "km"), (1.0, "m"), (0.01, "cm")):
        if metres >= factor:
            value = metres / (1_000.0 if unit == "km" else factor)
            break
    else:
        value, unit = metres * 1_000.0, "mm"
    size = 0 if value == 0 else math.floor(math.log10(value))
    digits = max(2 - size, 0) if unit != "mm" else 1
    return f"{number(lang, value, min(digits, 2))}\u202f{unit}"


def size_words(wide: float, high: float, lang: str) -> str:
    """Say how large a drawing would be, and how many buses that is. [m]"""
    size = text(
        lang,
        "place.size",
        wide=length_words(wide, lang),
        high=length_words(high, lang),
    )
    buses = max(wide, high) / BUS_M[0]
    if buses < 1:
        return f"{size} {text(lang, 'place.shorter_than_bus')}"
    return f"{size} {text(lang, 'place.buses', count=round(buses))}"


def size_code(width: float) -> str:
    """Return ``too_small``, ``small``, ``usual``, ``large`` or ``too_large``. [m]"""
    if width < MIN_WIDTH_M:
        return "too_small"
    if width > MAX_WIDTH_M:
        return "too_large"
    if width < USUAL_M[0]:
        return "small"
    return "usual" if width <= USUAL_M[1] else "large"


def size_verdict(width: float, lang: str) -> str:
    """Say with a sign and words whether a plan can be so wide. [m]"""
    return text(lang, f"place.size.{size_code(width)}")


def where_words(lon: float, lat: float, lang: str) -> str:
    """Say where a place is: near which city, in which country. [deg]"""
    city, metres = nearest_city(lon, lat)
    name, country = city.names[lang if lang in city.names else "en"], city.country
    there = f"{name} ({country_name(country, lang)})"
    if metres < 1_000:
        return text(lang, "place.in_city", city=there)
    distance = f"{number(lang, metres / 1_000)}\u202fkm"
    code = "place.near_city" if metres < 100_000 else "place.far_city"
    return text(lang, code, distance=distance, city=there)


def degrees_words(lon: float, lat: float, lang: str) -> str:
    """Write longitude and latitude with five decimals, about a metre. [deg]"""
    return text(
        lang, "place.lonlat", lon=number(lang, lon, 5), lat=number(lang, lat, 5)
    )


def fit_words(fit: Placement, unit: str, lang: str) -> str:
    """Say how well two pairs of points agree, and whether the unit may be wrong."""
    residual = length_words(fit.residual_m, lang)
    said = text(lang, f"place.fit.{fit_code(fit.residual_m)}", residual=residual)
    lengths = text(
        lang,
        "place.fit_lengths",
        drawn=length_words(fit.drawn_m, lang),
        ground=length_words(fit.ground_m, lang),
    )
    better = likely_unit(fit, unit)
    if better is None:
        return f"{said} {lengths}"
    ratio = fit.ground_m / fit.drawn_m
    code = "place.unit_ratio" if ratio >= 1 else "place.unit_ratio_less"
    times = ratio if ratio >= 1 else 1 / ratio
    named = text(lang, f"place.units.{better}")
    rounded = number(lang, float(f"{times:.2g}"), 1 if times < 10 else 0)
    hint = text(lang, code, times=rounded)
    return f"{said} {lengths} {hint} {text(lang, 'place.maybe_unit', unit=named)}"


def fit_code(residual_m: float) -> str:
    """Return ``good``, ``fair`` or ``bad``. [m]"""
    if residual_m <= FITS_M[0]:
        return "good"
    return "fair" if residual_m <= FITS_M[1] else "bad"


@cache
def country_name(code: str, lang: str) -> str:
    """Return a country's name in a language, by its ISO code."""
    return str(Locale(lang).territories.get(code, code))
