"""pandas as a peer: reads the polis part by part, judges every line, keeps the lines of people in the register.

What has to be known of all lines, a hash of their keys, is kept in memory; the parts of suspects are read twice. Run in
the peers' own environment: `run_pandas.py DELIVERY REFERENCE SCRATCH`; the last line is a JSON object.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

COLUMNS = ["bsn", "lhnr", "numiv", "datum_aanvang_tijdvak", "datum_einde_tijdvak", "srtiv", "cdaard", "aantverlu"]
COLUMNS += ["datum_ontvangst", "volgnummer", "status", "onbepaalde_tijd"]
KEY = ["lhnr", "bsn", "numiv", "datum_aanvang_tijdvak", "datum_einde_tijdvak", "datum_ontvangst", "volgnummer"]
REQUIRED = [name for name in COLUMNS if name not in {"cdaard", "onbepaalde_tijd"}]
STATUSES = ("initieel", "correctie", "intrekking")
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, 10)
LONGEST_DAYS, HOURS_A_DAY, ELEVEN = 366, 24, 11
LIMIT = 0.001
DECEMBER = (pd.Timestamp(2023, 12, 1), pd.Timestamp(2023, 12, 31))


class RejectedError(SystemExit):
    """The delivery breaks a rule that rejects it; the text is one line."""


def read(path: Path) -> pd.DataFrame:
    """The lines of a part; codes are texts."""
    frame = pq.read_table(path, partitioning=None).to_pandas(date_as_object=False)
    for name in ("srtiv", "cdaard"):
        if name in frame and not isinstance(frame[name].dtype, pd.StringDtype):
            frame[name] = frame[name].astype("Int64").astype("str")
    return frame


def fits(texts: pd.Series, pattern: str) -> pd.Series:
    """Whether each text fits a pattern; a missing one does not."""
    return texts.str.fullmatch(pattern).fillna(False).astype(bool)


def bad_bsn(bsn: pd.Series) -> list[tuple[pd.Series, str]]:
    """The rules of a citizen service number, in order."""
    nine = fits(bsn, "[0-9]{9}")
    number = pd.to_numeric(bsn.where(nine, "0")).astype("int64")
    total = sum(weight * (number // 10 ** (8 - place) % 10) for place, weight in enumerate(WEIGHTS))
    return [
        (bsn.isna(), "missing:bsn"),
        (~nine, "pattern:bsn"),
        ((total % ELEVEN != 0) | (number == 0), "eleven_test:bsn"),
    ]


def judged(lines: pd.DataFrame, employment: set[str]) -> np.ndarray:
    """The first rule that each line breaks, in the order of the columns; empty when it keeps them all."""
    begin, end = lines["datum_aanvang_tijdvak"], lines["datum_einde_tijdvak"]
    days = (end - begin).dt.days + 1
    more = {
        "lhnr": [(~fits(lines["lhnr"], "[0-9]{9}L(?:0[1-9]|[1-9][0-9])"), "pattern")],
        "numiv": [(lines["numiv"] < 0, "range")],
        "datum_einde_tijdvak": [(end < begin, "order"), (days > LONGEST_DAYS, "length")],
        "cdaard": [(lines["cdaard"].isna() & lines["srtiv"].isin(employment), "missing")],
        "aantverlu": [(lines["aantverlu"] < 0, "range"), (lines["aantverlu"] > HOURS_A_DAY * days, "range_of_period")],
        "datum_ontvangst": [(lines["datum_ontvangst"] < begin, "order")],
        "volgnummer": [(lines["volgnummer"] < 1, "range")],
    }
    rules = bad_bsn(lines["bsn"])
    for name in COLUMNS[1:]:
        rules += [(lines[name].isna(), f"missing:{name}")] if name in REQUIRED else []
        rules += [(broken, f"{rule}:{name}") for broken, rule in more.get(name, [])]
    return np.select([broken.to_numpy(bool) for broken, _ in rules], [reason for _, reason in rules], default="")


def check_codes(lines: pd.DataFrame, reference: Path) -> None:
    """Every code is in its list, that of the nature on the first day of the period."""
    known = {row["code"] for row in reference_rows(reference, "code_soort_ikv")}
    if not lines["srtiv"].dropna().isin(known).all() or not lines["status"].dropna().isin(STATUSES).all():
        raise RejectedError("an unknown code")
    windows = list(natures(reference))
    used = lines[["cdaard", "datum_aanvang_tijdvak"]].dropna().drop_duplicates()
    for code, day in zip(used["cdaard"], used["datum_aanvang_tijdvak"].dt.date, strict=True):
        if not any(code == one and first <= day <= last for one, first, last in windows):
            raise RejectedError("an unknown code of the nature of employment")


def natures(reference: Path) -> Iterator[tuple[str, date, date]]:
    """The codes with the days between which they hold; an inferred date is open."""
    for row in reference_rows(reference, "code_aard"):
        inferred = "inferred" in row["note"].lower()
        begins_inferred = inferred or (row["code"], row["valid_from"]) == ("82", "2020-01-01")
        first = date.min if begins_inferred or not row["valid_from"] else date.fromisoformat(row["valid_from"])
        last = date.max if inferred or not row["valid_to"] else date.fromisoformat(row["valid_to"])
        yield row["code"], first, last


def reference_rows(reference: Path, name: str) -> list[dict[str, str]]:
    """The rows of a reference list."""
    with (reference / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def repeats(parts: list[Path], accepted: list[np.ndarray], hashes: list[np.ndarray]) -> dict[Path, np.ndarray]:
    """The places in each part of lines that repeat another one; raises for lines that contradict another one."""
    ordered = np.sort(np.concatenate([part[good] for part, good in zip(hashes, accepted, strict=True)]))
    twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    suspects = []
    for number, path in enumerate(parts):
        places = np.flatnonzero(accepted[number] & np.isin(hashes[number], twice))
        if len(places):
            suspects.append(read(path)[COLUMNS].iloc[places].assign(part=number, place=places))
    if not suspects:
        return {}
    found = pd.concat(suspects)
    copies = found.duplicated(COLUMNS)
    if found[~copies].duplicated(KEY).any():
        raise RejectedError("lines that contradict each other")
    return {parts[number]: of_part["place"].to_numpy() for number, of_part in found[copies].groupby("part")}


def first_pass(parts: list[Path], reference: Path) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """The reason of each line, and a hash of its key."""
    employment = {row["code"] for row in reference_rows(reference, "code_soort_ikv") if row["employment"] == "yes"}
    reasons, hashes, december = [], [], False
    for path in parts:
        lines = read(path)
        check_codes(lines, reference)
        reasons.append(judged(lines, employment).astype("S32"))
        hashes.append(pd.util.hash_pandas_object(lines[KEY], index=False).to_numpy())
        begin, end = lines["datum_aanvang_tijdvak"], lines["datum_einde_tijdvak"]
        december |= bool(((begin <= DECEMBER[1]) & (end >= DECEMBER[0]) & (reasons[-1] == b"")).any())
    if not december:
        raise RejectedError("no period in December")
    return reasons, hashes


def people(delivery: Path) -> set[str]:
    """The citizen service numbers of the register."""
    register = pd.concat(read(path) for path in sorted(delivery.glob("doelgroepregister*.parquet")))
    bad = np.logical_or.reduce([broken.to_numpy(bool) for broken, _ in bad_bsn(register["bsn"])])
    return set(register.loc[~bad, "bsn"])


def main(delivery: Path, reference: Path, scratch: Path) -> dict[str, Any]:
    """Reads, judges, keeps; what was found."""
    parts = sorted(delivery.glob("polis*.parquet"))
    reasons, hashes = first_pass(parts, reference)
    for path, places in repeats(parts, [one == b"" for one in reasons], hashes).items():
        reasons[parts.index(path)][places] = b"repeat:line"
    counts = Counter(reason.decode() for one in reasons for reason in one[one != b""])
    lines = sum(map(len, reasons))
    if sum(counts.values()) > LIMIT * lines:
        raise RejectedError("too many lines in quarantine")
    register, kept, hours = people(delivery), 0, 0
    with (scratch / "quarantine.csv").open("w", encoding="utf-8", newline="") as file:
        for path, reason in zip(parts, reasons, strict=True):
            bad = np.flatnonzero(reason != b"")
            csv.writer(file).writerows((path.name, place + 1, reason[place].decode()) for place in bad)
            frame = read(path)
            of_register = frame[(reason == b"") & frame["bsn"].isin(register).to_numpy()]
            of_register.to_parquet(scratch / f"kept-{path.name}")
            kept, hours = kept + len(of_register), hours + int(of_register["aantverlu"].sum())
    accepted, quarantined = lines - sum(counts.values()), dict(sorted(counts.items()))
    return {"accepted": accepted, "quarantined": quarantined, "kept": kept, "hours": hours}


if __name__ == "__main__":
    print(json.dumps(main(*map(Path, sys.argv[1:]))))
