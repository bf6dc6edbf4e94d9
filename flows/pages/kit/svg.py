"""From a Vega-Lite specification to SVG that stands in a page: named, read aloud, without what is not seen.

Sizes are fixed and no text is measured, so that the same figures give the same bytes on every machine.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as Tree

#: The version of Vega-Lite that the specifications are written for, of those that vl-convert brings.
VEGA_LITE = "6.4"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
#: The colours of every page.
INK, ACCENT, PALE, GRID, PAPER = "#1a1a1a", "#154273", "#dfe6ee", "#c4c9cf", "#ffffff"


def draw(spec: dict[str, Any], config: dict[str, Any], name: str, title: str, said: str = "") -> str:
    """The inline SVG of a specification.

    Args:
        spec: size, room around it, data and layers.
        config: the font and the axes of the page.
        name: unique in the page.
        title: what the chart shows, read aloud.
        said: its figures in words, when the title does not have them.
    """
    import vl_convert

    fixed = {"$schema": SCHEMA, "autosize": {"type": "none"}, "background": None, "view": {"stroke": None}}
    whole = fixed | spec | {"config": {"aria": False} | config}
    drawn = vl_convert.vegalite_to_svg(whole, vl_version=VEGA_LITE, allowed_base_urls=[])
    return named(drawn, name, title, said)


def begin() -> None:
    """Starts the program that draws, which takes as long as many charts."""
    draw({"data": {"values": []}, "mark": "point"}, {}, "first", "")


def named(drawn: str, name: str, title: str, said: str = "") -> str:
    """The drawing as inline SVG: an image with a title and, if any, a description, without what is not seen."""
    root = Tree.fromstring(drawn)  # noqa: S314 - what vl-convert just wrote, not something from outside
    _clean(root)
    size = root.get("viewBox", "")
    root.attrib.clear()
    texts = {"title": title} | ({"desc": said} if said else {})
    root.attrib |= {"viewBox": size, "role": "img", "aria-labelledby": " ".join(f"{name}-{tag}" for tag in texts)}
    for tag, text in reversed(texts.items()):
        element = Tree.Element(tag, {"id": f"{name}-{tag}"})
        element.text = text
        root.insert(0, element)
    return Tree.tostring(root, encoding="unicode")


def _clean(element: Tree.Element) -> None:
    """Takes out namespaces, roles and classes, and children that are empty or not shown."""
    element.tag = element.tag.rpartition("}")[2]
    for attribute in [key for key in element.attrib if key in ("role", "class") or key.startswith("aria-")]:
        del element.attrib[attribute]
    for child in list(element):
        _clean(child)
        hidden = child.get("display") == "none" or child.get("opacity") == "0" or child.get("d") in ("", "M0,0h0v0h0Z")
        if hidden or (child.tag == "g" and len(child) == 0):
            element.remove(child)
