"""Which thumbnails are asked for, and how they are kept out of what is remembered of a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.errors import ConfigError

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from imgcrawl.validation.facts import ImageFacts

    Thumbs = tuple[str | None, ...]


def thumb_sizes(settings: BaseSettings) -> dict[str, tuple[int, int]]:
    """Return ``IMAGES_THUMBS``, which on the command line is a JSON object."""
    try:
        sizes = {
            str(name): (int(width), int(height)) for name, (width, height) in settings.getdict("IMAGES_THUMBS").items()
        }
        if any(side < 1 for size in sizes.values() for side in size):
            raise ValueError  # noqa: TRY301 - one place tells of all
    except (TypeError, ValueError) as exc:
        wanted = 'a mapping of names to sizes, such as {"small": [50, 50]}'
        raise ConfigError(f"IMAGES_THUMBS must be {wanted}, got {settings['IMAGES_THUMBS']!r}") from exc
    return sizes


def parted(facts: ImageFacts) -> tuple[ImageFacts, Thumbs]:
    """Return *facts*, which are remembered, apart from the thumbnails, which are not."""
    return (facts._replace(thumbs=()), facts.thumbs) if facts.thumbs else (facts, ())
