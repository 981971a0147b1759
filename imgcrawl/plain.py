"""Text from outside made safe to show."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

HIDDEN_LOGIN: Final = "…@"
"""What stands in an address for a user name, with or without a password."""

_LED: Final = re.compile(r'((?:^|[\s:])[/\\]{2,})[^\s/\\?#"<>]*@')
_UNLED: Final = re.compile(r'(^|\s)(?!(?i:mailto|acct|sips?|xmpp):)[^\s/\\?#@:"<>]*:[^\s/\\?#"<>]*@')
_CUT: Final = (
    r"(?:[^/\\?#@:\s\"<>\[]*:\d+#[^\s\"<>@]{0,128}|(?!localhost:)[^/\\?#@:\s\"<>\[.]*:\d+\?[^\s\"<>@=]{0,128})"
)
"""A password of digits, a sign that ends the host, and more: no picture stands right behind a host and its port."""

_BEGINNING: Final = re.compile(
    r"(\s*(?:[^\s/\\?#@:]*:[/\\]+|[/\\]{2,}))"
    rf"(?:[^/\\?#]*|[^/\\?#@:\[]*:(?!\d*(?:[/\\?#]|$))[^@]*|{_CUT})@"  # the second: with a slash, for no port is so
)
_BARE_BEGINNING: Final = re.compile(rf"()(?!\s*(?i:data|mailto|acct|sips?|xmpp):)@?(?:[^/\\?#@:]*:[^/\\?#]*|{_CUT})@")
_LED_CUT: Final = re.compile(rf"(//){_CUT}@")
_BEGUN_AND_CUT: Final = re.compile(rf"\s*(?:[a-z][a-z0-9+.-]*:[/\\]+|[/\\]{{2,}})?{_CUT}@", re.IGNORECASE)
_ENCODED: Final = re.compile(
    r"((?:^|[\s:=]|%(?:25)*3A)(?:[/\\]|%(?:25)*(?:2F|5C)){2})"
    r"(?:(?!%(?:25)*(?:2F|5C|3F|23|26))[^\s/\\?#&\"<>@])*%(?:25)*40",
    re.IGNORECASE,
)
_HOST: Final = r"(?!\d+x\.)(?:(?:[\w-]{1,63}\.){1,9}[^\W\d]{2,63}|\d{1,3}(?:\.\d{1,3}){3})(?![\w.-])"
"""What no file is named as that stands behind an ``@``: pictures for sharper screens are, such as ``x@2x.png``."""

_NO_LOGIN: Final = r"(?!(?i:mailto|acct|sips?|xmpp|data)(?::|%))"
_USER: Final = r"(?:(?!%(?:25)*(?:2F|5C|3F|23|26|3A|40))[^\s/\\?#&;=@:\"<>]){1,64}"
_REST: Final = r"(?:(?!%(?:25)*(?:2F|5C|3F|23|26))[^\s/\\?#&=@\"<>]){1,128}?"
_LOGIN: Final = rf"{_USER}(?::|%(?:25)*3A){_REST}(?:@|%(?:25)*40)"
_LONE_HOST: Final = r"[a-z][\w-]{0,62}(?:[&#/:\s]|%(?:25)*(?:2F|3A)|$)"
_A_HOST: Final = rf"(?:{_HOST}|{_LONE_HOST})"
_ENCODED_LOGIN: Final = rf"{_USER}%(?:25)*3A[^\s/\\?#\"<>@]{{1,128}}?%(?:25)*40"
_PORT: Final = r"\d{1,5}(?:[/\\?#]|$)"
_BARE_ODD_BEGINNING: Final = re.compile(
    r"(\s*)(?:https?:)?(?!https?:)"
    rf"(?:{_NO_LOGIN}(?:[^\s/\\?#@:\"<>\[]{{1,64}}:(?!{_PORT})[^\s\"<>]{{1,128}}@|{_LOGIN}|{_ENCODED_LOGIN})(?={_A_HOST})"
    rf"|(?!localhost:)[^\s/\\?#@:.\"<>\[]{{1,64}}:\d{{1,5}}/[^\s/\\?#@\"<>]{{0,128}}@(?={_HOST}(?::\d+)?/))",
    re.IGNORECASE,
)
"""Where no scheme leads to it: a password with a slash and the like, or one whose signs are percent-encoded."""

_IN_VALUE: Final = re.compile(
    rf"(=){_NO_LOGIN}(?:{_LOGIN}(?={_HOST})|(?!\d+[:%]){_LOGIN}(?={_LONE_HOST}))",  # no time of day is a login
    re.IGNORECASE,
)
_IN_PLACE_OF_HOST: Final = re.compile(
    rf"(://)(?!localhost:)[^\s/\\?#@:.\"<>\[]+:\d{{1,5}}/[^\s/\\?#@\"<>]*@(?={_HOST}(?::\d+)?/)", re.IGNORECASE
)
"""A password of digits, a slash and more: of a host without a dot, a port and a path that begins as another address."""

_ADDRESS: Final = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:[/\\]|https?:|[/\\]{2})", re.IGNORECASE)
_WIDE_SIGNS: Final = {ord(sign): "@" for sign in "＠﹫"}  # noqa: RUF001 - as some keyboards write it
_SIGN_AT_END: Final = re.compile(r"(?:[@＠﹫]|%(?:25)*40)\Z")  # noqa: RUF001
_PASSWORD: Final = re.compile(r"\s*+(?:[a-z][a-z0-9+.-]*:[/\\]+)?+[^:]*:.*@", re.IGNORECASE | re.DOTALL)


def plain(text: object) -> str:
    r"""Return *text* with everything that a terminal or browser would obey or hide written as an escape, like ``\x1b``.

    Control sequences, line breaks, direction marks and lone surrogates are such; letters of any script stay.
    """
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape", "surrogatepass").decode("ascii")
        for char in str(text)
    )


def without_logins(text: str) -> str:
    """Return *text* with ``…`` for each login in an address: a password, and a user name where a scheme leads to it."""
    return _UNLED.sub(rf"\1{HIDDEN_LOGIN}", without_led_logins(text))


def without_led_logins(text: str) -> str:
    """Return *text* with ``…`` for the logins in addresses that begin with ``//``, with or without a scheme.

    Also in those that are percent-encoded, once or more, as they are within others, and in those that are values of a
    query, where nothing leads to them.
    """
    if "@" in text:
        for kind in (_LED, _LED_CUT, _IN_PLACE_OF_HOST):
            text = kind.sub(rf"\1{HIDDEN_LOGIN}", text)
    text = _ENCODED.sub(rf"\1{HIDDEN_LOGIN}", text) if "40" in text else text
    return _IN_VALUE.sub(rf"\1{HIDDEN_LOGIN}", text) if "=" in text and ("@" in text or "40" in text) else text


def address_without_login(url: str) -> str:
    """Return *url*, an address and nothing else, with ``…`` for its login and for those of addresses within it."""
    begun = _begun(url)
    return without_led_logins(f"{begun[1]}{HIDDEN_LOGIN}{url[begun.end() :]}" if begun else url)


def login_of(url: str) -> str:
    """Return the login of *url*, an address and nothing else, as it stands there; empty where there is none."""
    begun = _begun(url)
    return _SIGN_AT_END.sub("", url[begun.end(1) : begun.end()]) if begun else ""


def _begun(url: str) -> re.Match[str] | None:
    """Return the match of what *url* begins with up to the end of its login; the first group is what stays."""
    if not has_sign(url):
        return _BARE_ODD_BEGINNING.match(url) if "40" in url else None
    signed = url.translate(_WIDE_SIGNS)
    return _BEGINNING.match(signed) or _BARE_BEGINNING.match(signed) or _BARE_ODD_BEGINNING.match(signed)


def begins_as_address(text: str) -> bool:
    """Whether *text* begins as an address does that says so: with a scheme of the web, or with slashes."""
    return _ADDRESS.match(text) is not None


def may_hold_password(address: str) -> bool:
    """Whether *address* has an ``@`` behind a colon, of whichever width or encoded, be it well-formed or not."""
    decoded = unquote(unquote(address)) if "%" in address else address
    return has_sign(decoded) and _PASSWORD.match(decoded.translate(_WIDE_SIGNS)) is not None


def has_cut_login(address: str) -> bool:
    """Whether *address*, which has no login as it stands, would lead to a user's name, and the port to a password."""
    return has_sign(address) and _BEGUN_AND_CUT.match(address.translate(_WIDE_SIGNS)) is not None


def has_sign(text: str) -> bool:
    """Whether there is an ``@`` in *text*, of whichever width: without one it holds no login."""
    return "@" in text or "＠" in text or "﹫" in text  # noqa: RUF001
