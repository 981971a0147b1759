"""The arguments of the images spider (``-a name=value``), checked."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imgcrawl.catalogue.runs import run_name
from imgcrawl.config import RunConfig
from imgcrawl.errors import ConfigError, ErrorSlug, Stage
from imgcrawl.intake.lists.columns import Columns
from imgcrawl.intake.lists.shards import Shard
from imgcrawl.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from imgcrawl.catalogue.outcomes import Known
    from imgcrawl.records import Outcome

_COLUMNS = ("id_column", "url_column", "page_column", "hash_column")
NAMES = ("source", "another_source", "run", "retry", "limit", "shard", "page_fallback", *_COLUMNS)
"""The arguments of a crawl."""

_RETRIES = ("failed", *Stage, *ErrorSlug)
_MOST_NEAR = 10


@dataclass(frozen=True, slots=True)
class RetryFilter:
    """Which failed rows are asked for again: all of them, or those of some stages and slugs."""

    words: frozenset[str]

    @classmethod
    def parse(cls, text: str, *, of: str = "retry", or_else: Sequence[str] = ()) -> RetryFilter:
        """Read ``failed`` or a comma-separated list of stages and slugs.

        *of*: what was given so, and *or_else*: what else that may be, for the message.

        :raises ConfigError: for a word that is none of them.
        """
        words = frozenset(word.strip() for word in text.split(",") if word.strip())
        unknown = sorted(words.difference(_RETRIES))
        if unknown or not words:
            whole = ", ".join(f"'{word}'" for word in (*or_else, "failed"))
            wanted = f"{of} must be {whole} or a list of stages ({', '.join(Stage)}) and errors, got {text!r}"
            raise ConfigError(f"{wanted}{_meant(unknown[0], (*or_else, *_RETRIES)) if unknown else ''}")
        return cls(words)

    def names(self, error: ErrorSlug) -> bool:
        """Say whether *error* is asked for by its own name."""
        return error.value in self.words

    def wants(self, known: Known | Outcome) -> bool:
        """Say whether a row with this outcome is one of them."""
        return not known.ok and not self.words.isdisjoint(("failed", known.stage, known.error))


@dataclass(frozen=True, slots=True, kw_only=True)
class SpiderOptions:
    """What the operator asked of one crawl; *another_source*: the run may have been begun with another list.

    *hash_column*: as it was named, an empty text for none and None where nothing was said.
    """

    source: str
    run: str
    columns: Columns
    hash_column: str | None = None
    another_source: bool = False
    retry: RetryFilter | None = None
    limit: int | None = None
    shard: Shard | None = None
    page_fallback: bool = True

    @classmethod
    def parse(cls, arguments: Mapping[str, Any], *, strategy: str) -> SpiderOptions:
        """Read the spider's arguments; *strategy* gives the default run its name.

        :raises ConfigError: naming the argument and what it may be.
        """
        unknown = sorted(set(arguments) - set(NAMES) - {"_job"})
        if unknown:
            near = get_close_matches(unknown[0], NAMES, n=1)
            hint = f": did you mean -a {near[0]}=…?" if near else f"; there are {', '.join(NAMES)}"
            raise ConfigError(f"unknown argument -a {unknown[0]}=…{hint}")
        source = arguments.get("source") or ""
        if not source:
            raise ConfigError(
                "give the list of URLs: -a source=FILE (CSV, TSV, JSON Lines, text, Parquet, or - for stdin)"
            )
        _check_names(Path(source).absolute(), arguments.get("run"))
        shard, retry = arguments.get("shard"), arguments.get("retry")
        hash_column = arguments.get("hash_column")
        suffix = "" if strategy == RunConfig().strategy else f"-{strategy}"
        return cls(
            source=source,
            run=_run(arguments.get("run"), default=run_name(source) + suffix),
            columns=Columns(
                url=arguments.get("url_column"),
                id=arguments.get("id_column"),
                page=arguments.get("page_column"),
                hash=hash_column or None,
            ),
            hash_column=hash_column,
            another_source=_switch("another_source", arguments.get("another_source", "0")),
            retry=RetryFilter.parse(retry) if retry else None,
            limit=_limit(arguments.get("limit")),
            shard=Shard.parse(shard) if shard else None,
            page_fallback=_switch("page_fallback", arguments.get("page_fallback", "1")),
        )


def _meant(word: str, known: Sequence[str]) -> str:
    """Return the question which of those *known* was meant by *word*: what begins with it, else what is like it."""
    near = [name for name in known if name.startswith(word)] or get_close_matches(word, known)
    return f": did you mean {', '.join(near)}?" if 0 < len(near) <= _MOST_NEAR else ""


def _check_names(*names: Any) -> None:
    """Check that all *names* can be kept in the catalogue, as file names that are older than UTF-8 cannot."""
    for name in map(str, names):
        if not name.isascii() and name.encode(errors="ignore").decode() != name:
            raise ConfigError(f"{plain(name)} is no name in UTF-8: rename the list and its folders, or the run")


def _run(text: Any, *, default: str) -> str:
    if text is not None and not str(text).strip():
        raise ConfigError("run must be a name, got an empty text; leave -a run=… out for the name of the source")
    return default if text is None else str(text)


def _limit(text: Any) -> int | None:
    if text is None:
        return None
    digits = str(text)
    if not digits.isascii() or not digits.isdigit() or not 0 < int(digits[:20]) < sys.maxsize:
        raise ConfigError(f"limit must be a number of rows, at least 1, got {text!r}")
    return int(text)


def _switch(name: str, text: Any) -> bool:
    if str(text).lower() not in {"0", "1", "true", "false"}:
        raise ConfigError(f"{name} must be 0 or 1, got {text!r}")
    return str(text).lower() in {"1", "true"}
