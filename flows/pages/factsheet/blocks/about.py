"""How it was measured, from what, who publishes it, and which release this is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.factsheet.blocks.development import is_published
from flows.pages.factsheet.layout import Block
from flows.pages.kit import sources
from flows.pages.kit.numbers import spans
from transforms.law import GOVERNMENT, MARKET, TOTAL

if TYPE_CHECKING:
    from flows.pages.factsheet.figures import Figures
    from flows.pages.factsheet.words import Words


def method(figures: Figures, words: Words) -> Block:
    """The method in a few sentences, and the sources."""
    texts = [
        words("method_job", cut=words("cut", year=figures.year + 1)),
        words("method_sector", key=_key(figures, words)),
        *([] if figures.is_baseline else [words("method_extra", year=figures.year)]),
        words("sources"),
    ]
    return Block("method", words("s_method"), texts)


def colophon(figures: Figures, words: Words) -> Block:
    """Who publishes it, which release this is, and how to cite it; nothing of deliveries: digests can be guessed at."""
    about, imprint = figures.data.about, figures.data.imprint
    facts = [
        (words("publisher"), ", ".join(text for text in (imprint.publisher, imprint.contact) if text)),
        (words("release"), ", ".join([about["release"], *([words.date(imprint.date)] if imprint.date else [])])),
        (words("code_version"), f"banenafspraak {about['code_version']}"),
        (words("rule_set"), about["rule_set"]),
        (words("measured_years"), spans(about["years"])),
        (words("published_totals"), f"{'; '.join(cited)}." if (cited := _published_totals(figures, words)) else ""),
        (words("cite_data"), imprint.cite(words, figures.year, about["release"])),
        (words("trial"), words("trial_text") if about["trial"] else ""),
    ]
    return Block("colophon", words("s_colophon"), facts=[fact for fact in facts if fact[1]])


def _published_totals(figures: Figures, words: Words) -> list[str]:
    """Where the totals of years that were not measured come from: the letters, and others by their own source."""
    rows = [row for row in figures.history(TOTAL) if is_published(row)]
    places, others = sources.split(row["source"] for row in rows)
    years = [row["year"] for row in rows if row["source"] not in others]
    letters = words("sources_published", years=spans(years), places=", ".join(places))
    return [*([letters] if places else []), *(sources.cited(words.language, source) for source in others)]


def _key(figures: Figures, words: Words) -> str:
    rows = figures.of_sector("allocation_key")
    if not {MARKET, GOVERNMENT} <= rows.keys():
        return words("method_no_key")
    market, government = (words.numbers.percent(rows[sector]["share_pct"], 1) for sector in (MARKET, GOVERNMENT))
    respondents = words.number(rows[GOVERNMENT]["respondents"])
    return words("method_key", market=market, government=government, respondents=respondents)
