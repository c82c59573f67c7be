"""The report in a browser: tables, ledger and viewer do what they are there for."""

import pathlib
import shutil

import pytest
from fake_motions import forecast, smoothed
from fake_runs import record, save
from fake_smoothing_runs import smoothing_record
from fake_stt_runs import stt_record
from PIL import Image

from evaluation import families
from evaluation.headline_sentences import sentence
from evaluation.headlines import findings
from evaluation.pictures.shown_motions import save_motions
from evaluation.report.make import make_report
from evaluation.tables.results_csv import read_results_csv
from reenact.numerals import MINUS

playwright = pytest.importorskip(
    "playwright.sync_api", reason="no Playwright (pip install -e .[browser])"
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDE, PHONE = {"width": 1400, "height": 900}, {"width": 390, "height": 844}
LONG = (
    "martinez_residual_sup,hidden_units=64,init_from=martinez_residual_sup"
    "+hidden_units=64+max_seconds=30_seed0,max_seconds=10"
)
REST = [0.4, 0.7, 1.1, 1.3, 1.5, 1.8]
PUBLISHED = pathlib.Path(__file__).parents[2] / "results" / "standard"
MOST_BYTES = 3_000_000


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Of a page of two families, one of 3-D forecasts and one of smoothed keypoints."""
    folder = tmp_path_factory.mktemp("page")
    runs = folder / "runs"
    save(runs, stt_record("zero_velocity", 4.0, parameters=0), "stt_baselines")
    for number, study in enumerate(("02", "07", "10", "11", "12")):
        path = save(runs, stt_record(study, 3.0 + 0.1 * number), "stt")
        motions = [forecast(error_m=0.1 + 0.05 * number)]
        motions.append(forecast(clip_id="test/jumping/jumping_1", action="jumping"))
        save_motions(path.parent / "motions.npz", motions)
        Image.new("RGB", (600, 300), "red").save(path.parent / "loss.png")
    for study in ("conv3d_1.1", "identity_1.1"):
        package = "smoothing" if study[0] == "c" else "smoothing_baselines"
        path = save(runs, smoothing_record(study), package)
        save_motions(path.parent / "motions.npz", [smoothed()])
    long = record("a_study_of_a_name_without_end" * 3, {"corrected": REST})
    save(runs, long)
    save(runs, record(LONG, {"corrected": REST, "as_published": REST}))
    make_report("quick", runs, folder / "results")
    return (folder / "results" / "local" / "quick" / "index.html").as_uri()


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The page of all that came with the project."""
    results = tmp_path_factory.mktemp("published")
    (results / "standard").symlink_to(PUBLISHED)
    make_report("standard", results / "no_runs", results)
    return results / "local" / "standard" / "index.html"


@pytest.fixture(scope="module")
def browser():
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip(f"no browser: none of {', '.join(BROWSERS)} on PATH")
    with playwright.sync_playwright() as started:
        # As root, Chromium runs without its sandbox or not at all.
        opened = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser, address):
    """Opens the page; afterwards nothing may have been complained of or fetched."""
    contexts, complaints = [], []

    def opened(viewport=WIDE, **options):
        context = browser.new_context(viewport=viewport, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: (
                complaints.append(request.url)
                if request.url.split(":")[0] != "data" and request.url != address
                else None
            ),
        )
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def viewer_of(page, family):
    """The viewer, scrolled to, with its canvases drawn."""
    viewer = page.locator(f"#{family} .viewer")
    viewer.scroll_into_view_if_needed()
    viewer.locator("canvas").first.wait_for()
    page.wait_for_timeout(100)  # the size of a canvas is known one frame later
    return viewer


def drawn(viewer, number=0):
    """The pixels of a panel."""
    return viewer.locator("canvas").nth(number).evaluate("each => each.toDataURL()")


def frame(viewer):
    return int(viewer.get_attribute("data-frame"))


def wait_for(page, selector, condition):
    """Until a condition on the element `each` holds."""
    page.wait_for_function(
        f"(() => {{ const each = document.querySelector('{selector}'); "
        f"return {condition}; }})()"
    )


def test_tables_and_further_tables_can_be_read(open_page):
    page = open_page()
    row = page.locator("#stt tr", has_text="10: No Temporal Attn").first
    assert row.locator("td").all_inner_texts()[3] == "12.80"  # 3.2 times 4
    further = page.locator("#stt details", has_text="further tables")
    hidden = further.get_by_text("at the horizon").first
    assert not hidden.is_visible()
    further.locator("summary").click()
    assert hidden.is_visible()


