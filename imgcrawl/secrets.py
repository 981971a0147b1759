"""Keeps passwords out of the log: those in addresses, and those that settings hold."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from imgcrawl.plain import without_led_logins

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scrapy.settings import BaseSettings

_SECRET_NAME: Final = re.compile(r"PASS|SECRET|TOKEN")
_LOGIN: Final = re.compile(r"//[^:/@\s]*:(\S+)@")  # to the last @: nobody escapes all that should be
_LEAST_CHARS: Final = 4  # in an address: less would be found in every other word
_HIDDEN: Final = "…"
_TRACEBACKS: Final = logging.Formatter()


class SecretFilter(logging.Filter):
    """Takes *secrets*, and the logins of addresses, out of each record: its message, its traceback and its stack."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets = set(secrets)
        longest_first = sorted(self._secrets, key=len, reverse=True)
        words = "|".join(rf"(?<!\w){re.escape(secret)}(?!\w)" for secret in longest_first)
        self._found = re.compile(words or r"(?!)")

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, without what is nobody's business."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError):  # logging itself tells whose format does not fit
            return True
        if (cleaned := self._cleaned(message)) != message:
            record.msg, record.args = cleaned, None
        if record.exc_info and not record.exc_text:
            record.exc_text = _TRACEBACKS.formatException(record.exc_info)
        record.exc_text = record.exc_text and self._cleaned(record.exc_text)
        record.stack_info = record.stack_info and self._cleaned(record.stack_info)
        return True

    def and_of(self, other: SecretFilter) -> SecretFilter:
        """Return a filter that takes out the secrets of both."""
        return SecretFilter(self._secrets | other._secrets)

    def _cleaned(self, text: str) -> str:
        return without_led_logins(self._found.sub(_HIDDEN, text))


def hide_secrets(settings: BaseSettings) -> None:
    """Let nothing that goes to the log from now on show the secrets that *settings* hold, or a login.

    Scrapy makes the handler of its log several times: who makes a crawl's parts says it again.
    """
    for handler in logging.root.handlers:
        wanted = SecretFilter(secrets_of(settings))
        for earlier in [each for each in handler.filters if isinstance(each, SecretFilter)]:
            wanted = wanted.and_of(earlier)
            handler.removeFilter(earlier)
        handler.addFilter(wanted)


def secrets_of(settings: BaseSettings) -> set[str]:
    """Return what is secret in *settings*: passwords, keys and tokens by the names of their settings, and in URLs.

    Defaults are public.
    """
    found: set[str] = set()
    for name in settings:
        if not settings.getpriority(str(name)):
            continue
        texts = list(_texts(settings[name]))
        if _SECRET_NAME.search(str(name)):
            found.update(text for text in texts if text)
        in_urls = {login[1] for text in texts for login in _LOGIN.finditer(text)}
        found.update(text for text in in_urls | set(map(unquote, in_urls)) if len(text) >= _LEAST_CHARS)
    return found


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts in *value*, those too by which others are known."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _texts(each)
    elif hasattr(value, "items"):
        for name, each in value.items():
            yield from (*_texts(name), *_texts(each))
