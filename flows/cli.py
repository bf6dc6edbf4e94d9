"""The command line (operation.md): exit codes, one-line errors, JSON on request."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import traceback
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from warehouse import process, progress, room
from warehouse.errors import BanenafspraakError, UnexpectedError, WrongUseError
from warehouse.home import Home

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flows.build import Outcome

UNEXPECTED, WRONG_USE = 1, 2
FIRST_YEAR, LAST_YEAR = 2012, 2100
#: `flows.request.ChangeType`, which is not imported for `--help`; a test compares them.
CHANGE_TYPES = ("", "bijstelling", "correctie", "revisie")
#: DuckDB's own name for a file that it cannot write; DuckDB is not imported for `--help`.
CANNOT_WRITE = "IOException"
#: So many digits in the name of a file may be a number of a person.
LONG_NUMBER = re.compile(r"\d{8,}")
#: The report is written in both; the first is what readers get who do not choose.
LANGUAGES = ("nl", "en")
#: How much smaller or larger than true size synthetic deliveries can be made.
SCALES = (0.001, 2)


@dataclass
class Context:
    """What every command needs: the home folder and how to answer."""

    home: Path
    as_json: bool

    def answer(self, lines: list[str], **values: Any) -> None:  # noqa: ANN401 - JSON values
        """Prints the answer; with --json its last line is one JSON object. Whoever reads may have seen enough."""
        try:
            self._print(lines, values)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _print(self, lines: list[str], values: dict[str, Any]) -> None:
        for line in lines:
            click.echo(printable(line))
        if self.as_json:
            text = json.dumps(values, ensure_ascii=False, default=str)
            click.echo(text if printable(text) == text else json.dumps(values, default=str))


def default_home() -> Path:
    """The home folder where none is named."""
    return Path(os.environ.get("BANENAFSPRAAK_HOME") or "var")


def printable(text: str) -> str:
    """The text with a mark for each byte of a path that is no UTF-8."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class Commands(click.Group):
    """The commands; what a library makes of Ctrl-C ends them as the signal itself does."""

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Adds a command; it takes the options of all commands behind its name too."""
        cmd.params.extend(_everywhere())
        super().add_command(cmd, name)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Runs the command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise process.Stopped(signal.SIGINT) from None


def _everywhere() -> list[click.Option]:
    """The options that may stand before and behind the name of a command; there they are not shown again."""
    folder = click.Path(path_type=Path, file_okay=False)

    def at(context: click.Context, _: click.Parameter, value: Path | None) -> None:
        if value is not None:
            context.obj.home = value.expanduser().resolve()
            Home(context.obj.home).sweep()

    def as_json(context: click.Context, _: click.Parameter, value: bool) -> None:
        context.obj.as_json = context.obj.as_json or value

    about: dict[str, Any] = {"hidden": True, "expose_value": False, "is_eager": True}
    return [
        click.Option(["--home"], type=folder, callback=at, **about),
        click.Option(["--json"], is_flag=True, callback=as_json, **about),
        click.Option(["--debug"], is_flag=True, **about),
    ]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    help="Home folder [BANENAFSPRAAK_HOME, ./var].",
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON object on the last line.")
@click.option("--debug", is_flag=True, help="Show where an unexpected error came from.")
@click.version_option(package_name="banenafspraak")
@click.pass_context
def cli(context: click.Context, home: Path | None, as_json: bool, debug: bool) -> None:
    """Measures the Dutch jobs agreement: from the yearly deliveries to published marts."""
    _ = debug
    place = home or default_home()
    context.obj = Context(place.expanduser().resolve(), as_json)
    Home(context.obj.home).sweep()


def _complete(context: click.Context, parameter: click.Parameter, text: str) -> list[str]:
    """What a shell offers for an identifier."""
    from flows.commands import ids

    return ids.complete(context, parameter, text)


def _found(kind: str) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """Takes the beginning of an identifier for the whole of it: of a `candidate`, a `release`, or `either`."""

    def found(context: click.Context, _: click.Parameter, text: str | None) -> str | None:
        from flows.commands import ids

        of_kind: Callable[[Path, str], str] = getattr(ids, kind)
        return of_kind(context.obj.home, text) if text else text

    return found


CANDIDATE = click.argument("candidate", shell_complete=_complete, callback=_found("candidate"))
CANDIDATE_OR_RELEASE = click.argument("candidate", shell_complete=_complete, callback=_found("either"))
RELEASE = click.argument("release", shell_complete=_complete, callback=_found("release"))


@cli.command()
@click.option("--year", type=click.IntRange(FIRST_YEAR, LAST_YEAR), help="Measurement year.")
@click.option("--years", default="", help="Several years in one candidate, as 2012,2021-2024.")
@click.option("--source", default="", help="Name of a source, folder or URL [setting source.url].")
@click.option("--no-prefect", is_flag=True, help="Call the steps directly, without Prefect's server.")
@click.option("--change-type", type=click.Choice(CHANGE_TYPES), default="", help="Kind of change to released figures.")
@click.option("--reason", default="", help="Reason for the change, kept in the manifest.")
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=LANGUAGES[0],
    show_default=True,
    help="Language of the report and factsheet paths printed.",
)
@click.pass_obj
def build(  # noqa: PLR0913 - one argument per option
    context: Context,
    year: int | None,
    years: str,
    source: str,
    *,
    no_prefect: bool,
    change_type: str,
    reason: str,
    lang: str,
) -> None:
    """Build a candidate of one year or of several."""
    from flows.commands import showing

    wanted = wanted_years(year, years)
    with showing.shown(context.home, "build", year=max(wanted)):
        outcome = _built(context.home, wanted, source, no_prefect=no_prefect, why=(change_type, reason))
    shown, factsheet = (in_language(Path(page), lang) for page in (outcome.report, outcome.factsheet))
    verb = "there already, nothing to do" if outcome.skipped else "built"
    context.answer(
        [
            f"candidate {outcome.candidate}: {verb}; {outcome.status}",
            f"report: {shown}",
            f"factsheet: {factsheet}",
        ],
        candidate=outcome.candidate,
        status=outcome.status,
        report=str(shown),
        factsheet=str(factsheet),
        skipped=outcome.skipped,
    )


def _built(home: Path, wanted: list[int], source: str, *, no_prefect: bool, why: tuple[str, str]) -> Outcome:
    """Builds some years, directly or under Prefect; `why` is the kind of change and its reason."""
    from flows import build as building
    from flows import spread

    request = building.request_for(home, source, wanted)
    if no_prefect:
        request = replace(request, change_type=why[0], reason=why[1])
        with spread.directly(request.settings.machine) as each:
            return building.pipeline(request, each=each)
    check_prefect_can_be_told(home)
    progress.note("starts under Prefect")
    from flows import deployments

    return deployments.build_here(home, wanted, source, why)


STEWARD = click.option("--steward", default="", help="Who decides; two different stewards have to.")
KEY = click.option("--key", type=click.Path(path_type=Path, dir_okay=False), help="Private SSH key to sign with.")
FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
TEXT = click.option("--text", type=FILE, help="The text that `decision` printed, signed elsewhere.")
SIGNATURE = click.option("--signature", type=FILE, help="Its signature.")


@cli.command()
@click.option("--trial", is_flag=True, help="Without signatures; every release says so.")
@click.option("--from", "of", type=click.Path(path_type=Path, file_okay=False), help="A home of before, to take over.")
@click.option(
    "--steward", "stewards", multiple=True, help="NAME=KEYFILE: a steward and the file of the public SSH key."
)
@click.pass_obj
def init(context: Context, *, trial: bool, of: Path | None, stewards: tuple[str, ...]) -> None:
    """Make a home: settings, keys, the trail."""
    from flows.commands import init as making

    asked = [] if trial or stewards or of else _ask_stewards()
    home = making.make(context.home, trial=trial, of=of, stewards=[*stewards, *asked])
    context.answer([f"home {home}: made in {context.home}"], home=home, folder=str(context.home))


def _ask_stewards() -> list[str]:
    """Stewards as NAME=KEYFILE, asked for on a terminal until an empty line."""
    found: list[str] = []
    while sys.stdin.isatty():
        said = click.prompt("Steward, as NAME=KEYFILE (empty: no more)", default="", show_default=False)
        if not said:
            break
        found.append(said)
    return found


@cli.command()
@STEWARD
@KEY
@click.pass_obj
def confirm(context: Context, steward: str, key: Path | None) -> None:
    """Confirm the stewards of config.toml.

    Each change of who decides is confirmed by a steward that it is not about.
    """
    from flows.commands import decide

    changed = decide.confirm(context.home, steward, key)
    context.answer([f"stewards: {', '.join(changed)} as config.toml says, confirmed by {steward}"], changed=changed)


@cli.command()
@CANDIDATE_OR_RELEASE
@STEWARD
@click.option("--approve", "verb", flag_value="approve", default="approve", help="Approve it.")
@click.option("--reject", "verb", flag_value="reject", help="Reject it.")
@click.option("--comment", "verb", flag_value="comment", help="Say something of it.")
@click.option("--rollback", "verb", flag_value="rollback", help="Lead readers back to it.")
@click.option("--withdraw", "verb", flag_value="withdraw", help="Take it away from its readers.")
@click.option("--note", default="", help="Note or reason.")
@click.pass_obj
def decision(context: Context, candidate: str, steward: str, verb: str, note: str) -> None:
    """Print the text of a decision, to be signed.

    Sign it with `ssh-keygen -Y sign -n banenafspraak -f KEY FILE`, and hand it in with `approve` and the like.
    """
    from flows.commands import decide

    text = decide.text_of(context.home, candidate, verb, steward, note)
    context.answer([text.rstrip("\n")], text=text)


@cli.command()
@CANDIDATE
@STEWARD
@KEY
@click.option("--note", default="", help="Why the warnings are accepted.")
@TEXT
@SIGNATURE
@click.pass_obj
def approve(
    context: Context, /, candidate: str, steward: str, key: Path | None, *, note: str, **elsewhere: Path | None
) -> None:
    """Approve a candidate; two different stewards have to."""
    from flows.commands import decide

    done = decide.approve(context.home, candidate, decide.hand(steward, note, key, **elsewhere))
    if done.is_handed_in:
        return _handed_in(context, candidate)
    line = f"candidate {candidate}: approved by {done.steward}, {done.count} of {done.needed} required approvals"
    return context.answer([line], candidate=candidate, approvals=done.count, required=done.needed)


def _handed_in(context: Context, identifier: str) -> None:
    line = f"{identifier}: handed in; the service takes it up"
    context.answer([line], candidate=identifier, handed_in=True)


@cli.command()
@CANDIDATE_OR_RELEASE
@STEWARD
@KEY
@click.option("--note", default="", help="What is said; it stays in the home.")
@TEXT
@SIGNATURE
@click.pass_obj
def comment(
    context: Context, /, candidate: str, steward: str, key: Path | None, *, note: str, **elsewhere: Path | None
) -> None:
    """Say something of a candidate; decisions stand."""
    from flows.commands import decide

    done = decide.comment(context.home, candidate, decide.hand(steward, note, key, **elsewhere))
    if done.is_handed_in:
        return _handed_in(context, candidate)
    line = f"candidate {candidate}: the comment of {done.steward} is in the trail"
    return context.answer([line], candidate=candidate, approvals=done.count)


@cli.command()
@CANDIDATE
@STEWARD
@click.option("--reason", default="", help="Why.")
@KEY
@TEXT
@SIGNATURE
@click.pass_obj
def reject(
    context: Context, /, candidate: str, steward: str, key: Path | None, *, reason: str, **elsewhere: Path | None
) -> None:
    """Reject a candidate; it can never be published."""
    from flows.commands import decide

    done = decide.reject(context.home, candidate, decide.hand(steward, reason, key, **elsewhere))
    if done.is_handed_in:
        return _handed_in(context, candidate)
    line = f"candidate {candidate}: rejected by {done.steward}"
    return context.answer([line], candidate=candidate, approvals=done.count)


@cli.command()
@CANDIDATE
@click.pass_obj
def publish(context: Context, candidate: str) -> None:
    """Publish an approved candidate."""
    from flows import publish as publishing
    from flows.commands import showing

    with showing.shown(context.home, "publish", of=publishing.STEPS):
        done = publishing.publish(context.home, candidate)
    state = "was published already and is current" if done.already else "published"
    about = {"folder": done.folder, "behind": done.behind, "already": done.already}
    context.answer([f"release {done.release}: {state}"], release=done.release, **about)
    _check_mirrors(done.behind)


def _check_mirrors(behind: Sequence[str]) -> None:
    """Says which mirrors lag after what was done; that stands."""
    from warehouse import mirrors

    mirrors.check(behind)


@cli.command()
@click.option("--check", is_flag=True, help="Compare every file; change nothing; exit 4 when one differs.")
@click.pass_obj
def mirror(context: Context, *, check: bool) -> None:
    """Make the mirrors hold what readers get.

    Compares every file of each, puts what is missing or changed and takes out what is too much.
    """
    from flows.commands import mirror as mirroring

    done = mirroring.mirror(context.home, check=check)
    context.answer(done.lines, mirrors=done.found)
    done.check()


@cli.command()
@RELEASE
@click.option("--reason", default="", help="Why readers must see this release again.")
@STEWARD
@KEY
@TEXT
@SIGNATURE
@click.pass_obj
def rollback(
    context: Context, /, release: str, steward: str, key: Path | None, *, reason: str, **elsewhere: Path | None
) -> None:
    """Let readers see an earlier RELEASE again.

    Done when a second steward gives the same command.
    """
    from flows.commands import decide

    done = decide.rollback(context.home, release, decide.hand(steward, reason, key, **elsewhere))
    if done.is_handed_in:
        return _handed_in(context, release)
    state = "current again" if done.is_done else _asked(done.steward)
    about = {"approvals": done.count, "current": done.is_done, "behind": done.behind}
    context.answer([f"release {release}: {state}"], release=release, **about)
    return _check_mirrors(done.behind)


@cli.command()
@RELEASE
@click.option("--reason", default="", help="What got out; kept in the home, readers do not see it.")
@STEWARD
@KEY
@TEXT
@SIGNATURE
@click.pass_obj
def withdraw(
    context: Context, /, release: str, steward: str, key: Path | None, *, reason: str, **elsewhere: Path | None
) -> None:
    """Take a RELEASE away from its readers.

    For when something got out that must not. Done when a second steward gives the same command.
    """
    from flows.commands import decide

    done = decide.withdraw(context.home, release, decide.hand(steward, reason, key, **elsewhere))
    if done.is_handed_in:
        return _handed_in(context, release)
    state = "withdrawn" if done.is_done else _asked(done.steward)
    about = {"approvals": done.count, "withdrawn": done.is_done, "behind": done.behind}
    context.answer([f"release {release}: {state}"], release=release, **about)
    return _check_mirrors(done.behind)


def _asked(steward: str) -> str:
    return f"asked by {steward}; another steward has to give the same command"


@cli.command()
@click.argument("release", required=False, shell_complete=_complete, callback=_found("either"))
@click.option("--all", "every", is_flag=True, help="All releases and candidates [the current release].")
@click.option("--anchor", type=FILE, help="A copy of releases.json that was kept elsewhere.")
@click.pass_obj
def verify(context: Context, release: str | None, *, every: bool, anchor: Path | None) -> None:
    """Check the trail, signatures and releases.

    Exit 4 on the first fault; --json lists all.
    """
    from flows.commands import verify as checking
    from warehouse.errors import TamperedError

    faults = checking.faults(context.home, release, every=every, anchor=anchor)
    if not faults or context.as_json:
        context.answer([] if faults else ["all is as it was built, signed and published"], faults=faults)
    if faults:
        raise TamperedError(faults[0])


@cli.command()
@RELEASE
@click.pass_obj
def reproduce(context: Context, release: str) -> None:
    """Build a RELEASE again and compare every byte.

    From the archive, with the settings, law and corrections of then; exit 4 when a byte differs.
    """
    from flows.commands import showing

    with showing.shown(context.home, "reproduce"):
        from flows.commands import reproduce as again
        from warehouse.errors import TamperedError

        found = again.reproduce(context.home, release)
    about = {"differences": found.differences, "version": found.version, "same": found.same}
    context.answer([found.line] * found.same, release=found.release, **about)
    if not found.same:
        raise TamperedError(found.line)


@cli.command()
@click.argument("older", required=False, shell_complete=_complete, callback=_found("either"))
@click.argument("newer", required=False, shell_complete=_complete, callback=_found("either"))
@click.pass_obj
def diff(context: Context, older: str | None, newer: str | None) -> None:
    """Show each figure that differs between two releases.

    Or between a release and a candidate: from what is released to the candidate, by table, the largest relative change
    first; twenty of them, and all in a file. One alone is compared with the release that it was built on.
    """
    from flows.commands import diff as comparison

    found = comparison.compare(context.home, older, newer)
    context.answer(found.lines, older=found.older, newer=found.newer, changes=found.changes, file=found.path)


@cli.command()
@click.argument("names", nargs=-1)
@click.option("--year", type=click.IntRange(FIRST_YEAR, LAST_YEAR), help="Measured year [the last].")
@click.pass_obj
def scenario(context: Context, names: tuple[str, ...], year: int | None) -> None:
    """Show the current release under other rules.

    Beside the official result; NAMES chooses scenarios.
    """
    from flows.commands import scenario as side_by_side

    found = side_by_side.compare(context.home, names, year)
    context.answer(found.lines, release=found.release, year=found.year, scenarios=found.rows)


@cli.command()
@click.option("--year", type=click.IntRange(FIRST_YEAR, LAST_YEAR), help="Measurement year [last year].")
@click.pass_obj
def reference(context: Context, year: int | None) -> None:
    """Show the law of a year; check the home's lists.

    The law is which code lists, targets and grounds hold, and where they come from.
    """
    from flows.commands import reference as lists

    found = lists.show(context.home, year or datetime.now(UTC).year - 1)
    context.answer(found.lines, reference=found.values)


@cli.command()
@click.pass_obj
def status(context: Context) -> None:
    """Show what is built, awaiting review and published."""
    from flows.commands import status as overview

    found = overview.status(context.home)
    lines = overview.lines(found)
    context.answer(lines, **asdict(found))


@cli.command()
@click.pass_obj
def inbox(context: Context) -> None:
    """Take up what stewards' accounts handed in."""
    from flows.commands import decide
    from flows.commands import status as overview

    done = decide.take_up(context.home)
    wait = [f"{len(done.waiting)} decisions wait: a run holds the home folder"] if done.waiting else []
    lines = [*(f"taken up: {one}" for one in done.taken), *map(overview.refused, done.refused), *wait]
    context.answer(lines or ["nothing was handed in"], **asdict(done))