def test_the_ledger_is_filtered_by_verdict_family_and_words(open_page):
    page = open_page()
    shown = page.locator(".claim:visible")
    everything = shown.count()
    output = page.locator(".filter output")
    assert output.inner_text() == f"{everything} of {everything} claims"
    fails = page.locator('.choice[data-verdict="fails"]')
    before = fails.evaluate("each => getComputedStyle(each).backgroundColor")
    fails.click()
    page.mouse.move(0, 0)
    after = fails.evaluate("each => getComputedStyle(each).backgroundColor")
    assert after != before
    assert int(fails.locator(".count").inner_text()) == shown.count()
    words = {each.get_attribute("data-verdict") for each in shown.all()}
    assert words and all("fails" in each.split() for each in words)
    assert output.inner_text() == f"{shown.count()} of {everything} claims"
    fails.click()
    page.select_option(".filter select", "smoothing")
    ids = [each.get_attribute("id") for each in shown.all()]
    assert ids and all(each.startswith("smoothing-") for each in ids)
    counts = page.locator(".choice .count").all_inner_texts()
    assert sum(map(int, counts)) == len(ids)
    assert page.locator(".ledger:visible").count() == 1
    page.fill(".filter input", "DeciWatch BEST at_0.05")
    (found,) = [each.inner_text().lower() for each in shown.all()]
    assert "deciwatch" in found and "best" in found
    page.fill(".filter input", "no such words")
    assert shown.count() == 0


def test_the_navigation_leads_to_the_section_whatever_is_drawn_on_the_way(open_page):
    page = open_page(viewport={"width": 1400, "height": 300})
    for section in ("smoothing", "stt", "claims"):
        page.click(f"nav a[href='#{section}']")
        page.wait_for_timeout(300)
        top = page.locator(f"#{section}").bounding_box()["y"]
        assert 0 <= top < 100, section


def test_counts_of_the_overview_filter_the_ledger(open_page):
    page = open_page()
    link = page.locator('.totals a[data-verdict="holds"]')
    count = int(link.locator("strong").inner_text())
    link.click()
    assert page.locator(".claim:visible .badge.holds >> visible=true").count() >= 1
    assert page.locator(".claim:visible").count() == count
    assert page.locator('.choice[aria-pressed="true"]').count() == 1


def test_comparisons_say_their_verdict_in_words_and_numbers(open_page):
    page = open_page()
    claim = page.locator("#stt-study_10_much_worse")
    claim.locator("summary").click()
    first = claim.locator(".comparisons li").first
    text = " ".join(first.inner_text().split())
    # 3.2 against 3.0; much worse is more than 5 % of zero velocity's 4.
    names = "10: No Temporal Attn 3.200", "02: Original - Ran by Us 3.000"
    assert f" {MINUS} ".join(names) in text
    assert "+0.200 [+0.200, +0.200] claimed > 0.200 ONE SEED" in text
    assert text.endswith(("≈ undecided here", "✗ does not hold here", "✓ holds here"))
    assert first.locator("svg").bounding_box()["width"] > 100


def test_playing_moves_the_frame_on_and_scrubbing_sets_it(open_page):
    page = open_page()
    viewer = viewer_of(page, "stt")
    assert frame(viewer) == 12
    assert viewer.locator(".time").inner_text() == (
        "200 ms after the last observed frame"
    )
    last = drawn(viewer, 1)
    viewer.locator(".play").click()
    wait_for(page, "#stt .viewer", "each.dataset.frame < 0")  # from the beginning
    before = frame(viewer)
    wait_for(page, "#stt .viewer", f"each.dataset.frame > {before}")
    viewer.locator(".play").click()
    stopped = frame(viewer)
    page.wait_for_timeout(200)
    assert frame(viewer) == stopped
    viewer.locator(".scrub").fill("0")
    assert viewer.locator(".time").inner_text() == "last observed frame"
    viewer.locator(".scrub").fill("-18")
    assert viewer.locator(".time").inner_text() == (
        "300 ms before the last observed frame"
    )
    assert viewer.locator(".panel-error").all_inner_texts() == ["observed"] * 4
    assert drawn(viewer, 1) != last
    viewer.locator(".scrub").fill("12")
    assert drawn(viewer, 1) == last


