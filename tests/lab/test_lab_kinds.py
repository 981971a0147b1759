from __future__ import annotations

import base64
import gzip
import hashlib
import io
import re
import warnings
from email.utils import parsedate_to_datetime
from urllib.parse import unquote

import pytest
from PIL import Image

from imgcrawl.lab.kinds import KINDS, contents
from imgcrawl.lab.kinds.pages import TOKEN_S
from imgcrawl.lab.markup import WAYS
from imgcrawl.lab.model import End
from imgcrawl.lab.names import stem
from imgcrawl.lab.pictures import picture

NAMED = {kind.name: kind for kind in KINDS}
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Safari/537.36"


def _picture(row):
    return picture(row.key, row.form)


@pytest.mark.parametrize("name", ["truncated", "corrupt"])
def test_damaged_files_never_decode(plan_of, visit_of, name):
    """Pillow decodes none of the files that are said to be damaged."""
    for row in plan_of(40, name).rows:
        body = b"".join(row.site.kind.answers["picture"](visit_of(row)).steps).partition(b"\r\n\r\n")[2]
        with pytest.raises((OSError, SyntaxError, ValueError)), Image.open(io.BytesIO(body)) as image:
            image.load()


def test_bombs_are_small_and_open_to_something_large():
    """A few hundred kilobytes stand for hundreds of megabytes, or of megapixels."""
    assert len(contents.gzip_bomb()) < contents.BOMB_BYTES / 500
    with gzip.open(io.BytesIO(contents.gzip_bomb())) as stream:
        assert len(stream.read(5_000_000)) == 5_000_000
    assert len(contents.pixel_bomb()) < 300_000
    with warnings.catch_warnings(), pytest.raises(Image.DecompressionBombError):
        Image.open(io.BytesIO(contents.pixel_bomb()))


@pytest.mark.parametrize(
    ("kind", "refused", "served"),
    [
        ("no-programs", {"user_agent": "curl/8.9"}, {"user_agent": CHROME}),
        ("no-programs-reset", {"user_agent": "curl/8.9"}, {"user_agent": CHROME}),
        ("no-programs-html", {}, {"user_agent": CHROME}),
        ("honest-bots", {"user_agent": CHROME}, {"user_agent": "TreeStudy/1.0 (ana@campus.test)"}),
        ("accept-pictures", {"accept": "*/*"}, {"accept": "image/webp,*/*;q=0.8"}),
        ("no-foreign-referer", {"referer": "https://elsewhere.test/"}, {}),
        ("login-in-url", {}, {"authorization": "Basic Z3Vlc3Q6b3Blbg=="}),
    ],
)
def test_refusals_depend_on_the_headers(answer_to, plan_of, kind, refused, served):
    """The one visitor is refused, the other gets the picture."""
    row = plan_of(1, kind).rows[0]
    assert answer_to(kind, row=row, **served)[2] == _picture(row)
    assert answer_to(kind, row=row, **refused)[2] != _picture(row)


@pytest.mark.parametrize("kind", ["own-referer", "hotlink-notice"])
def test_own_pages_may_link(answer_to, plan_of, kind):
    """With the row's page as Referer the picture comes, without it something else."""
    row = plan_of(1, kind).rows[0]
    assert answer_to(kind, row=row, referer=row.page_url)[2] == _picture(row)
    assert answer_to(kind, row=row)[2] != _picture(row)


@pytest.mark.parametrize(
    ("kind", "place"),
    [("cookie-with-refusal", "picture"), ("cookie-with-redirect", "picture"), ("cookie-from-page", "page")],
)
def test_the_cookie_that_was_given_opens_the_host(answer_to, plan_of, kind, place):
    """Without the cookie no picture; with the one that the host set, the picture."""
    row = plan_of(1, kind).rows[0]
    assert answer_to(kind, row=row)[2] != _picture(row)
    cookie = re.search(r"Set-Cookie: ([^;]+)", answer_to(kind, row=row, place=place)[1])[1]
    assert answer_to(kind, row=row, cookie=cookie)[2] == _picture(row)


