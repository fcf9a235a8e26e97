"""Readers so plain that they can't be wrong: what the tests hold the fast ones against."""


class Bad(Exception):
    """The input breaks a rule: `records` are those before it."""

    def __init__(self, reason, records):
        super().__init__(reason)
        self.records = records


def read_delimited(text: bytes, delimiter: bytes = b",", quote: bytes = b'"') -> list[list[bytes | None]]:
    """The records of delimited text, the header among them. None is null, an empty cell that was not quoted.

    A quote opens a quoted part only as the first byte of a cell. In it a doubled quote is one quote, and
    delimiters and newlines are text. What follows the closing quote is text as it stands, quotes too. A newline is
    LF, CRLF or a lone CR. A blank line is no record, unless there is one column: that of the first line not blank.
    """
    text = text.removeprefix(b"\xef\xbb\xbf")
    records, record, cell, quoted = [], [], b"", False
    at = 0
    while at < len(text):
        byte = text[at:at + 1]
        if quote and byte == quote and cell == b"" and not quoted:
            quoted = True
            at += 1
            while True:
                end = text.find(quote, at)
                if end < 0:
                    raise Bad("a quote is open at the end", without_blanks(records))
                cell += text[at:end]
                if text[end + 1:end + 2] != quote:
                    break
                cell += quote
                at = end + 2
            at = end + 1
        elif byte == delimiter:
            record.append(cell if cell or quoted else None)
            cell, quoted = b"", False
            at += 1
        elif byte in b"\r\n":
            at += 2 if text[at:at + 2] == b"\r\n" else 1
            blank = not (record or cell or quoted)
            records.append([] if blank else record + [cell if cell or quoted else None])
            record, cell, quoted = [], b"", False
        else:
            cell += byte
            at += 1
    if record or cell or quoted:
        records.append(record + [cell if cell or quoted else None])
    return without_blanks(records)


def without_blanks(records):
    width = next((len(record) for record in records if record), 0)
    return [record or [None] for record in records if record or width == 1]


def read_tsv(text: bytes) -> list[list[bytes | None]]:
    escapes = {b"t": b"\t", b"n": b"\n", b"r": b"\r", b"\\": b"\\"}

    def cell(raw):
        out, at = b"", 0
        while at < len(raw):
            if raw[at:at + 1] == b"\\" and raw[at + 1:at + 2] in escapes:
                out += escapes[raw[at + 1:at + 2]]
                at += 2
            else:
                out += raw[at:at + 1]
                at += 1
        return out

    return [[raw and cell(raw) for raw in record] for record in read_delimited(text, b"\t", b"")]
