"""The steps of a build as plain functions; between them go paths, digests and counts, never rows of a delivery."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from expectations import measured, verdict
from flows import inputs, lineage, lists, manifest, protection
from flows import marts as making
from flows import release as composition
from flows.pages import factsheet, landing, quality, report
from flows.pages.dossier import Secrecy
from flows.pages.kit.imprint import Imprint
from flows.pages.review import card as cards
from flows.pages.review import differences
from flows.plan import made_from, measured_from
from flows.protection import Asked, Earlier
from flows.secrecy import summary, withheld_cells
from flows.years import KEPT as KEPT_OF_YEARS
from flows.years import OF_ONE_YEAR
from transforms.allocation_key import KeyUndefinedError
from transforms.exact import exact_hours
from transforms.law import FORMS
from warehouse import formats, provenance, releases, store, tables
from warehouse.delivery import staging
from warehouse.errors import DeliveryRejectedError
from warehouse.registry.facts import FACTS, STATISTICS
from warehouse.registry.marts import MARTS, QUALITY
from warehouse.registry.public import PUBLIC_MARTS
from warehouse.registry.published import PUBLISHED
from warehouse.registry.terms import terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from expectations.verdict import Result
    from flows.pages.review.origin import Origin
    from flows.protection import Frames
    from flows.request import Plan, Request, YearBuilt
    from transforms.lines import Lines
    from warehouse.delivery.archive import Delivery
    from warehouse.delivery.tasks import Each
    from warehouse.releases import Built


#: What `protect` leaves for `candidate`: the exact marts, the facts, what readers get, and lists.
EXACT, KEPT, PUBLIC, LISTS = "exact", "kept", "public", "lists"


def stage(request: Request, delivery: Delivery, folder: Path, each: Each) -> staging.Staged:
    """Loads a delivery into the staging file and splits its lines into accepted and quarantined."""
    of_year = terms(request.reference, request.law(delivery.year))
    return staging.load(request.home, folder, delivery, request.settings.machine, of_year, each)


def validate(request: Request, delivery: Delivery, staged: staging.Staged, folder: Path) -> list[Result]:
    """Checks everything that must be true of a delivery, on all lines.

    Raises:
        DeliveryRejectedError: a critical expectation is broken.
    """
    from expectations import run

    of_year = terms(request.reference, request.law(delivery.year))
    results = run.run(folder, {file.table for file in staged.files}, of_year, request.settings.quality)
    named = run.with_files(results, staged, folder, request.settings.machine)
    verdict.reject_if_critical(delivery.year, named)
    return named


def minimise(request: Request, delivery: Delivery, staged: staging.Staged, folder: Path) -> None:
    """Keeps only lines of people in the register, under pseudonyms, and destroys the staging file."""
    kept = made_from(measured_from(request, delivery))
    store.minimise(request.home, folder, delivery.year, staged, request.settings.machine, kept)
    staging.destroy(folder)


def transform(
    request: Request, planned: Plan, delivery: Delivery, staged: staging.Staged, folder: Path
) -> list[Result]:
    """Makes every table of a year and leaves it in `folder`; returns the checks that need the measurement.

    Raises:
        DeliveryRejectedError: the employer of a counted line is not known, or the key is undefined.
    """
    year = delivery.year
    found = inputs.of_year(request.home, year, request.book, request.reference, planned.companions[year])
    statistics = _statistics(request, year, staged, found.lines)
    earlier = _earlier(request, planned, year, folder.parent)
    facts = _measured(request, planned, staged, found, statistics, earlier)
    results = measured.checks(facts, request.settings.quality)
    verdict.reject_if_critical(year, results)
    made = _made(found) | {STATISTICS.name: tables.conform(statistics.lazy(), STATISTICS)}
    formats.write_kept(folder, OF_ONE_YEAR, made)
    return results


def protect(
    request: Request, planned: Plan, built: Sequence[YearBuilt], folders: Mapping[int, Path], folder: Path
) -> None:
    """Composes the release and makes what readers get of it; leaves both in `folder`.

    Raises:
        ProtectionError: figures cannot be protected, or it is not known what those of a year rest on.
    """
    base = releases.base(request.home)
    published = inputs.publications(request.reference)
    facts = composition.facts(base, folders, built)
    exact = composition.marts(facts, base, planned, request.book, published)
    settings, years = manifest.thresholds(request, base), request.years
    asked = Asked(exact, facts["base_counts"], facts["disclosure"], years, settings, _before(request))
    done = protection.protect_release(asked)
    before = composition.public_marts(request.home, base)
    public = protection.public_copies(done.marts, published)
    about = {"release": planned.candidate, "supersedes": planned.supersedes, "change_type": planned.change_type}
    public["revisions"] = protection.public_revisions(public, before, years, about)
    formats.write_kept(folder / EXACT, MARTS, exact)
    formats.write_kept(folder / KEPT, KEPT_OF_YEARS, facts | {"disclosure": done.disclosure})
    formats.write_kept(folder / PUBLIC, PUBLIC_MARTS, public)
    listed = {"changes": protection.public_differences(public, before, years), "withheld": withheld_cells(done)}
    formats.write_lists(folder / LISTS, listed, summary(done, settings, years))


def candidate(request: Request, planned: Plan, built: Sequence[YearBuilt], folder: Path) -> Path:
    """Writes the candidate: internally the exact marts, facts and report; what readers get; the manifests last."""
    base = releases.base(request.home)
    exact, facts, public = (
        formats.read_kept(folder / name, registry)
        for name, registry in ((EXACT, MARTS), (KEPT, FACTS), (PUBLIC, PUBLIC_MARTS))
    )
    listed, secrecy = formats.read_lists(folder / LISTS)
    before = composition.public_marts(request.home, base)
    comparison = differences.between(base.id, planned.candidate, before or {}, public) if base else None
    about = manifest.internal(request, planned, built, base, cards.changed(comparison))
    said = _said(request, about, manifest.metadata(about))
    shown = report.ReportData(
        about=about,
        marts=public,
        strata=facts["strata"],
        changes=listed["changes"],
        earlier=_quality_before(request, base),
        corrections=about["corrections"],
        targets=request.reference.rows("targets"),
        exact=exact,
        secrecy=Secrecy(**secrecy),
        imprint=_imprint(said),
        comparison=comparison,
        origins=_origins(request, base, about, exact, facts),
        statistics=facts[STATISTICS.name],
    )

    sheet = factsheet.begin(shown)

    def fill(outside: Path, internal: Path) -> tuple[dict[str, Any], dict[str, Any]]:
        formats.write_internal(internal, exact, facts, _said(request, about, manifest.internal_metadata(about)))
        formats.write_for_stewards(internal, listed["withheld"])
        formats.write_reference(internal, request.reference.own)
        report.write(internal / "report", shown)
        published = public | lists.about(public, request.reference)
        formats.write_public(outside, published, PUBLISHED, said)
        files = formats.offered(outside, PUBLISHED)
        quality.write(outside / "quality", shown)
        factsheet.write(outside / "factsheet", sheet)
        landing.write(outside, shown, files)
        return manifest.public(about), about | {"rows": {name: exact[name].height for name in MARTS}}

    written = releases.write(request.home.candidates / planned.candidate, fill)
    for one in built:
        _record(request, planned, one.delivery)
    return written.internal


def _origins(request: Request, base: Built | None, about: dict[str, Any], exact: Frames, facts: Frames) -> list[Origin]:
    """Where the figures of the years that are built come from."""
    before = [one.manifest for one in releases.chain(request.home, base)]
    return lineage.explained(lineage.sources(about, exact, facts, before), request.years)


def _before(request: Request) -> list[Earlier]:
    """The earlier releases that have the years that are built: what they published is known, what they withheld stays.

    Those withdrawn or rolled back are among them: somebody read them.
    """
    return [composition.earlier(one) for one in releases.with_years(request.home, request.years)]


def _said(request: Request, about: dict[str, Any], metadata: dict[str, str]) -> formats.About:
    """What the files say of the release; its date is the setting's, or the day of the cut of its last year."""
    publication, years = request.settings.publication, tuple(about["years"])
    return formats.About(
        release=about["release"],
        synthetic=about["synthetic"],
        trial=about["trial"],
        metadata=metadata,
        years=years,
        date=(publication.date or request.law(max(years)).cut).isoformat(),
        publication=publication.for_synthetic() if about["synthetic"] else publication,
    )


