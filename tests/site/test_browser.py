"""The website in a real browser: the system's Chromium, driven by Playwright, in front of a real
``quotes serve``; on a database of real size, and on the demo's."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cli.command import Serving, quotes, rows

from benchmarks.site import make

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Response

CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
)
if not CHROMIUM:
    pytest.skip(
        "the browser tests need Chromium: apt-get install chromium, or set $CHROMIUM",
        allow_module_level=True,
    )
NEEDED = "the browser tests need Playwright and axe: pip install -e '.[dev]'"
sync_api = pytest.importorskip("playwright.sync_api", reason=NEEDED)
axe = pytest.importorskip("axe_playwright_python", reason=NEEDED)
expect = sync_api.expect

pytestmark = pytest.mark.browser

WIDE, NARROW = 1440, 390

WEIGHT = 60_000
"""Bytes of scripts and styles, uncompressed, that a page may have in all."""

SHIFT = 0.02
"""The cumulative layout shift that a page may have; what is not noticed ends at 0.1."""

WORD = "minister"
"""A common word of the news that is made."""


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is served: its ``address``, its ``database``, what a browser keeps of one that has signed
    in, and addresses of a ``page`` of each kind."""

    address: str
    database: Path
    signed_in: Any
    page: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Not longer than this module: as long as Playwright is there, its event loop is this thread's.
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


def sign_in(browser: Browser, served: Serving) -> Any:
    """Signs in at the address that ``quotes serve --root`` has printed, which works once; returns what the
    browser keeps."""
    printed = served.file.read_text("utf-8").splitlines()
    [once] = re.findall(r"^sign in, once: (http://\S+)$", "\n".join(printed), re.MULTILINE)
    assert printed.index(f"sign in, once: {once}") == 1
    context = browser.new_context()
    page = context.new_page()
    page.goto(once)
    expect(page.get_by_text("signed in as root")).to_be_visible()
    kept = context.storage_state()
    context.clear_cookies()
    page.goto(once)
    expect(page.get_by_text("signed in as root")).to_have_count(0)
    context.close()
    return kept


