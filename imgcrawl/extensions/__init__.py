"""Extensions: the throttle, the counts by stage, the progress on the terminal."""

from __future__ import annotations
