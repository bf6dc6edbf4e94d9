"""Ways to change a Parquet file of a delivery: its types, its columns, how it is written, its bytes."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.support.deliveries import COLUMNS, Kind, csv_cell
from tests.support.mutated_text import flipped
from tests.support.mutating import YEAR, Draw, a_way, odd

# --- Parquet: types and columns ---

INTEGERS = (pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64())
DECIMALS = (pa.decimal128(18, 0), pa.decimal128(38, 10), pa.decimal256(39, 2), pa.decimal128(9, 2))
NUMBER_TYPES = (*INTEGERS, pa.float32(), pa.float64(), *DECIMALS)
MOMENTS = (
    pa.timestamp("s"),
    pa.timestamp("ms"),
    pa.timestamp("us"),
    pa.timestamp("ns"),
    pa.timestamp("us", "UTC"),
    pa.date64(),
)
TEXT_TYPES = (pa.string(), pa.large_string(), pa.binary(), pa.large_binary(), pa.dictionary(pa.int8(), pa.string()))
OTHERS = (
    pa.bool_(),
    pa.date32(),
    pa.time32("s"),
    pa.int64(),
    pa.float64(),
    pa.string(),
    pa.null(),
    pa.list_(pa.string()),
)


def put_column(draw: Draw, table: pa.Table, values: pa.Array | pa.ChunkedArray) -> pa.Table:
    """The table with other values in the column."""
    return table.set_column(table.schema.get_field_index(draw.column), draw.column, values)


def cast(table: pa.Table, column: str, type_: pa.DataType) -> pa.ChunkedArray:
    """A column as another type; as it is when its values do not fit."""
    try:
        return table.column(column).cast(type_, safe=False)
    except (pa.ArrowException, ValueError):
        return table.column(column)


@a_way("arrow")
def another_type(draw: Draw, table: pa.Table) -> pa.Table:
    types = {
        Kind.DATE: (*MOMENTS, *TEXT_TYPES),
        Kind.TEXT: (*TEXT_TYPES, *NUMBER_TYPES),
        Kind.BOOLEAN: (pa.string(), pa.int8()),
    }
    return put_column(draw, table, cast(table, draw.column, draw.random.choice(types.get(draw.kind, NUMBER_TYPES))))


@a_way("arrow")
def another_type_again(draw: Draw, table: pa.Table) -> pa.Table:
    return another_type(draw, table)


@a_way("arrow")
def another_type_for_every_number(draw: Draw, table: pa.Table) -> pa.Table:
    type_ = draw.random.choice(NUMBER_TYPES)
    for draw.column in table.column_names:
        if draw.kind in {Kind.INTEGER, Kind.DECIMAL}:
            table = put_column(draw, table, cast(table, draw.column, type_))
    return table


@a_way("arrow")
def numbers_as_text(draw: Draw, table: pa.Table) -> pa.Table:
    for draw.column in table.column_names:
        if draw.kind in {Kind.INTEGER, Kind.DATE}:
            text = table.column(draw.column).cast(pa.string())
            table = put_column(draw, table, text.cast(draw.random.choice(TEXT_TYPES[:4])))
    return table


@a_way("arrow")
def odd_text_in_a_column(draw: Draw, table: pa.Table) -> pa.Table:
    values = [None if value is None else csv_cell(value) for value in table.column(draw.column).to_pylist()]
    values[draw.random.randrange(len(values))] = odd(draw)
    return put_column(draw, table, pa.array(values, draw.random.choice(TEXT_TYPES)))


@a_way("arrow")
def odd_number_in_a_column(draw: Draw, table: pa.Table) -> pa.Table:
    odd_numbers = (0, -1, 2**63, 2**64 - 1, 1.5, -0.0, float("nan"), float("inf"), 1e300, 2.0**53 + 2, 1e-20, 11, None)
    value = draw.random.choice(odd_numbers)
    unsigned = isinstance(value, int) and value >= 2**63
    column = cast(table, draw.column, pa.uint64() if unsigned else pa.float64())
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        return table
    values = column.to_pylist()
    values[draw.random.randrange(len(values))] = value
    return put_column(draw, table, pa.array(values, pa.uint64() if unsigned else pa.float64()))


@a_way("arrow")
def moment_that_is_no_midnight(draw: Draw, table: pa.Table) -> pa.Table:
    draw.column = draw.random.choice(
        [name for name, kind in COLUMNS[draw.table].items() if kind is Kind.DATE] or [draw.column]
    )
    if draw.kind is not Kind.DATE:
        return table
    unit = draw.random.choice(("ms", "us", "ns"))
    numbers = table.column(draw.column).cast(pa.timestamp(unit), safe=False).cast(pa.int64()).to_pylist()
    place = draw.random.randrange(len(numbers))
    numbers[place] = None if numbers[place] is None else numbers[place] + 1
    return put_column(draw, table, pa.array(numbers, pa.timestamp(unit)))


@a_way("arrow")
def column_of_another_kind(draw: Draw, table: pa.Table) -> pa.Table:
    type_ = draw.random.choice(OTHERS)
    value = {"bool": True, "date32[day]": date(YEAR, 12, 1), "time32[s]": 1, "list<item: string>": ["x"], "null": None}
    return put_column(
        draw, table, pa.array([value.get(str(type_), 1 if type_ != pa.string() else "1")] * table.num_rows, type_)
    )


@a_way("arrow")
def column_without_values(draw: Draw, table: pa.Table) -> pa.Table:
    return put_column(
        draw, table, pa.nulls(table.num_rows, draw.random.choice((*OTHERS, table.schema.field(draw.column).type)))
    )


@a_way("arrow")
def one_value_missing(draw: Draw, table: pa.Table) -> pa.Table:
    values = table.column(draw.column).to_pylist()
    values[draw.random.randrange(len(values))] = None
    return put_column(draw, table, pa.array(values, table.schema.field(draw.column).type))


@a_way("arrow")
def parquet_column_twice(draw: Draw, table: pa.Table) -> pa.Table:
    return table.append_column(draw.column, table.column(draw.column))


@a_way("arrow")
def parquet_column_beside_its_twin(draw: Draw, table: pa.Table) -> pa.Table:
    return table.add_column(0, draw.column.upper(), table.column(draw.column))


@a_way("arrow")
def parquet_column_renamed(draw: Draw, table: pa.Table) -> pa.Table:
    names = (draw.column.upper(), f" {draw.column}", f"{draw.column}\0", "", draw.column.title())
    other = draw.random.choice(names)
    return table.rename_columns([other if name == draw.column else name for name in table.column_names])


@a_way("arrow")
def parquet_column_removed(draw: Draw, table: pa.Table) -> pa.Table:
    return table.drop_columns([draw.column])


@a_way("arrow")
def parquet_columns_reordered(draw: Draw, table: pa.Table) -> pa.Table:
    return table.select(draw.random.sample(table.column_names, table.num_columns))


@a_way("arrow")
def parquet_column_added(draw: Draw, table: pa.Table) -> pa.Table:
    name = draw.random.choice(
        ("file_index", "filename", "_rule", "_part", "file_row_number", "", "line", 'x"; --', "raw_bsn", "row_nr")
    )
    type_ = draw.random.choice(
        (pa.int64(), pa.list_(pa.int8()), pa.struct({"bsn": pa.string()}), pa.decimal256(60, 2), pa.null())
    )
    return table.append_column(name, pa.nulls(table.num_rows, type_))


@a_way("arrow")
def parquet_lines_twice(draw: Draw, table: pa.Table) -> pa.Table:
    return pa.concat_tables([table, table.slice(0, draw.random.choice((1, table.num_rows)))])


@a_way("arrow")
def parquet_lines_in_another_order(draw: Draw, table: pa.Table) -> pa.Table:
    return table.take(pa.array(draw.random.sample(range(table.num_rows), table.num_rows)))


@a_way("arrow")
def parquet_without_lines(draw: Draw, table: pa.Table) -> pa.Table:
    return table.slice(0, 0)


@a_way("arrow")
def columns_that_may_not_be_empty(draw: Draw, table: pa.Table) -> pa.Table:
    fields = [one.with_nullable(table.column(one.name).null_count > 0) for one in table.schema]
    return table.cast(pa.schema(fields))


@a_way("arrow")
def columns_within_a_struct(draw: Draw, table: pa.Table) -> pa.Table:
    values = pa.array([{"waarde": value} for value in table.column(draw.column).to_pylist()])
    return put_column(draw, table, values)


# --- Parquet: how it is written ---


@a_way("options")
def small_row_groups(draw: Draw) -> dict[str, Any]:
    return {"row_group_size": draw.random.choice((1, 3, 7, 50))}


@a_way("options")
def other_compression(draw: Draw) -> dict[str, Any]:
    return {"compression": draw.random.choice(("none", "gzip", "brotli", "zstd", "lz4", "snappy"))}


@a_way("options")
def no_statistics(draw: Draw) -> dict[str, Any]:
    return {"write_statistics": False, "row_group_size": 10}


@a_way("options")
def statistics_of_some_columns(draw: Draw) -> dict[str, Any]:
    return {"write_statistics": [draw.column], "row_group_size": 5}


@a_way("options")
def other_pages(draw: Draw) -> dict[str, Any]:
    return {"data_page_version": draw.random.choice(("1.0", "2.0")), "data_page_size": 64, "write_page_index": True}


@a_way("options")
def no_dictionary(draw: Draw) -> dict[str, Any]:
    return {"use_dictionary": False, "write_page_checksum": True}


@a_way("options")
def other_version(draw: Draw) -> dict[str, Any]:
    return {"version": draw.random.choice(("1.0", "2.4", "2.6")), "store_schema": False}


@a_way("options")
def delta_encodings(draw: Draw) -> dict[str, Any]:
    kinds = COLUMNS[draw.table]
    encodings = {Kind.INTEGER: "DELTA_BINARY_PACKED", Kind.DATE: "DELTA_BINARY_PACKED", Kind.TEXT: "DELTA_BYTE_ARRAY"}
    chosen = {name: encodings[kind] for name, kind in kinds.items() if kind in encodings}
    return {"use_dictionary": False, "column_encoding": chosen}


@a_way("options")
def decimals_as_integers(draw: Draw) -> dict[str, Any]:
    return {"store_decimal_as_integer": True}


@a_way("options")
def old_timestamps(draw: Draw) -> dict[str, Any]:
    return {"use_deprecated_int96_timestamps": True, "sorting_columns": [pq.SortingColumn(0)]}


# --- Parquet: bytes ---


@a_way("pages")
def footer_flipped(draw: Draw, raw: bytes) -> bytes:
    place = len(raw) - 8 - draw.random.randrange(min(len(raw) - 8, int.from_bytes(raw[-8:-4], "little")))
    return flipped(draw, raw, place)


@a_way("pages")
def footer_length_wrong(draw: Draw, raw: bytes) -> bytes:
    length = draw.random.choice((0, 1, len(raw), 2**31 - 1, 2**32 - 1, int.from_bytes(raw[-8:-4], "little") - 1))
    return raw[:-8] + struct.pack("<I", length) + raw[-4:]


@a_way("pages")
def other_mark(draw: Draw, raw: bytes) -> bytes:
    return draw.random.choice((raw[:-4] + b"PARE", b"PARE" + raw[4:], b"XXXX" + raw[4:], raw[:-4] + b"par1"))


@a_way("pages")
def page_flipped_in_plain_data(draw: Draw, raw: bytes) -> bytes:
    checks = draw.random.random() < 0.5
    plain = rewritten(raw, compression="none", use_dictionary=False, write_page_checksum=checks)
    data = len(plain) - 8 - int.from_bytes(plain[-8:-4], "little")
    place = draw.random.randrange(4, data)
    return flipped(draw, plain, place)


@a_way("pages")
def statistics_that_lie(draw: Draw, raw: bytes) -> bytes:
    """Other least and greatest values than there are, in the footer; the data stay."""
    plain = rewritten(raw, row_group_size=20, write_page_index=False)
    data = len(plain) - 8 - int.from_bytes(plain[-8:-4], "little")
    footer = plain[data:]
    for old, new in lies(pq.read_metadata(io.BytesIO(plain))):
        if len(old) >= 4:  # shorter ones are everywhere
            footer = footer.replace(old, new)
    return plain[:data] + footer


@a_way("pages")
def statistics_that_lie_again(draw: Draw, raw: bytes) -> bytes:
    return statistics_that_lie(draw, raw)


def lies(about: pq.FileMetaData) -> list[tuple[bytes, bytes]]:
    """The bytes of each extreme in a footer, and those of another value of the same length."""
    found = []
    for group in range(about.num_row_groups):
        for number in range(about.num_columns):
            column = about.row_group(group).column(number)
            physical = column.physical_type
            if column.statistics is None or not column.statistics.has_min_max or physical not in EXTREMES:
                continue
            found += [EXTREMES[physical](value) for value in (column.statistics.min_raw, column.statistics.max_raw)]
    return found


def other_text(value: bytes) -> tuple[bytes, bytes]:
    """A text and another one."""
    return value, b"9" * len(value)


EXTREMES: dict[str, Callable[[Any], tuple[bytes, bytes]]] = {
    "INT64": lambda value: (struct.pack("<q", value), struct.pack("<q", 7)),
    "INT32": lambda value: (struct.pack("<i", value), struct.pack("<i", 18_000)),
    "BYTE_ARRAY": other_text,
}


def rewritten(raw: bytes, **options: Any) -> bytes:
    """A Parquet file written in another way."""
    out = io.BytesIO()
    pq.write_table(pq.read_table(io.BytesIO(raw)), out, **options)
    return out.getvalue()
