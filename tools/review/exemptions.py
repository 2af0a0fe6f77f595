"""审核例外: findings that were looked at and accepted, and exceptions that except nothing."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from difflib import get_close_matches

from msgspec import structs

from tools import model
from tools.problem import Level, Problem
from tools.review.levels import WITHOUT_EXCEPTION
from tools.source.repository import Entry

IDLE = "idle-exemption"
EXCEPTED = "excepted"


def apply(
    entry: Entry, found: list[Problem], running: AbstractSet[str], known: AbstractSet[str]
) -> Iterator[Problem]:
    """What is found in the file and not excepted, and every exception that is not needed.

    ``running`` are the rules that were run: nothing is said of exceptions from the others.
    ``known`` are all the rules there are.
    """
    used = set()
    for problem in found:
        covering = [e for e in entry.record.exemptions if _covers(e, problem)]
        used.update(covering)
        yield _kept(problem, covering[0]) if covering else problem
    for index, exemption in enumerate(entry.record.exemptions):
        if exemption.rule in WITHOUT_EXCEPTION:
            yield _refused(entry, index, exemption)
        elif exemption.rule not in known:
            yield _unknown_rule(entry, index, exemption, known)
        elif exemption.rule in running and exemption not in used:
            yield _idle(entry, index, exemption)


def _covers(exemption: model.Exemption, problem: Problem) -> bool:
    if exemption.rule != problem.rule or exemption.rule in WITHOUT_EXCEPTION:
        return False
    return exemption.place in places(problem)


def _kept(problem: Problem, exemption: model.Exemption) -> Problem:
    """What is excepted is no finding any more, and no secret: whoever asks sees it and why."""
    return structs.replace(
        problem,
        rule=EXCEPTED,
        level=Level.INFO,
        message=f"按审核例外保留：{problem.message} [{problem.rule}]",
        hint=f"理由：{exemption.reason}",
        replacement=None,
    )


def _refused(entry: Entry, index: int, exemption: model.Exemption) -> Problem:
    message = f"{exemption.rule} 不能例外：这样的内容不能公开"
    return entry.problem(f"/审核例外/{index}/规则", IDLE, message, "删去这条例外，并删去那处内容")


def places(problem: Problem) -> tuple[str, ...]:
    """What an exception may write as 位置 for the problem, the narrowest first.

    In a project: the project's code or name, and the indicator below it. Elsewhere: the labels
    down to the cell, e.g. 整体绩效目标/总体绩效目标, or the first of them.
    """
    if problem.project:
        whole = (problem.project,)
        return (f"{problem.project}/{problem.indicator}", *whole) if problem.indicator else whole
    labels = [part for part in problem.pointer.split("/") if part and not part.isdigit()]
    return tuple("/".join(labels[:end]) for end in range(len(labels), 0, -1))


def _unknown_rule(
    entry: Entry, index: int, exemption: model.Exemption, known: AbstractSet[str]
) -> Problem:
    near = get_close_matches(exemption.rule, sorted(known), 3, 0.5)
    hint = f"想写的是 {'、'.join(near)}？" if near else ""
    return entry.problem(
        f"/审核例外/{index}/规则",
        IDLE,
        f"没有 {exemption.rule} 这条规则",
        f"{hint}运行 nox -s explain 看全部规则",
    )


def _idle(entry: Entry, index: int, exemption: model.Exemption) -> Problem:
    if exemption.place in _all_places(entry.record):
        message = f"这条例外没有用处：{exemption.place} 没有 {exemption.rule} 这个问题"
        return entry.problem(f"/审核例外/{index}", IDLE, message, "删去这条例外")
    near = get_close_matches(exemption.place, sorted(_all_places(entry.record)), 1, 0.5)
    hint = "位置写项目编码（没有编码的写项目名称），只管一条指标时后面加 /三级指标"
    return entry.problem(
        f"/审核例外/{index}/位置",
        IDLE,
        f"这个文件里没有“{exemption.place}”这个位置",
        f"想写的是“{near[0]}”？{hint}" if near else hint,
    )


def _all_places(record: model.DepartmentYear) -> set[str]:
    """Every place of the file that an exception can name."""
    found = {"整体绩效目标", "部门", "金额单位", "来源", "项目"}
    found |= {f"整体绩效目标/{label}" for label in model.chinese(record.targets)}
    for project in record.projects:
        found.add(project.identity)
        found |= {f"{project.identity}/{row.name}" for row in project.indicators}
    return found
