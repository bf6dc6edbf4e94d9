"""Settings: `config.toml` in the home folder, or the environment, which wins. Unknown names are refused."""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import unquote

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from transforms.protection.rules import PublicBodies, Unknown, Zeros
from warehouse.errors import WrongUseError
from warehouse.review.policies import person
from warehouse.sources import urls

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CONFIG = "config.toml"
#: A trial without keys: the manifest of every release says so, and so does who publishes it; `.invalid` is no place on
#: the web (RFC 2606).
TRIAL = """\
# Home of a trial: nobody signs, nobody publishes.
[review]
signatures = "off"

[publication]
publisher = "Proefopstelling: geen publicatie"
contact = "proef@proefopstelling.invalid"
licence = "https://proefopstelling.invalid/licentie"
base_url = "https://proefopstelling.invalid/banenafspraak/"
"""

PREFIX = "BANENAFSPRAAK_"
#: How the environment names begin that tests use for themselves.
FOR_TESTS = "BANENAFSPRAAK_TEST_"
#: Environment names with our prefix that are no setting: the home folder and the pseudonym key.
NOT_A_SETTING = ("BANENAFSPRAAK_HOME", "BANENAFSPRAAK_PSEUDONYM_KEY")

#: Sections that `config.toml` alone holds: nobody changes them for one run without a trace in the home folder.
FILE_ONLY = ("review", "disclosure", "security", "desk")

#: What has a meaning of its own in OpenSSH's list of allowed signers.
NOT_IN_A_NAME = ('"', "*", "?", "!", ",", "\\")
#: The two pairs of eyes; with fewer a release is a trial (review.md, "Review settings").
TWO = 2

Share = Annotated[Decimal, Field(ge=0, le=1)]
Change = Annotated[Decimal, Field(ge=0)]
Amount = Annotated[Decimal, Field(ge=0)]
Percent = Annotated[Decimal, Field(ge=0, le=100)]
Threshold = Annotated[int, Field(ge=1)]
Years = Annotated[int, Field(ge=0)]
SIZE = r"^\d+(MB|GB)$"
Size = Annotated[str, Field(pattern=SIZE)]
UNITS = {"MB": 1_000_000, "GB": 1_000_000_000}
#: Names go into the names of runs and the records of the archive.
SourceName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
#: A name of a file, not a path; and empty when there is none.
SecretFile = Annotated[str, Field(pattern=r"^([A-Za-z0-9][A-Za-z0-9._-]*)?$")]
QuotaYear = Annotated[str, Field(pattern=r"^\d{4}$")]


def _source_url(url: str) -> str:
    """Refuses a URL that cannot be a source, without repeating it: it may hold a credential."""
    if urls.is_url(url):
        urls.parsed(url)
    return url


SourceUrl = Annotated[str, AfterValidator(_source_url)]
#: A day, where a setting is called `date`.
Day = date
#: One line of text without what ends it.
Line = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]*$")]
#: An address that readers are given, without anything that would end it in a file.
PublicUrl = Annotated[str, Field(pattern=r"^(https?://[^\s<>\"{}|\\^`@]+)?$")]


def _with_slash(url: str) -> str:
    """A URL that names are put after."""
    return url if not url or url.endswith("/") else f"{url}/"


