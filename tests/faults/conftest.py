"""The processes of the end-to-end tests, to be killed."""

from __future__ import annotations

from tests.e2e.conftest import running_simulator, synced, zygote

__all__ = ["running_simulator", "synced", "zygote"]
