"""What may help against which failure, and the words in which that is told."""

from __future__ import annotations
