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
    fixed = [datetime.date(year, m, d) for m, d in ((1, 1), (5, 5), (12, 25), (12, 26))]
    return set(fixed + [king] + [e + n * DAY for n in (0, 1, 39, 49, 50)])


class Calendar:
    def __init__(self, weekdays):
        self.weekdays, self.closings, self.of_year = set(weekdays), {}, {}

    def open(self, day):
        if day.year not in self.of_year:
            self.of_year[day.year] = holidays(day.year)
        shut = any(a <= day <= b for a, b in self.closings.values())
        return WEEK[day.weekday()] in self.weekdays and day not in self.of_year[day.year] and not shut

    def first(self, day):
        while not self.open(day):
            day += DAY
        return day
