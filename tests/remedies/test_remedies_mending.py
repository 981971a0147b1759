"""Which mends are asked for, and how often."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from imgcrawl.config import RemedyConfig
from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.attempts.state import FetchState, new_state
from imgcrawl.remedies.attempts.steps import Failure, Step
from imgcrawl.remedies.hosts.memory import HostMemory
from imgcrawl.remedies.planner import Planner
from imgcrawl.remedies.rules.mends import MENDS, MOST_MENDS, Trials
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.remedies.rules.table import REMEDIES, Kind
from imgcrawl.remedies.rules.variants import LADDER
from tests.remedies.planning import ONLY_MENDS

if TYPE_CHECKING:
    from collections.abc import Sequence

S = ErrorSlug
HOST = "a.test"
BROKEN = "http://a.test:8080/wp-content/uploads/caf%C3%83%C2%A9+%22-300x200.jpg%3Fw%3D3"
HEALTHY = "https://www.a.test/photos/2020/1.jpg?id=300"


def make(remedies: Sequence[str] = ONLY_MENDS) -> Planner:
    """Make a planner that only mends."""
    config = RemedyConfig(remedies=tuple(remedies))
    return Planner(config, HostMemory(), deadline_s=100.0, retry_after_max_s=300.0, rng=Random(1))


def begun(key: int, url: str) -> FetchState:
    """Return the state of a URL that needed no repair."""
    state = new_state(key, url, None)
    state["url"] = url
    return state


def steps(planner: Planner, state: FetchState, *slugs: ErrorSlug, host: str = HOST, **facts: Any) -> list[Step]:
    """Return the steps that follow failures with *slugs*, one after the other."""
    found = [planner.next_step(state, Failure(slug, **facts), host=host, now=50.0) for slug in slugs]
    return [step for step in found if step is not None]


@pytest.mark.parametrize("slug", list(S))
@pytest.mark.parametrize("url", [BROKEN, HEALTHY])
def test_mends_cost_a_row_few_requests(url, slug):
    """However broken an address looks and whatever it meets for ever, it costs two requests more at most."""
    assert len(steps(make(), begun(1, url), *[slug] * 9)) <= MOST_MENDS


def test_two_signs_are_two_mends():
    """A row that shows two signs is mended in two ways, one after the other, at a host that has taught nothing yet."""
    state = begun(1, "http://a.test/wp-content/uploads/caf%C3%83%C2%A9-scaled.jpg")
    assert [step.remedy for step in steps(make(), state, S.HTTP_404, S.HTTP_404)] == ["respelled", "full_size"]


@pytest.mark.parametrize("slug", [S.HTTP_400, S.HTTP_401, S.HTTP_403, S.HTTP_404, S.HTTP_410])
@pytest.mark.parametrize("images", [0, 1])
def test_a_copy_that_is_gone_or_refused_is_asked_for_as_its_upload(slug, images):
    """However its service says no, the upload comes first, then its largest size, and no more.

    Who refuses it, and has given nothing yet, is asked for one of them: it may refuse all alike.
    """
    state, planner = begun(1, "http://a.test/images/I/71AbC-dEfGL._SX900_.jpg"), make()
    planner.memory["a.test"].images = images
    asked = [step.url for step in steps(planner, state, *[slug] * 4)]
    both = ["http://a.test/images/I/71AbC-dEfGL.jpg", "http://a.test/images/I/71AbC-dEfGL._SL1500_.jpg"]
    assert asked == (both[:1] if slug in (S.HTTP_401, S.HTTP_403) and not images else both)


def test_who_refuses_a_size_is_asked_what_there_is():
    """An IIIF service may give guests no more than some pixels, and describes that to all."""
    state = begun(1, "http://a.test/iiif/2/x/full/max/0/default.jpg")
    asked = [step.url for step in steps(make(), state, *[S.HTTP_403] * 4)]
    assert asked == ["http://a.test/iiif/2/x/full/full/0/default.jpg", "http://a.test/iiif/2/x/info.json"]


def test_a_reduced_or_converted_upload_is_guessed_only_without_a_page():
    """What a site may have made of a missing upload its page tells better, until another row has shown it."""
    state = begun(1, "http://a.test/wp-content/uploads/pot.jpg")
    assert [step.remedy for step in steps(make(), state, S.HTTP_404, S.HTTP_404)] == ["converted", "converted"]
    state = begun(2, "http://a.test/wp-content/uploads/pot.jpg")
    state["page_url"] = "http://a.test/pots/"
    planner = make()
    assert steps(planner, state, S.HTTP_404) == []
    planner.memory[HOST].mends["converted"] = Trials(won=1)
    assert [step.remedy for step in steps(planner, state, S.HTTP_404)] == ["converted"]


@pytest.mark.parametrize("slug", [S.HTTP_404, S.HTTP_410])
def test_an_address_without_a_sign_is_not_touched(slug):
    """What is missing under an address that nothing has broken is asked for nowhere else."""
    assert steps(make(), begun(1, HEALTHY), slug) == []


@pytest.mark.parametrize("slug", [slug for slug in S if not any(slug in mend.slugs for mend in MENDS)])
def test_other_failures_are_not_about_the_address(slug):
    """An address that is refused, or whose image is broken, is right."""
    assert steps(make(), begun(1, BROKEN), slug) == []


def test_every_mend_has_its_place_in_the_table():
    """The rule of each failure that a mend fits lists mends, and no other rule does."""
    assert {slug for mend in MENDS for slug in mend.slugs} == {
        s for s, rule in REMEDIES.items() if Kind.MEND in rule.kinds
    }


def test_a_mend_answers_the_failure_that_the_address_met():
    """What is missing under the other name, too, is not looked for there in another spelling."""
    planner, state = make(), begun(1, "http://a.test/a+b.jpg")
    planner.memory[HOST].mends["spaced"] = Trials(won=1)
    assert [step.remedy for step in steps(planner, state, S.TLS_HOSTNAME)] == ["www"]
    assert steps(planner, state, S.HTTP_404, host="www.a.test") == []


@pytest.mark.parametrize("slug", [S.TLS_HOSTNAME, S.TCP_REFUSED])
def test_where_a_redirect_led_the_name_was_right(slug):
    """A machine or a certificate that fails behind a redirect is another host's."""
    assert steps(make(), begun(1, "https://a.test/1.jpg"), slug, host="b.test") == []


