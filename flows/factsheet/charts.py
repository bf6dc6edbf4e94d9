"""The charts: Vega-Lite specifications as plain data, drawn to inline SVG with the factsheet's own font.

Sizes are fixed and no text is measured, so that the same figures give the same bytes. Each chart has its figures in
words as its title: browsers read it aloud, and the PDF has it as the text alternative.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.report.charts import ACCENT, GRID, INK, PALE, PAPER, VEGA_LITE, named

if TYPE_CHECKING:
    from collections.abc import Sequence

Layer = dict[str, Any]

#: The name that the page gives its font.
FONT = "Source Sans"
#: Sizes in CSS pixels, as they are on paper; on a screen a chart grows with its column.
FONT_SIZE, SMALL_SIZE = 11, 9
SOFT, FALL, RISE, LIGHT = "#4d5560", "#b85c00", "#5d86b3", "#c9d7e8"
COLUMN_WIDTH, COLUMN_HEIGHT = 212, 170
#: At most so many years get their number below their bar.
MOST_YEARS = 6
BAR_WIDTH, TARGET_WIDTH = 0.64, 0.9
BRIDGE_WIDTH, BRIDGE_ROW, BRIDGE_LABEL, BRIDGE_VALUE = 298, 17, 82, 46
INTERVAL_WIDTH, INTERVAL_HEIGHT, INTERVAL_ROOM = 298, 40, 10
#: Texts at a point in the first or last third of a chart start or end there, so that they stay inside.
THIRD = 1 / 3


@dataclass(frozen=True, slots=True)
class Words:
    """What a chart says: its name in the page, its figures in words, and the mark that it carries, if any."""

    name: str
    said: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """The extra jobs of a year, its target, and whether the figure was taken from a publication."""

    year: int
    jobs: int
    target: int | None
    published: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A row of a bridge: its label, the text at its end, and where its bar starts and ends."""

    label: str
    text: str
    start: float
    end: float
    is_level: bool = False

    @property
    def colour(self) -> str:
        """Levels are dark; the text says of a change whether it is a rise or a fall, the colour repeats it."""
        return ACCENT if self.is_level else RISE if self.end >= self.start else FALL


def development(rows: Sequence[Year], thousands: str, words: Words) -> str:
    """Columns of extra jobs, one a year, with the target as a line over each; years that were published are light."""
    years = [str(row.year) for row in rows]
    every = math.ceil(len(years) / MOST_YEARS)
    shown = [year for number, year in enumerate(reversed(years)) if number % every == 0]
    values = [
        {"year": str(row.year), "jobs": row.jobs, "target": row.target, "published": row.published} for row in rows
    ]
    x = {"field": "year", "type": "ordinal", "title": None, "scale": {"domain": years, "padding": 0.1}}
    x |= {"axis": {"values": shown, "labelAngle": 0, "ticks": False, "labelPadding": 4, "grid": False}}
    label = f"replace(format(datum.value, ',d'), /,/g, '{thousands}')"
    y = {"type": "quantitative", "title": None, "scale": {"nice": True, "zero": True}}
    y |= {"axis": {"tickCount": 4, "labelExpr": label, "domain": False, "ticks": False, "labelPadding": 4}}
    bar = {"type": "bar", "width": {"band": BAR_WIDTH}}
    layers = [
        _of("!datum.published", bar | {"color": ACCENT}, {"x": x, "y": y | {"field": "jobs"}}),
        _of("datum.published", bar | {"fill": LIGHT, "stroke": ACCENT, "strokeWidth": 0.75},
            {"x": x, "y": y | {"field": "jobs"}}),
        *(_of("datum.target !== null", {"type": "tick", "orient": "horizontal", "thickness": thickness, "color": colour,
                                        "width": {"band": TARGET_WIDTH}, "opacity": 1},
              {"x": x, "y": y | {"field": "target"}}) for thickness, colour in ((4, PAPER), (2, INK))),
    ]  # fmt: skip
    return _draw(layers, values, (COLUMN_WIDTH, COLUMN_HEIGHT), (46, 10, 14, 20), words)


def bridge(rows: Sequence[Step], words: Words) -> str:
    """From one level to the next: a row for each level and each change between them, from zero."""
    values = [
        {"row": number, "label": row.label, "text": row.text, "start": row.start, "end": row.end, "colour": row.colour}
        | {"level": row.is_level}
        for number, row in enumerate(rows)
    ]
    ends = [end for row in rows for end in (row.start, row.end)]
    domain = [min(0.0, *ends), max(0.0, *ends) or 1.0]
    scale = {"domain": domain, "nice": False, "range": [BRIDGE_LABEL, BRIDGE_WIDTH - BRIDGE_VALUE]}
    x = {"type": "quantitative", "scale": scale, "axis": None}
    y = {"field": "row", "type": "ordinal", "axis": None, "scale": {"padding": 0}}
    joints = [{"x": row.end, "row": number, "next": number + 1} for number, row in enumerate(rows[:-1])]
    layers = [
        {"data": {"values": joints}, "mark": {"type": "rule", "color": SOFT, "strokeWidth": 0.75, "strokeDash": [2, 2]},
         "encoding": {"x": x | {"field": "x"}, "y": y, "y2": {"field": "next"}}},
        {"mark": {"type": "bar", "size": 11, "minBandSize": 1}, "encoding": {
            "x": x | {"field": "start"}, "x2": {"field": "end"}, "y": y,
            "color": {"field": "colour", "type": "nominal", "scale": None}}},
        _label("label", "left", 0, y),
        _label("text", "right", BRIDGE_WIDTH, y),
    ]  # fmt: skip
    return _draw(layers, values, (BRIDGE_WIDTH, len(rows) * BRIDGE_ROW), (0, 0, 12 if words.mark else 1, 1), words)


