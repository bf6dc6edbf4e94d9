"""Ways to change which files a delivery has and what they are called."""

from __future__ import annotations

from tests.support.deliveries import Delivery, Format, Packaging
from tests.support.mutating import YEAR, Draw, a_way, valid_delivery

# --- names and parts ---


@a_way("folder")
def name_in_other_letters(draw: Draw) -> None:
    name = draw.file.name
    names = (
        name.upper(),
        name.title(),
        name.replace(".", ".", 1).swapcase(),
        name.replace(f".{draw.fmt}", f".{draw.fmt.upper()}"),
    )
    draw.file = draw.file.rename(draw.folder / draw.random.choice(names))


@a_way("folder")
def name_with_more(draw: Draw) -> None:
    ending = f".{draw.fmt}"
    stem = draw.file.name.removesuffix(ending)
    names = (
        f"{stem}_2{ending}",
        f"{stem} (1){ending}",
        f" {stem}{ending}",
        f"{stem}{ending} ",
        f"{stem}.2{ending}",
        f"{stem}-{ending}",
    )
    draw.file = draw.file.rename(draw.folder / draw.random.choice(names))


@a_way("folder")
def copy_beside_it(draw: Draw) -> None:
    ending = f".{draw.fmt}"
    stem = draw.file.name.removesuffix(ending)
    name = draw.random.choice(
        (f"{draw.table}-9{ending}", f"{stem}-kopie{ending}", f"{stem}{ending}.bak", f"oud-{stem}{ending}")
    )
    (draw.folder / name).write_bytes(draw.file.read_bytes())


@a_way("folder")
def part_in_another_format(draw: Draw) -> None:
    ending = draw.random.choice([ending for ending in (".csv", ".csv.gz", ".parquet") if ending != f".{draw.fmt}"])
    draw.file = draw.file.rename(draw.folder / (draw.file.name.removesuffix(f".{draw.fmt}") + ending))


@a_way("folder")
def converted_to_another_format(draw: Draw) -> None:
    """One part is written as it should be, in another format than the others."""
    rows = valid_delivery()[draw.table][:1]
    other: Format = "parquet" if draw.fmt != "parquet" else "csv"
    alone = Delivery(YEAR, {draw.table: rows})
    folder = alone.folder(alone.write(draw.folder / "tijdelijk", Packaging(fmt=other)))
    (folder / f"{draw.table}.{other}").rename(draw.folder / f"{draw.table}-x.{other}")
    folder.rmdir()
    folder.parent.rmdir()


@a_way("folder")
def split_in_many_parts(draw: Draw) -> None:
    for file in draw.folder.glob(f"{draw.table}[-.]*"):
        file.unlink()
    alone = Delivery(YEAR, {draw.table: valid_delivery()[draw.table]})
    alone.write(draw.folder.parent, Packaging(fmt=draw.fmt, parts=draw.random.choice((5, 9, 40))))


@a_way("folder")
def folder_in_its_place(draw: Draw) -> None:
    raw = draw.file.read_bytes()
    draw.file.unlink()
    draw.file.mkdir()
    (draw.file / f"part-00000.{draw.fmt}").write_bytes(raw)


@a_way("folder")
def file_removed(draw: Draw) -> None:
    draw.file.unlink()


@a_way("folder")
def empty_part_more(draw: Draw) -> None:
    others = sorted(draw.folder.glob(f"{draw.table}[-.]*"))
    if others == [draw.folder / f"{draw.table}.{draw.fmt}"]:
        others[0].rename(draw.folder / f"{draw.table}-1.{draw.fmt}")
    (draw.folder / f"{draw.table}-leeg.{draw.fmt}").write_bytes(b"")


@a_way("folder")
def part_with_a_header_only(draw: Draw) -> None:
    for file in draw.folder.glob(f"{draw.table}.*"):
        file.rename(draw.folder / f"{draw.table}-1.{draw.fmt}")
    empty = Delivery(YEAR, {draw.table: []})
    folder = empty.folder(empty.write(draw.folder / "tijdelijk", Packaging(fmt=draw.fmt)))
    (folder / f"{draw.table}.{draw.fmt}").rename(draw.folder / f"{draw.table}-leeg.{draw.fmt}")
    folder.rmdir()
    folder.parent.rmdir()
