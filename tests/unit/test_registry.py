"""What the registry says of a table is what the code goes by: no module singles a table out by its name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from warehouse.delivery.staging import StagedFile
from warehouse.registry.deliveries import DELIVERIES
from warehouse.registry.facts import FACTS
from warehouse.registry.kept import KEPT, PSEUDONYMS
from warehouse.registry.marts import MARTS
from warehouse.registry.published import PUBLISHED

ROOT = Path(__file__).parents[2]
REGISTRY = ROOT / "warehouse" / "registry"


def compared_names(tree: ast.AST) -> Iterator[str]:
    """Names of delivered tables that stand as a literal on a side of a comparison, also in a list of several."""
    for comparison in (node for node in ast.walk(tree) if isinstance(node, ast.Compare)):
        for side in (comparison.left, *comparison.comparators):
            found = side.elts if isinstance(side, ast.Tuple | ast.List | ast.Set) else [side]
            yield from (
                one.value
                for one in found
                if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value in DELIVERIES
            )


def test_no_module_compares_with_the_name_of_a_table() -> None:
    modules = [path for folder in ("warehouse", "flows") for path in sorted((ROOT / folder).rglob("*.py"))]
    outside = [path for path in modules if not path.is_relative_to(REGISTRY)]
    assert 0 < len(outside) < len(modules)
    assert [
        f"{path.relative_to(ROOT)} compares with {name}"
        for path in outside
        for name in compared_names(ast.parse(path.read_text(encoding="utf-8")))
    ] == []


def test_comparisons_are_found_wherever_they_stand() -> None:
    tree = ast.parse(
        'a = t.name == "polis"\nif "liv" != t: pass\nb = [x for x in y if x not in ("opgaven", z)]\nc = "polis"'
    )
    assert list(compared_names(tree)) == ["polis", "liv", "opgaven"]


def test_a_table_of_versions_has_a_key_and_one_rule_over_all_lines() -> None:
    of_versions = [table for table in DELIVERIES.values() if table.versions]
    assert of_versions
    for table in of_versions:
        assert set(table.key) < {column.name for column in table.columns}
        assert [rule.name for rule in table.rules() if rule.needs_all_lines] == ["repeat"]
        assert "_conflict" in {check.broken_when for check in table.expectations}


def test_the_date_of_receipt_is_a_date_of_the_table() -> None:
    with_a_cut = [table for table in DELIVERIES.values() if table.received_column]
    assert with_a_cut
    assert {table.column(table.received_column).kind.value for table in with_a_cut} == {"date"}
    assert "rows_after_cut" in StagedFile.__annotations__


def test_kept_columns_are_delivered_or_ours() -> None:
    """A pseudonym is no delivered column, and the number under it is not kept."""
    numbers = {pseudonym.number for pseudonym in PSEUDONYMS}
    for table in KEPT.values():
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names)
        assert numbers.isdisjoint(one.sql for one in table.others)
        assert all(one.name in table.sql for one in table.pseudonyms)
        assert {"naam", "bsn", "lhnr", "eenheid"}.isdisjoint(names)


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings, as a Markdown reader makes them."""
    headings = [line.lstrip("# ") for line in page.splitlines() if line.startswith("#")]
    return {
        "".join(mark for mark in text.lower() if mark.isalnum() or mark in " -_").replace(" ", "-") for text in headings
    }


def test_the_pages_of_the_contract_that_columns_cite_are_there() -> None:
    """Sources are published in the metadata, so a reader must find what they name."""
    sources = {column.source for mart in (MARTS | FACTS).values() for column in mart.columns}
    cited = sorted({part for source in sources for part in source.split("; ") if part.startswith("docs/")})
    assert len(cited) > 8
    for one in cited:
        path, _, anchor = one.partition("#")
        page = (ROOT / path).read_text(encoding="utf-8")
        assert not anchor or anchor in anchors(page), one


def test_every_published_table_says_in_both_languages_what_it_answers() -> None:
    for mart in PUBLISHED.values():
        assert all(one.endswith(".") and one.count(". ") == 0 for one in mart.answers), mart.name
    assert len({said for mart in PUBLISHED.values() for said in mart.answers}) == 2 * len(PUBLISHED)
