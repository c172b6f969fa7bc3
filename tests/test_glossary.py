"""One term, one translation: Dutch and French say a thing by the word agreed for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from babel.messages.pofile import read_po

LOCALE = Path(str(resources.files("sbd.locale")))
CHECKLISTS = Path(str(resources.files("sbd.checklists")))


class Said(NamedTuple):
    """A text in three languages, and where it stands."""

    where: str
    en: str
    nl: str
    fr: str


#: English, Dutch and French, as parts of words; a capital changes nothing.
TERMS = (
    ("public space", "openbare ruimte", "espaces? publics?"),
    ("liveability", "leefbaarheid", "qualité de vie"),
    ("accessibility", "toegankelijkheid", "accessibilité"),
    ("governance", "aansturing", "gouvernance"),
    (r"follow-up\b", "opvolging", "suivi"),
    ("victimisation", "slachtofferschap", "victimisation"),
    ("nuisance", "overlast|hinder", "nuisance"),
    ("living together", "samenleven", "vivre-ensemble"),
    ("pedestrian zone", "voetgangersgebied", "piétonnier"),
    ("footway", "voetpad", "trottoir"),
    ("carriageway", "rijba", "chaussée"),
    ("cycleway|cycle track", "fietspad", "pistes? cyclable"),
    ("cycle stands?", "fietsenstalling|stalling", "arceaux? à vélos|arceaux"),
    (r"\bkerbs?\b(?! height)", "boordste|rand", "bordure"),
    (r"\bbollards?\b", "paaltje|palen|paal", "potelet|borne"),
    ("retractable", "verzinkba", "escamotable"),
    ("removable", "wegneemba", "amovible"),
    ("tactile paving", "podotactiele tegels", "dalles podotactiles"),
    ("warning tiles", "noppentegels", "dalles à protubérances"),
    ("guide line", "gidslijn", "lignes? guide|guidages?"),
    ("grass pavers", "grasdallen", "dalles-gazon"),
    ("natural surveillance", "natuurlijk toezicht", "surveillance naturelle"),
    ("insecurity", "onveiligheidsgevoel", "sentiment d’insécurité"),
    ("exploratory walk", "verkennende wandeling", "marches? exploratoire"),
    ("community guard", "gemeenschapswacht", "gardiens de la paix"),
    ("outreach work", "straathoekwerk", "trava(il|illeurs) socia(l|ux) de rue"),
    ("fire service", "brandweer|dbdmh", "pompiers|siamu|incendie"),
    ("rru/gsv", "gsv", "rru"),
    ("municipality", "gemeente", "commune"),
    ("homeless|without a home", "dak- en thuislozen", "sans abri"),
    ("canopy cover", "boomkroonbedekking", "couverture de la canopée"),
    ("not applicable", "niet van toepassing", "sans objet"),
    ("don’t know", "weet.{0,5} niet", "ne sai[st] pas"),
    (r"\binsufficient\b", "onvoldoende", "insuffisant"),
    ("risk spot", "risicoplek", "lieux? à risque"),
    ("risk assessment", "risicoanalyse", "analyse de risques"),
    ("protective line", "beschermingslijn", "ligne de protection"),
    ("design vehicle", "ontwerpvoertuig", "véhicule de référence"),
    ("design phase", "ontwerpfase", "phases? du projet"),
    ("crowd (area|zone)", "publiekszone", "zones? d’affluence"),
    ("stay area", "verblijfs(zone|ruimte)", "(zone|espace)s? de séjour"),
    ("main routes?", "hoofdroute", "itinéraires?.{0,16} principa"),
    ("main entrance", "hoofdingang", "entrées? principale"),
    (r"ways? out\b", "uitweg", "issue"),
    ("step-free", "drempelvrij", "sans ressaut"),
    ("reserved bay", "voorbehouden", "emplacements? (réservé|pmr)"),
    ("drop-off", "uitstapplaats", "dépose-minute"),
    ("walkable", "beloopba", "praticable|surface piétonne"),
    ("obstacle", "obstakel", "obstacle"),
    ("checklist", "checklist|lijst", "liste de critères|la liste"),
    (r"\bcriteri(on|a)\b", "criteri", "critère"),
    ("weight answered", "gewicht.* beantwoord", "poids renseigné"),
    (r"\bevidence\b", "onderbouwing|bewijs", "éléments? probant|preuve"),
    ("restricted edition", "beperkte verspreiding", "diffusion restreinte"),
    ("public edition", "openbare versie", "version publique"),
    ("legal requirement", "wettelijke vereiste", "exigences? réglementaire"),
    (r"\brequirements?\b", "vereiste", "exigence"),
    ("assumption", "aanname", "hypothèse"),
    ("site boundary", "grens van het terrein|terreingrens", "périmètre"),
    (r"the site\b", "terrein", r"\bsite|périmètre"),
    ("data folder", "gegevensmap", "dossier de données"),
    ("vocabulary", "woordenlijst", "vocabulaire"),
    ("coordinate system", "coördinatenstelsel", "système de coordonnées"),
    ("median", "media(an|ne)", "médiane"),
    ("this session", "overleg", "séance"),
    ("facilitator", "begeleider", "animation"),
    ("passphrase", "wachtzin", "phrase secrète"),
    ("defibrillator", "defibrillator", "défibrillateur"),
    ("lighting design", "verlichtingsstudie", "étude d’éclairage"),
    ("photometric file", "fotometrisch(e)? bestand", "fichier photométrique"),
)

#: Texts in which a term is said otherwise, each with its reason.
OTHERWISE = {
    # The width of the walking line, on squares too, where there is no footway.
    ("footway", "brussels.criteria.A-02.title"),
    # Where people leave a place on foot every day, not ways to get out in time.
    (r"ways? out\b", "brussels.criteria.A-15.anchors.level_0"),
    (r"ways? out\b", "brussels.criteria.L-12.guidance"),
    # « sans obstacle » would be taken for step-free.
    ("obstacle", "brussels.criteria.A-08.title"),
    # Any list to tick off, not the checklist of the method.
    ("checklist", "brussels.criteria.G-04.anchors.level_2"),
}
#: Works that are cited by the title on their cover.
CITED = ("JRC, ", "ISO 22343-1:", "ISO 22341:", "FEMA 430")
#: Words that Dutch and French must not use, with what is said instead.
NEVER = (
    ("nl", r"sitegrens|projectgrens|projectgebied", "grens van het terrein"),
    ("nl", "begaanba", "beloopbaar"),
    ("nl", "voertuigwerend", "beschermingslijn"),
    ("nl", "stoeprand", "boordsteen"),
    ("nl", "hindernis", "obstakel, barrière"),
    ("nl", "criterialijst", "checklist"),
    ("nl", "maatgevend", "ontwerpvoertuig"),
    ("nl", "geleidelijn|geleidestrook", "gidslijn"),
    ("nl", "gelijkvloers", "gelijkgronds"),
    ("nl", "uitneembaar", "wegneembaar"),
    ("nl", r"\bkm/h\b", "km/u"),
    ("nl", r"\b(pmr|siamu|rru|stib)\b", "PBM, DBDMH, GSV, MIVB"),
    ("nl", r"\b(je|jij|jou|jouw|jullie)\b", "u, uw"),
    ("fr", "dalles? d’éveil", "dalles à protubérances"),
    ("fr", "points? à risque", "lieux à risque"),
    ("fr", "ax(e|es) principa", "itinéraire principal"),
    ("fr", "véhicule de projet", "véhicule de référence"),
    ("fr", r"\blampes?\b", "luminaire"),
    ("fr", "zones? de (la )?foule", "zone d’affluence"),
    ("fr", "sécurité sociale", "sécurité dans l’espace public"),
    ("fr", "vivabilité|habitabilité", "qualité de vie"),
    ("fr", r"\b(pbm|dbdmh|gsv|mivb)\b", "PMR, SIAMU, RRU, STIB"),
    ("fr", r"\b(tu|toi|tes)\b", "vous, votre"),
)
#: Words that are the same in English.
SAME_NL = {
    *("checklist", "code", "criteria", "discipline", "element", "lamp", "parameter"),
    *("parameters", "park", "plan", "scenario", "score", "scores", "status"),
    *("variant", "context", "defibrillator", "diameter", "emoji", "info", "lumen"),
    *("magenta", "min", "toilet", "type", "per 100 m", "infos"),
}
SAME_FR = {
    *("action", "actions", "certain", "code", "coordination", "date", "dimension"),
    *("discipline", "formats", "inclusion", "latitude", "longitude", "note", "notes"),
    *("page", "plan", "point", "points", "police", "question", "score", "scores"),
    *("signature", "site", "sites", "source", "tension", "tensions", "acceptable"),
    *("cyan", "excellent", "gain", "info", "infos", "information", "magenta", "min"),
    *("normal", "obstacle", "type", "version", "direction", "longitude , latitude"),
}
NAMES = {
    "safe.brussels",
    "urban.brussels",
    "perspective.brussels",
    "CEN/TS 14383-2:2022",
}


@cache
def texts() -> tuple[Said, ...]:
    return (*catalogues(), *by_english(), *checklists())


def read(lang: str, name: str) -> dict[str, str]:
    path = LOCALE / lang / name
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        found = read_po(file, locale=lang)
    return {
        m.id if isinstance(m.id, str) else m.id[0]: (
            m.string if isinstance(m.string, str) else " / ".join(m.string)
        )
        for m in found
        if m.id
    }


def catalogues() -> Iterator[Said]:
    for path in sorted((LOCALE / "en").glob("*.po")):
        english, dutch, french = (read(x, path.name) for x in ("en", "nl", "fr"))
        for key, words in english.items():
            yield Said(key, words, dutch[key], french[key])


def by_english() -> Iterator[Said]:
    """Sentences of errors, and texts of checklists that stand in the catalogues."""
    for path in sorted((LOCALE / "nl").glob("*.po")):
        if path.name.startswith("errors.") or path.name == "checklist.po":
            french = read("fr", path.name)
            for english, dutch in read("nl", path.name).items():
                yield Said(english, english, dutch, french[english])


def checklists() -> Iterator[Said]:
    for path in sorted(CHECKLISTS.glob("*.yaml")):
        data = json.loads(
            json.dumps(yaml.safe_load(path.read_text("utf-8")), default=str)
        )
        for where, found in translated(data, path.stem):
            yield Said(where, found["en"], found.get("nl", ""), found.get("fr", ""))


def plain(words: str) -> str:
    """Leave out names of values and of options, which are the same everywhere."""
    return re.sub(r"\{\w+\}|--\w+|`[^`]*`", "", words)


def translated(data: Any, where: str) -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(data, dict):
        if isinstance(data.get("en"), str):
            yield where, data
            return
        for key, value in data.items():
            yield from translated(value, f"{where}.{key}")
    if isinstance(data, list):
        for value in data:
            named = value.get("id") if isinstance(value, dict) else None
            yield from translated(value, f"{where}.{named}")


@pytest.mark.parametrize("term", TERMS, ids=lambda t: t[0])
def test_a_term_has_one_translation(term: tuple[str, str, str]) -> None:
    english, dutch, french = (re.compile(t, re.IGNORECASE) for t in term)
    wrong = []
    for said in texts():
        named = said.where.startswith(CITED) or (term[0], said.where) in OTHERWISE
        if named or not english.search(plain(said.en)):
            continue
        if not dutch.search(said.nl):
            wrong.append(f"{said.where}: {said.nl}")
        if not french.search(said.fr):
            wrong.append(f"{said.where}: {said.fr}")
    assert wrong == []


@pytest.mark.parametrize(("lang", "never", "instead"), NEVER, ids=lambda w: str(w)[:20])
def test_no_other_word_for_a_term(lang: str, never: str, instead: str) -> None:
    found = re.compile(never, re.IGNORECASE)
    wrong = [s for s in texts() if found.search(plain(getattr(s, lang)))]
    assert wrong == [], f"say {instead}"


@pytest.mark.parametrize("lang", ["nl", "fr"])
def test_everything_is_translated(lang: str) -> None:
    same = {"nl": SAME_NL, "fr": SAME_FR}[lang]
    left = []
    for said in texts():
        words = getattr(said, lang)
        assert words.strip(), said.where
        parts = {p.strip(" .°,:").casefold() for p in re.split(" / ", plain(words))}
        cited = said.en in NAMES or said.where.startswith(CITED)
        if words == said.en and re.search(r"[a-z]{3}", plain(words)) and not cited:
            left += [] if parts <= same | {"(code)"} else [said]
    assert left == []


@pytest.mark.parametrize("lang", ["nl", "fr"])
def test_apostrophes_and_quotes_are_those_of_print(lang: str) -> None:
    wrong = [s for s in texts() if re.search("['\"]", plain(getattr(s, lang)))]
    assert wrong == []


def test_french_leaves_room_before_its_marks() -> None:
    close = re.compile(r"[\w»)}][;?!:](\s|$)")
    french = [s for s in texts() if not s.where.startswith(CITED)]
    assert [s for s in french if close.search(s.fr)] == []


def test_dutch_leaves_none() -> None:
    spare = re.compile(r"\s[;:!]|\w \?(\s|$)")
    assert [s for s in texts() if spare.search(s.nl) and "? of -" not in s.nl] == []
