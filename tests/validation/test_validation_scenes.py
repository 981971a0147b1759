from __future__ import annotations

from random import Random

from imgcrawl.validation.facts import ImageFacts
from imgcrawl.validation.placeholders.scenes import Scenes, Shot, is_repeated, same_scene

DRAWN = bytes([250] * 768)


def facts(name: str, phash: int = 0, *, size: tuple[int, int] = (100, 80), looks: bytes | None = None) -> ImageFacts:
    """Return the facts of a photograph, unless its *looks* are those of a drawing."""
    shot = Random(name).randbytes(768) if looks is None else looks
    return ImageFacts(name, 5000, "JPEG", "jpg", *size, "RGB", f"{phash:016x}", 1, shot)


def repeats(*urls: str, phash: int = 0, looks: bytes | None = None) -> bool:
    """Say whether what looks like what was given for the first of *urls* is repeated with the others."""
    scenes = Scenes()
    for number, url in enumerate(urls):
        scenes.note("a", url, facts(str(number), phash * bool(number), looks=looks))
    return is_repeated(scenes.like("a", facts("0", looks=looks)), urls[0])


def test_two_names_repeat_a_scene():
    """Two addresses of one name do not."""
    assert repeats("/heron.jpg", "/mill.jpg")
    assert not repeats("/heron.jpg", "/heron-300x200.jpg")
    assert not repeats("/heron.jpg")


def test_what_is_worth_a_look_is_alike_by_more_bits():
    """Drawings by ten, for a stamp or another size changes so many; photographs by six; never one by the other."""
    assert repeats("/heron.jpg", "/mill.jpg", phash=0b111111)
    assert not repeats("/heron.jpg", "/mill.jpg", phash=0b1111111)
    assert repeats("/heron.jpg", "/mill.jpg", phash=(1 << 10) - 1, looks=DRAWN)
    assert not repeats("/heron.jpg", "/mill.jpg", phash=(1 << 11) - 1, looks=DRAWN)
    scenes = Scenes()
    scenes.note("a", "/heron.jpg", facts("photograph"))
    assert scenes.like("a", facts("drawing", looks=DRAWN)) == []


def test_a_picture_does_not_repeat_itself():
    """What the same address gave is no other picture, unlike the same bytes for another one."""
    scenes = Scenes()
    scenes.note("a", "/heron.jpg", facts("one"))
    assert scenes.like("a", facts("one"), but_for="/heron.jpg") == []
    assert [shot.url for shot in scenes.like("a", facts("one"), but_for="/mill.jpg")] == ["/heron.jpg"]
    scenes.note("a", "/mill.jpg", facts("other"))
    assert [shot.url for shot in scenes.like("a", facts("one"), but_for="/heron.jpg")] == ["/mill.jpg"]


def test_a_scene_is_known_by_three_bits():
    """Photographs show the same if their hashes differ in at most three bits, in any size; drawings never do."""
    assert same_scene(facts("one"), facts("other", 0b111, size=(50, 40)))
    assert not same_scene(facts("one"), facts("other", 0b1111))
    assert not same_scene(facts("one"), facts("other", looks=DRAWN))
    assert not same_scene(facts("one", looks=DRAWN), facts("other"))


def test_what_is_alike_is_found_at_its_host():
    """Pictures that show the same are known, at their own host, unless a drawing is asked for."""
    scenes = Scenes()
    scenes.note("a", "/1.jpg", facts("one"))
    scenes.note("a", "/2.jpg", facts("two", 0b11))
    scenes.note("a", "/3.jpg", facts("three", 0b11111))
    assert scenes.alike("a", facts("new")) == {"one", "two"}
    assert scenes.alike("b", facts("new")) == scenes.alike("a", facts("new", looks=DRAWN)) == set()


def test_other_sizes_are_named():
    """The first picture in none of the given sizes is named with its address."""
    scenes = Scenes()
    scenes.note("a", "/1.jpg", facts("one"))
    scenes.note("a", "/2.jpg", facts("two", 255, size=(50, 50)))
    assert scenes.in_other_size("a", frozenset()) == Shot(facts("one"), "/1.jpg")
    assert scenes.in_other_size("a", frozenset({(100, 80)})) == Shot(facts("two", 255, size=(50, 50)), "/2.jpg")
    assert scenes.in_other_size("a", frozenset({(100, 80), (50, 50)})) is None
    assert scenes.in_other_size("b", frozenset()) is None


def test_memory_is_bounded():
    """Of a host the last 64 pictures are known, and in all no more than there is room for; the same ones count once."""
    scenes = Scenes(capacity=100)
    for number in range(70):
        scenes.note("a", f"/{number}.jpg", facts(str(number), Random(number).getrandbits(64)))
        scenes.note("a", f"/{number}.jpg", facts(str(number), Random(number).getrandbits(64)))
    assert scenes.alike("a", facts("new", Random(0).getrandbits(64))) == set()
    assert scenes.alike("a", facts("new", Random(69).getrandbits(64))) == {"69"}
    for number in range(40):
        scenes.note("b", f"/{number}.jpg", facts(str(number), Random(number).getrandbits(64)))
    assert scenes.in_other_size("a", frozenset()) is None
    assert scenes.alike("b", facts("new", Random(39).getrandbits(64))) == {"39"}


def test_it_is_known_whether_all_pictures_are():
    """Of a host the last 64 are, as many as there may be for a rule that speaks of all of them."""
    scenes, rng = Scenes(), Random(1)
    kept = []
    for number in range(65):
        scenes.note("a", f"/{number}.jpg", facts(str(number), rng.getrandbits(64)))
        kept.append(scenes.has_all("a"))
    assert kept == [True] * 64 + [False]
    assert scenes.has_all("b")
