"""The documentation as a whole: links, examples, names."""

from __future__ import annotations

import ast
import configparser
import re
import tomllib
from pathlib import Path, PurePosixPath

import pytest

from imgcrawl.config import check_settings
from imgcrawl.identity.policies import PolicyTable

ROOT = Path(__file__).parent.parent.parent
LINK = re.compile(r"\[[^\]]*\]\((?!https?:)([^)#]*)(#[^)]*)?\)")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def anchors(text: str) -> set[str]:
    """Return the anchors that GitHub makes of a page's headings."""
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_links_lead_somewhere(pages):
    """Every relative link leads to a file of the project, and its anchor to a heading."""
    broken = []
    for page, text in pages.items():
        for target, anchor in LINK.findall(text):
            path = (ROOT / PurePosixPath(page).parent / target).resolve() if target else ROOT / page
            there = path.exists() and (not anchor or anchor[1:] in anchors(path.read_text(encoding="utf-8")))
            if not there:
                broken.append(f"{page}: {target}{anchor}")
    assert broken == []


def test_named_tests_exist(pages):
    """Every test file that the page on security names is there."""
    named = re.findall(r"`(tests/[\w/]+\.py|test_\w+\.py)`", pages["SECURITY.md"])
    there = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert len(named) > 10
    assert {PurePosixPath(name).name for name in named} <= there
    assert all((ROOT / name).exists() for name in named if "/" in name)


def blocks(pages: dict[str, str], language: str) -> list[str]:
    """Return the examples in one language."""
    return [body for text in pages.values() for lang, body in FENCE.findall(text) if lang == language]


def test_page_object_example_works(pages):
    """The page object of the page on pages does what its example says."""
    example = "\n".join(blocks({"": pages["docs/pages.md"]}, "python"))
    assert "assert page.choice().url ==" in example
    exec(compile(example, "docs/pages.md", "exec"), {"__name__": "museum_pages"})  # noqa: S102 - ours


def test_toml_examples_are_host_policies(pages, tmp_path):
    """Every TOML example can be given to IMGCRAWL_HOST_POLICIES."""
    examples = blocks(pages, "toml")
    assert examples
    for number, example in enumerate(examples):
        file = tmp_path / f"{number}.toml"
        file.write_text(example)
        assert {policy.name for policy in PolicyTable.load(str(file)).policies} >= set(tomllib.loads(example))


def test_python_examples_compile_and_set_real_settings(pages):
    """Every Python example is Python, and settings in it have names and values that a crawl accepts."""
    for example in blocks(pages, "python"):
        values = {}
        for node in ast.parse(example).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith("IMGCRAWL_"):
                values[ast.unparse(node.targets[0])] = ast.literal_eval(node.value)
        check_settings(values)


def test_profiles_of_the_example_exist(pages):
    """The packaged profiles in scrapy.cfg are those that the page on profiles describes."""
    config = configparser.ConfigParser()
    config.read(ROOT / "scrapy.cfg")
    described = set(re.findall(r"^## ([a-z]+)", pages["docs/profiles.md"], re.MULTILINE))
    assert set(config["settings"]) - {"default"} <= described


@pytest.mark.parametrize(
    "command", ["pip install -r requirements.txt && scrapy demo", "pip install -r requirements-dev.txt && pytest"]
)
def test_the_two_commands(pages, command):
    """The README gives the two commands that everything begins with."""
    assert command in pages["README.md"]
