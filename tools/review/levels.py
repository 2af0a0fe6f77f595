"""How much each rule's findings weigh. Rules do not know; this table is the only place.

An error keeps an unpublished file from being built until it is mended or excepted: it is for
contradictions that do not depend on how Chinese words are read. What does is a warning. What is
only a matter of style is information.
"""

from tools.problem import Level

ERRORS = (
    "amount-contradicts-budget",
    "bank-account",
    "bare-wan",
    "basis-is-unit",
    "blank-project-cell",
    "cost-over-budget",
    "deadline-as-bound",
    "duplicate-code",
    "email-address",
    "funds-do-not-add-up",
    "id-number",
    "missing-value",
    "mobile-number",
    "no-goals",
    "no-overall-targets",
    "number-without-unit",
    "phone-number",
    "placeholder",
    "plan-not-cumulative",
    "secrecy-marking",
    "value-repeats-name",
    "withheld-elsewhere",
)
WARNINGS = (
    "another-body",
    "another-year",
    "basis-repeats-name",
    "basis-says-nothing",
    "blank-cell",
    "blank-plan",
    "bound-always-true",
    "bound-beyond-reach",
    "budget-changed-targets-not",
    "class-does-not-fit",
    "code-of-another-region",
    "code-under-two-names",
    "cost-far-below-budget",
    "cost-not-money",
    "cost-with-lower-bound",
    "deadline-after-year",
    "duplicate-goal",
    "duplicate-indicator",
    "goal-contradicts-indicator",
    "last-year-text",
    "missing-class",
    "missing-code",
    "money-out-of-place",
    "named-person",
    "not-satisfaction",
    "nothing-to-measure",
    "plan-not-complete",
    "repeated-words",
    "stray-signs",
    "unit-cost-is-total",
    "unit-does-not-fit",
    "wrong-check-character",
    "wrong-direction",
)
INFORMATION = (
    "deadline-variant",
    "description-repeats-name",
    "mixed-width",
    "operator-glyph",
    "percent-in-words",
    "same-plan-everywhere",
)
LEVELS = (
    dict.fromkeys(ERRORS, Level.ERROR)
    | dict.fromkeys(WARNINGS, Level.WARNING)
    | dict.fromkeys(INFORMATION, Level.INFO)
)

# Nobody may decide that these are published all the same: there is no exception from them.
WITHOUT_EXCEPTION = frozenset(("bank-account", "id-number", "mobile-number"))

# One defect, one finding: the rule on the left is silent at a place where one on the right speaks.
HIDDEN_BY = {
    "blank-cell": ("placeholder",),
    "another-year": ("last-year-text", "deadline-after-year"),
    "bare-wan": ("cost-over-budget", "money-out-of-place"),
    "class-does-not-fit": ("unit-does-not-fit", "bound-always-true"),
    "cost-not-money": ("unit-does-not-fit",),
    "cost-with-lower-bound": ("cost-over-budget", "unit-cost-is-total"),
    "missing-value": ("placeholder",),
    "money-out-of-place": ("unit-does-not-fit",),
    "nothing-to-measure": ("value-repeats-name",),
}
