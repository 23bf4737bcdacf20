"""Files as phones send them: made here, never taken from anywhere."""
