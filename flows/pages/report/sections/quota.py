"""Why a quota percentage is not there: said once, in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.analyses.quota import LETTERS, NOT_PUBLIC

if TYPE_CHECKING:
    from flows.pages.dossier import Row
    from flows.pages.report.words import Words


def why_empty(rows: list[Row], words: Words) -> list[str]:
    """A sentence for each reason why there is no percentage, with the sectors that it holds for.

    Args:
        rows: the mart `quota` of a year; one whose percentage is there has no `reason`.
        words: the words of the page.
    """
    found: dict[str, list[str]] = {}
    for row in rows:
        if row["reason"] is not None:
            found.setdefault(_why(row, words), []).append(words(row["sector"]).lower())
    return [words("quota_empty", sectors=words.listed(sectors), why=why) for why, sectors in found.items()]


def _why(row: Row, words: Words) -> str:
    missing = [letter for letter in LETTERS if row[f"variable_{letter.lower()}"] is None]
    private = [letter for letter in missing if letter in NOT_PUBLIC]
    kinds = {"quota_unknown": [letter for letter in missing if letter not in private], "quota_not_public": private}
    said = [
        words.counted(name, len(letters), letters=words.listed(letters)) for name, letters in kinds.items() if letters
    ]
    return " ".join(said) or words("quota_zero")
