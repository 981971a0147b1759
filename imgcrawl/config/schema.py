"""How a setting is declared, read and checked. The settings themselves stand in :mod:`imgcrawl.config.sections`."""

from __future__ import annotations

import dataclasses
import difflib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from imgcrawl.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self


class SettingsLike(Protocol):
    """What a section reads from: Scrapy's settings, or any mapping."""

    def get(self, name: str, default: Any, /) -> Any:
        """Return the setting *name*, or *default*."""
        ...


@dataclass(frozen=True, slots=True)
class Option:
    """One setting: its *name*, *meaning*, *unit* and bounds; the default and type stand on the section's field."""

    name: str
    meaning: str
    kind: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()


_PREFIX = "IMGCRAWL_"
_LARGEST = 10**12
"""No number makes sense beyond it, in whatever unit."""

_UNITS = frozenset({"seconds", "bytes", "pixels", "rows"})
"""Units that stand at the end of a setting's name."""
_KINDS: dict[type, str] = {bool: "bool", int: "int", float: "float", str: "str", tuple: "list", dict: "dict"}


def option(
    name: str,
    default: Any,
    meaning: str,
    *,
    unit: str = "",
    low: float | None = None,
    high: float | None = None,
    choices: Iterable[str] = (),
) -> Any:
    """Declare a field of a :class:`Section` that is read from the setting *name*; its kind is that of *default*.

    *unit*: where the name does not end in it.
    """
    last = name.rpartition("_")[2].lower()
    unit = unit or (last if last in _UNITS else "")
    spec = Option(name, meaning, _KINDS[type(default)], unit, low, high, tuple(choices))
    if isinstance(default, dict):
        return dataclasses.field(default_factory=lambda: dict(default), metadata={"option": spec})
    return dataclasses.field(default=default, metadata={"option": spec})


class Section:
    """A frozen group of settings that belong to one component."""

    @classmethod
    def options(cls) -> dict[str, Option]:
        """Return the section's settings by field name."""
        return {f.name: f.metadata["option"] for f in dataclasses.fields(cls)}  # type: ignore[arg-type]

    @classmethod
    def from_settings(cls, settings: SettingsLike) -> Self:
        """Read and check the section.

        :raises ConfigError: naming the setting, its value and what is allowed.
        """
        values: dict[str, Any] = {}
        for field_name, spec in cls.options().items():
            raw = settings.get(spec.name, None)
            if raw is not None:
                values[field_name] = checked(spec, raw)
        section = cls(**values)
        section.check()
        return section

    def check(self) -> None:
        """Check what concerns several settings at once; override where needed."""

    def check_order(self, less: str, more: str) -> None:
        """Check that the field *less* is at most the field *more*.

        :raises ConfigError: naming both settings.
        """
        values = getattr(self, less), getattr(self, more)
        if values[0] > values[1]:
            names = self.options()
            raise ConfigError(
                f"{names[less].name} must be at most {names[more].name}, got {values[0]!r} and {values[1]!r}"
            )


def all_sections() -> list[type[Section]]:
    """Every declared section, in the order of declaration."""
    # A dataclass with slots is a copy of the class as written, which stays a subclass until it is collected.
    return list({section.__name__: section for section in Section.__subclasses__()}.values())


def setting_names() -> list[str]:
    """Every declared setting name."""
    return [spec.name for section in all_sections() for spec in section.options().values()]


def check_settings(settings: Mapping[str, Any]) -> None:
    """Check every ``IMGCRAWL_*`` setting of a run at once; names in small letters are wrong names.

    :raises ConfigError: for a wrong value or a name that does not exist.
    """
    known = setting_names()
    for name in settings:
        if name.upper().startswith(_PREFIX) and name not in known:
            raise ConfigError(f"there is no setting {name}: {_meant(name.upper().removeprefix(_PREFIX), known)}")
    for section in all_sections():
        section.from_settings(settings)


