"""What waits for an answer, by row."""

from __future__ import annotations

from imgcrawl.pipelines.judging import trials
from imgcrawl.pipelines.judging.trials import Trials


def test_a_trial_ends_once():
    """An answer finds what waited for it, and no second one does."""
    waiting: Trials[str] = Trials()
    waiting.begin("1", "shoe")
    assert [waiting.end("1"), waiting.end("1"), waiting.end("2")] == ["shoe", None, None]


def test_trials_without_answers_do_not_pile_up(monkeypatch):
    """Of too many the oldest goes."""
    monkeypatch.setattr(trials, "_MOST", 2)
    waiting: Trials[str] = Trials()
    for row in "123":
        waiting.begin(row, row)
    assert list(waiting.under_way()) == ["2", "3"]