def _imprint(said: formats.About) -> Imprint:
    """What the pages say of who publishes the release."""
    publication = said.publication
    return Imprint(
        publisher=publication.publisher,
        contact=publication.contact,
        licence=publication.licence,
        address=f"{publication.base_url}releases/{said.release}/",
        date=said.date,
    )


def _quality_before(request: Request, base: Built | None) -> list[tuple[str, pl.DataFrame]]:
    """Of each earlier release its name and the exact mart `quality`; oldest first."""
    chain = releases.chain(request.home, base)
    return [(one.id, tables.read(one.internal / releases.MARTS, QUALITY)) for one in chain]


def _made(found: inputs.YearInputs) -> dict[str, pl.DataFrame]:
    try:
        return making.make_of_year(found)
    except KeyUndefinedError:
        message = (
            f"delivery {found.year}: table verdeelsleutel, columns uren_markt and uren_overheid: 0 hours in all "
            "responding lines (rule: respondents lent hours); correct the delivery"
        )
        raise DeliveryRejectedError(message) from None


def _earlier(request: Request, planned: Plan, year: int, folder: Path) -> pl.DataFrame:
    """The sizes of the other years: those of this candidate that were measured before, and released ones."""
    base = releases.base(request.home)
    released = tables.read(base.internal / releases.FACTS, STATISTICS) if base else tables.empty(STATISTICS)
    before = [one.year for one in planned.deliveries if one.year < year]
    others = released.filter(~pl.col("year").is_in([*before, year]))
    return pl.concat([others, *(tables.read(folder / str(one), STATISTICS) for one in before)])


