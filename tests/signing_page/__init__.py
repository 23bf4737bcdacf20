"""The signing page: who may open it, what it shows, and what becomes of a signature."""
