"""When a branch is open (C2, C9), worked out anew: what the library answers is no proof of itself."""
import datetime

DAY = datetime.timedelta(days=1)
WEEK = ("mo", "tu", "we", "th", "fr", "sa", "su")


def easter(year):
    """Gauss, as Meeus and Butcher wrote it down."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return datetime.date(year, month, day + 1)


def holidays(year):
    e, king = easter(year), datetime.date(year, 4, 27)
    king -= DAY if king.weekday() == 6 else 0 * DAY
    after = {"easter_sunday": 0, "easter_monday": 1, "ascension": 39, "whit_sunday": 49, "whit_monday": 50}
    fixed = {"new_year": (1, 1), "liberation_day": (5, 5), "christmas_day": (12, 25), "boxing_day": (12, 26)}
    return {king: "kings_day", **{e + n * DAY: name for name, n in after.items()},
            **{datetime.date(year, *day): name for name, day in fixed.items()}}


class Calendar:
    def __init__(self, weekdays):
        self.weekdays, self.closings, self.opened, self.of_year = set(weekdays), {}, set(), {}

    def opens(self, holiday, is_open):
        (self.opened.add if is_open else self.opened.discard)(holiday)

    def open(self, day):
        if WEEK[day.weekday()] not in self.weekdays:
            return False
        if day.year not in self.of_year:
            self.of_year[day.year] = holidays(day.year)
        holiday = self.of_year[day.year].get(day)
        return (holiday is None or holiday in self.opened) and not any(a <= day <= b for a, b in self.closings.values())

    def first(self, day):
        while not self.open(day):
            day += DAY
        return day

    def late(self, due, on):
        """C13: the open days after the due day."""
        return sum(self.open(due + n * DAY) for n in range(1, (on - due).days + 1))
