from __future__ import annotations

from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from imgcrawl.config import RemedyConfig, all_sections, check_settings, setting_names
from imgcrawl.config.schema import Option, checked
from imgcrawl.errors import ConfigError


def read(kind: str, raw: Any, **bounds: Any) -> Any:
    """Read one value of a setting IMGCRAWL_X."""
    return checked(Option("IMGCRAWL_X", "meaning", kind, **bounds), raw)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("bool", "True", True),
        ("bool", " on ", True),
        ("bool", "0", False),
        ("bool", "", False),
        ("bool", 1, True),
        ("int", "12", 12),
        ("int", 12.0, 12),
        ("int", " 7 ", 7),
        ("float", "0.5", 0.5),
        ("float", 2, 2.0),
        ("str", Path("/a/b"), "/a/b"),
        ("str", "", ""),
        ("list", "a, b,,c ", ("a", "b", "c")),
        ("list", ["a", 1], ("a", "1")),
        ("list", "", ()),
        ("dict", '{"*.test": "127.0.0.1"}', {"*.test": "127.0.0.1"}),
        ("dict", "", {}),
        ("dict", {"a": 1}, {"a": 1}),
    ],
)
def test_values_from_the_command_line_and_from_code(kind, raw, value):
    """A value may come as text, as from -s, or as what it is, as from a settings file."""
    found = read(kind, raw)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("kind", "raw", "wanted"),
    [
        ("bool", "maybe", "True or False"),
        ("bool", 2, "True or False"),
        ("bool", [], "True or False"),
        ("int", "1.5", "a whole number"),
        ("int", 1.5, "a whole number"),
        ("int", True, "a whole number"),
        ("int", "many", "a whole number"),
        ("float", "fast", "a number"),
        ("float", False, "a number"),
        ("float", "nan", "a number"),
        ("float", "inf", "a number"),
        ("str", 5, "a text"),
        ("list", 5, "a list"),
        ("list", {"a": 1}, "a list"),
        ("dict", "[1]", "a mapping"),
        ("dict", "{", "a mapping"),
        ("dict", 5, "a mapping"),
    ],
)
def test_wrong_values_are_named(kind, raw, wanted):
    """The error names the setting, what it may be, and what it was."""
    with pytest.raises(ConfigError, match="IMGCRAWL_X must be") as caught:
        read(kind, raw)
    assert wanted in str(caught.value)
    assert repr(raw) in str(caught.value)


@pytest.mark.parametrize(("raw", "fits"), [(1, True), (5, True), (0, False), (6, False), ("-1", False)])
def test_bounds_are_part_of_the_range(raw, fits):
    """A bound itself is allowed, what lies beyond is not, and the error gives both bounds and the unit."""
    bounds = {"low": 1, "high": 5, "unit": "seconds"}
    if fits:
        assert read("int", raw, **bounds) == raw
    else:
        with pytest.raises(ConfigError, match="a whole number in seconds from 1 to 5"):
            read("int", raw, **bounds)


@pytest.mark.parametrize(("kind", "raw"), [("str", "c"), ("list", "a,c")])
def test_choices_are_closed(kind, raw):
    """A word that is no choice is refused, in a list too, and the choices are named."""
    with pytest.raises(ConfigError, match="a, b, got 'c'"):
        read(kind, raw, choices=("a", "b"))


@hypothesis_settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["bool", "int", "float", "str", "list", "dict"]),
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text()), st.binary()),
)
def test_no_value_breaks_the_reader(kind, raw):
    """Whatever a setting holds, it is read or refused by a sentence."""
    with suppress(ConfigError):
        read(kind, raw)


def test_none_means_default():
    """A setting that is absent, or None, has its default."""
    assert RemedyConfig.from_settings({"IMGCRAWL_RETRY_MAX_ATTEMPTS": None}) == RemedyConfig.from_settings({})


def test_an_unknown_setting_has_its_likeness_named():
    """A misspelt name is an error, with the name that was meant; other people's settings are left alone."""
    check_settings({"LOG_LEVEL": "x", "IMGCRAWL_MAX_BYTES": "5"})
    with pytest.raises(ConfigError, match="did you mean IMGCRAWL_MAX_BYTES"):
        check_settings({"IMGCRAWL_MAXBYTES": 5})
    with pytest.raises(ConfigError, match="IMGCRAWL_PROFIL: a profile is chosen by SCRAPY_PROJECT=NAME"):
        check_settings({"IMGCRAWL_PROFIL": "polite"})
    with pytest.raises(ConfigError, match=r"there is no setting IMGCRAWL_Q+: see docs"):
        check_settings({f"IMGCRAWL_{'Q' * 40}": 5})
    with pytest.raises(ConfigError, match="there is no setting IMGCRAWL_FOO: see docs"):
        check_settings({"IMGCRAWL_FOO": 5})
    with pytest.raises(ConfigError, match=r"no setting imgcrawl_max_bytes: did you mean IMGCRAWL_MAX_BYTES\?"):
        check_settings({"imgcrawl_max_bytes": 5})


def test_check_settings_reads_every_section():
    """A wrong value is found whichever section it belongs to."""
    for section in all_sections():
        for spec in section.options().values():
            if spec.kind in ("int", "float"):
                with pytest.raises(ConfigError, match=spec.name):
                    check_settings({spec.name: "nonsense"})


def test_names_are_declared_once():
    """Every setting has one home."""
    assert len(setting_names()) == len(set(setting_names()))
    for section in all_sections():
        assert len(section.options()) == len(fields(section))