@cli.command()
@click.pass_obj
def releases(context: Context) -> None:
    """List the published releases."""
    from flows.commands import status as overview

    found = overview.releases_of(context.home)
    lines = overview.release_lines(found)
    context.answer(lines or ["no release yet"], releases=found, current=overview.current(context.home))


@cli.command()
@click.option("--years", required=True, help="Years, as 2012,2021-2023.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to write to.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--scale", type=click.FloatRange(*SCALES), default=1.0, show_default=True, help="Size; 1 is true size.")
@click.option("--population", is_flag=True, help="Add lines of people outside the register, up to the whole country.")
@click.option("--format", "form", type=click.Choice(["parquet", "csv"]), default="parquet", show_default=True)
@click.pass_obj
def synthesize(  # noqa: PLR0913 - one argument per option
    context: Context, years: str, out: Path, *, seed: int, scale: float, population: bool, form: str
) -> None:
    """Write synthetic deliveries (2012 to 2030)."""
    from flows.commands import showing
    from warehouse.synthetic import basis
    from warehouse.synthetic import synthesize as write

    wanted = parse_years(years)
    with showing.shown(context.home, "synthesize", of=1):
        progress.step("write")
        try:
            files = write(wanted, out, seed=seed, scale=scale, population=population, fmt=form, progress=progress.note)
        except ValueError as error:
            raise WrongUseError(str(error)) from None
    bases = {year: basis(year) for year in wanted}
    lines = [f"{year}: {one.kind}: {one.english}" for year, one in bases.items()]
    lines.append(f"{len(files)} synthetic files written to {out}")
    kinds = {str(year): one.kind for year, one in bases.items()}
    context.answer(lines, files=[str(file) for file in files], basis=kinds)


