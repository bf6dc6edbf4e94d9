"""The PDF of the page: tagged and titled as PDF/UA-1 wants it, with the same bytes for the same page.

WeasyPrint writes the tags; what it leaves out is added before the file is written (`_finish`).
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from warehouse.errors import WrongUseError

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

VARIANT = "pdf/ua-1"
#: CSS: 96 pixels an inch; PDF: 72 points.
POINTS_PER_PIXEL = 72 / 96
#: Elements of these kinds say nothing by being there.
EMPTY = {"/Div", "/Span", "/NonStruct"}


def prepare() -> None:
    """Imports what pages are printed with; what is missing is said when a page is printed."""
    with suppress(Exception):
        import weasyprint  # noqa: F401


def render(html: str, identifier: str) -> bytes:
    """The page as PDF; `identifier` names the document whose revisions share the first part of the file's identifier.

    Raises:
        RuntimeError: the page asks for something outside itself.
        WrongUseError: Pango, which WeasyPrint sets text with, is not installed.
    """
    try:
        from weasyprint import HTML
        from weasyprint.urls import FatalURLFetchingError
    except OSError:  # what WeasyPrint says when it does not find the library
        message = "factsheet: the library Pango is missing; install it (Debian: libpangoft2-1.0-0) and build again"
        raise WrongUseError(message) from None
    try:
        document = HTML(string=html, url_fetcher=_fetcher())
        written: bytes | None = document.write_pdf(
            pdf_variant=VARIANT, pdf_identifier=sha256(identifier.encode()).digest()[:16], finisher=_finish
        )
    except FatalURLFetchingError as error:
        raise RuntimeError(str(error)) from error
    if written is None:
        raise RuntimeError("WeasyPrint wrote no PDF")
    return written


def _fetcher() -> URLFetcher:
    """Serves what the page itself holds (its fonts), and stops at anything else."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Inside(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if not url.startswith("data:"):
                raise FatalURLFetchingError(f"the factsheet asks for something outside itself: {url}")
            return super().fetch(url, headers)

    return Inside(allowed_protocols=["data"])


def _finish(document: Any, pdf: Any) -> None:  # noqa: ANN401 - WeasyPrint and pydyf have no types
    """Mends what WeasyPrint writes: scopes of headers, their tree of identifiers, places of figures, empty elements."""
    elements = [each for each in pdf.objects if isinstance(each, dict) and each.get("Type") == "/StructElem"]
    _drop_empty(pdf, elements)
    _scope_headers(pdf, [each for each in elements if each["S"] == "/TH"])
    for figure in (each for each in elements if each["S"] == "/Figure"):
        _place_figure(figure, document.pages[0].height)


def _drop_empty(pdf: Any, elements: list[Any]) -> None:  # noqa: ANN401
    """Takes elements without content out of the tree: bars that repeat a number beside them."""
    for element in reversed(elements):  # children come after their parents
        if not element["K"] and element["S"] in EMPTY:
            _found(pdf, element["P"])["K"].remove(element.reference)


def _found(pdf: Any, reference: bytes) -> Any:  # noqa: ANN401
    return pdf.objects[int(reference.split()[0])]


def _scope_headers(pdf: Any, headers: list[Any]) -> None:  # noqa: ANN401
    """Headers in a table's body are of their row, others of their column; each is found by its identifier."""
    import pydyf

    for header in headers:
        part = _found(pdf, _found(pdf, header["P"])["P"])
        header["A"]["Scope"] = "/Row" if part["S"] == "/TBody" else "/Column"
    pairs = sorted((header["ID"].string, header.reference) for header in headers)
    if pairs:
        names = pydyf.Array(part for name, reference in pairs for part in (pydyf.String(name), reference))
        tree = pydyf.Dictionary({"Names": names})
        pdf.add_object(tree)
        _found(pdf, pdf.catalog["StructTreeRoot"])["IDTree"] = tree.reference


def _place_figure(figure: Any, height: float) -> None:  # noqa: ANN401
    """WeasyPrint gives the place in CSS pixels from the top; PDF wants points from the bottom."""
    left, top, right, bottom = figure["A"]["BBox"]
    place = (left, height - bottom, right, height - top)
    figure["A"]["BBox"][:] = [edge * POINTS_PER_PIXEL for edge in place]