@pytest.fixture(scope="module")
def big(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of 20,000 statements of 4,000 articles, one of them hidden. No test changes it."""
    folder = tmp_path_factory.mktemp("big")
    path = folder / "news.db"
    make(path, 20_000, 4_000, 1_500)
    [(key, article, speaker)] = rows(
        path,
        "SELECT id, article_id, speaker_id FROM attribution WHERE kind = 'direct' AND speaker_id = "
        "(SELECT id FROM speaker ORDER BY attributions DESC, id LIMIT 1) ORDER BY number LIMIT 1",
    )
    [(gone,)] = rows(path, "SELECT id FROM attribution WHERE id != ? LIMIT 1 OFFSET 100", key)
    done = quotes("correct", gone, "--hide", "--yes", "--db", path, cwd=folder)
    assert done.returncode == 0, done.stderr
    with Serving(folder, "--db", path, "--root") as served:
        yield Site(
            served.address,
            path,
            sign_in(browser, served),
            {
                "home": "/",
                "search": "/search",
                "search-found": f"/search?q={WORD}",
                "search-nothing": "/search?q=xyzzyx",
                "search-wrong": f"/search?q={WORD}&since=31.1.2026",
                "speaker": f"/speaker/{speaker}",
                "statement": f"/statement/{key}",
                "statement-owner": f"/statement/{key}",
                "article": f"/article/{article}",
                "review": "/review",
                "not-found": "/statement/nothing",
                "taken-back": f"/statement/{gone}",
                "refused": "/review",
                "database": "/news",
                "table": "/news/attribution",
                "table-filtered": f"/news/attribution?_search={WORD}&kind=direct&_facet=cue",
                "row": "/news/attribution/1",
                "query": "/news/most_quoted",
                "query-asking": f"/news/said_about?words={WORD}",
                "no-table": "/news/nothing",
            },
        )


OWNERS = ("review", "statement-owner")
"""The pages of ``big`` that are visited by one who has signed in."""

STATUS = {"not-found": 404, "taken-back": 410, "refused": 403, "no-table": 404}

EVERY = (
    *("home", "search", "search-found", "search-nothing", "search-wrong", "speaker", "statement"),
    *("statement-owner", "article", "review", "not-found", "taken-back", "refused", "database"),
    *("table", "table-filtered", "row", "query", "query-asking", "no-table"),
)


@pytest.fixture
def mine(demo: Path, browser: Browser, tmp_path: Path) -> Iterator[Site]:
    """The demo's site, for one test that may change it, with its owner's sign-in."""
    path = tmp_path / "quotes.db"
    shutil.copy(demo, path)
    with Serving(tmp_path, "--db", path, "--root") as served:
        yield Site(served.address, path, sign_in(browser, served))


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a window of its own at a page, at any width and in any way that a context can be made."""
    opened: list[BrowserContext] = []

    def open_page(
        site: Site, path: str, width: int = WIDE, owner: bool = False, **how: Any
    ) -> Page:
        how |= {"storage_state": site.signed_in} if owner else {}
        context = browser.new_context(viewport={"width": width, "height": 900}, **how)
        context.set_default_timeout(15_000)
        opened.append(context)
        page = context.new_page()
        page.goto(site.address + path)
        return page

    yield open_page
    for context in opened:
        context.close()


def found(page: Page) -> int:
    """The number of statements that the page says were found."""
    return int(re.sub(r"\D", "", page.get_by_role("status").first.inner_text()))


def path_of(page: Page) -> str:
    return re.sub(r"^http://[^/]+", "", page.url)


# -- what visitors do ---------------------------------------------------------------------------------


def test_the_box_suggests_people_and_enter_leads_to_one(
    big: Site, visit: Callable[..., Page]
) -> None:
    [(number, name)] = rows(
        big.database, "SELECT id, name FROM speaker ORDER BY attributions DESC, id LIMIT 1"
    )
    page = visit(big, "/")
    box = page.get_by_label("Words, or a name")
    box.press_sequentially(name[:-1])
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute(
        "aria-activedescendant", options.first.get_attribute("id") or "none"
    )
    while name not in page.locator("[aria-selected=true]").inner_text():
        box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(f"**/speaker/{number}")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_escape_puts_the_suggestions_away_and_enter_searches_for_what_was_typed(
    big: Site, visit: Callable[..., Page]
) -> None:
    [(name,)] = rows(
        big.database, "SELECT name FROM speaker ORDER BY attributions DESC, id LIMIT 1"
    )
    page = visit(big, "/search")
    box = page.get_by_role("banner").get_by_role("combobox")
    box.press_sequentially(name)
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("option").first).to_be_hidden()
    box.press("Enter")
    page.wait_for_url("**/search?q=*")
    expect(page.get_by_role("region", name="People").get_by_role("link").first).to_have_text(name)


def test_a_facet_narrows_the_search_and_is_taken_off(big: Site, visit: Callable[..., Page]) -> None:
    page = visit(big, "/")
    page.get_by_label("Words, or a name").fill(WORD)
    page.get_by_role("button", name="Search").click()
    page.wait_for_url(f"**/search?q={WORD}")
    every = found(page)
    facet = page.locator(".facets li", has=page.get_by_role("link", name="direct", exact=True))
    number = int(re.sub(r"\D", "", facet.locator(".soft").inner_text()))
    facet.get_by_role("link").click()
    page.wait_for_url("**kind=direct*")
    assert 0 < found(page) == number < every
    page.get_by_role("link", name=re.compile("^direct.*chosen: take it off$")).click()
    page.wait_for_url(f"**/search?q={WORD}")
    assert found(page) == every


