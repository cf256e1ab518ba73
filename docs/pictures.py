"""Pictures of every page of the site, made with Playwright and the system's Chromium.

    pip install -e '.[dev]' pillow          # where no other plugin of Datasette is, which may add to the pages
    python docs/pictures.py docs/pictures

Makes the demo database, serves it, and takes each page at 390 and 1440 pixels, light and dark, as its owner
sees it where only the owner sees it. Needs Chromium (``apt-get install chromium``); set CHROMIUM if it lies
elsewhere. Pictures that are there and not made any more are removed.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

from PIL import Image
from playwright.sync_api import Page, sync_playwright

WIDTHS, SCHEMES = (1440, 390), ("light", "dark")

TALLEST = 2400
"""Pixels after which a picture ends, however long the page is."""

COLOURS = 64
"""Of a picture: the pages have few, and as many more as letters have edges."""

CORRECTION = ".owner"
"""The picture of the correction shows the page around this, which is at the end."""


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, str, str]]:
    """The address of the demo's site, the one that signs in, and the identifier of a statement."""
    db = str(folder / "quotes.db")

    def quotes(*args: str) -> str:
        command = ["quotes", *args, "--db", db]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    quotes("demo")
    asked = ("--speaker", "Ortel", "--kind", "direct", "--format", "json")
    statement = json.loads(quotes("search", "wall", *asked))[0]["id"]
    server = subprocess.Popen(
        ["quotes", "serve", "--db", db, "--port", "0", "--root"],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stderr
        address = server.stderr.readline().split()[0].rstrip("/")
        yield address, server.stderr.readline().split()[-1], statement
    finally:
        server.terminate()
        server.wait()


def pages(page: Page, address: str, statement: str) -> dict[str, str]:
    """The pages, by name; those of the owner are "review" and "correction"."""
    page.goto(f"{address}/statement/{statement}")
    speaker = page.locator("a.who").first.get_attribute("href")
    article = page.locator("dd a[href*='/article/']").first.get_attribute("href")
    assert speaker
    assert article
    return {
        "home": "/",
        "search": "/search?q=wall",
        "statement": f"/statement/{statement}",
        "speaker": speaker,
        "article": article,
        "review": "/review",
        "correction": f"/statement/{statement}",
        "table": "/quotes/attribution?_search=wall",
        "database": "/quotes",
        "query": "/quotes/said_about?words=wall",
        "absent": "/statement/nothing",
    }


def take(page: Page, name: str, width: int) -> Image.Image:
    """The page as it is, whole up to ``TALLEST``."""
    # What sticks to the edge of the window stands at the end of a window as tall as the page.
    page.set_viewport_size({"width": width, "height": 900})
    wide, tall = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    if wide > width:
        raise SystemExit(f"{name} is {wide} wide in a window of {width}")
    page.set_viewport_size({"width": width, "height": tall})
    top = 0
    if name == "correction":
        box = page.locator(CORRECTION).bounding_box()
        assert box
        top = max(0, int(box["y"]) - 500)
    clip = {"x": 0, "y": top, "width": width, "height": min(TALLEST, tall - top)}
    return Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip)))


def write(picture: Image.Image, path: Path) -> None:
    few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def main(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    made = set()
    chromium = os.environ.get("CHROMIUM") or which("chromium") or which("chromium-browser")
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as (address, sign_in, statement),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        visitor, owner = browser.new_context(), browser.new_context()
        page = owner.new_page()
        page.goto(sign_in)
        if not page.goto(f"{address}/review") or not page.locator("#question").count():
            raise SystemExit("the demo has no open question for the picture of the review")
        windows = {True: page, False: visitor.new_page()}
        for name, path in pages(windows[False], address, statement).items():
            window = windows[name in ("review", "correction")]
            for scheme in SCHEMES:
                window.emulate_media(color_scheme=scheme)
                for width in WIDTHS:
                    window.set_viewport_size({"width": width, "height": 900})
                    window.goto(address + path)
                    file = out / f"{name}-{width}-{scheme}.png"
                    write(take(window, name, width), file)
                    made.add(file)
        browser.close()
    for old in set(out.glob("*.png")) - made:
        old.unlink()
    size = sum(f.stat().st_size for f in made)
    print(f"{len(made)} pictures, {size / 1e6:.1f} MB", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
