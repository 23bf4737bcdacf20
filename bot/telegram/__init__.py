"""The Telegram channel: updates in, calls out."""
