"""Texts in Kazakh and Russian over English sources: marking, plurals, dates."""
