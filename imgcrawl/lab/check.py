"""Compares what a downloader says with what is true."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from imgcrawl.lab.accesslog import ACCESS, read_access
from imgcrawl.lab.listing import read_truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from imgcrawl.lab.listing import Truth


@dataclass(slots=True)
class KindCount:
    """The rows of one kind that have an outcome: how many, how many of them can be had, and what became of them."""

    rows: int = 0
    possible: int = 0
    won: int = 0
    false: int = 0
    wrong_stage: int = 0
    wrong_slug: int = 0
    errors: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Findings:
    """What the comparison found; lists hold row ids.

    *false*: a success with another picture. *lost*: can be had, was not. *beyond*: had, though nobody would expect it.
    *wrong_stage*, *wrong_slug*: a failure that is not the true one. *violations* counts breaches of politeness.
    """

    kinds: dict[str, KindCount] = field(default_factory=dict)
    false: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    beyond: list[str] = field(default_factory=list)
    wrong_stage: list[str] = field(default_factory=list)
    wrong_slug: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    violations: Counter[str] = field(default_factory=Counter)
    requests: int = 0

    @property
    def failed(self) -> bool:
        """Whether the downloader said something untrue of a picture, or not exactly one thing of every row."""
        return bool(self.false or self.missing or self.doubled or self.unknown)

    def total(self, name: str) -> int:
        """Return the sum of the count *name* over all kinds."""
        return sum(getattr(count, name) for count in self.kinds.values())


def check(outcomes: Path, folder: Path) -> Findings:
    """Compare the outcome records in *outcomes*, one JSON object a line, with the lab in *folder*."""
    truth = read_truth(folder)
    findings = Findings()
    seen: Counter[str] = Counter()
    for outcome in _read(outcomes):
        true = _find(str(outcome["id"]), truth)
        if true is None:
            findings.unknown.append(str(outcome["id"]))
            continue
        seen[true.id] += 1
        if seen[true.id] == 1:
            judge(outcome, true, findings)
    findings.missing = [identifier for identifier in truth if not seen[identifier]]
    findings.doubled = [identifier for identifier, times in seen.items() if times > 1]
    _count_rows((true for true in truth.values() if seen[true.id]), findings)
    _count_visits(folder, findings)
    return findings


def judge(outcome: dict[str, Any], true: Truth, findings: Findings) -> None:
    """Enter one *outcome* into *findings*."""
    count = findings.kinds.setdefault(true.kind, KindCount())
    if outcome["ok"]:
        _judge_success(outcome, true, findings, count)
        return
    error = str(outcome.get("error"))
    count.errors[error] += 1
    if true.ok:
        findings.lost.append(true.id)
    if true.errors and error not in true.errors:
        stages = {slug.partition("_")[0] for slug in true.errors}
        name = "wrong_slug" if outcome.get("stage") in stages else "wrong_stage"
        getattr(findings, name).append(true.id)
        setattr(count, name, getattr(count, name) + 1)


def _judge_success(outcome: dict[str, Any], true: Truth, findings: Findings, count: KindCount) -> None:
    if outcome.get("sha256") != true.sha256 or true.sha256 is None:
        findings.false.append(true.id)
        count.false += 1
        return
    count.won += 1
    if not true.ok:
        findings.beyond.append(true.id)
        if true.stage == "policy":
            findings.violations["policy-ignored"] += 1


def _find(identifier: str, truth: dict[str, Truth]) -> Truth | None:
    """Return the row with this id. A malformed row may have lost it: such a row goes by its number from 0."""
    found = truth.get(identifier)
    if found is None and identifier.isdecimal():
        by_number = truth.get(f"lab-{int(identifier):06d}")
        found = by_number if by_number and by_number.kind.startswith("row-") else None
    return found


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def _count_rows(rows: Iterable[Truth], findings: Findings) -> None:
    for true in rows:
        count = findings.kinds.setdefault(true.kind, KindCount())
        count.rows += 1
        count.possible += true.ok


def _count_visits(folder: Path, findings: Findings) -> None:
    if not (folder / ACCESS).exists():
        return
    for visit in read_access(folder):
        findings.requests += 1
        findings.violations.update(filter(None, visit.violation.split(",")))


def table(findings: Findings) -> str:
    """Return the findings as text: a line for each kind of rows where something is amiss, then the sums."""
    lines = [_line(name, count) for name, count in sorted(findings.kinds.items()) if _speaks(count)]
    if lines:
        lines.insert(0, "Kinds of rows where something is amiss, with what was said of their failures:\n\n" + _HEAD)
        lines.append("\n")
    return "".join([_partial(findings), *lines, *_sums(findings)])


def _partial(findings: Findings) -> str:
    """Return what is missing, and that nothing else is said of it; an empty text where all is there."""
    missing, rows = findings.missing, findings.total("rows")
    if not missing:
        return ""
    named = ", ".join(missing[:_NAMED]) + (", …" if len(missing) > _NAMED else "")
    return (
        f"{len(missing)} of {rows + len(missing)} rows have no outcome ({named}): what follows is of the other {rows}. "
        "The same crawl goes on with them; export its outcomes again when it is finished.\n\n"
    )


def _sums(findings: Findings) -> Iterator[str]:
    rows, possible, beyond = findings.total("rows"), findings.total("possible"), len(findings.beyond)
    won = findings.total("won") - beyond
    shares = f"{won / max(rows, 1):.1%} of {rows} rows, where {possible / max(rows, 1):.1%} are possible"
    yield f"images          {won} of {possible} that can be had: {shares}\n"
    yield f"false           {len(findings.false)}: called a success with another picture than the right one\n"
    yield f"beyond          {beyond}: had although a client should have left them alone\n"
    yield f"wrong stage     {len(findings.wrong_stage)}: failures named at another layer than the true one\n"
    yield f"wrong error     {len(findings.wrong_slug)}: failures named at the right stage by another error\n"
    counts = (f"{name} {len(getattr(findings, name))}" for name in ("missing", "doubled", "unknown"))
    yield f"rows            {', '.join(counts)}: each row should have one outcome, and no other should\n"
    violations = ", ".join(f"{name} {number}" for name, number in sorted(findings.violations.items()))
    yield f"requests        {findings.requests}; rules of hosts that were broken: {violations or 'none'}\n"
    if findings.failed:
        yield "Not passed: there must be no false success and one outcome for every row.\n"


_NAMED = 3

_HEAD = f"{'kind':<26}{'rows':>6}{'can':>6}{'had':>6}{'false':>7}{'stage':>7}{'error':>7}  failures\n"


def _line(name: str, count: KindCount) -> str:
    errors = ", ".join(f"{slug} {number}" for slug, number in count.errors.most_common(3))
    figures = f"{count.rows:>6}{count.possible:>6}{count.won:>6}"
    wrong = f"{count.false:>7}{count.wrong_stage:>7}{count.wrong_slug:>7}"
    return f"{name:<26}{figures}{wrong}  {errors}".rstrip() + "\n"


def _speaks(count: KindCount) -> bool:
    return count.won < count.possible or bool(count.false or count.wrong_stage or count.wrong_slug)