def test_results_are_put_in_order_and_turned_over(big: Site, visit: Callable[..., Page]) -> None:
    page = visit(big, f"/search?q={WORD}")
    page.get_by_label("Order").select_option("newest first")
    page.locator("form.all").get_by_role("button", name="Search").click()
    page.wait_for_url("**order=newest*")
    first = page.locator("ol.statements time").all_inner_texts()
    assert first == sorted(first, reverse=True)
    ids = {a.get_attribute("href") for a in page.locator("ol.statements blockquote a").all()}
    page.get_by_role("link", name="Next →").click()
    page.wait_for_url("**page=2*")
    second = page.locator("ol.statements time").all_inner_texts()
    assert len(first) == len(second) == 20
    assert first[-1] >= second[0]
    others = {a.get_attribute("href") for a in page.locator("ol.statements blockquote a").all()}
    assert not ids & others
    page.get_by_role("link", name="← Previous").click()
    page.wait_for_url("**page=1*")
    assert page.locator("ol.statements time").all_inner_texts() == first


def test_a_statement_is_opened_and_its_citation_copied(
    big: Site, visit: Callable[..., Page]
) -> None:
    page = visit(big, f"/search?q={WORD}", permissions=["clipboard-read", "clipboard-write"])
    link = page.locator("ol.statements blockquote a").first
    words = link.inner_text()
    link.click()
    page.wait_for_url("**/statement/*")
    assert page.locator("blockquote.large").inner_text() == words
    page.get_by_role("button", name="Copy APA").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert [x for x in copied.splitlines() if x] == page.locator("#cite-apa p").all_inner_texts()
    page.get_by_text("BibTeX", exact=True).click()
    page.get_by_role("button", name="Copy BibTeX").click()
    expect(page.get_by_role("button", name="Copied")).to_have_count(2)
    assert page.evaluate("navigator.clipboard.readText()").startswith("@")
    publisher = page.get_by_role("link", name="Read it at the publisher").get_attribute("href")
    assert re.match(r"https://example\.(org|com)/\S+#:~:text=\S+", publisher or "")


def test_from_statement_to_statement_and_into_the_article(
    big: Site, visit: Callable[..., Page]
) -> None:
    [(article,)] = rows(
        big.database,
        "SELECT article_id FROM attribution GROUP BY article_id ORDER BY count(*) DESC LIMIT 1",
    )
    order = [
        k
        for (k,) in rows(
            big.database,
            "SELECT id FROM attribution WHERE article_id = ? ORDER BY start, number",
            article,
        )
    ]
    page = visit(big, f"/statement/{order[0]}")
    expect(page.get_by_role("link", name="← The one before")).to_have_count(0)
    for key in order[1:4]:
        page.get_by_role("link", name="The next in the article →").click()
        page.wait_for_url(f"**/statement/{key}")
    page.get_by_role("link", name="← The one before").click()
    page.wait_for_url(f"**/statement/{order[2]}")
    page.goto(f"{big.address}/statement/{order[-1]}")
    page.get_by_role("link", name="In its article").click()
    page.wait_for_url(f"**/article/{article}#{order[-1]}")
    assert page.evaluate("document.querySelector(':target').id") == order[-1]
    expect(page.locator(f"[id='{order[-1]}']")).to_be_in_viewport()
    marked = page.evaluate(
        "getComputedStyle(document.querySelector('.text mark.content')).backgroundColor"
    )
    assert marked != page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator(f"[id='{order[-1]}']").click()
    page.wait_for_url(f"**/statement/{order[-1]}")


