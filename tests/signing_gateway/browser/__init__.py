"""The signing page's own modules in a real browser."""
