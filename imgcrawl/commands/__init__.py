"""The project's own commands: one module each, named after the command."""

from __future__ import annotations
