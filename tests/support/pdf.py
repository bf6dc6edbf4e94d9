"""Reads a PDF back as a reader with a screen reader would meet it: its tags, its texts, and what is not tagged."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Operators that put something on the page: texts, paths, shadings, images.
PAINTS = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "EI"}
CHARACTER = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


@dataclass
class Element:
    """An element of the structure tree."""

    kind: str
    said: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    id: str = ""
    children: list[Element] = field(default_factory=list)
    marks: int = 0

    def every(self) -> Iterator[Element]:
        """This element and all below it, in the order of reading."""
        yield self
        for child in self.children:
            yield from child.every()

    def of(self, *kinds: str) -> list[Element]:
        return [element for element in self.every() if element.kind in kinds]


class Pdf:
    """A PDF in memory."""

    def __init__(self, content: bytes) -> None:
        self.file = pikepdf.open(BytesIO(content))
        self.root: Any = self.file.Root

    @property
    def pages(self) -> list[Any]:
        return list(self.file.pages)

    @property
    def tree(self) -> Element:
        """The element `Document`."""
        (document,) = self.root.StructTreeRoot.K
        return _element(document)

    @property
    def ids(self) -> set[str]:
        """The identifiers that the tree of identifiers knows."""
        return {str(name) for name in list(self.root.StructTreeRoot.IDTree.Names)[::2]}

    @property
    def metadata(self) -> str:
        return bytes(self.root.Metadata.read_bytes()).decode()

    @property
    def bookmarks(self) -> list[str]:
        with self.file.open_outline() as outline:
            return [item.title for first in outline.root for item in (first, *first.children)]

    def fonts(self) -> dict[str, Any]:
        return {str(font.BaseFont): font for page in self.pages for font in page.Resources.Font.values()}

    def text(self, page: int) -> str:
        """The text of a page in the order in which it is drawn, without the spaces between words."""
        fonts = {str(name): _characters(font) for name, font in self.pages[page].Resources.Font.items()}
        shown, known = [], {}
        for operator, operands in _instructions(self.pages[page]):
            if operator == "Tf":
                known = fonts[str(operands[0])]
            if operator in {"Tj", "TJ"}:
                parts = operands[0] if isinstance(operands[0], Array) else operands
                codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
                shown += [known[codes[at : at + 2]] for at in range(0, len(codes), 2)]
        return "".join(shown).replace(" ", "").replace("\N{NO-BREAK SPACE}", "")

    def untagged(self) -> list[str]:
        """What is put on a page outside any tag or artifact."""
        found = []
        for number, page in enumerate(self.pages):
            depth = 0
            for name, _ in _instructions(page):
                depth += (name in {"BMC", "BDC"}) - (name == "EMC")
                if name in PAINTS and depth == 0:
                    found.append(f"page {number}: {name}")
        return found

    def marks(self) -> int:
        """How many pieces of content on the pages claim to be in the tree."""
        return sum(
            isinstance(operands[1], Dictionary) and "/MCID" in operands[1]
            for page in self.pages
            for operator, operands in _instructions(page)
            if operator == "BDC"
        )


def _instructions(page: Any) -> Iterator[tuple[str, list[Any]]]:
    """What a page is drawn by: operator and operands."""
    for instruction in pikepdf.parse_content_stream(page):
        yield str(instruction.operator), list(instruction.operands)


def _element(found: Any) -> Element:
    kids = found.get("/K", Array())
    kids = list(kids) if isinstance(kids, Array) else [kids]
    children = [_element(kid) for kid in kids if isinstance(kid, Dictionary) and "/S" in kid]
    attributes = dict(found.A.items()) if "/A" in found else {}
    marks = len([kid for kid in kids if isinstance(kid, int)])
    said, name = str(found.get("/Alt", "")), str(found.get("/ID", ""))
    return Element(str(found.S)[1:], said, attributes, name, children, marks)


def _characters(font: Any) -> dict[bytes, str]:
    """Code -> the text it stands for, as the font says it."""
    table = bytes(font.ToUnicode.read_bytes())
    return {
        bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in CHARACTER.findall(table)
    }