def test_a_speakers_statements_are_narrowed_to_words_and_time(
    big: Site, visit: Callable[..., Page]
) -> None:
    page = visit(big, big.page["speaker"])
    every = int(re.sub(r"\D", "", page.locator(".facts b").first.inner_text()))
    first, last = re.findall(r"\d{4}-\d\d-\d\d", page.locator(".facts").inner_text())
    assert first < last
    form = page.get_by_role("search", name=re.compile("^Statements of"))
    form.get_by_label("From").fill(last[:7])
    form.get_by_role("button", name="Narrow").click()
    page.wait_for_url(f"**since={last[:7]}*#statements")
    assert 0 < found(page) < every
    assert {t[:7] for t in page.locator("ol.statements time").all_inner_texts()} == {last[:7]}
    page.get_by_role("link", name="All of them").click()
    page.wait_for_url(f"**{big.page['speaker']}")
    page.locator(".cloud a").first.click()
    page.wait_for_url("**?q=*#statements")
    assert 0 < found(page) < every
    shown = page.locator("ol.statements li")
    assert shown.filter(has=page.locator("mark")).count() == shown.count() == min(20, found(page))


# -- what its owner does ------------------------------------------------------------------------------

GIVEN = """SELECT verdict, "by", withdrawn IS NOT NULL FROM judgement WHERE "by" != 'rule' ORDER BY id"""


def test_pairs_of_names_are_reviewed_by_keys_and_an_answer_undone(
    mine: Site, visit: Callable[..., Page]
) -> None:
    page = visit(mine, "/review", owner=True)
    left = found_open(page)
    for key, verdict in (("s", "same"), ("d", "different"), ("k", "unsure")):
        question = page.locator("#question input[name=left]").input_value()
        press(page, key)
        assert rows(mine.database, GIVEN)[-1] == (verdict, "root", 0)
        if key == "s":
            press(page, "u")
            assert rows(mine.database, GIVEN)[-1] == (verdict, "root", 1)
            assert found_open(page) == left
            assert page.locator("#question input[name=left]").input_value() == question
            press(page, "s")
            assert found_open(page) == left - 1
    expect(page.locator("tr.withdrawn")).to_have_count(1)
    done = page.get_by_role("region", name="What was done").get_by_role("row")
    expect(done).to_have_count(1 + 4)


def press(page: Page, key: str) -> None:
    """Presses a key that leads to a page, and waits for that."""
    with page.expect_navigation():
        page.keyboard.press(key)


def found_open(page: Page) -> int:
    """The number of questions that the review says are open."""
    return int(re.findall(r"^(\d+) open", page.locator("main > p.soft").first.inner_text())[0])


def test_a_key_that_is_typed_into_a_field_answers_nothing(
    mine: Site, visit: Callable[..., Page]
) -> None:
    page = visit(mine, "/review", owner=True)
    page.get_by_role("banner").get_by_role("combobox").press_sequentially("skd")
    assert path_of(page) == "/review"
    assert rows(mine.database, GIVEN) == []


def test_a_statement_is_corrected_hidden_and_shown_again(
    mine: Site, visit: Callable[..., Page]
) -> None:
    [(number, name), *_] = rows(
        mine.database, "SELECT id, name FROM speaker WHERE name = 'Saoirse Lindqvist'"
    )
    [(key,)] = rows(
        mine.database,
        "SELECT id FROM attribution WHERE speaker_id IS NOT NULL AND speaker_id != ? LIMIT 1",
        number,
    )
    page = visit(mine, f"/statement/{key}", owner=True)
    field = page.get_by_label("It was said by")
    field.press_sequentially("Saoirs")
    expect(page.get_by_role("option", name=name)).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value(str(number))
    expect(page.locator(".owner output").filter(has_text=name)).to_be_visible()
    page.get_by_label("Why", exact=True).fill("as the recording has it")
    page.get_by_role("button", name="Correct").click()
    expect(page.locator("p.big .who")).to_have_text(name)
    expect(page.locator(".owner")).to_contain_text("as the recording has it")
    assert rows(
        mine.database, 'SELECT attribution_id, field, value, reason, "by" FROM correction'
    ) == [(key, "speaker", name, "as the recording has it", "root")]

    page.get_by_label("Why it is no statement").fill("a headline")
    page.get_by_role("button", name="Hide it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Removed")
    other = visit(mine, "/")
    gone = other.goto(f"{mine.address}/statement/{key}")
    assert gone is not None
    assert gone.status == 410
    expect(other.get_by_role("button", name="Show it again")).to_have_count(0)
    page.get_by_role("button", name="Show it again").click()
    page.wait_for_url("**/review")
    there = other.goto(f"{mine.address}/statement/{key}")
    assert there is not None
    assert there.status == 200
    expect(other.locator("p.big .who")).to_have_text(name)