def test_challenges_are_never_served(answer_to):
    """A host that wants a script to be run refuses any headers."""
    assert answer_to("script-challenge", user_agent=CHROME)[0] in {"403", "503"}


def _burst(answer_to, row, count, step=0.01, at=100.0):
    return [answer_to(row.site.kind.name, row=row, at=at + step * number) for number in range(count)]


@pytest.mark.parametrize(
    ("kind", "status", "retry_after"),
    [
        ("limit-seconds", "429", r"\d+"),
        ("limit-503", "503", r"\d+"),
        ("limit-wordless", "429", None),
        ("limit-zero", "429", "0"),
        ("limit-absurd", "429", r"\d{8,}"),
        ("limit-malformed", "429", r"soon|1\.5s|-3|P1D|"),
        ("limit-as-403", "403", None),
        ("limit-budget", "429", None),
        ("limit-window", "429", r"\d+"),
        ("two-per-second", "429", r"\d+"),
        ("limit-with-ban", "429", r"\d+"),
    ],
)
def test_limits_refuse_a_burst_and_serve_the_patient(answer_to, plan_of, kind, status, retry_after):
    """A burst is refused in the kind's own words; one request every ten seconds always is served."""
    row = plan_of(1, kind).rows[0]
    label, head, _ = _burst(answer_to, row, 6)[-1]
    assert label == status
    told = re.search(r"Retry-After: *(.*?)\r?$", head, re.MULTILINE)
    assert re.fullmatch(retry_after, told[1]) if retry_after else told is None
    patient = plan_of(1, kind).rows[0]
    assert {label for label, _, _ in _burst(answer_to, patient, 10, step=10)} == {"200"}


def test_dates_to_wait_for_are_true_or_past(answer_to, plan_of):
    """A date says when the host serves again; a past one says nothing."""
    rows = {kind: plan_of(1, kind).rows[0] for kind in ("limit-date", "limit-past")}
    dates = {}
    for kind, row in rows.items():
        head = _burst(answer_to, row, 4)[-1][1]
        dates[kind] = parsedate_to_datetime(re.search(r"Retry-After: (.*)", head)[1].strip()).timestamp() - 1.7e9 - 100
    assert 0 < dates["limit-date"] < 4
    assert dates["limit-past"] < -3000
    assert answer_to("limit-date", row=rows["limit-date"], at=100 + dates["limit-date"])[0] == "200"


@pytest.mark.parametrize(
    ("kind", "label"), [("limit-as-page", "200"), ("limit-as-reset", "reset-for-rate"), ("limit-by-delay", "200")]
)
def test_limits_in_disguise(answer_to, plan_of, visit_of, kind, label):
    """Some hosts do not say that they limit: a page, a reset, a delay."""
    row = plan_of(1, kind).rows[0]
    assert _burst(answer_to, row, 8)[-1][0] == label
    reply = row.site.kind.answers["picture"](visit_of(row, at=100.1))
    steps = list(reply.steps)
    assert {"limit-as-page": b"Too many" in bytes(steps[0] if isinstance(steps[0], bytes) else b""),
            "limit-as-reset": steps[0] is End.RESET, "limit-by-delay": isinstance(steps[0], float)}[kind]  # fmt: skip


def test_who_does_not_wait_is_banned(answer_to, plan_of):
    """A request inside the wait earns a 403 for twenty seconds; then the host serves again."""
    row = plan_of(1, "limit-with-ban").rows[0]
    _burst(answer_to, row, 3)
    assert answer_to("limit-with-ban", row=row, at=101)[0] == "403"
    assert answer_to("limit-with-ban", row=row, at=115)[0] == "403"
    assert answer_to("limit-with-ban", row=row, at=122)[0] == "200"


@pytest.mark.parametrize("kind", ["two-at-a-time", "one-at-a-time"])
def test_too_many_at_a_time_are_refused(answer_to, plan_of, kind):
    """With three requests in flight the host refuses, with one it serves."""
    row = plan_of(1, kind).rows[0]
    row.site.state.in_flight = 3
    assert answer_to(kind, row=row)[0] in {"429", "503"}
    row.site.state.in_flight = 1
    assert answer_to(kind, row=row, at=110)[0] == "200"


