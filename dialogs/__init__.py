"""The finite-state dialogs: a pure engine, and one file per dialog."""
