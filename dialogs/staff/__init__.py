"""The staff bot: its dialogs, pages and notifications."""
