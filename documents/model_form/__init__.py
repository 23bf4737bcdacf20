"""The department's model form of the contract: texts that a lawyer edits, and how they are filled in and typeset."""
