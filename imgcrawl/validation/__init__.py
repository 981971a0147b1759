"""Proves that bytes are the image they claim to be: sniffing, decoding in worker processes, placeholders."""
