"""出现密级标志

带“机密★”、“秘密级”、“内部资料”字样的内容可能涉密或不对外，不能公开。
“国家秘密”、“机密级计算机”、“收发内部文件”、“涉密文件严禁外传”这样的普通说法不算。
已经列入“不公开”的地方不会公开，不妨碍生成网站；各条隐私规则都是这样。

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

LEVEL = "(?:绝密|机密|秘密)"
INTERNAL = "内部(?:资料|文件|材料)"
WARNING = "注意保存|妥善保管|(?:不得|严禁|不准|请勿)外传|不(?:得|宜|予)(?:对外)?公开|不对外公开"
MARKING = re.compile(
    rf"{LEVEL}\s*[★☆]|{LEVEL}级(?![\u4e00-\u9fff、])|密级\s*[:：]?\s*{LEVEL}"
    rf"|{INTERNAL}[，,、！! ]*(?:{WARNING})"
    rf"|^[ （(【]*(?:{LEVEL}|{INTERNAL}|{WARNING})[ ）)】。！!]*$",
    re.MULTILINE,
)


def check(subject: FileSubject) -> Iterator[Finding]:
    """Markings as they stand on papers; plain talk of secrets is none."""
    for text, match in subject.revealing(MARKING):
        message = f"{text.label}里有“{match[0].strip()}”"
        yield Finding(
            text.place, message, "问明能否公开；不能公开的列入“不公开”，或删去并请管理员清除历史"
        )
