"""The PDF of the page: tagged and titled as PDF/UA-1 wants it, with the same bytes for the same page.

WeasyPrint writes the tags; what it leaves out is added before the file is written (`_finish`).
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

VARIANT = "pdf/ua-1"


def render(html: str, identifier: str) -> bytes:
    """The page as PDF; `identifier` names the document whose revisions share the first part of the file's identifier.

    Raises:
        RuntimeError: the page asks for something outside itself.
    """
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

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


def _finish(_document: object, pdf: Any) -> None:  # noqa: ANN401 - pydyf has no types
    """Adds what PDF/UA-1 wants and WeasyPrint does not write: the scope of headers, and the tree of identifiers."""
    import pydyf

    def found(reference: bytes) -> Any:  # noqa: ANN401
        return pdf.objects[int(reference.split()[0])]

    headers = [each for each in pdf.objects if isinstance(each, pydyf.Dictionary) and each.get("S") == "/TH"]
    for header in headers:
        part = found(found(header["P"])["P"])
        header["A"]["Scope"] = "/Row" if part["S"] == "/TBody" else "/Column"
    if headers:
        pairs = sorted((header["ID"].string, header.reference) for header in headers)
        names = [part for name, reference in pairs for part in (pydyf.String(name), reference)]
        tree = pydyf.Dictionary({"Names": pydyf.Array(names)})
        pdf.add_object(tree)
        found(pdf.catalog["StructTreeRoot"])["IDTree"] = tree.reference
