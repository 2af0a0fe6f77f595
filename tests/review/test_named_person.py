"""Who is named and who is not: hundreds of ordinary words before words of private matters."""

import itertools
from pathlib import Path

import pytest

from tools.review.rules.named_person import NAMED

# Words of official texts and of places, many of them beginning with a sign that is a surname too.
ORDINARY = (Path(__file__).parent / "ordinary-words.txt").read_text("utf-8").split()
BEFORE = [
    "",
    "用于",
    "做好",
    "处理",
    "化解",
    "对",
    "为",
    "，",
    "的",
    "走访",
    "确保",
    "妥善解决",
    "（",
]
AFTER = [
    *(
        "家属",
        "的家属",
        "及其家属",
        "亲属",
        "父母",
        "上访",
        "信访",
        "的信访案件",
        "缠访",
        "稳控",
        "病情",
    ),
    *("医疗", "医疗专项", "医疗救助", "医疗费", "医药费", "住院", "治疗", "事件", "案件"),
]
PERSONS = [
    *(
        "张三家属",
        "李四上访",
        "王五的病情",
        "赵小六信访积案",
        "刘某医疗费",
        "做好李四家属的稳控工作",
    ),
    *(
        "王某某医疗专项",
        "欧阳某某家属",
        "司马某信访",
        "周××住院",
        "高某某及家属",
        "马某等人进京上访",
        "陈某之子",
    ),
    *(
        "刘*医药费",
        "走访王大力同志父母",
        "化解孙小美信访事项",
        "李XX案件",
        "张某某本人病情",
        "确保吴某稳控到位",
    ),
]


@pytest.mark.parametrize("before", BEFORE)
def test_ordinary_words_are_no_names(before: str) -> None:
    assert len(ORDINARY) > 250
    phrases = (before + word + after for word, after in itertools.product(ORDINARY, AFTER))
    assert [phrase for phrase in phrases if NAMED.search(phrase)] == []


@pytest.mark.parametrize("phrase", PERSONS)
def test_persons_are(phrase: str) -> None:
    assert NAMED.search(phrase)


@pytest.mark.parametrize(
    "phrase",
    [
        *(
            "0.1万*残疾人数",
            "某某医院医疗救助",
            "某事件",
            "关于某案件",
            "王某村信访",
            "李家属院",
            "石某山治疗",
        ),
        *(
            "刘营家属院改造",
            "王洋家属楼",
            "李宁医疗器械",
            "杨凌医疗机构",
            "张三丰牌匾",
            "陈年上访积案",
        ),
    ],
)
def test_what_only_looks_like_one(phrase: str) -> None:
    assert not NAMED.search(phrase)
