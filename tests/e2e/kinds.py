"""Every kind of page with the addresses at which it is looked at."""

# A kind is a template of templates/site, a folder of site/pages, or a page of the theme. axe looks
# at the first address of each; at the others, other forms and lengths, only the layout is tried.
KINDS: dict[str, tuple[str, ...]] = {
    "home.md.j2": ("",),
    "region.md.j2": ("xinglong", "shili"),
    "department.md.j2": ("shili/sifaju", "xinglong/zhengfawei"),
    "department-year.md.j2": (
        "shili/sifaju/2026",
        "xinglong/zhengfawei/2022",
        "xinqu/bumen/2020",
        "gaoxinqu/bumen/2022",
        "chengde-gaoxin/zhengfawei/2024",
    ),
    "project.md.j2": (
        "shili/sifaju/99999922p00010110001c",
        "chengde-gaoxin/zhengfawei/13081123p00003110002a",
    ),
    "comparison.md.j2": ("shili/sifaju/2025-2026", "shili/sifaju/2024-2026"),
    "search.md.j2": ("search/?q=满意度", "search"),
    "indicators.md.j2": ("indicators/?q=培训", "indicators"),
    "coverage.md.j2": ("coverage",),
    "corrections.md.j2": ("corrections",),
    "sources.md.j2": ("sources",),
    "findings.md.j2": ("findings",),
    "department-findings.md.j2": (
        "xinglong/zhengfawei/2022/findings",
        "shili/sifaju/2026/findings",
    ),
    "rules.md.j2": ("rules",),
    "rule.md.j2": ("rules/stray-signs", "rules/cost-over-budget"),
    "site/pages/about": ("about",),
    "site/pages/glossary": ("glossary",),
    "site/pages/opendata": ("opendata",),
    "site/pages/guide": ("guide",),
    "site/pages/guide/clerk": ("guide/clerk",),
    "site/pages/guide/review": ("guide/review",),
    "site/overrides/404.html": ("no/such/page", "404.html"),
}
