"""Ways to change a text file of a delivery, each called what it does: its cells, text, bytes, compression."""

from __future__ import annotations

import gzip
import io
import re
import struct
import unicodedata
import zlib

from tests.support.deliveries import COLUMNS
from tests.support.mutating import Draw, a_way, odd, some_line, somewhere

# --- cells ---


@a_way("cells")
def odd_value(draw: Draw, rows: list[list[str]]) -> None:
    rows[some_line(draw, rows)][rows[0].index(draw.column)] = odd(draw)


@a_way("cells")
def odd_value_again(draw: Draw, rows: list[list[str]]) -> None:
    odd_value(draw, rows)


@a_way("cells")
def odd_value_once_more(draw: Draw, rows: list[list[str]]) -> None:
    odd_value(draw, rows)


@a_way("cells")
def two_odd_values(draw: Draw, rows: list[list[str]]) -> None:
    for _ in range(2):
        draw.column = draw.random.choice(list(COLUMNS[draw.table]))
        odd_value(draw, rows)


@a_way("cells")
def one_value_in_every_line(draw: Draw, rows: list[list[str]]) -> None:
    value = odd(draw)
    for row in rows[1:]:
        row[rows[0].index(draw.column)] = value


@a_way("cells")
def value_of_another_line(draw: Draw, rows: list[list[str]]) -> None:
    at = rows[0].index(draw.column)
    rows[some_line(draw, rows)][at] = rows[some_line(draw, rows)][at]


@a_way("cells")
def value_of_another_column(draw: Draw, rows: list[list[str]]) -> None:
    row = rows[some_line(draw, rows)]
    row[rows[0].index(draw.column)] = draw.random.choice(row)


@a_way("cells")
def digit_changed(draw: Draw, rows: list[list[str]]) -> None:
    row, at = rows[some_line(draw, rows)], rows[0].index(draw.column)
    row[at] = re.sub("[0-9]", lambda found: str((int(found[0]) + 1) % 10), row[at], count=1)


@a_way("cells")
def blanks_in_every_line(draw: Draw, rows: list[list[str]]) -> None:
    blank = draw.random.choice((" ", "\t", "\u00a0"))
    for row in rows[1:]:
        row[rows[0].index(draw.column)] += blank


@a_way("cells")
def decomposed_beside_composed(draw: Draw, rows: list[list[str]]) -> None:
    at = rows[0].index(draw.column)
    for number, form in enumerate(("NFC", "NFD"), start=1):
        if number < len(rows):
            rows[number][at] = unicodedata.normalize(form, f"{rows[number][at]}é")  # type: ignore[arg-type]


@a_way("cells")
def line_twice(draw: Draw, rows: list[list[str]]) -> None:
    rows.append(list(rows[some_line(draw, rows)]))


@a_way("cells")
def every_line_twice(draw: Draw, rows: list[list[str]]) -> None:
    rows += [list(row) for row in rows[1:]]


@a_way("cells")
def line_twice_with_another_value(draw: Draw, rows: list[list[str]]) -> None:
    line_twice(draw, rows)
    rows[-1][rows[0].index(draw.column)] = odd(draw)


@a_way("cells")
def lines_swapped(draw: Draw, rows: list[list[str]]) -> None:
    one, other = some_line(draw, rows), some_line(draw, rows)
    rows[one], rows[other] = rows[other], rows[one]


@a_way("cells")
def line_removed(draw: Draw, rows: list[list[str]]) -> None:
    del rows[some_line(draw, rows)]


@a_way("cells")
def all_lines_removed(draw: Draw, rows: list[list[str]]) -> None:
    del rows[1:]


@a_way("cells")
def field_too_many(draw: Draw, rows: list[list[str]]) -> None:
    rows[some_line(draw, rows)].append("1")


@a_way("cells")
def field_too_few(draw: Draw, rows: list[list[str]]) -> None:
    rows[some_line(draw, rows)].pop()


@a_way("cells")
def columns_reordered(draw: Draw, rows: list[list[str]]) -> None:
    order = draw.random.sample(range(len(rows[0])), len(rows[0]))
    rows[:] = [[row[at] for at in order] for row in rows]


@a_way("cells")
def column_twice(draw: Draw, rows: list[list[str]]) -> None:
    at = rows[0].index(draw.column)
    for row in rows:
        row.insert(draw.random.randrange(len(row)), row[at])


@a_way("cells")
def column_renamed(draw: Draw, rows: list[list[str]]) -> None:
    names = (draw.column.upper(), f" {draw.column}", f"{draw.column} ", f"{draw.column}2", "", "\ufeff" + draw.column)
    rows[0][rows[0].index(draw.column)] = draw.random.choice(names)


