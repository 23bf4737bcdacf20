"""Pictures sent in chat: each has a sheet that a child process typesets, and words that say the same."""
