from __future__ import annotations

from imgcrawl.validation.placeholders.spread import SpreadPictures


def spread(*seen: tuple[str, str], capacity: int = 100) -> SpreadPictures:
    """Note one picture for the hosts and paths *seen*."""
    pictures = SpreadPictures(capacity=capacity)
    for host, path in seen:
        pictures.note(host, f"http://{host}{path}", "picture")
    return pictures


THREE = (("a.com", "/swan.jpg"), ("www.b.org", "/heron.jpg"), ("c.co.uk", "/stork.jpg"))


def test_three_sites_and_three_names_are_suspect():
    """Fewer sites, hosts of one site, or one name at all sites are as it should be."""
    assert spread(*THREE).is_suspect("picture")
    assert not spread(*THREE).is_suspect("other")
    assert not spread(*THREE[:2]).is_suspect("picture")
    assert not spread(*THREE[:2], ("img.b.org", "/stork.jpg")).is_suspect("picture")
    assert not spread(*[(host, "/logo-of-acme.png") for host, _ in THREE]).is_suspect("picture")


def test_three_machines_of_a_site_tell():
    """Three hosts of one site must have given it under three names; other sites and one name prove nothing."""
    seen = [("img1.b.org", "/heron.png"), ("img7.b.org", "/mill.png"), ("a.com", "/swan.png")]
    assert spread(*seen).machines("img1.b.org", "picture") == set()
    assert spread(*seen, ("img9.b.org", "/mill.png")).machines("img1.b.org", "picture") == set()
    known = spread(*seen, ("img9.b.org", "/stork.png"))
    assert known.machines("img9.b.org", "picture") == {"img1.b.org", "img7.b.org", "img9.b.org"}
    assert known.machines("a.com", "picture") == known.machines("img1.b.org", "other") == set()


def test_one_proof_is_enough_and_so_are_two_trials():
    """A site that gives it for what does not exist speaks for all; after two trials there is no third."""
    pictures = spread(*THREE)
    pictures.tried("picture")
    assert pictures.is_suspect("picture")
    pictures.tried("picture")
    assert not pictures.is_suspect("picture")
    assert not pictures.is_placeholder("picture")
    pictures.prove("picture")
    assert pictures.is_placeholder("picture")
    assert pictures.hosts("picture") == {"a.com", "www.b.org", "c.co.uk"}


def test_a_proof_at_one_site_waits_for_others():
    """What one site gives for all that is missing may be the picture of two others."""
    pictures = spread(*THREE[:2])
    pictures.prove("picture")
    assert not pictures.is_placeholder("picture")
    pictures.note("c.co.uk", "http://c.co.uk/stork.jpg", "picture")
    assert pictures.is_placeholder("picture")


def test_what_was_seen_long_ago_is_forgotten():
    """Only the pictures seen last are remembered; of a picture, 256 hosts."""
    pictures = spread(*THREE, capacity=1)
    pictures.note("a.com", "http://a.com/2.jpg", "other")
    assert not pictures.is_suspect("picture")
    assert pictures.hosts("picture") == set()
    many = spread(*[(f"{number}.com", f"/{number}.jpg") for number in range(300)])
    assert len(many.hosts("picture")) == 256
