#!/usr/bin/env python3
"""Times against Python's datetime and zoneinfo: seeded random cases, answered by the program that times.cc makes.

    times.py PROGRAM [--seed N] [--count N]
"""
import argparse
import calendar
import random
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

ZONES = """Africa/Cairo America/Los_Angeles America/New_York America/Sao_Paulo America/St_Johns Antarctica/Troll
Asia/Kathmandu Asia/Kolkata Asia/Tehran Asia/Tokyo Atlantic/Azores Australia/Lord_Howe Australia/Sydney Europe/Berlin
Europe/Dublin Europe/London Pacific/Apia Pacific/Auckland Pacific/Chatham""".split()
UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 7 * 86400}
MONTHS = {"month": 1, "quarter": 3, "year": 12}
EPOCH = datetime(1970, 1, 1)
WRITTEN = "%Y %y %m %d %e %j %U %W %V %G %u %w %a %A %b %B %H %I %M %S %p %f %F %T %D %R %c %x %X %%".split()
READ = """%Y-%m-%d %H:%M:%S|%d/%b/%Y:%H:%M:%S %z|%a, %d %b %Y %H:%M:%S %z|%m/%d/%y %I:%M:%S %p|%Y%m%d%H%M%S
%A %d. %B %Y|%Y-%j %H|%G-W%V-%u|%Y-%m-%dT%H:%M:%S.%f%z|%b %d %Y|%H:%M""".replace("\n", "|").split("|")


def text(t, sep=" ", digits=None):
    """A time as the library prints it: `digits` of fraction, None for none, -1 for a date."""
    out = t.strftime("%m-%d") if digits == -1 else t.strftime(f"%m-%d{sep}%H:%M:%S")
    out = f"{t.year:04}-{out}"
    if digits is not None and digits > 0:
        out += "." + f"{t.microsecond:06}000"[:digits]
    if t.tzinfo is not None:
        out += zone_text(t.utcoffset())
    return out


def zone_text(offset):
    seconds = int(offset.total_seconds())
    sign, seconds = "-" if seconds < 0 else "+", abs(seconds)
    rest = f":{seconds % 60:02}" if seconds % 60 else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}{rest}"


def plain(number):
    """A Decimal as the library prints numbers."""
    out = f"{number:f}"
    if "." in out:
        out = out.rstrip("0").rstrip(".")
    return "0" if out == "-0" else out


