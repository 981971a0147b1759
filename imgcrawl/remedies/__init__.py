"""What helps against which failure: the planner, and in folders what it goes by, from the bottom up.

``rules`` ◀ ``attempts`` ◀ ``answers`` ◀ ``hosts`` ◀ ``waits`` ◀ ``places`` ◀ ``asking`` ◀ the planner.
"""

from __future__ import annotations
