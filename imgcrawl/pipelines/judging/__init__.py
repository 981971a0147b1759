"""Whether a picture that was fetched is the image that was asked for, and the requests that may tell.

- The verdict: ``judge``, by ``known_hashes``, by ``arrivals`` (how it came), by what ``ways`` of asking have brought; a
  ``witness`` speaks for it, ``refusals`` are reasons against it. The ``panel`` is all that judge.
- Kept meanwhile: ``holding``, ``doubts``.
- Requests: ``asking_again``; ``second_looks`` at a picture, ``proofs`` that ``suspects`` are placeholders, ``trials``
  (which of these are under way).
"""
