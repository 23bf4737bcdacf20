"""A strict Telegram Bot API server, spoken by hand."""