def test_over_https_a_missing_image_is_not_given_another_name():
    """A host that answers over http is there, whatever it does over https."""
    planner, state = make(("https", "www")), begun(1, "http://a.test/1.jpg")
    assert [step.remedy for step in steps(planner, state, S.HTTP_404, S.TCP_REFUSED)] == ["https"]
    planner, state = make(("https", "www")), begun(1, "http://a.test/1.jpg")
    assert [step.remedy for step in steps(planner, state, S.TCP_REFUSED, S.TCP_REFUSED)] == ["https", "www"]


def test_what_was_mended_is_looked_for_over_https_too():
    """A host that moved to https gives no image over http, however it is spelled."""
    planner, state = make(("spaced", "https")), begun(1, "http://a.test/a+b.jpg")
    assert [step.remedy for step in steps(planner, state, S.HTTP_404, S.HTTP_404)] == ["spaced", "https"]


def vain(planner: Planner, number: int) -> bool:
    """Say whether one more missing row is asked for in another spelling, in vain."""
    state = begun(number, f"http://a.test/{number}+b.jpg")
    return bool(steps(planner, state, S.HTTP_404) and not steps(planner, state, S.HTTP_404))


def test_what_is_in_vain_is_tried_ever_more_seldom():
    """Of a host whose rows are missing however they are spelled some are asked for twice, one for each doubling."""
    planner = make()
    assert [number for number in range(1, 40) if vain(planner, number)] == [1, 2, 4, 8, 16, 32]


def test_what_helped_one_row_is_tried_for_all_others():
    """From the first image on, every row of the host is mended, and so first; one that was none does not count."""
    planner = make()
    for number in range(1, 4):
        vain(planner, number)
    state = begun(4, "http://a.test/4+b.jpg")
    assert [step.url for step in steps(planner, state, S.HTTP_404)] == ["http://a.test/4%20b.jpg"]
    planner.learning.succeeded(state, host=HOST)
    assert [vain(planner, number) for number in range(5, 8)] == [True] * 3
    planner.learning.rejected(state, host=HOST)
    assert not vain(planner, 9)


def test_the_mend_that_has_helped_comes_first():
    """A host whose copies were found in full size is asked for that before another spelling."""
    planner, url = make(), "http://a.test/wp-content/uploads/a+b-300x200.jpg"
    state = begun(1, url.replace("+", "-"))
    assert [step.remedy for step in steps(planner, state, S.HTTP_404)] == ["full_size"]
    planner.learning.succeeded(state, host=HOST)
    assert [step.remedy for step in steps(planner, begun(2, f"{url}?a=%22"), S.HTTP_404)] == ["full_size"]
    assert [step.remedy for step in steps(make(), begun(2, f"{url}?a=%22"), S.HTTP_404)] == ["respelled"]


