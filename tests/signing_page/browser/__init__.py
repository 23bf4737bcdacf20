"""The signing page and the check page as a person meets them, in a real Chromium."""
