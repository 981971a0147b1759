"""Reasons to refuse a picture that remedies are told of."""

from __future__ import annotations

from imgcrawl.errors import ErrorSlug
from imgcrawl.remedies.rules.signs import Sign
from imgcrawl.validation.facts import InvalidImage


class SignedPlaceholder(InvalidImage):
    """The picture is a placeholder for the known reason *sign*."""

    def __init__(self, sign: Sign) -> None:
        super().__init__(ErrorSlug.CONTENT_PLACEHOLDER, sign.value)
        self.sign = sign


class NamedNotice(InvalidImage):
    """The server itself calls the picture a notice, so that it says nothing of others that came as it did."""

    def __init__(self, name: str) -> None:
        super().__init__(ErrorSlug.CONTENT_PLACEHOLDER, f"the server calls it {name}"[:300])


class OtherPeoplesPicture(SignedPlaceholder):
    """The picture came in a way of asking in which its host gives pictures of its own; another may bring it too."""

    def __init__(self) -> None:
        super().__init__(Sign.TWO_FACED)
