#!/usr/bin/env python3
"""Compares data/number with Python's int, float and decimal on seeded random cases, edge values included.

    tests/exact_numbers.py --calculator build/tests/number_calculator [--seed N] [--cases N]
"""
import argparse
import decimal
import math
import random
import re
import struct
import subprocess
import sys

decimal.getcontext().prec = 2000
decimal.getcontext().Emax, decimal.getcontext().Emin = 10**15, -(10**15)
LIMIT = 2**127
NUMBER = re.compile(r"[ \v\f\r]*([+-]?)(?:([0-9]+)\.?([0-9]*)|\.([0-9]+))(?:[eE]([+-]?[0-9]+))?[ \v\f\r]*")


class Exact:
    """mantissa / 10**scale, not reduced."""
    __slots__ = ("m", "s")

    def __init__(self, m: int, s: int = 0):
        if s < 0:
            m, s = m * 10**-s, 0
        self.m, self.s = m, s

    def __float__(self) -> float:
        return self.m / 10**self.s  # division of ints rounds once


def canonical(m: int, s: int = 0):
    """What a Number with the value m / 10**s is: an Exact without trailing zeros, or a float."""
    whole = m, s
    while s > 0 and m % 10 == 0:
        m //= 10
        s -= 1
    if s <= 38 and abs(m) < LIMIT:
        return Exact(m, s)
    try:
        return whole[0] / 10**whole[1]
    except OverflowError:
        return math.inf if m > 0 else -math.inf


def parse(text: str):
    match = NUMBER.fullmatch(text)
    if not match:
        return None
    sign, whole, fraction, alone, exponent = match.groups()
    digits = (whole or "") + (fraction or alone or "")
    m = int(sign + digits)
    s = len(fraction or alone or "") - int(exponent or 0)
    if m == 0:
        return Exact(0)
    if abs(s) < 2000:
        while m % 10 == 0:
            m //= 10
            s -= 1
        value = Exact(m, s)
        if value.s <= 38 and abs(value.m) < LIMIT:
            return value
    value = float(text.strip(" \v\f\r"))
    return None if math.isinf(value) else value


def bits(value: float) -> str:
    return "r" + struct.pack(">d", value).hex()


