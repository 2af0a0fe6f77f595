"""Numbers as Word prints them in lists (ST_NumberFormat, ISO/IEC 29500-1, 17.18.59)."""

from collections.abc import Callable

DIGITS = "〇一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def numeral(number: int, number_format: str) -> str | None:
    """``number`` as printed; None for a format, or a number, that is not known here."""
    if number < 0 or number > 9999:
        return None
    writer = FORMATS.get(number_format)
    return writer(number) if writer else None


def _counting(number: int) -> str:
    return _counted(number, DIGITS, "十百千") if number else "〇"


def _counted(number: int, digits: str, units: str) -> str:
    """十一, 二十, 一百零一."""
    parts, text = f"{number:04d}", ""
    for index, digit in enumerate(parts):
        unit = f" {units}"[3 - index].strip()
        if digit != "0":
            text += digits[int(digit)] + unit
        elif text and not text.endswith("零") and int(parts[index:]):
            text += "零"
    return text[1:] if text.startswith("一十") else text


def _formal(number: int) -> str:
    return _counted(number, FORMAL, "拾佰仟") if number else "零"


def _digital(number: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(number))


def _under_hundred(number: int) -> str | None:
    """From a hundred on, these count each in its own way, and no list gets there."""
    return _counting(number) if number < 100 else None


def _roman(number: int) -> str | None:
    text = ""
    for amount, sign in ROMAN:
        text += sign * (number // amount)
        number %= amount
    return text or None


def _letter(number: int) -> str | None:
    """Word goes on after Z with AA, BB, CC."""
    if not 0 < number <= 780:
        return None
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _series(signs: str) -> Callable[[int], str | None]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else None


def _lower(writer: Callable[[int], str | None]) -> Callable[[int], str | None]:
    def write(number: int) -> str | None:
        text = writer(number)
        return text.lower() if text else None

    return write


def _range(first: str, count: int) -> str:
    return "".join(chr(ord(first) + index) for index in range(count))


FORMATS: dict[str, Callable[[int], str | None]] = {
    "decimal": str,
    "decimalZero": "{:02d}".format,
    "decimalHalfWidth": str,
    "decimalFullWidth": lambda n: "".join(chr(ord(digit) + 0xFEE0) for digit in str(n)),
    "decimalFullWidth2": lambda n: "".join(chr(ord(digit) + 0xFEE0) for digit in str(n)),
    "decimalEnclosedCircle": _series(_range("①", 20)),
    "decimalEnclosedCircleChinese": _series(_range("①", 20)),
    "decimalEnclosedParen": _series(_range("⑴", 20)),
    "decimalEnclosedFullstop": _series(_range("⒈", 20)),
    "ideographEnclosedCircle": _series(_range("㊀", 10)),
    "ideographTraditional": _series(STEMS),
    "ideographZodiac": _series(BRANCHES),
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "chineseCounting": _under_hundred,
    "taiwaneseCounting": _under_hundred,
    "chineseCountingThousand": _counting,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _under_hundred,
    "chineseLegalSimplified": _formal,
    "upperRoman": _roman,
    "lowerRoman": _lower(_roman),
    "upperLetter": _letter,
    "lowerLetter": _lower(_letter),
    "none": lambda _: "",
}
