"""Somebody who speaks for all hosts, and hosts that say the same."""

from __future__ import annotations

import asyncio

import pytest

from imgcrawl.errors import ErrorSlug, RunStopped
from imgcrawl.transport import FetchError
from imgcrawl.transport import pause as pause_module
from imgcrawl.transport import portal as portal_module
from tests.transport.portals import OF_ALL, Web, answer, sites


@pytest.fixture
def web(monkeypatch):
    """Set up a web whose network is tried often."""
    monkeypatch.setattr(pause_module, "_FIRST_WAIT_S", 0.02)
    monkeypatch.setattr(pause_module, "_LONGEST_WAIT_S", 0.02)
    monkeypatch.setattr(portal_module, "now", lambda: 1000.0)  # what is believed stays so
    return Web()


async def waits(task: asyncio.Task[list[bool]]) -> bool:
    """Say whether *task* is not done soon."""
    done, _ = await asyncio.wait([task], timeout=0.2)
    return not done


@pytest.mark.parametrize(
    "of_all",
    [
        answer(),
        answer(b"\xff\xd8 a picture"),
        answer(b"quota used up", 403),
        answer(b"", 302, "http://portal.test/login"),
        FetchError(ErrorSlug.TLS_UNTRUSTED, ""),
    ],
    ids=["page", "picture", "refusal", "redirect", "certificate"],
)
async def test_a_portal_is_sat_out(web, caplog, of_all):
    """What four sites say alike, and those that had said something else too, fails no row but those of the first three.

    It is over when one of these has an answer of its own, and what began before is explained without a trial.
    """
    await web.crawl(*sites("known", 3), "last.test")
    web.of_all = of_all
    task = asyncio.create_task(web.crawl(*sites("h", 4)))
    assert await waits(task)
    assert web.watch.pause.is_on
    sign = "end in tls_untrusted" if isinstance(of_all, FetchError) else "give the same answer"
    assert f"all hosts {sign}" in caplog.text
    web.of_all = None
    assert await asyncio.wait_for(task, 30) == [False, False, False, True]
    web.of_all = of_all
    assert await web.crawl("late.test", ago_s=60.0) == [True]
    assert await web.crawl("new.test") == [False]
    assert web.found == ([] if isinstance(of_all, FetchError) else [of_all])


async def test_who_has_fallen_for_it_remains_a_witness(web):
    """The answer that a host gave before counts, not the one in the portal's name."""
    known = sites("known", 4)
    await web.crawl(*known)
    web.of_all = answer()
    task = asyncio.create_task(web.crawl(*known))
    assert await waits(task)
    web.of_all = None
    assert (await asyncio.wait_for(task, 30))[-1]


async def test_parked_hosts_fail(web):
    """One host that has said something else, and still does, tells that the others are what they seem."""
    await web.crawl(*sites("known", 4))
    web.parked = set(sites("parked", 40))
    assert not any(await web.crawl(*sites("parked", 40)))
    assert web.asked == ["known3.test"]  # and then it is believed for a while
    assert web.found == []


async def test_what_was_sat_out_explains_nothing_else(web):
    """Hosts that are parked were no portal, though one was sat out since the request to one of them began."""
    await web.crawl(*sites("known", 4))
    web.of_all = portal = answer(b"log in")
    task = asyncio.create_task(web.crawl(*sites("h", 4)))
    assert await waits(task)
    web.of_all = None
    assert (await asyncio.wait_for(task, 30))[-1]
    web.parked = set(sites("parked", 9))
    assert not any(await web.crawl(*sites("parked", 8)))
    assert await web.crawl("parked8.test", ago_s=60.0) == [False]
    web.of_all = portal
    assert await web.crawl("late.test", ago_s=60.0) == [True]


async def test_what_is_believed_is_believed_for_longer_each_time(web, monkeypatch):
    """A list of parked hosts costs a request a minute in the end, for each way of parking."""
    time = 1000.0
    monkeypatch.setattr(portal_module, "now", lambda: time)
    await web.crawl(*sites("known", 4))
    web.parked = set(sites("parked", 400))
    for host in sites("parked", 400):
        await web.crawl(host)
        time += 1.0
    assert 8 <= len(web.asked) <= 14
    web.of_all = answer(b"something else")
    task = asyncio.create_task(web.crawl(*sites("h", 4)))
    assert await waits(task)
    web.watch.pause.abort()
    with pytest.raises(RunStopped):
        await task


