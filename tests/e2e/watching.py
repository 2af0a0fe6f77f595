"""A page of the site that notes what goes wrong on it."""

from playwright.sync_api import Browser, Page


def watched(browser: Browser, width: int, scheme: str = "light") -> tuple[Page, list[str]]:
    """A page and the list of what goes wrong on it: requests elsewhere, errors, messages."""
    wrong: list[str] = []
    dark = scheme == "dark"
    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
    )

    def note(message: str, is_wrong: bool = True) -> None:
        if is_wrong:
            wrong.append(message)

    page.on("request", lambda r: note(r.url, not r.url.startswith(("http://127.0.0.1", "file:"))))
    page.on("pageerror", lambda error: note(str(error)))
    page.on("console", lambda m: note(m.text, m.type in ("error", "warning")))
    return page, wrong