def test_the_view_turns_by_mouse_and_keys_and_zooms(open_page):
    page = open_page()
    viewer = viewer_of(page, "stt")
    start = drawn(viewer)
    box = viewer.locator("canvas").first.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 60, middle[1] + 10, steps=3)
    page.mouse.up()
    turned = drawn(viewer)
    assert turned != start
    page.mouse.move(*middle, steps=3)  # the button is up
    assert drawn(viewer) == turned
    viewer.locator(".panels").focus()
    page.keyboard.press("ArrowLeft")
    assert drawn(viewer) != turned
    page.keyboard.press("+")
    zoomed = drawn(viewer)
    viewer.locator(".farther").click()
    assert drawn(viewer) != zoomed
    viewer.locator(".reset").click()
    assert drawn(viewer) == start


def test_fingers_turn_the_view(open_page):
    page = open_page(PHONE, has_touch=True)
    viewer = viewer_of(page, "stt")
    start = drawn(viewer)
    canvas = viewer.locator("canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    touch = page.context.new_cdp_session(page)
    y = box["y"] + box["height"] / 2
    for kind, x in (("touchStart", 40), ("touchMove", 70), ("touchMove", 100)):
        points = [{"x": box["x"] + x, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert drawn(viewer) != start


def test_models_are_chosen_at_most_four(open_page):
    page = open_page()
    viewer = viewer_of(page, "stt")
    names = viewer.locator(".panel-name")
    assert names.all_inner_texts() == [  # the best two, and doing nothing
        *("Truth", "02: Original - Ran by Us", "07: Individual Spatial Keys & Values"),
        "Zero velocity",
    ]
    assert viewer.locator(".panel-error").all_inner_texts()[:3] == [
        *("what really happened", "100 mm off", "150 mm off"),
    ]
    viewer.get_by_role("checkbox", name="10: No Temporal Attn").check()
    eleven = viewer.get_by_role("checkbox", name="11: No Spatial Attn")
    assert eleven.is_disabled()
    viewer.get_by_role("checkbox", name="02: Original - Ran by Us").uncheck()
    eleven.check()
    assert names.all_inner_texts()[1:] == [
        *("07: Individual Spatial Keys & Values", "10: No Temporal Attn"),
        *("11: No Spatial Attn", "Zero velocity"),
    ]
    viewer.locator(".window").select_option(index=1)
    assert names.nth(3).inner_text() == "11: No Spatial Attn"
    assert viewer.locator(".panel-error").nth(3).inner_text() == "100 mm off"


def test_flat_motions_are_smoothed_not_turned(open_page):
    page = open_page()
    viewer = viewer_of(page, "smoothing")
    assert viewer.locator(".panel-name").all_inner_texts()[:3] == [
        *("Truth", "Noisy input", "3DConv 1.1"),
    ]
    errors = viewer.locator(".panel-error").all_inner_texts()
    assert (errors[1], errors[2]) == ("11.3 px off", "4.2 px off")  # 8 and 3 times √2
    # The middle of 12 frames at 30 a second; filters are among the choices.
    assert viewer.locator(".time").inner_text() == "167 ms after the first frame"
    boxes = viewer.get_by_role("checkbox")
    assert [box.get_attribute("value") for box in boxes.all()] == [
        *("3DConv 1.1", "Identity function 1.1"),
        *("Gaussian of 3 frames, whole clip", "Mean of 5 frames"),
    ]
    assert boxes.nth(2).is_checked()
    start = drawn(viewer)
    viewer.locator(".panels").focus()
    page.keyboard.press("ArrowLeft")
    assert drawn(viewer) == start
    page.keyboard.press("+")
    assert drawn(viewer) != start
    page.keyboard.press("Space")
    wait_for(page, "#smoothing .viewer", "each.dataset.frame % 11")


def test_it_is_dark_where_the_reader_likes_it_dark(open_page):
    seen = []
    for scheme in ("light", "dark"):
        page = open_page(color_scheme=scheme)
        viewer = viewer_of(page, "stt")
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        seen.append((colour, drawn(viewer)))
    assert seen[0][0] != seen[1][0]
    assert seen[0][1] != seen[1][1]


def test_nothing_is_wider_than_a_phone(open_page):
    page = open_page(PHONE, is_mobile=True)
    page.evaluate(
        "document.querySelectorAll('details').forEach(each => each.open = true)"
    )
    viewer_of(page, "stt")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    boxes = page.locator(".scroll").all()
    wide = [box for box in boxes if box.evaluate("e => e.scrollWidth > e.clientWidth")]
    assert wide and all(box.bounding_box()["width"] <= 390 for box in boxes)
    assert page.locator(".results-box").evaluate("e => e.scrollWidth <= e.clientWidth")
    names = page.locator("th[scope=row]", has_text="hidden_units=64").all()
    assert names
    assert all(each.evaluate("e => e.scrollWidth <= e.clientWidth") for each in names)


def test_a_picture_is_enlarged_and_closed_by_escape(open_page):
    page = open_page()
    page.locator("#stt .enlarge").first.click()
    dialog = page.locator("dialog")
    shown = dialog.locator("img").get_attribute("alt")
    assert shown.startswith("Spatio-temporal transformer on")
    page.keyboard.press("Escape")
    assert not dialog.is_visible()


def test_a_command_is_copied(open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    part = page.locator("#made details", has=page.get_by_text("02: Original")).last
    part.locator("summary").click()
    part.locator(".copy").first.click()
    part.locator(".copy", has_text="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == ".venv/bin/python -m stt.train --study=02 --seed=0"


def test_the_first_screen_says_what_beats_what_and_whether_claims_hold(
    browser, published
):
    page = browser.new_page(viewport=WIDE)
    page.goto(published.as_uri())
    rows = read_results_csv(PUBLISHED / "results.csv")
    for family in families.load_all():
        said = sentence(findings(family, rows)[0]).replace("*", "")
        message = page.locator(".results .message", has_text=said)
        box = message.bounding_box()
        assert box["y"] + box["height"] <= WIDE["height"], said
    assert page.locator(".results .message").count() == len(families.NAMES)
    totals = page.locator(".totals").bounding_box()
    assert totals["y"] + totals["height"] <= WIDE["height"]
    first = page.locator("#top, #overview").all_inner_texts()
    fingerprint = rows[-1]["data"].split()[-1]
    assert fingerprint not in "".join(first)
    assert fingerprint in page.locator("#made").inner_text()
    page.close()


@pytest.mark.parametrize("of", ["published", "long names"])
def test_no_table_is_wider_than_its_box(browser, published, address, of):
    page = browser.new_page(viewport=WIDE)
    page.goto(published.as_uri() if of == "published" else address)
    page.evaluate(
        "document.querySelectorAll('details').forEach(each => each.open = true)"
    )
    wide = page.locator(".scroll").evaluate_all(
        "boxes => boxes.filter(each => each.scrollWidth > each.clientWidth)"
        ".map(each => each.innerText.slice(0, 80))"
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") == WIDE["width"]
    page.close()


def test_a_viewer_fits_on_the_screen_of_its_family(browser, published):
    page = browser.new_page(viewport=WIDE)
    page.goto(published.as_uri())
    for family in families.NAMES:
        section = page.locator(f"#{family}")
        section.evaluate("each => each.scrollIntoView()")
        viewer_of_family = section.locator(".viewer")
        viewer_of_family.locator("canvas").first.wait_for()
        box = viewer_of_family.bounding_box()
        top = section.locator("h2").bounding_box()["y"]
        assert box["y"] + box["height"] - top < WIDE["height"], family
    page.close()


def test_a_phone_shows_the_first_claim_and_cuts_no_name(browser, published):
    page = browser.new_page(viewport=PHONE)
    page.goto(published.as_uri())
    page.click("nav a[href='#claims']")
    page.wait_for_timeout(400)
    heading = page.locator("#claims h2").bounding_box()["y"]
    claim = page.locator(".claim h4").first.bounding_box()
    assert claim["y"] + claim["height"] - heading < PHONE["height"] - 60
    home, current = page.locator("nav .home"), page.locator("nav [aria-current]")
    assert home.bounding_box()["x"] >= 0
    link, bar = current.bounding_box(), page.locator("nav ul").bounding_box()
    assert link["x"] >= bar["x"] + 15  # beside the fade
    viewer = viewer_of(page, "smoothing")
    cut = viewer.locator(".models label, .window, .panel p").evaluate_all(
        "all => all.filter(each => each.scrollWidth > each.clientWidth)"
        ".map(each => each.textContent)"
    )
    assert cut == []
    page.close()


def test_a_badge_list_fits_a_phone(browser, published):
    page = browser.new_page(viewport=PHONE)
    page.goto(published.as_uri())
    widths = page.locator(".verdicts, .totals, .results td").evaluate_all(
        "boxes => boxes.map(each => each.scrollWidth - each.clientWidth)"
    )
    assert max(widths) <= 0
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.close()


def test_the_page_is_light(published):
    assert published.stat().st_size < MOST_BYTES