def ratio(n: int, d: int):
    """n / d, a decimal if it ends."""
    common = math.gcd(n, d)
    n, d = n // common, d // common
    if d < 0:
        n, d = -n, -d
    rest, twos, fives = d, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return n / d
    s = max(twos, fives)
    return canonical(n * 10**s // d, s)


def aligned(a: Exact, b: Exact):
    s = max(a.s, b.s)
    return a.m * 10**(s - a.s), b.m * 10**(s - b.s), s


def fraction(value) -> tuple[int, int]:
    return (value.m, 10**value.s) if isinstance(value, Exact) else value.as_integer_ratio()


def compare(a, b) -> int:
    special = [isinstance(x, float) and not math.isfinite(x) for x in (a, b)]
    if any(special):
        rank = [(2 if math.isnan(x) else math.copysign(1, x)) if odd else 0 for x, odd in zip((a, b), special)]
        return (rank[0] > rank[1]) - (rank[0] < rank[1])
    (an, ad), (bn, bd) = fraction(a), fraction(b)
    return (an * bd > bn * ad) - (an * bd < bn * ad)


def power(a, b):
    if compare(a, Exact(0)) == 0 and compare(b, Exact(0)) < 0:
        return None
    if isinstance(a, Exact) and isinstance(b, Exact) and b.m % 10**b.s == 0 and -(2**63) < b.m // 10**b.s < 2**63:
        n = b.m // 10**b.s
        base = canonical(a.m, a.s)
        if abs(base.m) <= 1 and base.s == 0:
            return Exact(base.m**(abs(n) % 2 or 2) if n else 1)
        if abs(n) < 200:
            result = canonical(base.m**abs(n), base.s * abs(n))
            if isinstance(result, Exact):
                return result if n >= 0 else ratio(10**result.s, result.m)
    x, y = float(a), float(b)
    if -math.inf < x < 0 and math.isfinite(y) and not y.is_integer():
        return None
    try:
        result = x**y
    except OverflowError:
        return -math.inf if x < 0 and y % 2 == 1 else math.inf
    return result


def half_away(m: int, s: int, places: int):
    if s <= places:
        return m, s
    unit = 10**(s - places)
    kept = (abs(m) * 2 + unit) // (2 * unit)
    return (kept if m >= 0 else -kept), places


def shown(value: float) -> tuple[int, int]:
    """The digits that a float prints as, as m and s."""
    sign, digits, exponent = decimal.Decimal(repr(value)).as_tuple()
    m = int("".join(map(str, digits)))
    while m and m % 10 == 0:
        m, exponent = m // 10, exponent + 1
    return (-m if sign else m), (-exponent if m else 0)


def round_to(a, places: int):
    if isinstance(a, float) and not math.isfinite(a):
        return a
    m, s = half_away(*((a.m, a.s) if isinstance(a, Exact) else shown(a)), places)
    value = Exact(m, s)
    return canonical(value.m, value.s)


def plain(m: int, s: int) -> str:
    value = Exact(m, s)
    digits = str(abs(value.m)).rjust(value.s + 1, "0")
    return ("-" if value.m < 0 else "") + (digits if value.s == 0 else digits[:-value.s] + "." + digits[-value.s:])


def text(a) -> str:
    if isinstance(a, Exact):
        reduced = canonical(a.m, a.s)
        return plain(reduced.m, reduced.s)
    if not math.isfinite(a) or (a != 0 and not 1e-7 <= abs(a) < 1e21):
        return repr(a)
    return plain(*shown(a))


def fixed(a, places: int) -> str:
    if isinstance(a, float) and not math.isfinite(a):
        return repr(a)
    m, s = half_away(*((a.m, a.s) if isinstance(a, Exact) else shown(a)), places)
    value = Exact(m, s)
    return plain(value.m * 10**(places - value.s), places)


def whole(a, function):
    if isinstance(a, float):
        return canonical(function(a)) if math.isfinite(a) else a
    below, rest = divmod(a.m, 10**a.s)
    above = function is math.ceil or (function is math.trunc and a.m < 0)
    return canonical(below + (above and rest != 0))


def total(*numbers):
    if all(isinstance(x, Exact) for x in numbers):
        s = max(x.s for x in numbers)
        return canonical(sum(x.m * 10**(s - x.s) for x in numbers), s)
    special = [x for x in numbers if isinstance(x, float) and not math.isfinite(x)]
    if special:
        return sum(special)
    pairs = [fraction(x) for x in numbers]
    common = math.lcm(*(d for _, d in pairs))
    n = sum(n * (common // d) for n, d in pairs)
    try:
        return n / common
    except OverflowError:
        return math.inf if n > 0 else -math.inf


def binary(decimals, floats):
    """An operation: on two decimals by `decimals` on their aligned mantissas, else by `floats`."""
    def operation(a, b):
        if isinstance(a, Exact) and isinstance(b, Exact):
            return decimals(*aligned(a, b))
        return floats(float(a), float(b))
    return operation


def unless_zero(operation):
    return lambda a, b: None if compare(b, Exact(0)) == 0 else operation(a, b)


def to_int64(a):
    if isinstance(a, float) and not math.isfinite(a):
        return "none"
    n, d = fraction(a)
    return str(n // d) if n % d == 0 and -(2**63) <= n // d < 2**63 else "none"


def is_integer(a):
    if isinstance(a, float):
        return str(int(math.isfinite(a) and a.is_integer()))
    return str(int(a.m % 10**a.s == 0))


BINARY = {
    "+": binary(lambda a, b, s: canonical(a + b, s), lambda a, b: a + b),
    "-": binary(lambda a, b, s: canonical(a - b, s), lambda a, b: a - b),
    "*": binary(lambda a, b, s: canonical(a * b, 2 * s), lambda a, b: a * b),
    "/": unless_zero(binary(lambda a, b, s: ratio(a, b), lambda a, b: a / b)),
    "//": unless_zero(binary(lambda a, b, s: canonical(a // b), lambda a, b: a // b)),
    "%": unless_zero(binary(lambda a, b, s: canonical(a % b, s), lambda a, b: a % b)),
    "**": power,
    "compare": lambda a, b: str(compare(a, b)),
}
UNARY = {
    "parse": lambda a: a,
    "negate": lambda a: canonical(-a.m, a.s) if isinstance(a, Exact) else -a,
    "abs": lambda a: canonical(abs(a.m), a.s) if isinstance(a, Exact) else abs(a),
    "floor": lambda a: whole(a, math.floor),
    "ceil": lambda a: whole(a, math.ceil),
    "trunc": lambda a: whole(a, math.trunc),
    "double": float,
    "int64": to_int64,
    "integer": is_integer,
    "text": text,
}
PLACES = {"round": round_to, "fixed": fixed}


# ---- cases ----------------------------------------------------------------------------------------------------------

EDGES = [0, 1, 2, 3, 5, 7, 9, 10, 25, 99, 100, 10**15, 10**16, 10**17, 10**18, 10**19, 10**37, 10**38, 2**31, 2**32, 2**53,
         2**62, 2**63, 2**64, 2**96, 2**126, 2**127, 2**128, 5**27, 5**54, 3**80]
EDGE_TEXTS = ["0.1", "0.2", "0.3", "-0", "0.0", "1e308", "1.7976931348623157e308", "-1e308", "1e309", "1e-320", "5e-324", "1e-400",
              "1e38", "1e39", "1e-38", "1e-39", "9" * 38, "9" * 39, "0." + "9" * 38, "0." + "0" * 37 + "1", "1e5", ".5", "5.", "+1",
              "0" * 50 + "1", "1" + "0" * 50, "0." + "1" * 60, " 1.5 ", "1e+05", "0e999999999999999999999",
              "1e999999999999999999999", "1e-999999999999999999999", "9007199254740993", "9007199254740992.5"]
EDGE_REALS = [0.0, -0.0, 0.1, 0.5, 1.0, -1.0, 2.5, 1 / 3, 2.675, 1e15, 1e16, 1e21, 1e22, 1e-7, 1e-6, 2.0**53, 2.0**63, 2.0**64, 2.0**127, 1e38, 1e39,
              1e308, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, math.inf, -math.inf, math.nan]
NOT_NUMBERS = ["", " ", "-", "+", ".", "-.", "e5", "1e", "1e+", "1e1.5", "0x10", "inf", "nan", "-inf", "1_000", "1,000", "--1", "+-1", "1.2.3",
               "1 2", "1e5e5", "N/A", "1f", "1.0f", "\u0661", "1-", "- 1", "12345678.", "1234567.8.", "123456789012345678.",
               "1234567890123456.", "..", "1..", ".1.", "12/3", "12:3", "1234567:", "/2345678", "1\u00002", "9e", "\u00b2"]


class Cases:
    def __init__(self, seed: int):
        self.dice = random.Random(seed)

    def mantissa(self) -> int:
        dice = self.dice
        kind = dice.random()
        if kind < 0.35:
            m = dice.randint(0, 10**dice.randint(1, 9))
        elif kind < 0.6:
            m = abs(dice.choice(EDGES) + dice.randint(-2, 2))
        else:
            m = dice.getrandbits(dice.randint(1, 127))
        return -m if dice.random() < 0.4 else m

    def number_text(self) -> str:
        dice = self.dice
        kind = dice.random()
        if kind < 0.05:
            return dice.choice(EDGE_TEXTS)
        m = self.mantissa()
        s = dice.choice([0, 0, 1, 2, 2, 3, dice.randint(0, 18), dice.randint(0, 38)])
        if kind < 0.08:
            return f"{m}e{dice.randint(-60, 60)}"
        if kind < 0.10:
            return f"{m}.{dice.getrandbits(dice.randint(1, 200))}E-{dice.randint(0, 20)}"
        if kind < 0.12:
            return ("-" if m < 0 else "+") + "0" * dice.randint(0, 30) + plain(abs(m), s) + "0" * dice.randint(0, 30) * (s > 0)
        if kind < 0.13:
            return f" {plain(m, s)}\r"
        return plain(m, s)

    def real(self) -> float:
        dice = self.dice
        kind = dice.random()
        if kind < 0.2:
            return dice.choice(EDGE_REALS)
        if kind < 0.4:
            return struct.unpack(">d", struct.pack(">Q", dice.getrandbits(64)))[0]
        if kind < 0.6:
            return dice.randint(-10**6, 10**6) / 2**dice.randint(0, 12)
        if kind < 0.8:
            return self.mantissa() / 10**dice.randint(0, 20)
        return dice.uniform(-1000, 1000) * 10.0**dice.randint(-10, 10)

    def operand(self):
        """The text for the calculator, and the value."""
        if self.dice.random() < 0.12:
            value = self.real()
            return bits(value), value
        text = self.number_text()
        return text, parse(text)

    def neighbour(self, text: str, value):
        """A second operand that is equal or nearly so, which random ones never are."""
        dice = self.dice
        if isinstance(value, float) and not math.isfinite(value):
            return text, value
        kind = dice.randint(0, 3)
        if kind == 0:
            near = float(value)
            if dice.random() < 0.3:
                near = math.nextafter(near, dice.choice([-math.inf, math.inf]))
            return bits(near), near
        if isinstance(value, float):
            return bits(math.nextafter(value, 0)), math.nextafter(value, 0)
        zeros = dice.randint(0, 6) if kind == 1 else 0
        other = plain(value.m * 10**zeros + (dice.randint(-1, 1) if kind == 2 else 0), value.s + zeros)
        return other, parse(other)

    def broken(self) -> str:
        dice = self.dice
        if dice.random() < 0.2:
            return dice.choice(NOT_NUMBERS)
        text = self.number_text()
        at = dice.randint(0, len(text))
        return text[:at] + dice.choice("0123456789.-+eE :/ x,\u00e9") + text[at + dice.randint(0, 1):]

    def one(self):
        """A line for the calculator and the expected result."""
        dice = self.dice
        kind = dice.random()
        if kind < 0.15:
            text = self.number_text() if kind < 0.08 else self.broken()
            return "parse\t" + text, parse(text)
        if kind < 0.18:
            words, values = zip(*(self.operand() for _ in range(dice.randint(1, 12))))
            if dice.random() < 0.5:  # all decimals, or cancelling
                words, values = zip(*(self.decimal_only() for _ in range(dice.randint(1, 12))))
            return "sum\t" + "\t".join(words), None if None in values else total(*values)
        text, value = self.operand()
        if kind < 0.3:
            name = dice.choice(list(UNARY))
            return f"{name}\t{text}", None if value is None else UNARY[name](value)
        if kind < 0.4:
            name = dice.choice(list(PLACES))
            places = dice.choice([0, 1, 2, 3, dice.randint(0, 45)]) if name == "fixed" else dice.randint(-40, 40)
            return f"{name}\t{text}\t{places}", None if value is None else PLACES[name](value, places)
        if kind < 0.42:
            return self.texts()
        name = dice.choice(list(BINARY))
        if name == "**" and dice.random() < 0.8:
            other = str(dice.randint(-3, 12) if dice.random() < 0.7 else dice.randint(-200, 200))
            with_value = parse(other)
        elif value is not None and dice.random() < 0.25:
            other, with_value = self.neighbour(text, value)
        else:
            other, with_value = self.operand()
        if value is None or with_value is None:
            return f"{name}\t{text}\t{other}", None
        return f"{name}\t{text}\t{other}", BINARY[name](value, with_value)

    def decimal_only(self):
        while True:
            text = self.number_text()
            value = parse(text)
            if isinstance(value, Exact):
                return text, value

    def texts(self):
        dice = self.dice
        m = dice.getrandbits(dice.randint(1, 300)) * dice.choice([-1, 1])
        s = dice.randint(0, 60)
        a, b = plain(m, s), plain(m * 10**3 + dice.choice([-1, 0, 0, 1]), s + 3)
        if dice.random() < 0.3:
            a = f"{m}e-{s}"
        x, y = (decimal.Decimal(x) for x in (a, b))
        return f"texts\t{a}\t{b}", str((x > y) - (x < y))


def agree(expected, got: str) -> bool:
    if expected is None:
        return got == "none"
    if isinstance(expected, str):
        return got == expected
    if isinstance(expected, Exact):
        expected = canonical(expected.m, expected.s)
        return got == f"{expected.m} {expected.s}"
    if not got.startswith("r") or len(got) != 17:
        return False
    value = struct.unpack(">d", bytes.fromhex(got[1:]))[0]
    return value == expected or (math.isnan(value) and math.isnan(expected))


def main() -> int:
    words = argparse.ArgumentParser()
    words.add_argument("--calculator", required=True)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--cases", type=int, default=1_000_000)
    options = words.parse_args()
    cases = Cases(options.seed)
    wrong = done = 0
    while done < options.cases:
        batch = [cases.one() for _ in range(min(100_000, options.cases - done))]
        done += len(batch)
        run = subprocess.run([options.calculator], input="".join(line + "\n" for line, _ in batch).encode(),
                             capture_output=True, check=False)
        results = run.stdout.decode().split("\n")
        if run.returncode != 0 or len(results) != len(batch) + 1:
            print(f"the calculator ended with {run.returncode} at", repr(batch[len(results) - 1][0]), run.stderr.decode())
            return 1
        for (line, expected), got in zip(batch, results):
            if agree(expected, got):
                continue
            wrong += 1
            if wrong <= 20:
                if isinstance(expected, Exact):
                    expected = f"{expected.m} {expected.s}"
                print(f"{line!r}: expected {bits(expected) if isinstance(expected, float) else expected}, got {got}")
    print(f"seed {options.seed}: {wrong} of {done} cases are wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
