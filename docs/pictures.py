"""Pictures of the site, made with Playwright and the system's Chromium.

    pip install playwright
    python docs/pictures.py docs/pictures

Makes the demo database, serves it, and takes each page at 390 and 1440 pixels, light; the home page and a
statement also dark. Needs Chromium (``apt-get install chromium``); set CHROMIUM if it lies elsewhere.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import which

from playwright.sync_api import sync_playwright


def main(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        db = str(Path(folder) / "quotes.db")
        subprocess.run(["quotes", "demo", "--db", db], check=True, capture_output=True)
        found = json.loads(
            subprocess.run(
                [
                    "quotes",
                    "search",
                    "wall",
                    "--speaker",
                    "Ortel",
                    "--kind",
                    "direct",
                    "--db",
                    db,
                    "--format",
                    "json",
                ],
                check=True,
                capture_output=True,
            ).stdout
        )
        statement = found[0]["id"]
        server = subprocess.Popen(
            ["quotes", "serve", "--db", db, "--port", "0"], stderr=subprocess.PIPE, text=True
        )
        try:
            assert server.stderr
            base = server.stderr.readline().split()[0].rstrip("/")
            take(base, statement, out)
        finally:
            server.terminate()
            server.wait()


def take(base: str, statement: str, out: Path) -> None:
    chromium = os.environ.get("CHROMIUM") or which("chromium") or which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for width, scheme in ((1440, "light"), (390, "light"), (1440, "dark"), (390, "dark")):
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page.goto(f"{base}/statement/{statement}")
            speaker = page.locator("a.who").first.get_attribute("href")
            article = page.locator("dd a[href*='/article/']").first.get_attribute("href")
            pages = {
                "home": "/",
                "search": "/search?q=wall",
                "statement": f"/statement/{statement}",
                "speaker": speaker,
                "article": article,
                "table": "/quotes/attribution?_search=wall",
                "absent": "/statement/nothing",
            }
            for name, address in pages.items():
                if scheme == "dark" and name not in ("home", "statement", "article"):
                    continue
                page.goto(base + str(address))
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width and name != "table":
                    print(f"{name} is {wide} wide in a window of {width}", file=sys.stderr)
                page.screenshot(
                    path=out / f"{name}-{width}-{scheme}.png", full_page=name != "table"
                )
            page.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
