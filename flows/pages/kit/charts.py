"""The charts: Vega-Lite specifications as plain data, drawn to SVG that reads on a phone, on paper and aloud.

Every chart stands beside a table with the same figures. Values are labelled in the chart; nothing depends on colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.pages.kit import svg
from flows.pages.kit.svg import ACCENT, GRID, INK, PALE, PAPER

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 370
ROW_HEIGHT = 40
KEY_HEIGHT = 220
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
FONT_SIZE = 13
CONFIG = {
    "font": FONT,
    "axis": {
        "labelFontSize": FONT_SIZE,
        "labelColor": INK,
        "gridColor": GRID,
        "domainColor": INK,
        "tickColor": INK,
        "labelLimit": 0,
        "labelOverlap": False,
    },
    "axisX": {"grid": False},
}
#: Longer labels are cut; the table beside the chart has them whole.
LABEL_LENGTH = 44
#: The room around the point of the first and last year.
POINT_PADDING = 0.6


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, the text at its end, its length, and where a target or the whole is."""

    label: str
    text: str
    length: float
    target: float | None = None
    whole: float | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate of a year in percent, and its interval when it has one."""

    label: str
    text: str
    said: str
    middle: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: the SVG with its title and description inside, and a legend in words."""

    svg: str
    legend: str = ""


def bars(name: str, title: str, rows: Sequence[Bar], legend: str = "") -> Chart:
    """Horizontal bars, each under its own label; `name` is unique in the page."""
    ends = [end for row in rows for end in (row.length, row.target, row.whole) if end is not None]
    domain = [min(0.0, *ends), max(0.0, *ends) or 1.0]
    x = {"type": "quantitative", "scale": {"domain": domain, "nice": False, "zero": True}, "axis": None}
    values = [
        {"row": number, "label": _cut(row.label), "text": row.text, "length": row.length}
        | {"target": row.target, "whole": row.whole}
        for number, row in enumerate(rows)
    ]
    layers = [
        _bar("whole", PALE, x),
        _bar("length", ACCENT, x),
        _target(7, PAPER, x),
        _target(3, INK, x),
        _text("label", "left", 0),
        _text("text", "right", WIDTH),
    ]
    y = {"field": "row", "type": "ordinal", "axis": None, "scale": {"padding": 0}}
    spec = {"data": {"values": values}, "encoding": {"y": y}, "layer": layers}
    said = "; ".join(f"{row.label}: {row.text}" for row in rows)
    return Chart(_draw(spec, len(rows) * ROW_HEIGHT, (1, 2, 1, 2), (name, title, said)), legend)


def intervals(name: str, title: str, rows: Sequence[Interval], legend: str = "") -> Chart:
    """One point per year with its interval; the axis holds what there is, not zero."""
    ends = [end for row in rows for end in (row.low, row.middle, row.high) if end is not None]
    room = (max(ends) - min(ends)) * 0.15 or 1.0
    axis = {"labelExpr": "datum.label + '%'", "tickCount": 5, "labelFlush": False, "format": "d", "tickMinStep": 1}
    scale = {"domain": [min(ends) - room, max(ends) + room], "nice": False, "zero": False}
    y = {"type": "quantitative", "scale": scale, "title": None}
    bounds = {"y": y | {"field": "low", "axis": axis}, "y2": {"field": "high"}}
    values = [{"year": row.label, "middle": row.middle, "low": row.low, "high": row.high} for row in rows]
    labels = [{"year": row.label, "middle": row.middle, "text": row.text} for row in rows]
    x: dict[str, Any] = {"field": "year", "type": "ordinal", "title": None, "scale": {"padding": POINT_PADDING}}
    x["scale"] |= {"domain": [row.label for row in rows]}
    layers = [
        {"transform": [{"filter": "datum.low !== null"}], "mark": {"type": "rule", "strokeWidth": 3, "color": ACCENT},
         "encoding": bounds},
        {"mark": {"type": "point", "filled": True, "size": 110, "color": ACCENT, "opacity": 1},
         "encoding": {"y": y | {"field": "middle"}}},
        {"data": {"values": labels},
         "mark": {"type": "text", "align": "left", "dx": 10, "fontSize": FONT_SIZE, "fill": INK},
         "encoding": {"y": y | {"field": "middle"}, "text": {"field": "text"}}},
    ]  # fmt: skip
    spec = {"data": {"values": values}, "encoding": {"x": x | {"axis": {"labelAngle": 0}}}, "layer": layers}
    said = "; ".join(f"{row.label}: {row.said}" for row in rows)
    return Chart(_draw(spec, KEY_HEIGHT, (48, 12, 8, 28), (name, title, said)), legend)


def _cut(label: str) -> str:
    return label if len(label) <= LABEL_LENGTH else f"{label[: LABEL_LENGTH - 1]}…"


def _bar(field: str, colour: str, x: dict[str, Any]) -> dict[str, Any]:
    return {
        "transform": [{"filter": f"datum.{field} !== null"}],
        "mark": {"type": "bar", "size": 12, "yOffset": 10, "color": colour},
        "encoding": {"x": x | {"field": field}},
    }


def _target(thickness: int, colour: str, x: dict[str, Any]) -> dict[str, Any]:
    mark = {"type": "tick", "orient": "vertical", "size": 20, "thickness": thickness, "yOffset": 10}
    return {
        "transform": [{"filter": "datum.target !== null"}],
        "mark": mark | {"color": colour, "opacity": 1},
        "encoding": {"x": x | {"field": "target"}},
    }


def _text(field: str, align: str, place: float) -> dict[str, Any]:
    return {
        "mark": {"type": "text", "align": align, "yOffset": -6, "fontSize": FONT_SIZE, "fill": INK},
        "encoding": {"text": {"field": field}, "x": {"value": place}},
    }


def _draw(spec: dict[str, Any], height: int, padding: tuple[int, int, int, int], words: tuple[str, str, str]) -> str:
    """The SVG of a specification with room around it (left, right, top, bottom) and its name, title and description."""
    left, right, top, bottom = padding
    frame = {
        "width": WIDTH - (left + right if left > 1 else 0),
        "height": height,
        "padding": {"left": left, "right": right, "top": top, "bottom": bottom},
    }
    return svg.draw(frame | spec, CONFIG, *words)