def test_without_signing_in_there_is_nothing_to_change(
    big: Site, visit: Callable[..., Page]
) -> None:
    page = visit(big, big.page["statement"])
    expect(page.locator(".owner, form[method=post]")).to_have_count(0)
    expect(page.get_by_role("link", name="Review")).to_have_count(0)
    for path in ("/review", big.page["statement"] + "/hide"):
        refused = page.context.request.post(big.address + path)
        assert refused.status == 403
    answer = page.goto(big.address + "/review")
    assert answer is not None
    assert answer.status == 403
    expect(page.locator("form[method=post]")).to_have_count(0)


def test_logging_out_ends_it(mine: Site, visit: Callable[..., Page]) -> None:
    page = visit(mine, "/review", owner=True)
    expect(page.get_by_text("Are these two one?")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url(mine.address + "/")
    expect(page.get_by_text("signed in as")).to_have_count(0)
    answer = page.goto(mine.address + "/review")
    assert answer is not None
    assert answer.status == 403


# -- in other ways ------------------------------------------------------------------------------------


def test_without_scripts_everything_works(mine: Site, visit: Callable[..., Page]) -> None:
    page = visit(mine, "/", owner=True, java_script_enabled=False)
    page.get_by_label("Words, or a name").fill("wall")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/search?q=wall")
    every = found(page)
    page.locator(".facets").get_by_role("link", name="direct", exact=True).click()
    page.wait_for_url("**kind=direct*")
    assert 0 < found(page) < every
    page.locator("ol.statements blockquote a").first.click()
    page.wait_for_url("**/statement/*")
    expect(page.locator("#cite-apa")).to_be_visible()
    for form in ("RIS", "CSL-JSON", "BibTeX", "JSON-LD", "Link"):
        page.locator("summary").get_by_text(form, exact=True).click()
        shown = page.locator("details.form[open]").last.locator(".cite")
        expect(shown).to_be_visible()
        assert len(shown.inner_text()) > 20
    expect(page.get_by_role("button", name=re.compile("^Copy"))).to_have_count(0)
    page.locator("p.big .who").first.click()
    page.wait_for_url("**/speaker/*")
    form = page.get_by_role("search", name=re.compile("^Statements of"))
    form.get_by_label("Words").fill("the")
    form.get_by_role("button", name="Narrow").click()
    page.wait_for_url("**q=the*")
    assert found(page) > 0
    page.get_by_role("link", name="Review", exact=True).click()
    page.get_by_role("button", name="Same").click()
    page.wait_for_url("**done=*")
    assert rows(mine.database, GIVEN) == [("same", "root", 0)]
    page.locator("form.done").get_by_role("button", name="Undo").click()
    page.wait_for_url("**/review")
    assert rows(mine.database, GIVEN) == [("same", "root", 1)]


FOCUS = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    window.stops ||= [];
    const before = window.stops.indexOf(at);
    if (before < 0) window.stops.push(at);
    const style = getComputedStyle(at), box = at.getBoundingClientRect();
    return {
        again: before >= 0,
        what: at.outerHTML.slice(0, 120),
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
        shown: box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0,
        skip: at.matches(".skip"), search: at.matches("input[name=q]"),
        result: at.matches("main .who, main blockquote a, main ol.speakers a, main .bullets a"),
        answer: at.matches("button[data-key]"),
    };
}"""
"""Where the focus is, and whether it is seen there; notes the stop."""


@pytest.mark.parametrize(
    "name",
    ["home", "search-found", "speaker", "statement", "article", "review", "database"],
)
def test_the_keyboard_alone_reaches_everything(
    big: Site, visit: Callable[..., Page], name: str
) -> None:
    page = visit(big, big.page[name], owner=name in OWNERS)
    tabbable = page.evaluate(
        "[...document.querySelectorAll('a[href], button, input, select, summary, [tabindex=\"0\"]')]"
        ".filter(e => e.type !== 'hidden' && e.checkVisibility({visibilityProperty: true})).length"
    )
    stops = []
    for _ in range(2 * tabbable + 20):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None or stop["again"]:
            break
        stops.append(stop)
    assert len(stops) >= tabbable, (len(stops), tabbable, stops[-1])
    assert stops[0]["skip"]
    assert [s["what"] for s in stops if not s["outlined"]] == []
    assert [s["what"] for s in stops if not s["shown"]] == []
    assert any(s["search"] for s in stops)
    assert any(s["answer" if name == "review" else "result"] for s in stops)


def test_the_skip_link_leads_past_the_head(big: Site, visit: Callable[..., Page]) -> None:
    page = visit(big, big.page["search-found"])
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Words in the statement")).to_be_focused()


SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) window.shifted += entry.value;
    }).observe({type: "layout-shift", buffered: true});
"""


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", EVERY)
def test_every_page_is_light_still_and_whole(
    big: Site, browser: Browser, name: str, width: int
) -> None:
    """Nothing from elsewhere, few bytes, nothing that moves, nothing to scroll sideways, no complaint."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        storage_state=big.signed_in if name in OWNERS else None,
    )
    page = context.new_page()
    page.add_init_script(SHIFTS)
    answers: list[Response] = []
    said: list[tuple[str, str]] = []
    page.on("response", lambda r: answers.append(r))
    page.on("console", lambda m: said.append((m.location["url"], m.text)))
    page.on("pageerror", lambda e: said.append(("", str(e))))
    answer = page.goto(big.address + big.page[name], wait_until="networkidle")
    page.mouse.wheel(0, 1200)
    page.wait_for_timeout(150)
    assert answer is not None
    assert answer.status == STATUS.get(name, 200)
    if name in STATUS:  # The browser says of the page itself that it is not there.
        assert re.match("Failed to load resource: .* a status of", said.pop(0)[1])
    assert said == []
    assert [a.url for a in answers if not a.url.startswith((big.address + "/", "data:"))] == []
    weight = {
        a.url: len(a.body())
        for a in answers
        if a.request.resource_type in ("script", "stylesheet", "font")
    }
    assert any(".css" in url for url in weight)
    assert sum(weight.values()) <= WEIGHT, weight
    assert page.evaluate("shifted") <= SHIFT
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


# -- for everybody ------------------------------------------------------------------------------------

AXE = resources.files(axe).joinpath("axe.min.js")

ALLOWED: dict[str, set[str]] = {}
"""Rules that a page may break, by name: none."""


@pytest.mark.parametrize("name", EVERY)
def test_every_page_can_be_used_by_everybody(
    big: Site, visit: Callable[..., Page], name: str
) -> None:
    """No violation that axe-core knows of, at both widths, in the light and in the dark."""
    page = visit(big, big.page[name], owner=name in OWNERS, bypass_csp=True)
    page.evaluate(AXE.read_text("utf-8"))
    wrong = []
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for v in page.evaluate("axe.run(document)")["violations"]:
                if v["id"] not in ALLOWED.get(name, set()):
                    nodes = [(n["target"], n["failureSummary"]) for n in v["nodes"][:3]]
                    wrong.append((width, scheme, v["impact"], v["id"], v["help"], nodes))
    assert not wrong, "\n".join(map(str, wrong))