def _meant(word: str, known: list[str]) -> str:
    """Return what may have been meant by a setting whose name has *word* behind the prefix."""
    if word.startswith("PROFIL"):
        return "a profile is chosen by SCRAPY_PROJECT=NAME before the command"
    close = difflib.get_close_matches(word, [name.removeprefix(_PREFIX) for name in known], n=1)
    return f"did you mean {_PREFIX}{close[0]}?" if close else "see docs/reference/settings.md"


def checked(spec: Option, raw: Any) -> Any:
    """Return the value that *raw* stands for.

    :raises ConfigError: if it is not one that *spec* allows.
    """
    try:
        value = _PARSERS[spec.kind](raw)
    except (TypeError, ValueError) as exc:
        raise ConfigError(f"{spec.name} must be {_wanted(spec)}, got {raw!r}") from exc
    chosen = value if isinstance(value, tuple) else (value,)
    if spec.choices and (others := [item for item in chosen if item not in spec.choices]):
        raise ConfigError(f"{spec.name} must be {_wanted(spec)}, got {others[0]!r}")
    if spec.kind in ("int", "float"):
        if value > _LARGEST:
            raise ConfigError(f"{spec.name} must be {_wanted(spec)} and no more than {_LARGEST:.0e}, got {raw!r}")
        too_low = spec.low is not None and value < spec.low
        too_high = spec.high is not None and value > spec.high
        if too_low or too_high or not math.isfinite(value):
            raise ConfigError(f"{spec.name} must be {_wanted(spec)}, got {raw!r}")
    return value


_NOUNS = {
    "bool": "True or False",
    "int": "a whole number",
    "float": "a number",
    "str": "a text",
    "list": "a list or a comma-separated text",
    "dict": "a mapping or a JSON object",
}


def _wanted(spec: Option) -> str:
    words = _NOUNS[spec.kind]
    if spec.choices:
        words = ("one of " if spec.kind == "str" else "a list of some of ") + ", ".join(spec.choices)
    if spec.unit:
        words += f" in {spec.unit}" if spec.kind in ("int", "float") else ""
    if spec.low is not None and spec.high is not None:
        return f"{words} from {spec.low:g} to {spec.high:g}"
    if spec.low is not None:
        return f"{words}, at least {spec.low:g}"
    return words


def _parse_bool(raw: Any) -> bool:
    if isinstance(raw, str):
        text = raw.strip().lower()
        if text in {"1", "true", "yes", "on"}:
            return True
        if text in {"0", "false", "no", "off", ""}:
            return False
    elif isinstance(raw, bool | int) and raw in (0, 1):
        return bool(raw)
    raise ValueError(raw)


def _parse_int(raw: Any) -> int:
    if isinstance(raw, bool):
        raise TypeError(raw)
    if isinstance(raw, float) and not raw.is_integer():
        raise ValueError(raw)
    return int(raw)


def _parse_float(raw: Any) -> float:
    if isinstance(raw, bool):
        raise TypeError(raw)
    return float(raw)


def _parse_str(raw: Any) -> str:
    if not isinstance(raw, str):
        if hasattr(raw, "__fspath__"):
            return str(raw)
        raise TypeError(raw)
    return raw


def _parse_list(raw: Any) -> tuple[str, ...]:
    if isinstance(raw, str):
        raw = raw.split(",")
    elif isinstance(raw, Mapping) or not isinstance(raw, Iterable):
        raise TypeError(raw)
    return tuple(str(item).strip() for item in raw if str(item).strip())


def _parse_dict(raw: Any) -> dict[str, Any]:
    if isinstance(raw, str):
        raw = json.loads(raw) if raw.strip() else {}
    if not isinstance(raw, Mapping):
        raise TypeError(raw)
    return dict(raw)


_PARSERS: dict[str, Callable[[Any], Any]] = {
    "bool": _parse_bool,
    "int": _parse_int,
    "float": _parse_float,
    "str": _parse_str,
    "list": _parse_list,
    "dict": _parse_dict,
}
