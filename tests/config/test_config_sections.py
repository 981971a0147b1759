from __future__ import annotations

import re
from importlib import import_module

import pytest

from imgcrawl.config import RemedyConfig, RunConfig, ThrottleConfig, TransportConfig, all_sections, check_settings
from imgcrawl.errors import ConfigError

OPTIONS = [spec for section in all_sections() for spec in section.options().values()]


@pytest.mark.parametrize("section", all_sections(), ids=lambda section: section.__name__)
def test_defaults_pass_their_own_checks(section):
    """What holds without any setting is within the bounds."""
    defaults = section()
    for name, spec in section.options().items():
        value = getattr(defaults, name)
        assert section.from_settings({spec.name: value}) == defaults


@pytest.mark.parametrize("spec", OPTIONS, ids=lambda spec: spec.name)
def test_names_and_meanings(spec):
    """Names begin with IMGCRAWL_, a switch ends in _ENABLED, times name their unit, the meaning is a sentence."""
    assert re.fullmatch(r"IMGCRAWL(_[A-Z0-9]+)+", spec.name)
    assert spec.meaning.endswith(".")
    assert (spec.kind == "bool") == spec.name.endswith("_ENABLED")
    assert (spec.unit == "seconds") == spec.name.endswith("_SECONDS")


@pytest.mark.parametrize(
    ("section", "settings"),
    [
        (RemedyConfig, {"IMGCRAWL_RETRY_BASE_SECONDS": 61}),
        (ThrottleConfig, {"IMGCRAWL_PAUSE_BASE_SECONDS": 301}),
        (TransportConfig, {"IMGCRAWL_CONNECT_TIMEOUT_SECONDS": 61}),
    ],
)
def test_a_part_is_held_against_the_whole(section, settings):
    """Two settings that contradict each other are both named, with their values."""
    [(name, value)] = settings.items()
    with pytest.raises(ConfigError, match=rf"{name} must be at most IMGCRAWL_\w+, got {value}"):
        section.from_settings(settings)


@pytest.mark.parametrize("profile", ["settings", "profiles.baseline", "profiles.study", "profiles.polite"])
def test_profiles_hold(profile):
    """Every settings file passes the checks of a run, and names its strategy."""
    module = import_module(f"imgcrawl.{profile}")
    settings = {name: value for name, value in vars(module).items() if name.isupper()}
    check_settings(settings)
    strategy = settings.get("IMGCRAWL_STRATEGY", "settings")
    assert strategy == profile.rpartition(".")[2]


@pytest.mark.parametrize("name", ["", " "])
def test_the_data_need_a_folder(name):
    """An empty name, as of a variable that is not set, does not mean the folder that one happens to be in."""
    with pytest.raises(ConfigError, match="IMGCRAWL_DATA_DIR must name a folder"):
        RunConfig.from_settings({"IMGCRAWL_DATA_DIR": name})


def test_sections_are_frozen():
    """A section cannot be changed once it is read."""
    with pytest.raises(AttributeError):
        RemedyConfig().base_s = 5  # type: ignore[misc]
