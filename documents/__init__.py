"""Files: what a phone sends, checked before it is kept."""
