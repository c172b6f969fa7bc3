"""Layers: the elements of one kind, with exactly the columns of that kind."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from sbd.plans.kinds import KINDS


def empty_layer(kind: str, crs: CRS | None) -> gpd.GeoDataFrame:
    """Return a layer of a kind without elements, with all its columns."""
    return make_layer(kind, gpd.GeoDataFrame({"geometry": []}, crs=crs))


def make_layer(kind: str, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give a frame exactly the columns and types of its kind.

    Parameters
    ----------
    kind : str
        Name in the catalogue.
    frame : GeoDataFrame
        Indexed by element id; columns not in the catalogue are dropped, missing
        ones added as unknown.

    Returns
    -------
    GeoDataFrame
        A new frame; number columns float64, others object with None for unknown.
    """
    index = pd.Index([str(i) for i in frame.index], name="element_id", dtype=object)
    columns: dict[str, Any] = {}
    for attribute in KINDS[kind].attributes:
        values = frame.get(attribute.name)
        if attribute.type == "number":
            columns[attribute.name] = (
                np.full(len(frame), np.nan)
                if values is None
                else pd.to_numeric(values, errors="coerce").astype("float64").to_numpy()
            )
        else:
            texts = [None] * len(frame) if values is None else list(values)
            # As a Series: pandas 3 would turn an object array into text with NaN.
            columns[attribute.name] = pd.Series(
                [None if _blank(t) else str(t) for t in texts], index, dtype=object
            )
    data = pd.DataFrame(columns, index=index)
    geometry = np.asarray(frame.geometry.values)
    layer = gpd.GeoDataFrame(data, geometry=geometry, crs=frame.crs)
    # geopandas compares the names in every selection: Arrow takes far longer to.
    layer.columns = layer.columns.astype(object)
    return layer


def _blank(value: object) -> bool:
    return (
        value is None
        or value is pd.NA
        or (isinstance(value, float) and np.isnan(value))
        or value == ""
    )
