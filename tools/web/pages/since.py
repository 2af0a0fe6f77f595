"""What became of a project since the year before, in one sentence under its title."""

from collections.abc import Iterator
from decimal import Decimal

from tools.review.changes.view import COLUMNS, Line, ProjectView
from tools.value import MONEY_UNITS
from tools.web.threads import Stage

NAMED = 3  # indicators that are named, of all kinds together
VALUES = ("收紧", "放宽", "不可比")


def sentence(stage: Stage, before: Stage, changes: ProjectView) -> str:
    """E.g. “2026 年预算 40.00 万元，与 2025 年相同；指标值收紧 1 条（满意度 ≥93% → ≥94%）。”"""
    told = [_budget(stage, before), _indicators(before, changes)]
    return f"{stage.year} 年{'；'.join(part for part in told if part)}。"


def _budget(stage: Stage, before: Stage) -> str:
    """The 预算数 and how it compares; nothing where it is blank, withheld or not on the form."""
    amount, unit = _money(stage)
    if amount is None:
        return ""
    told = f"预算 {amount:f} {unit}".strip()
    old, old_unit = _money(before)
    if old is None or not (unit and old_unit):
        return told
    if old_unit != unit:
        old = old * MONEY_UNITS[old_unit] / MONEY_UNITS[unit]
    if amount == old:
        return f"{told}，与 {before.year} 年相同"
    way = "增加" if amount > old else "减少"
    return f"{told}，比 {before.year} 年{way} {abs(amount - old):f} {unit}{_share(amount, old)}"


def _share(amount: Decimal, old: Decimal) -> str:
    if not old:
        return ""
    share = abs(amount - old) / abs(old)
    return f"（{share:.0%}）" if share >= Decimal("0.01") else "（不到 1%）"


def _money(stage: Stage) -> tuple[Decimal | None, str]:
    amount = stage.tree.get("预算数")
    return amount if isinstance(amount, Decimal) else None, str(stage.entry.record.unit or "")


def _indicators(before: Stage, changes: ProjectView) -> str:
    kept = iter([line for label in VALUES for line in _lines(changes, label)][:NAMED])
    told = list(_counted(changes, kept))
    others = changes.counts["其他改动"] - bool(changes.budget)
    if not told:
        return f"指标值与 {before.year} 年相同" + (f"，其他改动 {others} 处" if others else "")
    return "，".join([*told, f"其他改动 {others} 处"] if others else told)


def _counted(changes: ProjectView, kept: Iterator[Line]) -> Iterator[str]:
    for label in COLUMNS:
        count = changes.counts[label]
        if not count:
            continue
        if label not in VALUES:
            yield f"{label} {count} 条"
            continue
        named = [_named(line) for _, line in zip(range(count), kept, strict=False)]
        more = "等" if named and len(named) < count else ""
        yield f"指标值{label} {count} 条" + (f"（{'；'.join(named)}{more}）" if named else "")


def _lines(changes: ProjectView, label: str) -> list[Line]:
    kinds = {kind.value for kind in COLUMNS[label]}
    return [line for line in changes.lines if line.what in kinds]


def _named(line: Line) -> str:
    old, new = ("".join(one.text for one in side) or "空白" for side in (line.before, line.after))
    return f"{line.name} {old} → {new}"
