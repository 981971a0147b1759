"""Where the processor time of the crawling process goes, by package and by function.

The crawl is the one of the benchmark, with everything on, or with the settings given by ``-s``. The standard library
and C code count for the function that called them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

from contestants import HERE, add_tree_option, environment, imgcrawl
from loopback import running_origin
from measure import watch
from pictures import small_pictures
from places import working_folder

_EVENT_LOOP = ("asyncio.", "selectors", "twisted.internet.asyncioreactor", "twisted.internet.base")
_DIVIDED = ("imgcrawl", "scrapy", "twisted")
_KINDS = {"gc": "garbage collector"}
_IMPORTING = ("importlib._bootstrap:", "importlib._bootstrap_external:", "_frozen_importlib")


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=4000)
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--top", type=int, default=25, help="functions to print")
    add_tree_option(parser)
    parser.add_argument("-s", dest="settings", action="append", default=[], help="a setting, NAME=VALUE")
    parser.add_argument("--stacks", type=Path, help="write the stacks there, folded, for a flame graph")
    return parser.parse_args()


def main() -> None:
    """Crawl and print."""
    chosen = options()
    seconds, total_s = _profiled(chosen)
    crawling_s = sum(seconds.values())
    print(
        f"{chosen.images} images: {total_s:.2f} CPU s in all processes, {crawling_s:.2f} in the crawling process, "
        f"{crawling_s / chosen.images * 1000:.2f} per 1,000 images\n"
    )
    _print_groups(seconds, crawling_s)
    _print_functions(seconds, crawling_s, chosen.top)
    if chosen.stacks:
        chosen.stacks.write_text("".join(f"{stack} {spent * 1e6:.0f}\n" for stack, spent in seconds.items()))


def _profiled(chosen: argparse.Namespace) -> tuple[dict[str, float], float]:
    """Return the crawling process's seconds by stack, and the seconds of all processes."""
    pictures = small_pictures(chosen.images)
    with working_folder("profile") as work:
        with running_origin(pictures, chosen.hosts) as origin:
            origin.write_list(work / "urls.txt", chosen.images)
            arguments = imgcrawl(work / "urls.txt", work / "out", *chosen.settings)[3:]
            command = [sys.executable, str(HERE / "sampler.py"), str(work / "stacks"), *arguments]
            env = environment(chosen.tree)
            usage = watch(command, cwd=chosen.tree, env=env, log=work / "log").usage
        if usage.exit_status:
            sys.exit((work / "log").read_text())
        return json.loads((work / "stacks").read_text()), usage.cpu_s


def _print_groups(seconds: dict[str, float], all_s: float) -> None:
    packages: Counter[str] = Counter()
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    for stack, spent in seconds.items():
        package, part = group(stack)
        packages[package] += spent
        parts[package][part] += spent
    print("| part | CPU s | share |\n|---|---|---|")
    for package, spent in packages.most_common():
        print(f"| {package} | {spent:.2f} | {spent / all_s:.1%} |")
        for part, of_it in parts[package].most_common():
            if package in _DIVIDED and of_it >= all_s / 500:
                print(f"| - {package}.{part} | {of_it:.2f} | {of_it / all_s:.1%} |")


def _print_functions(seconds: dict[str, float], all_s: float, top: int) -> None:
    own: Counter[str] = Counter()
    within: Counter[str] = Counter()
    for stack, spent in seconds.items():
        own[_responsible(stack)] += spent
        for function in set(stack.split(";")):
            within[function] += spent
    print("\n| function | own share | with all it calls |\n|---|---|---|")
    for function, spent in own.most_common(top):
        print(f"| `{function}` | {spent / all_s:.1%} | {within[function] / all_s:.1%} |")


def group(stack: str) -> tuple[str, str]:
    """Return what *stack* is counted for: a package or one of a few kinds of work, and the part of the package."""
    if any(function.startswith(_IMPORTING) for function in stack.split(";")):
        return "imports", ""
    module = _responsible(stack).partition(":")[0]
    if module.startswith(_EVENT_LOOP):
        return "event loop", ""
    package, _, rest = module.partition(".")
    if package in sys.stdlib_module_names:
        package = _KINDS.get(package, "standard library")
    return package, rest.partition(".")[0]


def _responsible(stack: str) -> str:
    """Return the innermost function that does not belong to the standard library, or else the innermost."""
    functions = stack.split(";")
    for function in reversed(functions):
        package = function.partition(":")[0].partition(".")[0]
        is_callers = package in sys.stdlib_module_names or package.startswith(("__main__", "namedtuple_"))
        if function.startswith(_EVENT_LOOP) or not is_callers:
            return function
    return functions[-1]


if __name__ == "__main__":
    main()
