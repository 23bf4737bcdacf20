"""Where the published test material of the certification centre lies, beside the project, if it is there."""

from __future__ import annotations

from pathlib import Path

import pytest

VECTORS = Path(__file__).parents[3] / "shared" / "vectors" / "eds"
beside = pytest.mark.skipif(not VECTORS.is_dir(), reason=f"no published vectors beside the project ({VECTORS})")