@cli.command()
@click.option("--scale", type=click.FloatRange(*SCALES), default=1.0, show_default=True, help="Size; 1 is true size.")
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True, help="Of the pages.")
@click.pass_obj
def demo(context: Context, scale: float, lang: str) -> None:
    """Build and publish synthetic years.

    Shows table 1 of the letters beside the published one.
    """
    from flows.commands import showing

    with showing.shown(context.home, "demo"):
        from flows.commands import demo as demonstration

        progress.fix(demonstration.STEPS)
        done = demonstration.run(context.home, scale)
    report, factsheet = (in_language(Path(page), lang) for page in (done.report, done.factsheet))
    lines = [*done.lines, "", f"marts: {done.marts}", f"report: {report}", f"factsheet: {factsheet}"]
    pages = {"report": str(report), "factsheet": str(factsheet)}
    context.answer(lines, release=done.release, marts=done.marts, **pages)


@cli.command()
@click.option(
    "--textfile", type=click.Path(path_type=Path, dir_okay=False), help="Also write it for Prometheus (*.prom)."
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Look as on this day [today].")
@click.pass_obj
def health(context: Context, textfile: Path | None, on: datetime | None) -> None:
    """Look whether all is well; exit 7 when it is not.

    A line for each: no candidate by 3 May, a candidate that waits, a run that hangs, what does not verify, low disk,
    keys near their end, a mirror behind, what is due for destruction.
    """
    from flows.commands import health as looking

    done = looking.health(context.home, textfile, on.date() if on else None)
    context.answer(done.lines, checks=done.values)
    done.check()


@cli.command()
@click.option("--source", default="", help="Name of a source in config.toml [setting source.url].")
@click.option("--notify", default="", help="Notification block, as TYPE/NAME, that the automations use.")
@click.pass_obj
def schedule(context: Context, source: str, notify: str) -> None:
    """Serve the deployments with Prefect.

    They are build, on 2 May; health, every morning; and publish, by hand.
    """
    from flows import deployments

    deployments.serve_yearly(context.home, source, notify)


@cli.command()
@click.option("--year", type=click.IntRange(FIRST_YEAR, LAST_YEAR), required=True, help="Measurement year.")
@click.option("--change-type", type=click.Choice(CHANGE_TYPES), default="", help="Kind of change to released figures.")
@click.option("--reason", default="", help="Reason for the change, kept in the manifest.")
@click.pass_obj
def rebuild(context: Context, year: int, *, change_type: str, reason: str) -> None:
    """Build a year again from the archive.

    From the delivery that was archived last, without any source.
    """
    from flows.commands import showing

    with showing.shown(context.home, "rebuild", year=year):
        from flows import build as building

        request = replace(building.request_again(context.home, [year]), change_type=change_type, reason=reason)
        outcome = building.pipeline(request)
    verb = "there already, nothing to do" if outcome.skipped else "built"
    line = f"candidate {outcome.candidate}: {verb} from the archive; {outcome.status}"
    about = {"candidate": outcome.candidate, "status": outcome.status, "skipped": outcome.skipped}
    context.answer([line, f"report: {outcome.report}"], **about, report=outcome.report)


@cli.command()
@click.option("--year", type=click.IntRange(FIRST_YEAR, LAST_YEAR), required=True, help="Measurement year.")
@click.pass_obj
def destroy(context: Context, year: int) -> None:
    """Destroy the personal data of a year.

    What was published stays. The trail keeps what went, and what a search of the whole home found.
    """
    from flows.commands import showing

    with showing.shown(context.home, "destroy", year=year, of=3):
        from flows.commands import destroy as destruction

        done = destruction.destroy(context.home, year)
    context.answer(done.lines, destroyed=done.values)


@cli.group(cls=Commands)
def key() -> None:
    """The key of the pseudonyms."""


@key.command("rotate")
@click.pass_obj
def key_rotate(context: Context) -> None:
    """Make a new key for years built from now on.

    Says which years no longer join.
    """
    from flows.commands import key as keys

    done = keys.rotate(context.home)
    context.answer(keys.lines(done), before=done.before, after=done.after, years_apart=done.apart)


@cli.command()
@click.option("--bind", default="127.0.0.1:8700", show_default=True, help="Address, or unix:PATH of a socket.")
@click.option("--origin", default="http://localhost:8700", show_default=True, help="Where browsers find the desk.")
@click.pass_obj
def desk(context: Context, bind: str, origin: str) -> None:
    """Serve the web pages on which stewards decide.

    With a passkey of their own. Behind a proxy with TLS give the origin that browsers see.
    """
    from flows.desk import serve

    serve.serve(context.home, bind, origin, click.echo)


@cli.group()
def passkey() -> None:
    """The passkeys of stewards."""


@passkey.command("confirm")
@click.argument("code")
@STEWARD
@KEY
@click.pass_obj
def passkey_confirm(context: Context, code: str, steward: str, key: Path | None) -> None:
    """Confirm the passkey of another steward.

    CODE is what that steward reads out: compare every character of it.
    """
    _on_passkey(context, "passkey-confirmed", code, steward, key)


@passkey.command("end")
@click.argument("code")
@STEWARD
@KEY
@click.pass_obj
def passkey_end(context: Context, code: str, steward: str, key: Path | None) -> None:
    """End a passkey: it was lost, or is used no more.

    Approvals with it that nothing was published on are void.
    """
    _on_passkey(context, "passkey-ended", code, steward, key)


def _on_passkey(context: Context, verb: str, code: str, steward: str, key: Path | None) -> None:
    from flows.commands import decide
    from warehouse.review.policies import Verb

    whose = decide.on_passkey(context.home, Verb(verb), code, decide.hand(steward, "", key, None, None))
    done = verb.removeprefix("passkey-")
    context.answer([f"passkey {code} of {whose}: {done} by {steward}"], code=code, of=whose, done=done)


@passkey.command("list")
@click.pass_obj
def passkey_list(context: Context) -> None:
    """List the passkeys of stewards."""
    from flows.commands import decide

    found = decide.passkeys_of(context.home)
    lines = [f"{one['code']}  {one['steward']}  {_standing(one)}" for one in found]
    context.answer(lines or ["no passkey yet"], passkeys=found)


def _standing(one: dict[str, str]) -> str:
    if one["ended_at"]:
        return f"ended {one['ended_at']}"
    return f"confirmed by {one['confirmed_by']}" if one["confirmed_by"] else "to be confirmed by another steward"


def check_prefect_can_be_told(home: Path) -> None:
    """Raises WrongUseError for a home whose path is no text, which Prefect keeps parameters as."""
    if printable(str(home)) != str(home):
        message = f"home folder {home}: Prefect cannot keep a path that is no UTF-8; add --no-prefect"
        raise WrongUseError(message)


def wanted_years(year: int | None, years: str) -> list[int]:
    """The years to build, from --year or --years; raises WrongUseError when neither or both are given."""
    if (year is None) == (not years):
        message = "build: give --year, or --years for several years in one candidate"
        raise WrongUseError(message)
    return parse_years(years) if year is None else [year]


def in_language(page: Path, language: str) -> Path:
    """The page in a language; each page lies in a folder of its language but for the first."""
    return page if language == LANGUAGES[0] else page.parent / language / page.name


def parse_years(text: str) -> list[int]:
    """Years from `2012,2021-2023`; raises WrongUseError when it says something else."""
    parts = [re.fullmatch(r"\s*(\d{4})(?:-(\d{4}))?\s*", part) for part in text.split(",")]
    spans = [(int(part[1]), int(part[2] or part[1])) for part in parts if part]
    if not all(parts) or any(not FIRST_YEAR <= first <= last <= LAST_YEAR for first, last in spans):
        message = f"--years: {text[:40]!r} is no list of years; write for example 2012,2021-2023"
        raise WrongUseError(message)
    return sorted({year for first, last in spans for year in range(first, last + 1)})


def main(argv: list[str] | None = None) -> int:
    """Runs a command and returns its exit code; errors are one line on standard error."""
    arguments = sys.argv[1:] if argv is None else argv
    process.without_core()
    try:
        with process.stoppable():
            return _answered(arguments)
    except process.Stopped as stop:
        return _fail("stopped; run the same command again", stop.exit_code)


def _answered(arguments: list[str]) -> int:
    try:
        cli(arguments, standalone_mode=False, prog_name="banenafspraak")
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (process.Stopped, SystemExit):
        raise
    except BaseException as error:  # the last line of defence: its message may hold a delivered value
        asked = process.stopped()
        if asked is not None:  # a library made another error of the signal
            raise asked from None
        return _failed(error, arguments)
    return 0


def entry() -> None:
    """The command `banenafspraak`."""
    sys.exit(main())


def _failed(error: BaseException, arguments: list[str]) -> int:
    """Says what failed in one line and returns the exit code."""
    if isinstance(error, BanenafspraakError):
        return _fail(str(error), error.exit_code)
    if isinstance(error, click.ClickException):
        return _fail(_hinted(error.format_message()), WRONG_USE)
    why = room.short(error) or (room.DISK if type(error).__name__ == CANNOT_WRITE else None)
    if why is None and not isinstance(error, OSError | click.Abort):
        return _unexpected(error, arguments)
    said = f"disk or memory: {why}; then run the same command again" if why else _of_system(error)
    return _fail(said, UNEXPECTED)


def _hinted(message: str) -> str:
    """What click says is wrong, and where help is; a question keeps its mark."""
    return f"{message} See --help" if message.endswith("?") else f"{message.removesuffix('.')}; see --help"


def _of_system(error: BaseException) -> str:
    """What the file system refused, and at which file: by its name alone; or that there was no answer to a question."""
    if not isinstance(error, OSError):
        return "stopped"
    why = error.strerror or type(error).__name__
    where = LONG_NUMBER.sub("#", Path(os.fsdecode(error.filename)).name) if error.filename else ""
    return f"file system{f': {where}' if where else ''}: {why}; mend that and run the same command again"


def _fail(message: str, code: int) -> int:
    click.echo(f"error: {printable(' '.join(message.split()))}", err=True)
    return code


def _unexpected(error: BaseException, arguments: list[str]) -> int:
    """Logs where an unexpected error came from, without its message: that may hold a value of a delivery."""
    name = str(error) if isinstance(error, UnexpectedError) else type(error).__name__
    from warehouse import logs

    frames = "".join(traceback.format_tb(error.__traceback__))
    text = f"{name}\n{frames}"
    home = next((arguments[at + 1] for at, word in enumerate(arguments[:-1]) if word == "--home"), None)
    folder = Path(home or default_home()).expanduser().resolve()
    path = logs.keep(Home(folder), text) or "(no log: the home folder cannot be written)"
    if "--debug" in arguments:
        click.echo(text, err=True)
    return _fail(f"unexpected {name}, a bug; the log is {path}", UNEXPECTED)
