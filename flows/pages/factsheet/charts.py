"""The charts: Vega-Lite specifications as plain data, drawn to inline SVG with the factsheet's own font.

Each chart has its figures in
words as its title: browsers read it aloud, and the PDF has it as the text alternative.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from flows.pages.kit import svg
from flows.pages.kit.svg import ACCENT, GRID, INK, PALE, PAPER

if TYPE_CHECKING:
    from collections.abc import Sequence

Layer = dict[str, Any]

#: The name that the page gives its font.
FONT = "Source Sans"
#: Sizes in CSS pixels, as they are on paper; on a screen a chart grows with its column.
FONT_SIZE, SMALL_SIZE = 11, 9
CONFIG = {
    "font": FONT,
    "axis": {
        "labelFontSize": FONT_SIZE,
        "labelColor": INK,
        "gridColor": PALE,
        "domainColor": INK,
        "labelLimit": 0,
        "labelOverlap": False,
    },
}
SOFT, FALL, RISE, LIGHT = "#4d5560", "#b85c00", "#5d86b3", "#c9d7e8"
#: The columns of the development: plot, room for the numbers beside it, for the mark above, and for the years below.
COLUMN_WIDTH, COLUMN_HEIGHT, COLUMN_LEFT, COLUMN_RIGHT, COLUMN_TOP, COLUMN_BOTTOM = 156, 124, 46, 10, 14, 20
#: At most so many years get their number below their column.
MOST_YEARS = 6
#: Parts of the room of a year that its column and its target take, and the most room that they count with.
BAR_WIDTH, TARGET_WIDTH, MOST_ROOM = 0.58, 0.82, 36
#: The bridge: whole width, height of a row, room for the labels and for the values, room for the mark, thickness.
BRIDGE_WIDTH, BRIDGE_ROW, BRIDGE_LABEL, BRIDGE_VALUE, BRIDGE_TOP, BRIDGE_BAR = 298, 17, 82, 46, 12, 11
#: The interval: whole width and height, room at the ends, and the heights of the line and of the texts.
INTERVAL_WIDTH, INTERVAL_HEIGHT, INTERVAL_ROOM, INTERVAL_LINE, ABOVE_LINE, BELOW_LINE = 298, 40, 10, 20, 9, 38
#: Texts at a point in the first or last third of a chart start or end there, so that they stay inside.
THIRD = 1 / 3


@dataclass(frozen=True, slots=True)
class Words:
    """What a chart says: its name in the page, its figures in words, and the mark that it carries, if any."""

    name: str
    said: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of the plot, the room around it, and where the mark stands: its side and the height of its line."""

    width: int
    height: int
    left: int = 0
    right: int = 0
    top: int = 1
    bottom: int = 1
    side: str = "right"
    line: int = 0


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


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate with its interval, the target when there is one, and what is written at the two."""

    low: float
    middle: float
    high: float
    text: str
    target: float | None = None
    target_text: str = ""

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the most that the chart shows; never the same."""
        known = [end for end in (self.low, self.middle, self.high, self.target) if end is not None]
        return min(known), max(known) if max(known) > min(known) else min(known) + 1.0

    def part(self, value: float) -> float:
        """Where a value lies between the ends, 0-1."""
        least, most = self.ends
        return (value - least) / (most - least)


def development(rows: Sequence[Year], thousands: str, words: Words) -> str:
    """Columns of extra jobs, one per year, with the target as a line over each; years that were published are light."""
    years = [str(year) for year in range(rows[0].year, rows[-1].year + 1)]
    every = math.ceil(len(years) / MOST_YEARS)
    shown = [year for number, year in enumerate(reversed(years)) if number % every == 0]
    x: Layer = {"field": "year", "type": "ordinal", "title": None, "scale": {"domain": years, "padding": 0.1}}
    x |= {"axis": {"values": shown, "labelAngle": 0, "ticks": False, "labelPadding": 4, "grid": False}}
    label = f"replace(format(datum.value, ',d'), /,/g, '{thousands}')"
    y: Layer = {"type": "quantitative", "title": None, "scale": {"nice": True, "zero": True}}
    y |= {"axis": {"tickCount": 4, "labelExpr": label, "domain": False, "ticks": False, "labelPadding": 4}}
    jobs, target = {"x": x, "y": y | {"field": "jobs"}}, {"x": x, "y": y | {"field": "target"}}
    room = min(COLUMN_WIDTH / len(years), MOST_ROOM)
    bar = {"type": "bar", "size": room * BAR_WIDTH}
    line = {"type": "tick", "orient": "horizontal", "size": room * TARGET_WIDTH, "opacity": 1}
    layers = [
        _where("!datum.published", bar | {"color": ACCENT}, jobs),
        _where("datum.published", bar | {"fill": LIGHT, "stroke": ACCENT, "strokeWidth": 0.75}, jobs),
        _where("datum.target !== null", line | {"thickness": 4, "color": PAPER}, target),
        _where("datum.target !== null", line | {"thickness": 2, "color": INK}, target),
    ]
    frame = Frame(COLUMN_WIDTH, COLUMN_HEIGHT, COLUMN_LEFT, COLUMN_RIGHT, COLUMN_TOP, COLUMN_BOTTOM, line=-5)
    values = [asdict(row) | {"year": str(row.year)} for row in rows]
    return _draw(layers, values, frame, words)


