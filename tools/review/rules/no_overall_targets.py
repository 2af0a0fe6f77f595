"""部门整体绩效目标没有填全

总体绩效目标、分项绩效目标、工作保障措施是部门整体目标的三个部分，缺一部分就不完整。
编制中的文件不查，还没有写到的不算错。

依据：财预〔2015〕88号，完整性：部门（单位）整体支出绩效目标内容完整。

通过：三个部分都有内容。
不通过：文件已批复，总体绩效目标空白。
"""

from collections.abc import Iterator

from tools import model
from tools.review.comparing import is_blank
from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.COMPLETENESS


def check(subject: FileSubject) -> Iterator[Finding]:
    """Look at the three parts of a file that is past its draft."""
    if subject.record.is_draft:
        return
    targets = subject.record.targets
    parts = {
        "总体绩效目标": not is_blank(targets.overall),
        "分项绩效目标": any(_says_something(sub) for sub in targets.sub_targets),
        "工作保障措施": not all(is_blank(measure.content) for measure in targets.measures),
    }
    for label, is_filled in parts.items():
        if not is_filled:
            yield Finding(
                f"/整体绩效目标/{label}", f"{label}空白", "补上；还没有写好的，状态写编制中"
            )


def _says_something(part: model.SubTarget) -> bool:
    cells = model.chinese(part).values()
    return any(isinstance(text, str) and not is_blank(text) for text in cells)