@a_way("cells")
def column_beside_its_twin(draw: Draw, rows: list[list[str]]) -> None:
    for number, row in enumerate(rows):
        row.append("1" if number else draw.column.upper())


@a_way("cells")
def column_removed(draw: Draw, rows: list[list[str]]) -> None:
    at = rows[0].index(draw.column)
    for row in rows:
        del row[at]


@a_way("cells")
def column_added(draw: Draw, rows: list[list[str]]) -> None:
    name = draw.random.choice(
        ("toelichting", "", "file_index", "_rule", "raw_bsn", 'x"; --', "filename", "_file", "bsn2")
    )
    for number, row in enumerate(rows):
        row.append(f"{number % 2}" if number else name)


@a_way("cells")
def two_columns_swapped_in_the_header(draw: Draw, rows: list[list[str]]) -> None:
    one, other = draw.random.sample(range(len(rows[0])), 2)
    rows[0][one], rows[0][other] = rows[0][other], rows[0][one]


@a_way("cells")
def no_header(draw: Draw, rows: list[list[str]]) -> None:
    del rows[0]


@a_way("cells")
def header_in_the_middle(draw: Draw, rows: list[list[str]]) -> None:
    rows.insert(some_line(draw, rows), rows[0])


# --- text ---


@a_way("text")
def other_separator(draw: Draw, text: str) -> str:
    return text.replace(";", draw.random.choice((",", "\t", "|", "\uff1b")))


@a_way("text")
def one_separator_lost(draw: Draw, text: str) -> str:
    place = draw.random.choice([found.start() for found in re.finditer(";", text)])
    return text[:place] + draw.random.choice((",", "", ";;", "\t")) + text[place + 1 :]


@a_way("text")
def all_quoted(draw: Draw, text: str) -> str:
    return "".join(";".join(f'"{cell}"' for cell in one.split(";")) + "\n" for one in text.splitlines())


@a_way("text")
def one_quote(draw: Draw, text: str) -> str:
    place = somewhere(draw, text)
    return text[:place] + '"' + text[place:]


@a_way("text")
def two_quotes(draw: Draw, text: str) -> str:
    return one_quote(draw, one_quote(draw, text))


@a_way("text")
def quote_at_the_start_of_a_field(draw: Draw, text: str) -> str:
    place = draw.random.choice([found.end() for found in re.finditer(";", text)])
    return text[:place] + '"' + text[place:]


@a_way("text")
def field_quoted_with_more(draw: Draw, text: str) -> str:
    found = draw.random.choice(list(re.finditer(r"(?<=;)[^;\n]+(?=;)", text)))
    quoted = draw.random.choice(('"{}"', '"{}\n"', '"{}""', '"{}"x', ' "{}"', '"{}" ', "'{}'", '"""{}"""', '"{};"'))
    return text[: found.start()] + quoted.format(found[0]) + text[found.end() :]


@a_way("text")
def other_line_ends(draw: Draw, text: str) -> str:
    return text.replace("\n", draw.random.choice(("\r\n", "\r", "\n\n", "\n\r", "\u2028", "\x85", "\r\r\n")))


@a_way("text")
def line_ends_mixed(draw: Draw, text: str) -> str:
    place = draw.random.choice([found.start() for found in re.finditer("\n", text)])
    one, other = draw.random.choice((("\n", "\r\n"), ("\r\n", "\n"), ("\n", "\r"), ("\r", "\n")))
    return text[:place].replace("\n", one) + text[place:].replace("\n", other)


@a_way("text")
def one_line_end_of_another_kind(draw: Draw, text: str) -> str:
    place = draw.random.choice([found.start() for found in re.finditer("\n", text)])
    return text[:place] + draw.random.choice(("\r\n", "\r", "\n\n", "")) + text[place + 1 :]


@a_way("text")
def line_split(draw: Draw, text: str) -> str:
    place = somewhere(draw, text)
    return text[:place] + draw.random.choice(("\n", "\r", "\r\n")) + text[place:]


@a_way("text")
def no_last_line_end(draw: Draw, text: str) -> str:
    return text.removesuffix("\n")


@a_way("text")
def more_at_the_end(draw: Draw, text: str) -> str:
    return text + draw.random.choice(("\n", "\n\n", " \n", ";\n", "\x1a", "\0", "(74 rows)\n", "\r", ";" * 30))


@a_way("text")
def more_at_the_start(draw: Draw, text: str) -> str:
    return draw.random.choice(("\n", "# uitvoer\n", "sep=;\n", " ", "\0", "\ufeff", "\ufeff\ufeff", "\r\n")) + text