@pytest.mark.parametrize("reason", ["one-site", "answer-between", "two-say-the-same", "few-known", "none-known"])
async def test_when_there_is_no_portal(web, reason):
    """One site alone, an own answer in between, two of the witnesses, and hosts without any prove nothing."""
    await web.crawl(*sites("known", {"few-known": 2, "none-known": 0}.get(reason, 4)))
    web.parked = {*sites("parked", 30), *(f"{n}.parked.test" for n in range(30))}
    if reason == "two-say-the-same":
        web.gone |= {"known1.test", "known0.test"}
        web.parked |= {"known2.test", "known3.test"}
    for n in range(19):
        host = f"{n}.parked.test" if reason == "one-site" else f"parked{n}.test"
        assert await web.one(host) is False
        if reason == "answer-between":
            await web.one("known3.test")
    assert len(web.asked) == (5 if reason == "two-say-the-same" else 0)
    assert not web.watch.pause.is_on


async def test_who_said_the_same_before_is_no_witness(web):
    """Three that are parked, and two others, are too few to tell."""
    web.parked = set(sites("parked", 30))
    await web.crawl("known0.test", "parked0.test", "known1.test", "parked1.test", "known0.test", *sites("parked", 19))
    assert web.asked == []


@pytest.mark.parametrize("is_portal", [True, False])
async def test_any_name_tells_where_no_host_is_known(web, is_portal):
    """Of twenty sites: a list may begin behind a portal, or with hosts that are parked."""
    web.gone.clear()
    web.parked = set(sites("parked", 20))
    web.of_all = answer() if is_portal else None
    task = asyncio.create_task(web.crawl(*sites("parked", 20)))
    assert not is_portal or await waits(task)
    web.of_all = None
    assert await asyncio.wait_for(task, 30) == [False] * 19 + [is_portal]
    assert set(web.asked) == {"example.com"}


async def test_the_portals_own_page_is_no_other_answer(web):
    """Rows that were led there do not hide that all hosts lead there."""
    await web.crawl(*sites("known", 4))
    web.of_all = answer(b"", 302, "http://portal.test/")
    told = []
    for host in sites("h", 3):
        told.append(await web.one(host))
        web.of_all, led = answer(b"log in"), web.of_all
        told.append(await web.one("portal.test"))
        web.of_all = led
    assert told == [False] * 6
    assert await waits(task := asyncio.create_task(web.crawl("last.test")))
    web.of_all = None
    assert await asyncio.wait_for(task, 30) == [True]


async def test_who_comes_to_say_something_else_does_not_wait(web):
    """During a pause, what was under way and says something else goes on, and what says the same waits as well."""
    await web.crawl(*sites("known", 4))
    web.of_all, web.past_all = answer(), set(sites("other", 5))
    waiting = [asyncio.create_task(web.crawl(*sites("h", 4))), asyncio.create_task(web.crawl(*sites("i", 4)))]
    assert await waits(waiting[0])
    assert await web.crawl(*sites("other", 5)) == [False] * 5
    assert await waits(waiting[1])
    assert web.watch.pause.is_on
    web.of_all = None
    told = await asyncio.wait_for(asyncio.gather(*waiting), 30)
    assert sorted(told[0] + told[1]) == [False] * 6 + [True] * 2


async def test_patience_ends(web):
    """The run stops then; without any, answers are what they are."""
    for patience_s, stops in ((1e-9, True), (0.0, False)):
        web = Web(patience_s)
        await web.crawl(*sites("known", 4))
        web.of_all = answer()
        task = web.crawl(*sites("h", 9))
        if stops:
            with pytest.raises(RunStopped):
                await task
        else:
            assert await task == [False] * 9
        assert web.given_up == int(stops)


async def test_a_longer_body_is_another_answer(web):
    """Of the witnesses' no more is read than it takes to tell."""
    await web.crawl(*sites("known", 4))
    web.of_all = answer()
    ask, most = web.watch._ask, []

    async def cut(request):
        most.append(request.max_bytes)
        await ask(request)
        raise FetchError(ErrorSlug.CONTENT_TOO_LARGE, "")

    web.watch._ask = cut
    assert not any(await web.crawl(*sites("h", 9)))
    assert most == [len(OF_ALL) + 65_536]
