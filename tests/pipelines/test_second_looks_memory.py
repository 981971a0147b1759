"""What is kept of pictures that were taken back; what second looks find out is tested with crawls."""

from __future__ import annotations

from imgcrawl.pipelines import second_looks as module
from imgcrawl.pipelines.second_looks import SecondLooks
from imgcrawl.validation.placeholders import Passed


def test_what_is_never_heard_of_again_is_forgotten(monkeypatch):
    """Pictures that are taken back are known as such once, and the oldest no longer when there are many."""
    monkeypatch.setattr(module, "_MOST_ASKED_ANEW", 2)
    withdrawn: list[set[Passed]] = []
    looks = SecondLooks(
        watch=None, look_again=lambda _item: False, withdraw=withdrawn.append, distrusted=lambda _item, _way: None
    )
    pictures = [Passed(number, "picture") for number in range(3)]
    for picture in pictures:
        looks.ask_anew({picture})
    assert withdrawn == [{picture} for picture in pictures]
    assert [looks.is_asked_anew(picture) for picture in pictures] == [False, True, True]
    assert not any(looks.is_asked_anew(picture) for picture in pictures)