class Section(BaseModel):
    """A section of the settings; unknown names are refused. The text below each is its meaning."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Steward(Section):
    """Who decides: a public SSH key, and from when to when it is valid."""

    key: Annotated[str, Field(pattern=r"^(ssh|ecdsa|sk)-\S+ \S+")]
    """The public SSH key: its kind and the key itself."""
    valid_from: date | None = None
    """First day on which decisions with the key count."""
    valid_to: date | None = None
    """Last day on which decisions with the key count."""

    @field_validator("key")
    @classmethod
    def _without_comment(cls, key: str) -> str:
        """What is compared and written down is the key alone."""
        return " ".join(key.split()[:2])


class Review(Section):
    """The two pairs of eyes (operation.md, Rules)."""

    required_approvals: Annotated[int, Field(ge=1)] = 2
    """Approvals by different stewards that a release needs before it can be published."""
    signatures: Literal["required", "off"] = "required"
    """Whether an approval must be signed with the steward's key; off, for a trial, takes names only."""
    builder_may_approve: bool = True
    """Whether who built a candidate may be one of its approvers."""
    builders: dict[str, str] = Field(default_factory=dict)
    """The steward behind each account that builds, by account."""
    stewards: dict[str, Steward] = Field(default_factory=dict)
    """Public key of each steward, by name; as a text, or with the days on which it is valid. The names are public: role
    names name nobody."""
    ssh_keygen: str = "/usr/bin/ssh-keygen"
    """The program that makes signatures, by its absolute path: nothing else is looked for. No program verifies them."""

    @property
    def trial(self) -> bool:
        """Whether a release under these settings is a trial: not signed, or by fewer than two people."""
        return self.signatures == "off" or self.required_approvals < TWO

    def digest(self) -> str:
        """What stands of these settings in a decision that is signed: SHA-256, 64 hexadecimal digits."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    @field_validator("ssh_keygen")
    @classmethod
    def _absolute(cls, path: str) -> str:
        """Whoever may change the search path may not choose what gets at a private key."""
        if not path.startswith("/"):
            message = "no absolute path"
            raise ValueError(message)
        return path

    @field_validator("stewards", mode="before")
    @classmethod
    def _from_text(cls, stewards: object) -> object:
        """A text is a key that is always valid."""
        if not isinstance(stewards, dict):
            return stewards
        return {name: {"key": one} if isinstance(one, str) else one for name, one in stewards.items()}

    @field_validator("stewards")
    @classmethod
    def _own_keys(cls, stewards: dict[str, Steward]) -> dict[str, Steward]:
        """Two people have two keys and two names: one key under two names would be one pair of eyes."""
        if len({one.key for one in stewards.values()}) != len(stewards):
            message = "two stewards have the same public key"
            raise ValueError(message)
        if any(mark in name for name in stewards for mark in NOT_IN_A_NAME):
            message = f"a steward's name has one of {' '.join(NOT_IN_A_NAME)}"
            raise ValueError(message)
        if len({person(name) for name in stewards} - {""}) != len(stewards):
            message = "two stewards have the same name but for case, spaces or characters that nobody sees, or none"
            raise ValueError(message)
        if any(name != " ".join(name.split()) for name in stewards):
            message = "a steward's name begins or ends with a space, or has other spaces than single ones"
            raise ValueError(message)
        return stewards

    def listed(self) -> dict[str, dict[str, str | None]]:
        """The stewards as the trail has them."""
        return {name: one.model_dump(mode="json") for name, one in self.stewards.items()}


class Measurement(Section):
    """The choices of measurement.md that no public source settles, with their defaults."""

    payrolling_counts_as: Literal["formeel", "inleen", "telt_niet"] = "formeel"
    """The form that payrolling counts as (step 5)."""
    four_week_returns: Literal["by_day", "by_last_day"] = "by_day"
    """How hours of a period over a month's end are divided: by day, or wholly to the month it ends in (step 3)."""
    ground_of_several: Literal["lowest_priority", "earliest_registration"] = "lowest_priority"
    """Which of several registrations in December gives a person's ground (step 4)."""
    wet_banenafspraak_from: Annotated[int, Field(ge=2013, le=2100)] | None = None
    """First year under the Wet banenafspraak (BWBR0051018): one target, people with a voorziening count; empty while
    it is not in force."""

    @field_validator("wet_banenafspraak_from", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        """An empty text says that the act is not in force."""
        return None if value == "" else value


class Quality(Section):
    """How much of a table may be quarantined, and the bands against the year before (both ours)."""

    quarantine_limit: Share = Decimal("0.001")
    """Share of a table's lines that may be quarantined; more reject the delivery."""
    max_change_lines: Change = Decimal("0.25")
    """Change of a table's lines on the year before, as a share of them, above which there is a warning."""
    max_change_hours: Change = Decimal("0.25")
    """The same for the paid hours in the polis."""
    max_change_persons: Change = Decimal("0.25")
    """The same for the people in the register."""
    max_change_counted: Change = Decimal("0.25")
    """The same for what was counted: people, hours, and hours of each form."""
    max_change_late: Change = Decimal("0.5")
    """How far the share of late returns may lie outside the range of earlier years, as a share of its ends."""
    thin_month: Share = Decimal("0.5")
    """A month with fewer lines than this share of the median month gives a warning."""


class Quota(Section):
    """The variables of the quota percentage that are not public; without them it is empty, with the reason."""

    variables: dict[QuotaYear, dict[Literal["markt", "overheid"], dict[Literal["D", "F", "G"], Amount]]] = Field(
        default_factory=dict
    )
    """D, F and G by year and sector, as `[quota.variables.2023.overheid]`."""

    @field_validator("variables", mode="before")
    @classmethod
    def _from_json(cls, value: object) -> object:
        """From the environment the variables come as one JSON object."""
        return json.loads(value) if isinstance(value, str) else value


class Disclosure(Section):
    """The thresholds of disclosure control (disclosure.md); CBS's own numbers are not public."""

    min_persons: Threshold = 10
    """Fewer people than this in a figure, or in the rest of its group, and it is withheld (P1, P2); 1 switches P1 off.
    Source: ACRO, `safe_threshold`."""
    zeros: Zeros = Zeros.DISCLOSIVE
    """Whether "nobody of the group" says something of everybody in it and is withheld (P2). Source: ACRO,
    `zeros_are_disclosive`."""
    min_employers: Threshold = 3
    """Fewer employers than this in a figure of hours, jobs or euro, and it is withheld (P3); 1 switches P3 off.
    Source: ESSnet handbook on statistical disclosure control, practice of tau-Argus."""
    dominance_p: Percent = Decimal(10)
    """Percentage of the largest contribution within which no other employer may estimate it (P4); 0 switches P4 off.
    Source: ACRO, `safe_pratio_p`."""
    unknown_contributors: Unknown = Unknown.WITHHOLD
    """What happens to a figure whose contributors are not in the delivery (P5). Source: ours, the careful choice."""
    public_bodies: PublicBodies = PublicBodies.NO_OBJECTION
    """Whether employers of the government are exempt from P3 and P4; their people never are. Source: ours, for public
    bodies account for their jobs in public."""
    round_persons_to: Threshold = 5
    """People and employers are published in multiples of this; 1 switches it off. Source: ours."""
    round_detailed_jobs_to: Threshold = 5
    """Jobs of detailed marts are published in multiples of this; 1 switches it off. Source: ours."""
    round_euros_to: Threshold = 1000
    """Amounts in euro are published in multiples of this; 1 switches it off. Source: ours."""
    seconds: Threshold = 300
    """How long solving may take before a release counts as one that cannot be protected; changes no figure. Source:
    ours."""

    @classmethod
    def source_of(cls, setting: str) -> str:
        """Where the default of a setting comes from, as its description says."""
        said = " ".join((cls.model_fields[setting].description or "").split())
        return said.partition("Source: ")[2].rstrip(".")


class NamedSource(Section):
    """A named source; what it needs to get in stands in files of `secrets/`, of which this has the names."""

    url: SourceUrl
    """Folder, or URL of file, https, sftp or s3, that holds a folder for each year; without user name and password."""
    credentials: SecretFile = ""
    """File in `secrets/` that holds user name, password, token or keys, in TOML; empty when none are needed."""
    known_hosts: SecretFile = ""
    """File in `secrets/` with the host keys that an sftp server may have, as OpenSSH writes them."""
    ca: SecretFile = ""
    """File in `secrets/` with the certificates, in PEM, that a server's must come from; empty for the machine's own."""
    endpoint: SourceUrl = ""
    """Server of an s3 source; empty for Amazon's."""
    region: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")] = "us-east-1"
    """Region of an s3 source, which its requests are signed for."""


class Source(Section):
    """Where deliveries come from, and what is taken from there."""

    url: SourceUrl = ""
    """Folder with a folder for each year, URL without credentials, or name of a source: where `build` looks unasked."""
    named: dict[SourceName, NamedSource] = Field(default_factory=dict)
    """Named sources, each as `[source.named.NAME]` with `url`, `credentials`, `known_hosts`, `ca`, `endpoint`, `region`
    (docs/operator.md); the last five are optional."""
    manifest_required: Literal["remote", "always", "never"] = "remote"
    """Which deliveries must have a `manifest.json`: those from another machine, all, or none."""
    stall_seconds: Annotated[int, Field(ge=1)] = 60
    """Seconds in which a connection must make headway (256 KiB of a file), or it is given up."""
    max_unpacked: Size = "200GB"
    """What the files of a delivery may be together, unpacked; more is refused."""

    @field_validator("named", mode="before")
    @classmethod
    def _from_json(cls, value: object) -> object:
        """From the environment the sources come as one JSON object."""
        return json.loads(value) if isinstance(value, str) else value

    @field_validator("max_unpacked", mode="before")
    @classmethod
    def _in_capitals(cls, value: object) -> object:
        """`3gb` is as good as `3GB`."""
        return value.upper() if isinstance(value, str) else value

    @property
    def max_unpacked_bytes(self) -> int:
        """`max_unpacked` as a number of bytes."""
        return int(self.max_unpacked[:-2]) * UNITS[self.max_unpacked[-2:]]


class Runner(StrEnum):
    """Where the parts of a delivery are read."""

    LOCAL = "local"
    DASK = "dask"


class Machine(Section):
    """What a run may use of the machine, and of others; changes no result."""

    threads: Annotated[int, Field(ge=1)] = 2
    """Threads of DuckDB."""
    memory_limit: Size = "3GB"
    """Memory of DuckDB; what does not fit is spilled to disk."""
    max_temp_size: Size = "60GB"
    """Disk that may be spilled to."""
    runner: Runner = Runner.LOCAL
    """Where the parts of the polis are read: in the process of the build, or on the workers of a Dask cluster."""
    workers: Annotated[int, Field(ge=1)] = 2
    """Workers on this machine, with `runner = "dask"` and no `scheduler`."""
    scheduler: Annotated[str, Field(pattern=r"^(tls://[^\s]+)?$")] = ""
    """Address of the scheduler of a Dask cluster, as `tls://host:8786`; Dask's own settings name its certificates."""

    @field_validator("memory_limit", "max_temp_size", mode="before")
    @classmethod
    def _in_capitals(cls, value: object) -> object:
        """`3gb` is as good as `3GB`."""
        return value.upper() if isinstance(value, str) else value

    @property
    def memory_bytes(self) -> int:
        """`memory_limit` as a number of bytes."""
        return int(self.memory_limit[:-2]) * UNITS[self.memory_limit[-2:]]


class Security(Section):
    """What the operator states of the place where the home folder is, and which accounts of the machine may do what."""

    volume_encrypted: bool = False
    """Whether the volume of the home folder is encrypted (docs/operator.md says how). Without it no delivery is taken
    but a synthetic one."""
    steward_group: Annotated[str, Field(pattern=r"^([a-z_][a-z0-9_.-]*|[0-9]+)?$")] = ""
    """The group, by name or number, whose accounts may hand in decisions; the program's own account must be in it too.
    Empty: nobody but that account decides."""

    @field_validator("steward_group", mode="before")
    @classmethod
    def _from_number(cls, group: object) -> object:
        """A group may be given by its number."""
        return str(group) if isinstance(group, int) and not isinstance(group, bool) else group


class Retention(Section):
    """How long the data of a measurement year are kept, in whole years after it; nothing is destroyed by itself.

    With 5, those of 2021 are due from 1 January 2027; without a term they never are. `status` says what is due.
    """

    archive: Years | None = None
    """Delivered files in the archive, and corrections; `destroy --year` destroys them with the rows of the year."""
    rows: Years | None = None
    """Pseudonymised rows in the warehouse; `destroy --year` destroys them with the files of the year."""
    internal: Years | None = None
    """Exact marts and facts of releases, counted from the last year of a release; taking them away is a decision of
    stewards, for later releases are built on them."""


class MirrorPlace(Section):
    """A place that gets all that readers get, and holds nothing else; what it needs to get in is in `secrets/`."""

    url: SourceUrl
    """Folder by its absolute path, or URL of file or s3; alone it may stand as a text."""
    credentials: SecretFile = ""
    """File in `secrets/` with `access_key` and `secret_key` of an account that may list, read, write and remove."""
    ca: SecretFile = ""
    """File in `secrets/` with the certificates, in PEM, that the server's must come from; empty: the machine's own."""
    endpoint: SourceUrl = ""
    """Server of an s3 place; empty for Amazon's."""
    region: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")] = "us-east-1"
    """Region of an s3 place, which its requests are signed for."""

    @property
    def address(self) -> urls.Address:
        """The parts of the URL; of a path as of a file's."""
        return urls.parsed(self.url) if urls.is_url(self.url) else urls.Address(urls.FILE, "", None, self.url)

    @property
    def folder(self) -> str:
        """The path of a folder."""
        return unquote(self.address.path) if urls.is_url(self.url) else self.url

    @model_validator(mode="after")
    def _of_a_kind(self) -> MirrorPlace:
        """A folder needs nothing to get in; other kinds can only be read."""
        is_folder = self.address.scheme == urls.FILE
        if not (is_folder and self.folder.startswith("/")) and self.address.scheme != urls.S3:
            message = "a mirror is a folder by its absolute path, or an s3:// place"
            raise ValueError(message)
        if is_folder and self.model_fields_set - {"url"}:
            message = "a folder has a url alone"
            raise ValueError(message)
        return self


class Publication(Section):
    """Who publishes a release, where, and under which licence; its files say so (dissemination.md).

    A release of real people needs `publisher`, `contact`, `licence` and `base_url`; a synthetic one has clearly
    synthetic values where there are none.
    """

    publisher: Line = ""
    """Name of the organisation that publishes."""
    publisher_uri: PublicUrl = ""
    """What identifies it, as in the list of the government's organisations; empty: a name under `base_url`."""
    agency: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$")] = "BANENAFSPRAAK"
    """Its short name: the catalogue of OData and the agency of SDMX."""
    contact: Annotated[str, Field(pattern=r"^([^@\s<>]+@[^@\s<>]+)?$")] = ""
    """The e-mail address for questions about the figures."""
    licence: PublicUrl = ""
    """URL of the licence, as `https://creativecommons.org/licenses/by/4.0/`."""
    base_url: Annotated[PublicUrl, AfterValidator(_with_slash)] = ""
    """URL under which `published/` stands on the web."""
    date: Day | None = None
    """The date that a release says of itself; empty: the day of the cut of its last year."""
    mirrors: tuple[MirrorPlace, ...] = ()
    """Second places that get what readers get, each a folder or an s3:// place, as a text or with what it needs to get
    in (docs/operator.md); changes no release."""

    @field_validator("mirrors", mode="before")
    @classmethod
    def _from_text(cls, mirrors: object) -> object:
        """From the environment they come as one JSON list; a text is the place alone."""
        found = json.loads(mirrors) if isinstance(mirrors, str) else mirrors
        return [{"url": one} if isinstance(one, str) else one for one in found] if isinstance(found, list) else found

    def missing(self) -> list[str]:
        """The settings that a release of real people cannot do without and that are empty."""
        return [name for name in SYNTHETIC_VALUES if not getattr(self, name)]

    def for_synthetic(self) -> Publication:
        """These settings, with a clearly synthetic value for each that is empty and needed."""
        return self.model_copy(update={name: SYNTHETIC_VALUES[name] for name in self.missing()})


#: What stands in a synthetic release for what no setting says; `.invalid` is no place on the web (RFC 2606).
SYNTHETIC_VALUES = {
    "publisher": "Voorbeelduitgever (synthetisch)",
    "contact": "voorbeeld@synthetisch.invalid",
    "licence": "https://synthetisch.invalid/licentie/geen-echte-gegevens",
    "base_url": "https://synthetisch.invalid/banenafspraak/",
}


class Desk(Section):
    """Who may look at the desk by the word of a proxy; who decides is their passkey's word."""

    identity_header: Annotated[str, Field(pattern=r"^([A-Za-z][A-Za-z0-9-]{0,63})?$")] = ""
    """Header in which a proxy that signs people in names the steward, in UTF-8; empty: a passkey signs in."""
    identity_from: Annotated[str, Field(pattern=r"^(unix|[0-9a-f.:]+)$")] = "unix"
    """Where requests with that header may come from: `unix`, the Unix socket that the desk listens on, or the one
    address of the proxy. From elsewhere they are refused."""


class Operation(Section):
    """What `health` goes by, and where browsers find a report; changes no result."""

    report_url: Annotated[str, Field(pattern=r"^(https?://[^\s{}]+\{candidate\}[^\s{}]*)?$")] = ""
    """Where a browser finds the report of a candidate, with `{candidate}` for its name; Prefect shows that link."""
    disk_free: Size = "10GB"
    """Free space on the volume of the home below which `health` says so."""
    hang_minutes: Annotated[int, Field(ge=1)] = 120
    """So many minutes without a sign of a run that holds the home mean that it hangs."""
    key_days: Annotated[int, Field(ge=1)] = 60
    """So many days before a steward's key or a certificate ends `health` says so."""
    review_days: Annotated[int, Field(ge=1)] = 7
    """So many days a candidate may wait for decisions before `health` says so."""

    @field_validator("disk_free", mode="before")
    @classmethod
    def _in_capitals(cls, value: object) -> object:
        """`3gb` is as good as `3GB`."""
        return value.upper() if isinstance(value, str) else value

    @property
    def disk_free_bytes(self) -> int:
        """The free space in bytes."""
        return int(self.disk_free[:-2]) * UNITS[self.disk_free[-2:]]

    def report_of(self, candidate: str) -> str:
        """Where a browser finds the report of a candidate; empty when nobody said."""
        return self.report_url.replace("{candidate}", candidate)


class Settings(Section):
    """All settings of a home folder."""

    review: Review = Review()
    measurement: Measurement = Measurement()
    quality: Quality = Quality()
    quota: Quota = Quota()
    disclosure: Disclosure = Disclosure()
    source: Source = Source()
    machine: Machine = Machine()
    security: Security = Security()
    retention: Retention = Retention()
    publication: Publication = Publication()
    desk: Desk = Desk()
    operation: Operation = Operation()

    def recorded(self) -> dict[str, Any]:
        """The settings that can change a figure, a verdict or a file, as a manifest has them; none is secret."""
        chosen = self.model_dump(mode="json", include=set(OF_FIGURES))
        del chosen["disclosure"]["seconds"], chosen["publication"]["mirrors"]
        in_order: dict[str, Any] = json.loads(json.dumps(chosen, sort_keys=True))
        return in_order

    def as_recorded(self, chosen: Mapping[str, Any]) -> Settings:
        """These settings with those that a manifest has in their place; raises ValidationError when it has none."""
        there = {name: chosen.get(name, {}) for name in OF_FIGURES}
        there["disclosure"] = there["disclosure"] | {"seconds": self.disclosure.seconds}
        there["publication"] = there["publication"] | {"mirrors": self.publication.mirrors}
        return self.model_copy(update={name: OF_FIGURES[name].model_validate(one) for name, one in there.items()})

    def digest(self) -> str:
        """SHA-256 of the settings that can change a figure, a verdict or a file; 64 hexadecimal digits."""
        return hashlib.sha256(json.dumps(self.recorded()).encode()).hexdigest()


#: The sections that can change a figure, a verdict or a file of a release.
OF_FIGURES: dict[str, type[Section]] = {
    "measurement": Measurement,
    "quality": Quality,
    "quota": Quota,
    "disclosure": Disclosure,
    "publication": Publication,
}


def load(home: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """Reads the settings of `home`; raises WrongUseError naming the setting that is unknown or wrong."""
    config = home / CONFIG
    values = _read(config) if config.exists() else {}
    for name, value in _from_environment(os.environ if environment is None else environment):
        section, _, key = name.partition("__")
        _check_may_be_set(name)
        _check_underscores(name)
        present = values.get(section.lower(), {})
        if isinstance(present, dict):
            values[section.lower()] = present | {key.lower(): value}
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise WrongUseError(_one_line(error)) from None


def _read(config: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(config.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, IsADirectoryError) as error:
        message = f"config.toml: not valid TOML ({type(error).__name__}); mend the file"
        raise WrongUseError(message) from None
    except OSError as error:
        message = f"config.toml: cannot be read ({error.strerror}); put the file of settings there"
        raise WrongUseError(message) from None


def _from_environment(environment: Mapping[str, str]) -> list[tuple[str, str]]:
    names = [
        name
        for name in sorted(environment)
        if name.startswith(PREFIX) and name not in NOT_A_SETTING and not name.startswith(FOR_TESTS)
    ]
    return [(name.removeprefix(PREFIX), environment[name]) for name in names]


def _check_may_be_set(name: str) -> None:
    """Refuses a name of a section that the file alone holds."""
    section = name.lower().partition("_")[0]
    if section in FILE_ONLY:
        raise WrongUseError(
            f"settings: {PREFIX}{name}: [{section}] must stand in config.toml, the environment cannot change it; "
            "unset the variable and write the setting there"
        )


def _check_underscores(name: str) -> None:
    """Refuses a name that would be a setting with one underscore more, and says so."""
    section, _, key = name.partition("_")
    if "__" not in name and key and section.lower() in Settings.model_fields:
        message = (
            f"settings: {PREFIX}{name}: unknown setting; a section and its setting stand apart with two underscores, "
            f"as in {PREFIX}{section}__{key}"
        )
        raise WrongUseError(message)


def _one_line(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    said = first["msg"]
    what = "unknown setting" if first["type"] == "extra_forbidden" else said[:1].lower() + said[1:]
    if first.get("ctx", {}).get("pattern") == SIZE:
        what = "is no size; write a whole number with MB or GB, as 3GB"
    return f"settings: {where}: {what}; see docs/settings.md"
