"""Dead addresses that show what happened to them, as their hosts see them asked for."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

DEAD_MACHINE = {
    "IMGCRAWL_ALLOW_NETWORKS": "127.0.0.1/32,127.0.0.3/32",
    "IMGCRAWL_DNS_OVERRIDES": '{"*.test": "127.0.0.1", "dead.test": "127.0.0.3"}',
}
"""Nobody listens at the second address."""

UPLOADS = "/wp-content/uploads/2020/01"
SIGNED = f"{UPLOADS}/caf%C3%83%C2%A9+1-300x200.jpg%3Fw%3D3"
"""Whatever a mend could change."""


def only(web: Any, *targets: str) -> Any:
    """Return the script of a host that has pictures at *targets* and nothing else."""
    return lambda visit: web.answer(body=web.picture(visit.target)) if visit.target in targets else web.answer(404)


def test_dead_addresses_are_asked_for_as_they_were(project, web):
    """Each row is rescued by the mend for what is wrong with it, with one request more, or follows where it is led."""
    world, url = project.world, project.world.url
    frame = (
        f'<html><frameset rows="100%,*"><frame src="{url("true.test", "/~anne/heron.jpg")}"></frameset></html>'.encode()
    )
    world.scripts |= {
        "spelled.test": only(web, "/caf%C3%A9.jpg"),
        "spaced.test": only(web, "/grey%20heron.jpg"),
        "blog.test": only(web, f"{UPLOADS}/heron.jpg"),
        "parked.test": lambda _visit: web.answer(body=frame, media_type="text/html"),
    }
    rows = {
        "respelled": url("spelled.test", "/caf%C3%83%C2%A9.jpg"),
        "spaced": url("spaced.test", "/grey+heron.jpg"),
        "full_size": url("blog.test", f"{UPLOADS}/heron-300x200.jpg"),
        "www": url("dead.test", "/heron.jpg"),
        "frame": url("parked.test", "/heron.jpg"),
    }
    project.write([(name, address, "") for name, address in rows.items()])
    done = project.crawl(**DEAD_MACHINE)
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    rescues = {row: (outcome.ok, outcome.rescued_by) for row, outcome in outcomes.items()}
    named = {name: (True, name) for name in ("respelled", "spaced", "full_size", "www")}
    assert rescues == named | {"frame": (True, None)}
    assert len(world.visits("spelled.test")) == len(world.visits("blog.test")) == 2
    assert [visit.target for visit in world.visits("www.dead.test")] == ["/heron.jpg"]
    assert [visit.target for visit in world.visits("true.test")] == ["/~anne/heron.jpg"]


def test_a_healthy_address_is_never_touched(project, web):
    """However broken an address looks, what it gives is taken, and nothing else is asked for."""
    project.write([("1", project.world.url("healthy.test", SIGNED), "")])
    assert project.crawl().code == 0
    assert [(outcome.ok, outcome.rescued_by) for outcome in project.outcomes().values()] == [(True, None)]
    assert [visit.target for visit in project.world.log] == [SIGNED]


def test_a_dead_address_costs_two_requests_more(project, web):
    """An address that shows every sign, and is dead, is asked for twice in another way, the rest of its host seldom."""
    project.world.scripts["gone.test"] = only(web)
    project.write([(str(n), project.world.url("gone.test", SIGNED.replace("1-", f"{n}-")), "") for n in range(32)])
    assert project.crawl(IMGCRAWL_HOST_CONCURRENCY="1", IMGCRAWL_REMEDIES="respelled,full_size").code == 0
    assert {outcome.error for outcome in project.outcomes().values()} == {"http_404"}
    assert max(outcome.attempts for outcome in project.outcomes().values()) <= 3
    assert len(project.world.log) <= 32 + 2 * 6


def test_the_picture_for_who_has_none_is_not_taken(project, web):
    """An avatar that is gone is gone: its default, which its address names, is not its picture."""
    project.world.scripts["avatars.test"] = only(web)
    default = quote(project.world.url("site.test", "/nobody.png"), safe="")
    project.write([("1", project.world.url("avatars.test", f"/avatar/01ab?s=80&d={default}"), "")])
    assert project.crawl().code == 0
    assert [outcome.error for outcome in project.outcomes().values()] == ["http_404"]
    assert project.world.visits("site.test") == []


def test_a_session_that_is_over_is_dropped_first(project, web):
    """Whether the host sends to its login or says so itself; what needs no session comes with one request more."""
    world = project.world
    page = b"<html><body>Your session has expired.</body></html>"

    def by_login(visit: Any) -> Any:
        if ";" in visit.path:
            return web.answer(302, Location="/login")
        is_login = visit.path == "/login"
        return web.answer(body=page, media_type="text/html") if is_login else web.answer(body=web.picture(visit.path))

    world.scripts["login.test"] = by_login
    world.scripts["page.test"] = lambda visit: (
        web.answer(body=page, media_type="text/html") if ";" in visit.path else web.answer(body=web.picture(visit.path))
    )
    session = ";jsessionid=0A1B2C3D4E5F60718293A4B5C6D7E8F9"
    rows = [(f"{host}{n}", f"/{n}.jpg{session}" if n else "/0.jpg") for host in ("login", "page") for n in range(4)]
    project.write([(name, world.url(f"{name[:-1]}.test", path), "") for name, path in rows])
    assert project.crawl(IMGCRAWL_HOST_CONCURRENCY="1").code == 0
    outcomes = project.outcomes()
    assert {name: outcome.rescued_by for name, outcome in outcomes.items() if outcome.ok} == {
        name: "respelled" if session in path else None for name, path in rows
    }
    assert len(world.visits("login.test")) == 1 + 3 * 2 + 2  # the login itself for two rows
    assert len(world.visits("page.test")) == 1 + 3 * 2


def test_a_script_that_breaks_over_a_session_is_asked_without_it(project, web):
    """Each row costs one request more, and none waits."""
    world = project.world
    world.scripts["cold.test"] = lambda visit: (
        web.answer(500) if "CFID" in visit.target else web.answer(body=web.picture(visit.target))
    )
    rows = [(str(n), world.url("cold.test", f"/pic.cfm?id={n}&CFID=147716&CFTOKEN=48745330"), "") for n in range(6)]
    project.write(rows)
    assert project.crawl(IMGCRAWL_HOST_CONCURRENCY="1").code == 0
    assert {(o.rescued_by, o.attempts) for o in project.outcomes().values()} == {("respelled", 2)}
    assert len(world.visits("cold.test")) == 12


def test_what_one_form_does_not_give_another_does(project, web):
    """Each row gets the picture of its own upload with one request more, and is told where that is smaller."""
    world, key = project.world, "0123456789abcdef0123456789abcdef"
    pin = f"/01/23/45/{key}.jpg"
    rows = {
        "iiif": ("iiif.test", "/2/ark:12/full/full/0/native.jpg", "/2/ark:12/full/full/0/default.jpg", 400),
        "other_size": ("i.pinimg.com", f"/originals{pin}", f"/736x{pin}", 403),
        "full_size": ("drupal.test", "/files/styles/big/public/1.jpg?itok=E", "/files/1.jpg", 403),
        "untracked": ("tracked.test", "/1.jpg?w=3&fbclid=3", "/1.jpg?w=3", 400),
        "shown": ("viewer.test", "/show.php?file=photos/1.jpg", "/photos/1.jpg", 404),
        "small_letters": ("moved.test", "/Photos/IMG_1234.jpg", "/photos/img_1234.jpg", 404),
        "small_ending": ("renamed.test", "/Photos/IMG_1234.JPG", "/Photos/IMG_1234.jpg", 404),
        "large_ending": ("camera.test", "/photos/_MG_8803.jpg", "/photos/_MG_8803.JPG", 404),
    }
    for host, _, target, status in rows.values():
        world.scripts[host] = lambda visit, target=target, status=status: (
            web.answer(body=web.picture(visit.target)) if visit.target == target else web.answer(status)
        )
    project.write([(name, world.url(host, asked), "") for name, (host, asked, _, _) in rows.items()])
    done = project.crawl(IMGCRAWL_DNS_OVERRIDES='{"*.test": "127.0.0.1", "i.pinimg.com": "127.0.0.1"}')
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    assert {name: outcome.rescued_by for name, outcome in outcomes.items()} == {name: name for name in rows}
    assert {name: [v.target for v in world.visits(host)] for name, (host, *_) in rows.items()} == {
        name: [asked, target] for name, (_, asked, target, _) in rows.items()
    }
    notes = {name: outcome.trail[-1].get("note") for name, outcome in outcomes.items()}
    assert notes == dict.fromkeys(rows) | {"other_size": "a smaller version than asked for"}


def test_a_host_may_speak_of_hotlinks_to_what_its_rules_do_not_know(project, web):
    """An address that shows who asks is asked for without that, once other pages are in vain."""
    world = project.world
    words = web.answer(403, b"<h1>Hotlinking is not allowed here</h1>", "text/html")
    world.scripts["strict.test"] = lambda visit: words if "?" in visit.target else web.answer(body=web.picture("1"))
    project.write([("1", world.url("strict.test", "/1.jpg?utm_source=letter"), "")])
    assert project.crawl().code == 0
    assert [outcome.rescued_by for outcome in project.outcomes().values()] == ["untracked"]


def test_wikimedia_is_asked_for_a_width_that_it_makes(project, web):
    """Its refusals of other widths, in words, are no limit on requests: the next width comes at once, else the file.

    However many there are, the host is not given up for them.
    """
    words = b"<h1>Error</h1><p>Use thumbnail sizes listed on https://w.wiki/GHai. Please contact noc@wikimedia.org</p>"
    made = ("/960px-X", "/wikipedia/commons/c/cd/Y.jpg", "/wikipedia/commons/e/ef/Z.jpg")

    def commons(visit: Any) -> Any:
        if any(part in visit.target for part in made):
            return web.answer(body=web.picture(visit.target))
        return web.answer(429 if "/800px" in visit.target else 400, body=words, media_type="text/html")

    host = "upload.wikimedia.org"
    project.world.scripts[host] = commons
    asked = {
        "X": "/wikipedia/commons/thumb/a/ab/X.jpg/800px-X.jpg",
        "Y": "/wikipedia/commons/thumb/c/cd/Y.jpg/700px-Y.jpg",
    }
    asked |= {f"X{n}": f"/wikipedia/commons/thumb/a/ab/X{n}.jpg/800px-X{n}.jpg" for n in range(12)}
    asked |= {"Z": "/wikipedia/commons/e/ef/Z.jpg"}
    project.write([(name, project.world.url(host, path), "") for name, path in asked.items()])
    done = project.crawl(IMGCRAWL_DNS_OVERRIDES=f'{{"{host}": "127.0.0.1"}}')
    assert done.code == 0, done.errors
    outcomes = project.outcomes()
    expected = dict.fromkeys(asked, ("other_size", 2)) | {"Y": ("other_size", 3), "Z": (None, 1)}
    assert {name: (o.rescued_by, o.attempts) for name, o in outcomes.items()} == expected
    assert {o.trail[-1].get("note") for o in outcomes.values() if o.trail} == {None}


def test_a_photo_that_is_gone_in_every_size_is_gone(project, web):
    """Where one size leads to Flickr's notice another is taken; where all do, the notice is nobody's picture."""
    host, notices = "live.staticflickr.com", "combo.staticflickr.com"

    def flickr(visit: Any) -> Any:
        if visit.target.endswith("_c.jpg") and "/1_" in visit.target:
            return web.answer(body=web.picture(visit.target))
        return web.answer(302, Location=project.world.url(notices, "/pw/images/en-us/photo_unavailable.png"))

    notice = web.picture("notice")
    project.world.scripts |= {host: flickr, notices: lambda _visit: web.answer(body=notice)}
    project.write([(str(n), project.world.url(host, f"/65535/{n}_0a{n}b_b.jpg"), "") for n in range(1, 4)])
    names = f'{{"{host}": "127.0.0.1", "{notices}": "127.0.0.1"}}'
    assert project.crawl(IMGCRAWL_DNS_OVERRIDES=names, IMGCRAWL_HOST_CONCURRENCY="1").code == 0
    outcomes = project.outcomes()
    assert {row: (outcome.ok, outcome.rescued_by, outcome.error) for row, outcome in outcomes.items()} == {
        "1": (True, "other_size", None),
        "2": (False, None, "content_placeholder"),
        "3": (False, None, "content_placeholder"),
    }
    assert outcomes["1"].trail[-1]["note"] == "a smaller version than asked for"


def test_a_size_that_is_refused_costs_one_request_more(project, web):
    """A complaint about the size, a limit for what is not made yet, a token that the page has anew: one or two more."""
    world = project.world
    renewed = '<html><body><img src="/files/styles/big/public/{}.jpg?itok=N3w0{}"></body></html>'

    def by_size(visit: Any) -> Any:
        return web.answer(400, Vary="Accept") if "w=" in visit.target else web.answer(body=web.picture(visit.target))

    def by_thumbnail(visit: Any) -> Any:
        limit = {"Retry-After": "1"}
        return web.answer(429, **limit) if "/thumb/" in visit.target else web.answer(body=web.picture(visit.target))

    def by_token(visit: Any) -> Any:
        if visit.target.startswith("/node/"):
            number = visit.target.rpartition("/")[2]
            return web.answer(body=renewed.format(f"heron-lake-{number}", number).encode(), media_type="text/html")
        return web.answer(body=web.picture(visit.target)) if "itok=N3w0" in visit.target else web.answer(403)

    world.scripts |= {"sized.test": by_size, "wiki.test": by_thumbnail, "drupal.test": by_token}
    rows = [(f"sized{n}", world.url("sized.test", f"/{n}.jpg?w=9999&fit=crop"), "") for n in range(4)]
    rows += [("wiki", world.url("wiki.test", "/thumb/a/ab/N.jpg/333px-N.jpg"), "")]
    for n in range(3):
        token = f"/files/styles/big/public/heron-lake-{n}.jpg?itok=0ldT0k3n"
        rows.append((f"drupal{n}", world.url("drupal.test", token), world.url("drupal.test", f"/node/{n}")))
    project.write(rows)
    done = project.crawl(IMGCRAWL_HOST_CONCURRENCY="1")
    assert done.code == 0, done.errors
    attempts = {name: (outcome.ok, outcome.attempts) for name, outcome in project.outcomes().items()}
    assert attempts == {name: (True, 3 if name.startswith("drupal") else 2) for name, *_ in rows}