def bridge(rows: Sequence[Step], words: Words) -> str:
    """From one level to the next: a row for each level and each change between them, from zero."""
    ends = [end for row in rows for end in (row.start, row.end)]
    domain = [min(0.0, *ends), max(0.0, *ends) or 1.0]
    scale = {"domain": domain, "nice": False, "range": [BRIDGE_LABEL, BRIDGE_WIDTH - BRIDGE_VALUE]}
    x: Layer = {"type": "quantitative", "scale": scale, "axis": None}
    y: Layer = {"field": "row", "type": "ordinal", "axis": None, "scale": {"padding": 0}}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    bars = {"x": x | {"field": "start"}, "x2": {"field": "end"}, "y": y, "color": colour}
    joints = {"x": x | {"field": "end"}, "y": y, "y2": {"field": "next"}}
    layers: list[Layer] = [
        _where(
            "datum.next !== null", {"type": "rule", "color": SOFT, "strokeWidth": 0.75, "strokeDash": [2, 2]}, joints
        ),
        {"mark": {"type": "bar", "size": BRIDGE_BAR}, "encoding": bars},
        _label("label", "left", 0, y),
        _label("text", "right", BRIDGE_WIDTH, y),
    ]
    values = [
        asdict(row) | {"row": number, "next": None if number == len(rows) - 1 else number + 1, "colour": row.colour}
        for number, row in enumerate(rows)
    ]
    top = BRIDGE_TOP if words.mark else 1
    return _draw(layers, values, Frame(BRIDGE_WIDTH, len(rows) * BRIDGE_ROW, top=top, line=-3), words)


def interval(estimate: Estimate, words: Words) -> str:
    """An estimate with its interval on a line, its text above and the target's below; the line need not start at 0."""
    least, most = estimate.ends
    scale = {"domain": [least, most], "nice": False, "zero": False}
    scale |= {"range": [INTERVAL_ROOM, INTERVAL_WIDTH - INTERVAL_ROOM]}
    x: Layer = {"type": "quantitative", "scale": scale, "axis": None}
    y = {"value": INTERVAL_LINE}
    whole = {"x": {"value": 0}, "x2": {"value": INTERVAL_WIDTH}, "y": y}
    band = {"x": x | {"field": "low"}, "x2": {"field": "high"}, "y": y}
    point = {"type": "point", "filled": True, "size": 60, "color": ACCENT, "opacity": 1}
    tick = {"type": "tick", "orient": "vertical", "size": 16, "thickness": 2.5, "color": INK, "opacity": 1}
    layers: list[Layer] = [
        {"mark": {"type": "rule", "color": GRID, "strokeWidth": 1}, "encoding": whole},
        {"mark": {"type": "rule", "color": RISE, "strokeWidth": 7}, "encoding": band},
        {"mark": point, "encoding": {"x": x | {"field": "middle"}, "y": y}},
        _text_at("middle", estimate.text, ABOVE_LINE, estimate.part(estimate.middle), x),
    ]
    side = "right"
    if estimate.target is not None:
        part = estimate.part(estimate.target)
        side = "left" if part > 1 - THIRD else "right"
        layers.append({"mark": tick, "encoding": {"x": x | {"field": "target"}, "y": y}})
        layers.append(_text_at("target", estimate.target_text, BELOW_LINE, part, x))
    frame = Frame(INTERVAL_WIDTH, INTERVAL_HEIGHT, top=0, bottom=0, side=side, line=BELOW_LINE)
    return _draw(layers, [asdict(estimate)], frame, words)


def _where(condition: str, mark: Layer, encoding: Layer) -> Layer:
    return {"transform": [{"filter": condition}], "mark": mark, "encoding": encoding}


def _label(field: str, align: str, place: float, y: Layer) -> Layer:
    mark = {"type": "text", "align": align, "baseline": "middle", "fontSize": FONT_SIZE, "fill": INK}
    return {"mark": mark, "encoding": {"text": {"field": field}, "x": {"value": place}, "y": y}}


def _text_at(field: str, text: str, height: float, part: float, x: Layer) -> Layer:
    """A text at the place of a figure, which lies at some part (0-1) of the width."""
    align, shift = ("left", -4) if part < THIRD else ("right", 4) if part > 1 - THIRD else ("center", 0)
    mark = {"type": "text", "align": align, "dx": shift, "baseline": "alphabetic", "fontSize": FONT_SIZE, "fill": INK}
    return {"mark": mark, "encoding": {"text": {"value": text}, "x": x | {"field": field}, "y": {"value": height}}}


def _marked(frame: Frame, mark: str) -> Layer:
    place = 0 if frame.side == "left" else frame.width
    text = {"type": "text", "align": frame.side, "baseline": "alphabetic", "fontSize": SMALL_SIZE, "fill": FALL}
    encoding = {"text": {"value": mark}, "x": {"value": place}, "y": {"value": frame.line}}
    return {"data": {"values": [{}]}, "mark": text, "encoding": encoding}


def _draw(layers: list[Layer], values: list[Layer], frame: Frame, words: Words) -> str:
    """The SVG of some layers, with the mark if there is one."""
    spec = {
        "width": frame.width,
        "height": frame.height,
        "padding": {side: getattr(frame, side) for side in ("left", "right", "top", "bottom")},
        "data": {"values": values},
        "layer": [*layers, _marked(frame, words.mark)] if words.mark else layers,
    }
    return svg.draw(spec, CONFIG, words.name, words.said)
