"""A number as a workbook shows it: 0.25 in the format ``0%`` is 25%.

Format codes as in ISO/IEC 29500-1, 18.8.30 and 18.8.31; .xls files use the same.
"""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

# What needs no code in the file. 27 to 36 and 50 to 58 are the Chinese ones.
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm",
    19: "h:mm:ss",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    49: "@",
    **dict.fromkeys((41, 42), "#,##0;-#,##0;-"),
    **dict.fromkeys((43, 44), "#,##0.00;-#,##0.00;-"),
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss",
    48: "##0.0E+0",
}
TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*"?)|\\(?P<escaped>.)|_(?P<pad>.)|\*(?P<fill>.)
    |\[(?P<bracket>[^\]]*)\]|(?P<digits>[0#?][0#?,]*(?:\.[0#?,]*)?|\.[0#?]+)
    |(?P<percent>%)|(?P<general>General)|(?P<noon>AM/PM|A/P|上午/下午)
    |(?P<date>y+|m+|d+|h+|s+(?:\.0+)?)|(?P<odd>[Ee][+-]|/(?=[\d?#])|@)|(?P<plain>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
COLOURS = re.compile(r"Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|Color\d+|颜色\d+|黑|蓝|红")
CHINESE = re.compile("[\u4e00-\u9fff]")
# Day 0 is such that day 1 is 1 January 1900; Excel counts a 29 February 1900 that never was.
EPOCH = {False: datetime.datetime(1899, 12, 30), True: datetime.datetime(1904, 1, 1)}
DIGITS = 15
LARGEST = Decimal(10) ** 30


class Shown(Struct, frozen=True):
    """A cell's number as text. ``exact`` is the number itself where the text shows less."""

    text: str
    exact: str = ""


def plain(value: float | str) -> str:
    """The number with the 15 digits that Excel keeps, without an exponent: 30.0 is ``30``."""
    number = _decimal(value)
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def display(value: float | str, code: str, *, is_1904: bool = False) -> Shown | None:
    """The number in a format; None if the format cannot be followed.

    Raise ``ValueError`` if ``value`` is no finite number of ordinary size.
    """
    number = _decimal(value)
    sections = _sections(code)
    chosen = _choose(sections, number)
    tokens = [(m.lastgroup or "", m[m.lastgroup or 0]) for m in TOKEN.finditer(sections[chosen])]
    if _is_odd(tokens):
        return None
    kinds = {kind for kind, _ in tokens}
    if "date" in kinds or any(_is_elapsed(kind, text) for kind, text in tokens):
        return None if "digits" in kinds else _date(number, tokens, is_1904)
    if chosen == 1:
        number = abs(number)
    return _number(number, tokens)


def _decimal(value: float | str) -> Decimal:
    number = Decimal(format(float(value), f".{DIGITS}g"))
    if not number.is_finite() or abs(number) > LARGEST:
        raise ValueError(f"不是普通的数：{value}")
    return number


def _sections(code: str) -> list[str]:
    """The parts between the semicolons: positive; negative; zero; text."""
    parts = [""]
    for match in TOKEN.finditer(code or "General"):
        if match["plain"] == ";":
            parts.append("")
        else:
            parts[-1] += match[0]
    return parts


def _choose(sections: list[str], number: Decimal) -> int:
    if number == 0 and len(sections) > 2:
        return 2
    return 1 if number < 0 and len(sections) > 1 else 0


def _is_odd(tokens: list[tuple[str, str]]) -> bool:
    """Conditions, Chinese numerals ([DBNum1]), exponents and fractions are not followed."""
    return any(
        (kind == "odd" and text != "@")
        or (
            kind == "bracket"
            and not (text.startswith("$") or COLOURS.match(text.title()))
            and not _is_elapsed(kind, text)
        )
        for kind, text in tokens
    )


def _is_elapsed(kind: str, text: str) -> bool:
    return kind == "bracket" and re.fullmatch("h+|m+|s+", text, re.IGNORECASE) is not None


def _literal(kind: str, text: str) -> str:
    if kind == "bracket":  # [$¥-804]: the sign stands before the hyphen
        return text[1:].partition("-")[0] if text.startswith("$") else ""
    if kind == "quoted":
        return text.strip('"')
    return text if kind in ("escaped", "plain", "percent") else ""


def _number(number: Decimal, tokens: list[tuple[str, str]]) -> Shown | None:
    patterns = [text for kind, text in tokens if kind == "digits"]
    if len(patterns) > 1:  # such as 000-0000: a telephone number
        return None
    percent = any(kind == "percent" for kind, _ in tokens)
    shown, parts = number * 100 if percent else number, []
    sign = "-" if number < 0 else ""
    exact = True
    for kind, text in tokens:
        if kind == "digits":
            digits, value = _digits(abs(shown), text)
            exact = value == abs(shown)
            parts.append(digits)
        elif kind == "general" or (kind, text) == ("odd", "@"):
            parts.append(plain(str(abs(shown))))
        else:
            parts.append(_literal(kind, text))
    body = "".join(parts).strip()
    sign = sign if re.search("[1-9]", body) else ""
    return Shown(sign + body, "" if exact else plain(str(number)))


def _digits(number: Decimal, pattern: str) -> tuple[str, Decimal]:
    """The digits by a pattern such as ``#,##0.00``, and the value that they show."""
    whole, _, fraction = pattern.partition(".")
    thousands = len(pattern) - len(pattern.rstrip(","))  # each comma at the end divides by 1000
    scaled = number.scaleb(-3 * thousands)
    fraction = fraction.replace(",", "")
    rounded = scaled.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    before, _, after = f"{rounded:f}".partition(".")
    least = len(re.sub(r"[^0]", "", whole))
    before = before.lstrip("0").rjust(least, "0")
    if "," in whole.rstrip(","):
        before = f"{int(before or 0):,}".rjust(least, "0") if before else before
    kept = len(fraction.rstrip("#?"))
    after = after[:kept] + after[kept:].rstrip("0")
    return before + ("." + after if after else ""), rounded.scaleb(3 * thousands)


def _date(number: Decimal, tokens: list[tuple[str, str]], is_1904: bool) -> Shown | None:
    if any(_is_elapsed(kind, text) for kind, text in tokens):
        return _elapsed(number, tokens)
    try:
        seconds = (number * 86400).quantize(Decimal(1), ROUND_HALF_UP)
        moment = EPOCH[is_1904] + datetime.timedelta(seconds=int(seconds))
    except OverflowError:
        return None
    if not is_1904 and 0 < number < 60:  # before the 29 February that never was
        moment += datetime.timedelta(days=1) if number >= 1 else datetime.timedelta()
    if number < 0:
        return None
    if any(CHINESE.search(_literal(kind, text)) for kind, text in tokens):
        return Shown(_chinese_date(moment, tokens))
    letters = {text[0].lower() for kind, text in tokens if kind == "date"}
    # m is minutes where there are hours or seconds
    day = "%Y-%m-%d" if letters & {"y", "d"} or not letters & {"h", "s"} else ""
    hour = ("%H:%M:%S" if "s" in letters else "%H:%M") if letters & {"h", "s"} else ""
    return Shown(moment.strftime(f"{day} {hour}".strip()))


def _elapsed(number: Decimal, tokens: list[tuple[str, str]]) -> Shown | None:
    """Such as ``[h]:mm``: hours that go on counting after 24."""
    if "".join(text.lower() for _, text in tokens) not in ("h:mm", "hh:mm", "h:mm:ss", "hh:mm:ss"):
        return None
    seconds = int((number * 86400).quantize(Decimal(1), ROUND_HALF_UP))
    minutes, second = divmod(abs(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return Shown(f"{'-' * (seconds < 0)}{hour}:{minute:02}:{second:02}")


def _chinese_date(moment: datetime.datetime, tokens: list[tuple[str, str]]) -> str:
    is_12 = any(kind == "noon" for kind, _ in tokens)
    parts, before = [], ""
    for index, (kind, text) in enumerate(tokens):
        if kind == "date":
            letter = text[0].lower()
            after = next((t[0].lower() for k, t in tokens[index + 1 :] if k == "date"), "")
            if letter == "m" and (before == "h" or after == "s"):
                letter = "M"
            parts.append(_part(moment, letter, len(text), is_12=is_12))
            before = letter
        elif kind == "noon":
            parts.append("上午" if moment.hour < 12 else "下午")
        else:
            parts.append(_literal(kind, text))
    return "".join(parts).strip()


def _part(moment: datetime.datetime, letter: str, length: int, *, is_12: bool) -> str:
    if letter == "y":
        return f"{moment.year:04}" if length > 2 else f"{moment.year % 100:02}"
    if letter == "d" and length > 2:
        return "星期" * (length > 3) + "一二三四五六日"[moment.weekday()]
    hour = (moment.hour + 11) % 12 + 1 if is_12 else moment.hour
    values = {"m": moment.month, "d": moment.day, "h": hour, "M": moment.minute, "s": moment.second}
    return f"{values[letter]:0{min(length, 2)}}"
