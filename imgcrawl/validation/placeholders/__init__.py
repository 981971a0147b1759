"""Pictures that stand in for the one that was asked for, told by what else their host gives.

- For how many names: ``detector``; ``spread`` (on several sites), ``siblings`` (machines of one), ``passed`` (what has
  passed for an image), ``trust`` (in which ways of asking).
- For names that are made up: ``invented``, ``drawn`` (a picture for each), ``vacant`` (an address without one),
  ``rotating`` (one of a few).
- Pictures that look alike: ``lookalikes``, among those that ``shelves`` find; ``scenes``, ``sheets``, ``likeness``;
  ``packshots`` look like drawings; ``numbered`` ones have many names by right.
- One picture alone: ``circumstances`` (how it came), ``contradictions`` (what its address says).
"""
