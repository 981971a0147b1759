"""Decoders that misbehave as a file says, and what a pool makes of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgcrawl.validation.facts import InvalidImage

if TYPE_CHECKING:
    from imgcrawl.errors import ErrorSlug
    from imgcrawl.validation.workers.pool import DecoderPool

POISON = '''
import ctypes, os, signal, sys, time
from imgcrawl.validation.decoding.decode import inspect_image
from imgcrawl.validation.facts import ImageFacts

def decode(body, *, limits):
    """Do what the body says, if it says something."""
    word, _, where = body.partition(b":")
    if word == b"exit": os._exit(3)
    if word == b"kill": os.kill(os.getpid(), signal.SIGKILL)
    if word == b"segv": ctypes.string_at(0)
    if word == b"raise": raise RuntimeError("a decoder without manners")
    if word == b"hang": time.sleep(60)
    if word == b"stop": os.kill(os.getpid(), signal.SIGSTOP)
    if word == b"memory": bytearray(10**9)
    if word == b"write": os.write(os.open(where, os.O_WRONLY | os.O_CREAT), b"x")
    if word == b"noise": print("to stdout", flush=True); os.write(2, b"to stderr")
    if word == b"say": os.write(0, where); time.sleep(60)
    if word == b"nonsense": os.write(sys.stdin.fileno(), b'{"facts": 1}\\n'); time.sleep(60)
    if word in (b"exit", b"noise", b"stop"): return ImageFacts("0" * 64, 1, "PNG", "png", 1, 1, "L", None, 1)
    return inspect_image(body, limits=limits)
'''


async def slug(pool: DecoderPool, path: str) -> ErrorSlug | None:
    """Return the slug with which the file at *path* is refused, None if it is accepted."""
    try:
        await pool.validate(path)
    except InvalidImage as exc:
        return exc.slug
    return None
