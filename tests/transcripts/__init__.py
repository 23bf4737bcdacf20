"""Golden conversations: what a parent reads, dialog by dialog, in each language on each channel."""