def exact(delta):
    return Decimal(delta // timedelta(microseconds=1)) / 1_000_000


def shown(t):
    """With as many digits as there have to be where the library chose them."""
    return text(t, "T" if t.tzinfo else " ", 0 if t.microsecond == 0 else 3 if t.microsecond % 1000 == 0 else 6)


class Cases:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.asked, self.wanted = [], []

    def ask(self, wanted, *words):
        self.asked.append("\t".join(map(str, words)))
        self.wanted.append(wanted)

    def time(self, first=1, last=9999):
        r = self.random
        t = datetime(first, 1, 1) + timedelta(days=r.randrange((date(last, 12, 31) - date(first, 1, 1)).days),
                                              seconds=r.randrange(86400))
        if r.random() < 0.2:
            t = t.replace(month=r.choice([1, 2, 12]), day=r.choice([1, 28, min(29, calendar.monthrange(t.year, 2)[1])]))
        if r.random() < 0.1:
            t = t.replace(hour=r.choice([0, 23]), minute=r.choice([0, 59]), second=r.choice([0, 59]))
        return t

    def parse(self):
        r = self.random
        t = self.time().replace(microsecond=r.randrange(1_000_000))
        sep = r.choice(" T")
        digits = r.choice([-1, None, None, 1, 3, 6])
        if digits is not None and 0 < digits < 6:
            t = t.replace(microsecond=t.microsecond // 10 ** (6 - digits) * 10 ** (6 - digits))
        if digits != -1 and r.random() < 0.5:
            t = t.replace(tzinfo=timezone(timedelta(minutes=r.randrange(-1439, 1440))))
        written = text(t, sep, digits)
        self.ask(written, "parse", written)
        if digits != -1:
            utc = t.replace(tzinfo=None) - (t.utcoffset() or timedelta()) if 2 < t.year < 9998 else None
            if utc:
                whole = utc if digits else utc.replace(microsecond=0)
                self.ask(plain(exact(whole - EPOCH)), "epoch", written)
            self.ask(written, "parse", written.replace(":", "").replace("-", "", 2) if t.tzinfo is None else written)
        if digits is None and t.tzinfo is None:
            self.ask(written.replace(" ", "T") + "Z", "parse", written.replace(" ", "T") + "Z")
        y, w, d = t.isocalendar()
        self.ask(text(t, digits=-1)[:10], "parse", f"{y:04}-W{w:02}-{d}") if y < 10000 else None
        self.ask(text(t, digits=-1)[:10], "parse", f"{t.year:04}-{t.timetuple().tm_yday:03}")

    def garbled(self):
        """A valid time with one character changed is valid exactly where Python says so."""
        r = self.random
        written = list(text(self.time()))
        at = r.randrange(len(written))
        written[at] = r.choice("0123456789999-: TtZ.x/\x80" if at not in (16, 17, 18) else "0123456789x")
        written = "".join(written)
        try:
            wanted = text(datetime.strptime(written.replace("T", " ").replace("t", " "), "%Y-%m-%d %H:%M:%S"),
                          "T" if written[10] in "Tt" else " ")
        except ValueError:
            wanted = "-"
        if " " in written[:10] + written[11:] or "T" in written.upper()[:10] + written.upper()[11:]:
            wanted = "-" # strptime takes blanks for zeros
        if written[17:] in ("60", "61") or written[11:13] == "24":
            return # leap seconds and 24:00 have tests of their own
        self.ask(wanted, "parse", written)

    def parts(self):
        t = self.time()
        y, w, d = t.isocalendar()
        self.ask(" ".join(map(str, [t.year, t.month, t.day, t.hour, t.minute, t.second, d, t.timetuple().tm_yday, y, w,
                                    calendar.monthrange(t.year, t.month)[1]])) + " ", "parts", text(t))

    def write(self):
        r = self.random
        t = self.time(1000).replace(microsecond=r.randrange(1_000_000))
        pattern = r.choice(["", "at ", "[%z]"]) + r.choice(" -/").join(r.sample(WRITTEN, r.randrange(1, 6)))
        if "[%z]" in pattern and r.random() < 0.7:
            t = t.replace(tzinfo=timezone(timedelta(minutes=r.randrange(-1439, 1440))))
        self.ask(t.strftime(pattern), "write", text(t, digits=6), pattern)

    def read(self):
        r = self.random
        pattern = r.choice(READ)
        t = self.time(1900).replace(tzinfo=timezone(timedelta(minutes=r.randrange(-1439, 1440))),
                                    microsecond=r.randrange(1_000_000))
        written = t.strftime(pattern)
        if r.random() < 0.3: # without leading zeros, in other cases, or spoilt
            written = r.choice([written.replace("/0", "/").replace(" 0", " "), written.upper(), written.lower(),
                                written + "x", written[:-1]])
        try:
            found = datetime.strptime(written, pattern)
        except ValueError:
            found = None
        if found is None:
            return self.ask("-", "read", written, pattern)
        has_second = "%S" in pattern
        if "%H" not in pattern and "%I" not in pattern:
            wanted = text(found, digits=-1)
        else:
            digits = len(written.split(".")[1].replace("-", "+").replace("z", "+").split("+")[0]) if "%f" in pattern else 0
            wanted = text(found, "T" if found.tzinfo else " ", digits)
            if not has_second:
                wanted = wanted[:16]
        self.ask(wanted, "read", written, pattern)

    def zones(self):
        r = self.random
        name = r.choice(ZONES)
        zone = ZoneInfo(name)
        t = self.time(1880, 2150)
        if r.random() < 0.7: # near a change of clocks, where there is one
            t = self.near_change(zone, t)
        utc = t.replace(tzinfo=timezone.utc)
        self.ask(text(utc.astimezone(zone), "T"), "show", text(utc, "T"), name)
        for fold, word in ((0, "earlier"), (1, "later")):
            local = t.replace(tzinfo=zone)
            both = [local.replace(fold=f).utcoffset() for f in (0, 1)]
            skipped = both[0] < both[1]
            instant = local.replace(fold=0 if skipped else fold).astimezone(timezone.utc)
            self.ask(text(instant.astimezone(zone), "T"), word, text(t), name)

    def near_change(self, zone, t):
        offset = lambda at: at.replace(tzinfo=timezone.utc).astimezone(zone).utcoffset()
        before, after = t, t + timedelta(days=120)
        if offset(before) == offset(after):
            return t
        while after - before > timedelta(seconds=1):
            middle = before + (after - before) / 2
            if offset(middle) == offset(before):
                before = middle
            else:
                after = middle
        return (after + offset(before) + timedelta(minutes=self.random.randrange(-150, 150))).replace(microsecond=0)

    def add(self):
        r = self.random
        t = self.time()
        if r.random() < 0.5:
            unit = r.choice(list(UNITS))
            count = r.randrange(-10_000, 10_000) if r.random() < 0.8 else r.randrange(-10**12, 10**12)
            try:
                self.ask(text(t + timedelta(seconds=count * UNITS[unit])), "add", text(t), count, unit)
            except OverflowError:
                self.ask("-", "add", text(t), count, unit)
            milliseconds = r.randrange(-10**9, 10**9)
            if 10 < t.year < 9990:
                self.ask(shown(t + timedelta(milliseconds=milliseconds)), "add", text(t), milliseconds, "ms")
                self.ask(shown(t + timedelta(milliseconds=milliseconds)), "add", text(t), f"{milliseconds / 1000:.3f}", "s")
            return
        unit = r.choice(list(MONTHS))
        count = r.randrange(-100, 100)
        month = t.year * 12 + t.month - 1 + count * MONTHS[unit]
        if not 12 <= month < 120000:
            return self.ask("-", "add", text(t), count, unit)
        year, month = divmod(month, 12)
        day = min(t.day, calendar.monthrange(year, month + 1)[1])
        self.ask(text(t.replace(year=year, month=month + 1, day=day)), "add", text(t), count, unit)

    def between(self):
        r = self.random
        a = self.time().replace(microsecond=r.randrange(1_000_000))
        b = self.time().replace(microsecond=r.randrange(1_000_000))
        if r.random() < 0.5:
            b = a.replace(year=min(9999, a.year + r.randrange(3)), day=min(a.day, 28), microsecond=r.choice([0, a.microsecond]))
        at, bt = text(a, digits=6), text(b, digits=6)
        self.ask(plain(exact(b - a)), "seconds", at, bt)
        unit = r.choice(list(UNITS) + list(MONTHS))
        if unit in UNITS:
            whole = abs(b - a) // timedelta(seconds=UNITS[unit])
        else:
            low, high = min(a, b), max(a, b)
            # As many as the calendar shows, less one where the day and time within the month aren't reached.
            whole = (high.year - low.year) * 12 + high.month - low.month
            rest = lambda t: (t.day, t.time())
            whole -= rest(high) < rest(low)
            whole //= MONTHS[unit]
        self.ask(whole if b >= a else -whole, "between", at, bt, unit)

    def trunc(self):
        r = self.random
        t = self.time(5)
        year = datetime(t.year, 1, 1)
        starts = {"year": year, "quarter": datetime(t.year, (t.month - 1) // 3 * 3 + 1, 1), "month": datetime(t.year, t.month, 1),
                  "week": datetime(t.year, t.month, t.day) - timedelta(days=t.weekday()),
                  "day": datetime(t.year, t.month, t.day)}
        for unit, start in starts.items():
            self.ask(text(start, digits=-1), "trunc", text(t), unit)
        self.ask(text(t.replace(minute=0, second=0)), "trunc", text(t), "hour")
        minutes = r.choice([1, 5, 10, 15, 20, 30])
        self.ask(text(t.replace(minute=t.minute // minutes * minutes, second=0)), "trunc", text(t), f"{minutes} minutes")

    def durations(self):
        r = self.random
        delta = timedelta(seconds=r.randrange(10 ** r.randrange(1, 9)), microseconds=r.choice([0, 0, 500_000, r.randrange(1_000_000)]))
        if r.random() < 0.02:
            delta = timedelta()
        seconds = plain(exact(delta))
        self.ask(seconds, "duration", str(delta))
        self.ask(seconds, "duration", seconds)
        hours, rest = divmod(delta // timedelta(seconds=1), 3600)
        clock = f"{hours}:{rest // 60:02}:{rest % 60:02}" + f".{delta.microseconds:06}".rstrip("0").rstrip(".")
        sign = r.choice(["", "-"]) if delta else ""
        self.ask(sign + clock, "format", sign + seconds, "clock")
        self.ask(sign + seconds, "duration", sign + clock)
        iso = "P"
        if delta.days:
            iso += f"{delta.days}D"
        rest = delta.seconds
        parts = [(rest // 3600, "H"), (rest // 60 % 60, "M")]
        last = plain(Decimal(rest % 60) + Decimal(delta.microseconds) / 1_000_000)
        day = "".join(f"{n}{u}" for n, u in parts if n) + (f"{last}S" if last != "0" else "")
        iso = iso + "T" + day if day or not delta.days else iso
        iso = "PT0S" if iso == "PT" else iso
        self.ask(sign + iso, "format", sign + seconds, "iso")
        self.ask(sign + seconds, "duration", sign + iso)
        days = f"{delta.days} days" if delta.days != 1 else "1 day"
        self.ask(plain(exact(timedelta(days=delta.days))), "duration", days)

    def epochs(self):
        r = self.random
        t = self.time(1, 9998).replace(tzinfo=timezone.utc)
        whole = (t - EPOCH.replace(tzinfo=timezone.utc)) // timedelta(seconds=1)
        z = lambda at, digits: text(at.replace(tzinfo=None), "T", digits) + "Z"
        self.ask(z(t, 0), "from_epoch", whole, "s")
        fraction = r.randrange(1, 1000)
        later = t + timedelta(milliseconds=fraction)
        self.ask(z(later, 3), "from_epoch", whole * 1000 + fraction, "ms")
        self.ask(z(later, 3), "from_epoch", plain(Decimal(whole * 1000 + fraction) / 1000), "s")
        self.ask(z(t + timedelta(microseconds=fraction), 6) , "from_epoch", whole * 1_000_000 + fraction, "us")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--count", type=int, default=100_000)
    options = parser.parse_args()
    cases = Cases(options.seed)
    kinds = [cases.parse, cases.garbled, cases.parts, cases.write, cases.read, cases.zones, cases.add, cases.between, cases.trunc,
             cases.durations, cases.epochs]
    while len(cases.asked) < options.count:
        for kind in kinds:
            kind()
    done = subprocess.run([options.program], input="\n".join(cases.asked) + "\n", stdout=subprocess.PIPE, text=True,
                          encoding="utf-8", check=True)
    got = done.stdout.split("\n")[:-1]
    wrong = 0
    for asked, wanted, found in zip(cases.asked, cases.wanted, got, strict=True):
        if str(wanted) != found:
            wrong += 1
            if wrong <= 20:
                print(f"{asked!r}: {found!r}, not {wanted!r}")
    print(f"{len(got)} cases, seed {options.seed}: {wrong} wrong")
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
