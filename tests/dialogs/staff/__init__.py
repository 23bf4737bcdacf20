"""The staff bot in conversations."""
