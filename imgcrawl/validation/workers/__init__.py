"""Decoding in processes of their own, which can do no harm: their pool, their program, what they may answer."""
