"""Use cases: what happens when a message, a tap, a file, a deadline or a staff decision arrives."""