SESSION = "http://a.test/x/1.jpg;jsessionid=0A1B2C3D4E5F60718293A4B5C6D7E8F9"


SESSIONS = [SESSION, "http://a.test/(S(lit3py55t21z5v55vlm25s55))/x/1.jpg", "http://a.test/x/1.jpg?sid=0A1B"]


@pytest.mark.parametrize("slug", [S.CONTENT_HTML, S.CONTENT_TEXT, S.CONTENT_PLACEHOLDER, S.HTTP_403, S.HTTP_401])
@pytest.mark.parametrize("host", [HOST, "login.test"])
@pytest.mark.parametrize("session", SESSIONS)
def test_a_session_that_is_over_is_dropped_before_anything_else_is_tried(slug, host, session):
    """Wherever the refusal led; then the row is asked for in other ways, with its address as it is."""
    planner = make(("respelled", "wait", *(way.name for way in LADDER)))
    planner.memory[HOST].wins["browser"] = 3
    failed = steps(planner, begun(1, session), slug, slug, host=host, sign=Sign.SESSION)
    assert [(step.remedy, step.url) for step in failed[:1]] == [("respelled", "http://a.test/x/1.jpg")]
    assert [step.url for step in failed[1:]] == [None]
    assert failed[1].remedy in {way.name for way in LADDER}


@pytest.mark.parametrize("session", SESSIONS)
def test_a_session_is_dropped_where_nothing_is_found_too(session):
    """And the bytes of a code page become UTF-8 there, and where they are refused as no address."""
    found = steps(make(), begun(1, session), S.HTTP_404)
    assert [(step.remedy, step.url) for step in found] == [("respelled", "http://a.test/x/1.jpg")]
    for slug in (S.HTTP_404, S.HTTP_400):
        found = steps(make(), begun(1, "http://a.test/%9Akola.jpg"), slug)
        assert [(step.remedy, step.url) for step in found] == [("accented", "http://a.test/%C5%A1kola.jpg")]


def test_without_a_session_a_refusal_is_about_who_asks():
    """Other signs of broken addresses do not matter then."""
    assert steps(make(), begun(1, BROKEN), S.CONTENT_HTML, sign=Sign.SESSION) == []
    assert steps(make(), begun(1, SESSION), S.CONTENT_HTML) == []


def test_a_name_that_is_known_not_to_exist_is_not_tried():
    """The other name of a host is asked for once where it does not exist."""
    planner = make()
    steps(planner, begun(1, "http://www.a.test/1.jpg"), S.DNS_NXDOMAIN, host="www.a.test")
    assert steps(planner, begun(2, "http://a.test/1.jpg"), S.TCP_REFUSED) == []


@pytest.mark.parametrize("slug", [S.DNS_NXDOMAIN, S.TCP_REFUSED])
def test_what_a_machine_had_that_is_no_more_others_may_have(slug):
    """Two of its service are asked; what one lacks the others lack."""
    state = begun(1, "http://img4.a.test/heron-lake.jpg")
    found = steps(make(), state, *[slug] * 3, host="img4.a.test")
    assert [step.url for step in found] == ["http://img1.a.test/heron-lake.jpg", "http://img2.a.test/heron-lake.jpg"]
    assert steps(make(), begun(1, "http://img4.a.test/heron-lake.jpg"), S.HTTP_404, host="img4.a.test") == []


FLICKR = "live.staticflickr.com"
PHOTO = f"https://{FLICKR}/65535/52345_abc123"
UNTRACKED = "http://a.test/1.jpg?utm_source=x"


@pytest.mark.parametrize("facts", [{}, {"sign": Sign.GONE}])
def test_a_picture_for_none_is_answered_with_other_sizes(facts):
    """Both other sizes are asked for before anybody else asks, wherever the redirect to the notice led."""
    planner = make(("other_size", *(way.name for way in LADDER)))
    state = begun(1, f"{PHOTO}_b.jpg")
    first = steps(planner, state, S.CONTENT_PLACEHOLDER, S.CONTENT_PLACEHOLDER, host="combo.staticflickr.com", **facts)
    assert [step.url for step in first] == [f"{PHOTO}_c.jpg", f"{PHOTO}.jpg"]


