"""Signs that Word keeps as a font and a number, as the characters they look like.

Only those whose look is sure: the Symbol font's mathematics, and ticks and boxes.
"""

import re

PRIVATE = re.compile("[\uf020-\uf0ff]")


def _signs(text: str) -> dict[int, str]:
    """Pairs such as ``A3≤``: a code in two hexadecimal digits, and the character."""
    return {int(pair[:2], 16): pair[2:] for pair in text.split()}


# The Latin digits, brackets and operators of the Symbol font are themselves.
SYMBOL = {ord(sign): sign for sign in " %()+,./0123456789:;<=>"} | _signs(
    "2D− A3≤ A5∞ B0° B1± B3≥ B4× B7• B8÷ B9≠ BA≡ BB≈ D7⋅"
)
WINGDINGS = _signs("6C● 6D○ 6E■ 6F□ 71❑ 72❒ 75◆ 76❖ A8□ FB✗ FC✓ FD☒ FE☑")
WINGDINGS_2 = _signs("4F✗ 50✓ 51☒ 52☑ 53☒ 54☒ A2■ A3□")
FONTS = {"symbol": SYMBOL, "wingdings": WINGDINGS, "wingdings 2": WINGDINGS_2}


def sign(font: str | None, code: int) -> str | None:
    """The character a font shows for ``code``, with or without Word's offset of F000.

    None where it is not known.
    """
    table = FONTS.get((font or "").lower())
    if table is None:
        is_plain = 0x20 <= code < 0xD800 or 0xF900 <= code < 0xFFFE
        return chr(code) if is_plain else None
    return table.get(code & 0xFF if 0xF000 <= code <= 0xF0FF else code)
