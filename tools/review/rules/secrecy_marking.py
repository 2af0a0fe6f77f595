"""出现密级标志

带“机密★”、“秘密级”、“内部资料”字样的内容可能涉密或不对外，不能公开。
“国家秘密”、“商业秘密”、“保密工作”这样的普通说法不算。

依据：保守国家秘密法；财预〔2016〕143号：预决算公开，涉及国家秘密的除外。

通过：开展保密检查2次。
不通过：机密★5年；内部资料，注意保存。
"""

import re
from collections.abc import Iterator

from tools.review.finding import Criterion, Finding, Scope
from tools.review.subject import FileSubject

SCOPE = Scope.DEPARTMENT_YEAR
CRITERION = Criterion.PRIVACY

MARKING = re.compile(
    r"(?:绝密|机密|秘密)\s*(?:[★☆]|级(?!别))|密级\s*[:：]?\s*(?:绝密|机密|秘密)|^\s*(?:绝密|机密|秘密)\s*$"
    r"|内部(?:资料|文件|材料)(?=[，,、。；！!）)]|$)|(?:不得|严禁|不准)外传|不(?:得|宜|予)?对外公开|注意保存",
    re.MULTILINE,
)


def check(subject: FileSubject) -> Iterator[Finding]:
    """Markings as they stand on papers; plain talk of secrets is none."""
    for text, match in subject.revealing(MARKING):
        message = f"{text.label}里有“{match[0].strip()}”"
        yield Finding(text.place, message, "问明能否公开；不能公开的删去，并请管理员清除历史")
