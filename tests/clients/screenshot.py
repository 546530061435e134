"""Take the picture of a review page: python tests/clients/screenshot.py PAGE.html OUT.png."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]


def main(page_path: Path, out: Path) -> None:
    """Review two segments, show how the first one with a term put in was made, and take the picture."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=chromium, args=OPTIONS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"file://{page_path.resolve()}")
        page.wait_for_selector("html[data-ready=true]", state="attached")
        for index in range(2):
            page.locator(".row").nth(index).focus()
            page.keyboard.press("r")
        wanted = page.locator(".row:has(.source .edited), .row:has(.source .decoded)").first
        wanted.locator(".number").click()
        wanted.evaluate("row => row.scrollIntoView({ block: 'center' })")
        page.screenshot(path=str(out))
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
