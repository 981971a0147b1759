"""What counts as an image, and how it reaches the disk."""

from __future__ import annotations

from dataclasses import dataclass

from imgcrawl.config.schema import Section, option


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationConfig(Section):
    """What counts as an image."""

    max_pixels: int = option("IMGCRAWL_MAX_PIXELS", 178_956_970, "Most pixels an image may have.", low=1)
    workers: int = option(
        "IMGCRAWL_DECODE_WORKERS", 0, "Processes that decode; 0: one per two cores, at least one.", low=0, high=256
    )
    timeout_s: float = option("IMGCRAWL_DECODE_TIMEOUT_SECONDS", 20.0, "Longest time to decode one image.", low=0.1)
    memory_bytes: int = option(
        "IMGCRAWL_DECODE_MEMORY_BYTES",
        2_000_000_000,
        "Address space of a decoding process beyond its own.",
        low=100_000_000,
    )
    phash: bool = option("IMGCRAWL_PHASH_ENABLED", True, "Compute the perceptual hash.")
    placeholder_repeats: int = option(
        "IMGCRAWL_PLACEHOLDER_REPEATS",
        3,
        "Different names of one host with the same small picture that make it a placeholder; 0: never.",
        low=0,
    )
    placeholder_looks: bool = option(
        "IMGCRAWL_PLACEHOLDER_LOOKS_ENABLED",
        True,
        "Count pictures that look the same as the same picture, not only those with the same bytes.",
    )
    require_hash: bool = option(
        "IMGCRAWL_REQUIRE_HASH_ENABLED",
        False,
        "Refuse images without the hash that the list gives for them by `-a hash_column=NAME`.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreConfig(Section):
    """How files reach the disk."""

    fsync: bool = option(
        "IMGCRAWL_STORE_FSYNC_ENABLED", False, "Force each file to the disk (fsync) before its outcome is committed."
    )
