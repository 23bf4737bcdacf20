"""The processes of the end-to-end tests, to be killed."""

from __future__ import annotations

from tests.e2e.conftest import program, running_simulator, simulator, zygote

__all__ = ["program", "running_simulator", "simulator", "zygote"]
