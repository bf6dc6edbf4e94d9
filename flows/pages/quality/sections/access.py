"""Who publishes the statistic and answers questions, how soon it is there, and where its figures are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.kit.layout import Column, Part, Section, Table

if TYPE_CHECKING:
    from flows.pages.dossier import ReportData
    from flows.pages.quality.words import Words


def access(data: ReportData, words: Words) -> Section:
    """Publisher, contact, date, timeliness, formats, licence and citation; what is not known is left out."""
    imprint = data.imprint
    said = {
        "publisher": imprint.publisher,
        "contact": imprint.contact,
        "date": words.date(imprint.date) if imprint.date else "",
        "timeliness": words("timeliness_text", year=data.year, next=data.year + 1),
        "formats": words("formats_text"),
        "licence": imprint.licence,
        "cite": imprint.cite(words, data.year, data.about["release"]),
    }
    rows = [[words(name), text] for name, text in said.items() if text]
    columns = [Column(words("feature")), Column(words("description"), long=True)]
    table = Table("t-access", words("access_caption"), columns, rows)
    return Section("access", words("s_access"), [Part(table=table)])
