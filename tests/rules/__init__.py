"""Which tests show which rule: `make rules` prints it, and a test keeps docs/rules.md whole."""