def test_pages_name_the_image_in_every_way(plan_of, answer_to):
    """Each way of naming a picture leads to the new place, which serves the very picture that was lost."""
    rows = plan_of(40, "moved-page-knows").rows
    sites = {row.site.number % len(WAYS): row for row in rows}
    assert len(sites) == len(WAYS)
    for row in sites.values():
        assert answer_to("moved-page-knows", row=row)[0] in {"404", "410"}
        page = answer_to("moved-page-knows", row=row, place="page")[2].decode()
        assert row.places["moved"] in page
        assert row.places["near-1"] in page
        assert answer_to("moved-page-knows", row=row, place="moved")[2] == _picture(row)
        assert answer_to("moved-page-knows", row=row, place="near-1")[2] != _picture(row)


def test_pages_of_decoys_do_not_name_the_image(plan_of, answer_to):
    """Where no picture can be trusted, the image's own stem stands nowhere on the page."""
    for row in plan_of(5, "page-of-decoys").rows:
        page = answer_to("page-of-decoys", row=row, place="page")[2].decode()
        assert stem(row.places["picture"]) not in page


def test_tokens_expire_and_the_page_renews_them(plan_of, answer_to):
    """The token in the source is dead; the page's is good for half a minute at least and a minute at most."""
    row = plan_of(1, "token-expired").rows[0]
    old = row.url.partition("?")[2]
    assert answer_to("token-expired", row=row, query=old)[0] == "403"
    page = answer_to("token-expired", row=row, place="page", at=1000)[2].decode()
    fresh = re.search(r"token=\w+", page)[0]
    ages = {
        age: answer_to("token-expired", row=row, query=fresh, at=1000 + age)[0] for age in (0, TOKEN_S, 2 * TOKEN_S)
    }
    assert ages == {0: "200", TOKEN_S: "200", 2 * TOKEN_S: "403"}


def test_wrappers_hold_the_url_of_the_image(plan_of, answer_to):
    """The URL inside the URL is where the image is; the dead wrapper refuses."""
    for row in plan_of(6, "wrapper-dead").rows:
        inner = row.site.url(row.places["picture"], alias=True)
        assert inner in unquote(row.url)
        assert answer_to("wrapper-dead", row=row, place="wrapper")[0] in {"404", "403", "410"}
        assert answer_to("wrapper-dead", row=row)[2] == _picture(row)


def test_placeholders_are_the_same_for_all(plan_of, answer_to):
    """All rows of a placeholder's host give the same valid picture, none of them its own."""
    rows = plan_of(6, "placeholder").rows
    bodies = {answer_to("placeholder", row=row)[2] for row in rows}
    assert len(bodies) == 1
    assert not bodies & {_picture(row) for row in rows}


def test_redirects_lead_into_the_trap_or_nowhere(plan_of, answer_to):
    """Redirects to private addresses name the trap; loops name themselves; the endless one always names a new place."""
    for row in plan_of(5, "redirect-private").rows:
        assert re.search(r"Location: http://(127\.66\.0\.1|2135031809|0x7f420001|127\.66\.1|0177\.66\.0\.1):8080/",
                         answer_to("redirect-private", row=row)[1])  # fmt: skip
    row = plan_of(1, "redirect-endless").rows[0]
    assert "hop=8" in answer_to("redirect-endless", row=row, query="hop=7")[1]


def test_small_damage_keeps_the_url(plan_of):
    """A repairable URL still holds the path of the image; a hopeless one has no way back to a URL."""
    names = [name for name in NAMED if name.startswith("url-") and NAMED[name].ok]
    for row in plan_of(60, *names).rows:
        path = row.places["picture"]
        assert stem(path) in unquote(row.url.replace("\\", "/"))


def test_data_urls_hold_the_picture(plan_of):
    """The data: URL decodes to the bytes of the truth."""
    row = plan_of(1, "data-url").rows[0]
    data = base64.b64decode(row.url.partition(",")[2])
    assert hashlib.sha256(data).digest() == hashlib.sha256(_picture(row)).digest()
