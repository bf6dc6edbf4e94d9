"""Deliveries that disclosure control has nothing to do with, and the same with a few exposed people and employers."""

from __future__ import annotations

from decimal import Decimal

from tests.support.deliveries import Delivery, Row, employer, make_delivery

PEOPLE, EMPLOYERS = 600, 15
GROUNDS = ("wajong", "wsw")
#: In region 3 five people of one ground, of whom some work.
LONELY_REGION, LONELY = 3, (0, 2, 4, 8, 10)
#: Two people of the Rijk at a ministry of their own.
AT_MINISTRY, HOURS_AT_MINISTRY = (5, 11), (137, 118)
MINISTRY_EMPLOYER = 16
#: Employees of each employer, so that one is alone in its size class.
EMPLOYEES = {
    1: 1,
    **dict.fromkeys(range(2, 7), 3),
    **dict.fromkeys(range(7, 12), 7),
    **dict.fromkeys(range(12, 17), 15),
}


def plain(year: int, seed: int = 5) -> Delivery:
    """Two grounds in two regions, 150 people each, of whom 100 work at ten employers alike."""
    delivery = make_delivery(year, seed, people=PEOPLE, employers=EMPLOYERS)
    for number, person in enumerate(delivery["doelgroepregister"]):
        person["grondslag"] = GROUNDS[number % 2]
        person["arbeidsmarktregio"] = 1 + number // 2 % 2
    idle = {person["bsn"] for person in delivery["doelgroepregister"][::3]}
    for table in ("polis", "wsw_detacheringen"):
        if table in delivery.tables:
            delivery.tables[table] = [line for line in delivery[table] if line["bsn"] not in idle]
    return delivery


def exposed(year: int, seed: int = 5) -> Delivery:
    """The same with a region of five people, a ministry of two, and a size class of one employer."""
    delivery = plain(year, seed)
    people = delivery["doelgroepregister"]
    for number in LONELY:
        people[number]["arbeidsmarktregio"] = LONELY_REGION
    ministry = employer(MINISTRY_EMPLOYER, government=True) | {"overheidssector": "rijk", "ministerie": "BZK"}
    delivery["werkgevers"].append(ministry)
    moved = {people[number]["bsn"]: hours for number, hours in zip(AT_MINISTRY, HOURS_AT_MINISTRY, strict=True)}
    for line in delivery["polis"]:
        if line["bsn"] in moved:
            line["lhnr"], line["aantverlu"], line["cdaard"] = ministry["lhnr"], moved[line["bsn"]], "1"
    for number, one in enumerate(delivery["werkgevers"], start=1):
        one["aantal_werknemers"] = EMPLOYEES[number]
    delivery.tables["liv"] = [benefit(number, one) for number, one in enumerate(delivery["werkgevers"], start=1)]
    delivery.tables["social_return"] = [
        {"opdrachtgever": name, "verplichting_eur": Decimal(amount), "banen": Decimal(jobs)}
        for name, amount, jobs in (("Gemeente Een", "263517.43", "41.2537"), ("Gemeente Twee", "187322.89", "33.7519"))
    ]
    return delivery


def benefit(number: int, one: Row) -> Row:
    """The benefit of an employer, an amount that is found back."""
    return {"lhnr": one["lhnr"], "bedrag": Decimal(f"{11_000 + 137 * number}.{30 + number}")}


def nine_hours_more(delivery: Delivery, person: int) -> Delivery:
    """The delivery with nine hours more in December for one person."""
    changed = delivery.copy()
    bsn = changed["doelgroepregister"][person]["bsn"]
    lines = [line for line in changed["polis"] if line["bsn"] == bsn]
    hours = lines[-1]["aantverlu"]
    assert isinstance(hours, int)
    lines[-1]["aantverlu"] = hours + 9
    return changed