@a_way("text")
def separator_behind_every_line(draw: Draw, text: str) -> str:
    return text.replace("\n", draw.random.choice((";\n", ";;\n", " \n", "; \n")))


@a_way("text")
def mark_of_byte_order(draw: Draw, text: str) -> str:
    place = draw.random.choice((0, text.index("\n") + 1, somewhere(draw, text)))
    return text[:place] + "\ufeff" + text[place:]


@a_way("text")
def zero_byte(draw: Draw, text: str) -> str:
    place = somewhere(draw, text)
    return text[:place] + "\0" + text[place:]


@a_way("text")
def other_encoding(draw: Draw, text: str) -> str:
    encoding = draw.random.choice(("utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "cp500"))
    place = draw.random.choice([found.start() for found in re.finditer(";", text)])
    with_letter = text[:place] + "é" + text[place:]
    return with_letter.encode(encoding, "replace").decode("utf-8", "surrogateescape")


@a_way("text")
def character_changed(draw: Draw, text: str) -> str:
    place = somewhere(draw, text)
    return text[:place] + draw.random.choice("0Aé \u200b\udcff\udcc3,.-") + text[place + 1 :]


@a_way("text")
def two_exports_together(draw: Draw, text: str) -> str:
    return text + text


# --- bytes ---


@a_way("raw")
@a_way("pages")
def byte_flipped(draw: Draw, raw: bytes) -> bytes:
    return flipped(draw, raw, somewhere(draw, raw))


def flipped(draw: Draw, raw: bytes, place: int) -> bytes:
    """The bytes with one bit changed at a place."""
    return raw[:place] + bytes([raw[place] ^ 1 << draw.random.randrange(8)]) + raw[place + 1 :]


@a_way("raw")
@a_way("pages")
def bytes_inserted(draw: Draw, raw: bytes) -> bytes:
    place = somewhere(draw, raw)
    return raw[:place] + draw.random.randbytes(draw.random.randint(1, 4)) + raw[place:]


@a_way("raw")
@a_way("pages")
def bytes_deleted(draw: Draw, raw: bytes) -> bytes:
    place = somewhere(draw, raw)
    return raw[:place] + raw[place + draw.random.randint(1, 40) :]


@a_way("raw")
@a_way("packed")
@a_way("pages")
def truncated(draw: Draw, raw: bytes) -> bytes:
    return raw[: draw.random.choice((0, 1, 4, 8, 12, len(raw) // 2, len(raw) - 8, len(raw) - 1, somewhere(draw, raw)))]


@a_way("raw")
@a_way("pages")
def bytes_of_noise(draw: Draw, raw: bytes) -> bytes:
    place = somewhere(draw, raw)
    return raw[:place] + draw.random.randbytes(64) + raw[place + 64 :]


@a_way("raw")
def packed_under_the_name_of_text(draw: Draw, raw: bytes) -> bytes:
    return gzip.compress(raw, mtime=0)


# --- gzip ---


@a_way("packed")
def several_members(draw: Draw, raw: bytes) -> bytes:
    text = gzip.decompress(raw)
    place = somewhere(draw, text)
    return gzip.compress(text[:place]) + gzip.compress(b"") + gzip.compress(text[place:])


@a_way("packed")
def more_behind_the_data(draw: Draw, raw: bytes) -> bytes:
    return raw + draw.random.choice((bytes(512), b"\0", b"x", b"\x1f\x8b", b"\n", raw[:30], gzip.compress(b""), b"\0x"))


@a_way("packed")
def wrong_check(draw: Draw, raw: bytes) -> bytes:
    return raw[:-8] + struct.pack("<I", zlib.crc32(raw)) + raw[-4:]


@a_way("packed")
def wrong_length(draw: Draw, raw: bytes) -> bytes:
    return raw[:-4] + struct.pack("<I", len(raw))


@a_way("packed")
def name_in_the_header(draw: Draw, raw: bytes) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(filename="polis.csv", mode="wb", fileobj=out, mtime=1) as file:
        file.write(gzip.decompress(raw))
    return out.getvalue()


@a_way("packed")
def packed_twice(draw: Draw, raw: bytes) -> bytes:
    return gzip.compress(raw)


@a_way("packed")
def not_packed(draw: Draw, raw: bytes) -> bytes:
    return gzip.decompress(raw)


@a_way("packed")
def packed_byte_flipped(draw: Draw, raw: bytes) -> bytes:
    return byte_flipped(draw, raw)


@a_way("packed")
def stored_without_compression(draw: Draw, raw: bytes) -> bytes:
    return gzip.compress(gzip.decompress(raw), compresslevel=0)


@a_way("packed")
def nothing_packed(draw: Draw, raw: bytes) -> bytes:
    return gzip.compress(b"")