@pytest.mark.parametrize("slug", [S.HTTP_400, S.HTTP_403])
def test_a_refused_form_does_not_end_the_search_for_a_way(slug):
    """Without its tracking fields the address is asked for once; refused again, it is asked for as it was."""
    planner = make(("untracked", *(way.name for way in LADDER)))
    found = steps(planner, begun(1, UNTRACKED), slug, slug)
    assert [(step.remedy, step.url) for step in found[:1]] == [("untracked", "http://a.test/1.jpg")]
    assert found[1].remedy in {way.name for way in LADDER}
    assert found[1].url is None


def test_where_a_way_of_asking_wins_a_refusal_is_about_who_asks():
    """That way comes before another form of the address."""
    planner = make(("untracked", *(way.name for way in LADDER)))
    planner.memory[HOST].wins["no_referer"] = 3
    assert [step.remedy for step in steps(planner, begun(1, UNTRACKED), S.HTTP_403)] == ["no_referer"]


@pytest.mark.parametrize("slug", [S.HTTP_400, S.HTTP_429])
def test_a_width_that_is_not_made_is_no_reason_to_wait(slug):
    """Wikimedia's refusal names the reason: the next width is asked for, and then the file itself."""
    commons = "https://upload.wikimedia.org/wikipedia/commons"
    state, planner = begun(1, f"{commons}/thumb/a/ab/X.jpg/800px-X.jpg"), make(("wait", "other_size"))
    host = "upload.wikimedia.org"
    found = steps(planner, state, slug, host=host, sign=Sign.OTHER_SIZES, retry_after_s=9.0) + steps(
        planner, state, S.HTTP_404, host=host
    )
    assert [step.url for step in found] == [f"{commons}/thumb/a/ab/X.jpg/960px-X.jpg", f"{commons}/a/ab/X.jpg"]


def test_a_service_that_makes_no_more_sizes_is_asked_for_the_file_itself():
    """Cloudflare's quota of transformations is no limit of the site's; one that is asked too often is left alone."""
    url = f"http://{HOST}/cdn-cgi/image/width=800,quality=75,format=auto/content/51573128.jpg"
    for sign, found in ((Sign.OTHER_SIZES, [f"http://{HOST}/content/51573128.jpg"]), (None, [])):
        tried = steps(make(("unwrap",)), begun(1, url), S.HTTP_429, host=HOST, sign=sign)
        assert [step.url for step in tried if step] == found


def test_what_helps_too_seldom_is_tried_as_seldom_as_what_never_helps():
    """One image for twenty requests in vain is worth it, one for more is not."""
    assert Trials(met=3, vain=20, won=1).is_due()
    assert not Trials(met=3, vain=21, won=1).is_due()


def test_a_row_is_met_once_for_a_mend():
    """Mends come twice in the rule of a refusal, before other ways of asking and after them."""
    planner = make(("untracked", *(way.name for way in LADDER)))
    steps(planner, begun(1, UNTRACKED), *[S.HTTP_403] * 9)
    assert planner.memory[HOST].mends["untracked"].met == 1


def test_a_row_is_met_once_for_all_mends_of_one_name():
    """What damage and what other spelling an address shows may be the same: it is no second row."""
    planner = make(("respelled",))
    steps(planner, begun(1, "http://a.test/1.jpg%22%3E"), S.HTTP_404)
    assert planner.memory[HOST].mends["respelled"].met == 1


def test_what_helps_at_the_host_is_worth_it_whatever_others_say():
    """Hundred dead hosts do not speak for the one at which a mend has brought images."""
    planner = make(("small_letters",))
    for _ in range(100):
        planner.memory.odds.note(S.HTTP_404, "small_letters", helped=False)
    state = begun(1, "http://a.test/Photos/IMG_1.JPG")
    assert steps(planner, state, S.HTTP_404) == []
    planner.memory[HOST].mends["small_letters"] = Trials(met=1, won=1)
    assert [step.url for step in steps(planner, state, S.HTTP_404)] == ["http://a.test/photos/img_1.jpg"]


@pytest.mark.parametrize("slug", [S.HTTP_400, S.HTTP_403, S.HTTP_404])
def test_dead_addresses_of_a_form_cost_few_requests(slug):
    """Hosts that never give the other form either are soon no longer asked for it, however they refuse."""
    planner = make(("untracked", *(way.name for way in LADDER)))
    mends = 0
    for number in range(500):
        host = f"h{number}.test"
        state = begun(number, UNTRACKED.replace(HOST, host))
        while found := steps(planner, state, slug, host=host):
            mends += found[0].remedy == "untracked"
    assert mends <= 40
