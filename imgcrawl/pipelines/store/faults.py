"""What a store in the local file system cannot do, as an error of a row and as the end of a run."""

from __future__ import annotations

import errno

from imgcrawl.errors import ErrorSlug, RowError
from imgcrawl.meanings import ERRORS

_FAULTS = {
    errno.ENOSPC: ErrorSlug.STORAGE_FULL,
    errno.EDQUOT: ErrorSlug.STORAGE_FULL,
    errno.EACCES: ErrorSlug.STORAGE_DENIED,
    errno.EPERM: ErrorSlug.STORAGE_DENIED,
    errno.EROFS: ErrorSlug.STORAGE_DENIED,
}


def storage_fault(exc: OSError, where: object = None) -> RowError:
    """Return the storage error that *exc* stands for, told by its errno; *where* it was met, if *exc* does not tell."""
    slug = _FAULTS.get(exc.errno or 0, ErrorSlug.STORAGE_ERROR)
    where = exc.filename or where
    return RowError(slug, f"{exc.strerror or exc}: {where}" if where else str(exc.strerror or exc))


def told_at_end(fault: RowError) -> str:
    """Return the sentence with which a run ends whose store has met *fault*."""
    cure = ERRORS[fault.slug].cure.rstrip(".")
    way_out = f"{cure[0].lower()}{cure[1:]}, or name another place by IMGCRAWL_DATA_DIR or IMAGES_STORE"
    return f"the store cannot take files, the run ends: {fault}: {way_out}, and run the same command again"
