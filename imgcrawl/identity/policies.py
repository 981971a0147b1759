"""What hosts ask of automated clients, as a table: packaged, and extended by the user's own file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from imgcrawl.errors import ConfigError
from imgcrawl.identity.origins import origin_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Self

_PACKAGED: Final = "policies.toml"
_SETTING: Final = "IMGCRAWL_HOST_POLICIES"

_FIELD_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""Source: RFC 9110, 5.6.2."""
_FIELD_VALUE = re.compile(r"[!-~](?:[ -~]*[!-~])?")
_NOT_TO_BE_SET: Final = frozenset(
    {
        *("host", "connection", "content-length", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"),
        *("accept-encoding", "proxy-authorization", "range", "referer", "user-agent"),
    }
)
"""What belongs to the connection, decides what comes back, or has a key of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostPolicy:
    """How the hosts under *domains*, subdomains included, want to be asked.

    *slot*: what they share concurrency and delay under; the policy's name unless given. *concurrency*: most requests
    in flight over all of them, None for the run's own limit. *delay_s*: least time between two requests, in seconds.
    *identity*: ``browser`` or ``honest`` (imgcrawl's own name). *impersonate*: whether a browser's TLS handshake is
    allowed. *contact_wanted*: whether they ask for IMGCRAWL_CONTACT. *referer*: the page that browsers say they come
    from, over http too, instead of the row's own; empty for that. *headers*: name and value of fields that every
    request over https has, such as a key or a session.
    *note*: one sentence on what they ask, with its source.
    """

    name: str
    domains: tuple[str, ...]
    slot: str
    concurrency: int | None = None
    delay_s: float = 0.0
    identity: str = "browser"
    impersonate: bool = True
    contact_wanted: bool = False
    referer: str = ""
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    note: str = ""


class PolicyTable:
    """Finds the policy of a host by its longest domain suffix."""

    def __init__(self, policies: Iterable[HostPolicy]) -> None:
        self.policies = tuple(policies)
        self._by_domain = {domain: policy for policy in self.policies for domain in policy.domains}
        self._by_slot = {policy.slot: policy for policy in reversed(self.policies)}
        self._find = lru_cache(maxsize=8192)(self._find_uncached)

    @classmethod
    def load(cls, user_file: str = "") -> Self:
        """Read the packaged table and, over it, *user_file*: TOML with one table per policy.

        :raises ConfigError: naming setting, file, table, key and value.
        """
        packaged = resources.files(__package__).joinpath(_PACKAGED).read_bytes()
        tables = _parse(packaged, _PACKAGED)
        if user_file:
            own = _parse(_read(user_file), f"{_SETTING}: {user_file}")
            tables = _disowned(tables, own) | {name: tables.get(name, {}) | table for name, table in own.items()}
        for name, table in tables.items():
            if "domains" not in table:
                raise ConfigError(
                    f"{_SETTING}: {user_file}: [{name}] domains is missing, and no packaged policy has that name"
                )
        return cls(HostPolicy(**{"name": name, "slot": name} | table) for name, table in tables.items())

    def for_host(self, host: str) -> HostPolicy | None:
        """Return the policy whose domain is the longest suffix of *host*, or None."""
        return self._find(host)

    def slot(self, host: str) -> str:
        """Return the name under which *host* shares its limits: its policy's slot, or *host* itself."""
        policy = self.for_host(host)
        return policy.slot if policy else host

    def for_slot(self, slot: str) -> HostPolicy | None:
        """Return the policy that sets the limits of *slot*, the first of those that share it; None for a plain host."""
        return self._by_slot.get(slot)

    def _find_uncached(self, host: str) -> HostPolicy | None:
        suffix = host.lower().rstrip(".")
        while suffix:
            if policy := self._by_domain.get(suffix):
                return policy
            suffix = suffix.partition(".")[2]
        return None


def _disowned(tables: dict[str, dict[str, Any]], own: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return *tables* without the domains that *own* gives to a policy of its own."""
    taken = {domain for table in own.values() for domain in table.get("domains", ())}
    return {
        name: table | {"domains": tuple(domain for domain in table["domains"] if domain not in taken)}
        for name, table in tables.items()
    }


def _read(user_file: str) -> bytes:
    try:
        return Path(user_file).read_bytes()
    except OSError as exc:
        raise ConfigError(f"{_SETTING}: {user_file} cannot be read: {exc.strerror}") from exc


def _parse(text: bytes, file: str) -> dict[str, dict[str, Any]]:
    """Return the checked tables of *file* by policy name."""
    try:
        tables = tomllib.loads(text.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise ConfigError(f"{file} is not TOML: {exc}") from exc
    owners: dict[str, str] = {}
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise ConfigError(f"{file}: {name} must be a table like [{name}], got {table!r}")
        tables[name] = {key: _checked(file, name, key, value) for key, value in table.items()}
        for domain in tables[name].get("domains", ()):
            if owners.setdefault(domain, name) != name:
                raise ConfigError(f"{file}: [{name}] domains must not repeat [{owners[domain]}], got {domain!r}")
    return tables


def _checked(file: str, table: str, key: str, value: Any) -> Any:
    if key not in _RULES:
        raise ConfigError(f"{file}: [{table}] {key} is no key of a host policy; there are {', '.join(_RULES)}")
    wanted, is_right = _RULES[key]
    if not is_right(value):
        got = "something else" if key == "headers" else repr(value)  # a log is no place for what opens a door
        raise ConfigError(f"{file}: [{table}] {key} must be {wanted}, got {got}")
    if key == "headers":
        return tuple(value.items())
    return tuple(domain.lower().strip(".") for domain in value) if key == "domains" else value


def _is_domains(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) and _is_domain(item) for item in value)


def _is_domain(text: str) -> bool:
    return bool(text.strip(".")) and not set(text) & set("/:*@ ")


def _is_page(value: Any) -> bool:
    if not isinstance(value, str) or not _FIELD_VALUE.fullmatch(value):
        return False
    origin = origin_of(value)
    return origin is not None and origin.scheme in ("http", "https")


def _are_headers(value: Any) -> bool:
    return isinstance(value, dict) and all(
        _FIELD_NAME.fullmatch(name)
        and name.lower() not in _NOT_TO_BE_SET
        and isinstance(text, str)
        and _FIELD_VALUE.fullmatch(text)
        for name, text in value.items()
    )


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


_RULES: Final[dict[str, tuple[str, Callable[[Any], bool]]]] = {
    "domains": ("a list of domain names", _is_domains),
    "slot": ("a text", lambda value: isinstance(value, str) and bool(value)),
    "concurrency": ("a whole number, at least 1", lambda value: type(value) is int and value >= 1),
    "delay_s": ("a number of seconds, at least 0", lambda value: type(value) in (int, float) and 0 <= value < 86_400),
    "identity": ("browser or honest", lambda value: value in ("browser", "honest")),
    "impersonate": ("true or false", _is_bool),
    "contact_wanted": ("true or false", _is_bool),
    "referer": ("the http(s) address of a page", _is_page),
    "headers": (
        "a table of headers in ASCII, but for User-Agent (key identity), Referer (key referer), a connection's own",
        _are_headers,
    ),
    "note": ("a text", lambda value: isinstance(value, str)),
}