def _measured(
    request: Request,
    planned: Plan,
    staged: staging.Staged,
    found: inputs.YearInputs,
    statistics: pl.DataFrame,
    earlier: pl.DataFrame,
) -> measured.Measured:
    """What the checks of a measured year go by."""
    year = found.year
    return measured.Measured(
        law=found.law,
        staged=staged,
        counted_lines=found.lines.counted_lines(),
        unknown_employer_lines=found.lines.unknown_employer_lines(),
        statistics=statistics,
        earlier=earlier,
        companions=planned.companions[year],
        missing_companions=planned.missing_companions[year],
        digests_of_other_years=_digests(request, planned, year),
        withdrawn_years=planned.withdrawn_years if year == max(request.years) else (),
    )


def _digests(request: Request, planned: Plan, year: int) -> dict[int, dict[str, set[str]]]:
    """Of each other year the digests of its files by table: as in this candidate, or as it was delivered last."""
    found: dict[int, dict[str, set[str]]] = {}
    for release in releases.chain(request.home, releases.base(request.home)):
        delivered: dict[int, dict[str, set[str]]] = {}
        for file in release.manifest["deliveries"]:
            of_table = delivered.setdefault(file.get("year", release.manifest.get("year")), {})
            of_table.setdefault(file["table"], set()).add(file["sha256"])
        found |= delivered
    for delivery in planned.deliveries:
        found[delivery.year] = {}
        for part in delivery.files:
            found[delivery.year].setdefault(part.table, set()).add(part.sha256)
    found.pop(year, None)
    return found


def _statistics(request: Request, year: int, staged: staging.Staged, found: Lines) -> pl.DataFrame:
    """The size of the delivery and of what is counted of it: lines, hours and people."""
    hours, persons = store.size(request.home, year)
    counted = exact_hours(found.counted, "form")
    rows = [
        *staged.sizes(year),
        (year, "polis", "hours", hours),
        (year, "doelgroepregister", "persons", persons),
        (year, "polis", "persons_counted", found.persons_counted()),
        (year, "polis", "hours_counted", int(sum(counted.values()))),
        *((year, "polis", f"hours_{form}", int(counted[form,])) for form in FORMS),
    ]
    return pl.DataFrame(rows, schema=["year", "table", "measure", "value"], orient="row")


def _record(request: Request, planned: Plan, delivery: Delivery) -> None:
    digests = (delivery.digest(), request.settings.digest(), provenance.code_digest())
    store.record_run(request.home, (planned.candidate, delivery.year, "built", *digests))
