"""Years that a text speaks of as if they were the year of the work.

A text may look back: at a year to compare with, at the year when something was built or signed,
at a bill of last year that is paid now. Only its words tell.
"""

import re

YEAR = re.compile(r"2(?<![0-9]2)0[0-9]{2}(?=年)")
SENTENCE = re.compile(r"[。；;\n]")
TITLE = re.compile(r"《[^》]*》")

# A beginning or a whole span, not the year of the work.
SPAN = re.compile(
    r"20[0-9]{2}年?\s*[-—–~～至到]\s*20[0-9]{2}"
    r"|20[0-9]{2}年(?:度|[0-9]{1,2}月(?:[0-9]{1,2}日)?)?(?:以来|起|至今|开始|底存量)"
)
LOOKS_BACK = re.compile(
    r"(?:[比较与同自从至以超]|(?<!用)于)20[0-9]{2}年|以来|基础上|基数|(?<!为)了(?!解)|已|曾|历年"
    r"|尾款|质保金|欠[款付发缴]|拖欠|结转|结余|[结决清]算|兑现|补发|(?:支付|拨付|缴纳|偿还)20|考核[^，]{0,6}奖"
    r"|20[0-9]{2}年[^，]{0,8}(?:建成|竣工|完工|投入使用|投用|成立|立项|批复|批准|印发|出台|发布|公布|修订"
    r"|修正|签订|签署|开工|中标|普查|(?:购置|采购|购买|安装|配备)的)(?!率)"
)


def stale_years(text: str, year: int) -> set[int]:
    """Years before ``year`` in sentences that neither name ``year`` nor look back."""
    stale: set[int] = set()
    for sentence in SENTENCE.split(SPAN.sub("", TITLE.sub("", text))):
        years = {int(found) for found in YEAR.findall(sentence)}
        if years and year not in years and not LOOKS_BACK.search(sentence):
            stale |= {found for found in years if found < year}
    return stale
