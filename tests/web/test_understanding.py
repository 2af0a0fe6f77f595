"""Values in plain words."""

import pytest

from tools.value import parse
from tools.web.understanding import understood


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("≥95百分比", "不低于 95%"),
        ("100%", "等于 100%"),
        ("≤30.50万元", "不超过 30.5 万元"),
        ("≤800元", "不超过 800 元"),
        ("＞3万张", "高于 30,000 张"),
        ("20元/户", "等于 20 元/户"),
        ("≥2万", "不低于 20,000（没有写单位）"),
        ("≤0.8‰", "不超过 0.8‰"),
        ("12月底前", "期限：12 月底"),
        ("2024年6月15日前", "期限：2024 年 6 月 15 日"),
        ("是", "是或否"),
        ("逐年提升", "文字，没有量化"),
    ],
)
def test_understood(written: str, told: str) -> None:
    assert understood(parse(written)) == told
