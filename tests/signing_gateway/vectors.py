"""Where the published test material of the certification centre lies, beside the project, if it is there."""

from __future__ import annotations

from pathlib import Path

VECTORS = Path(__file__).parents[3] / "shared" / "vectors" / "eds"
PRESENT = VECTORS.is_dir()