def interval(low: float, middle: float, high: float, target: float | None, words: Words, labels: Sequence[str]) -> str:
    """An estimate with its interval above a line, and the target below it; the line need not start at zero.

    `labels` are those of the estimate and of the target.
    """
    ends = [low, middle, high] if target is None else [low, middle, high, target]
    least, room = min(ends), (max(ends) - min(ends)) or 1.0
    scale = {"domain": [least, least + room], "nice": False, "zero": False}
    scale |= {"range": [INTERVAL_ROOM, INTERVAL_WIDTH - INTERVAL_ROOM]}
    x = {"type": "quantitative", "scale": scale, "axis": None}
    middle_y, line = {"value": 20}, {"type": "rule", "color": GRID, "strokeWidth": 1}
    layers: list[Layer] = [
        {"mark": line, "encoding": {"x": {"value": 0}, "x2": {"value": INTERVAL_WIDTH}, "y": middle_y}},
        {"mark": {"type": "rule", "color": RISE, "strokeWidth": 7}, "encoding": {
            "x": x | {"field": "low"}, "x2": {"field": "high"}, "y": middle_y}},
        {"mark": {"type": "point", "filled": True, "size": 60, "color": ACCENT, "opacity": 1},
         "encoding": {"x": x | {"field": "middle"}, "y": middle_y}},
        _at("middle", labels[0], 9, (middle - least) / room, x, "bold"),
    ]  # fmt: skip
    if target is not None:
        tick = {"type": "tick", "orient": "vertical", "size": 16, "thickness": 2.5, "color": INK, "opacity": 1}
        layers.append({"mark": tick, "encoding": {"x": x | {"field": "target"}, "y": middle_y}})
        layers.append(_at("target", labels[1], 38, (target - least) / room, x, "normal"))
    values = [{"low": low, "middle": middle, "high": high, "target": target}]
    corner = "left" if target is not None and target > low else "right"
    return _draw(layers, values, (INTERVAL_WIDTH, INTERVAL_HEIGHT), (0, 0, 0, 0), words, (corner, INTERVAL_HEIGHT - 2))


def _of(condition: str, mark: Layer, encoding: Layer) -> Layer:
    return {"transform": [{"filter": condition}], "mark": mark, "encoding": encoding}


def _label(field: str, align: str, place: float, y: Layer) -> Layer:
    mark = {"type": "text", "align": align, "baseline": "middle", "fontSize": FONT_SIZE, "fill": INK}
    return {"mark": mark, "encoding": {"text": {"field": field}, "x": {"value": place}, "y": y}}


def _at(field: str, text: str, height: float, part: float, x: Layer, weight: str) -> Layer:
    align, shift = ("left", -4) if part < THIRD else ("right", 4) if part > 1 - THIRD else ("center", 0)
    mark = {"type": "text", "align": align, "dx": shift, "fontSize": FONT_SIZE, "fill": INK}
    mark |= {"baseline": "alphabetic", "fontWeight": 600 if weight == "bold" else 400}
    return {"mark": mark, "encoding": {"text": {"value": text}, "x": x | {"field": field}, "y": {"value": height}}}


def _draw(  # noqa: PLR0913, PLR0917
    layers: list[Layer],
    values: list[Layer],
    size: tuple[int, int],
    padding: tuple[int, int, int, int],
    words: Words,
    corner: tuple[str, float] | None = None,
) -> str:
    """The SVG of some layers: so wide with the room around them (left, right, top, bottom), so high without it.

    The mark stands in the upper right corner, or else at `corner` (its side, and where its line is).
    """
    import vl_convert

    left, right, top, bottom = padding
    width = size[0] - left - right
    if words.mark:
        side, line = corner or ("right", SMALL_SIZE - top)
        mark = {"type": "text", "align": side, "baseline": "alphabetic", "fontSize": SMALL_SIZE, "fill": FALL}
        place = {"text": {"value": words.mark}, "x": {"value": 0 if side == "left" else width}, "y": {"value": line}}
        layers = [*layers, {"data": {"values": [{}]}, "mark": mark, "encoding": place}]
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": size[1],
        "autosize": {"type": "none"},
        "padding": {"left": left, "right": right, "top": top, "bottom": bottom},
        "background": None,
        "view": {"stroke": None},
        "data": {"values": values},
        "layer": layers,
        "config": {
            "aria": False,
            "font": FONT,
            "axis": {"labelFontSize": FONT_SIZE, "labelColor": INK, "gridColor": PALE, "domainColor": INK,
                     "labelLimit": 0, "labelOverlap": False},
        },
    }  # fmt: skip
    drawn = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[])
    return named(drawn, words.name, words.said)
