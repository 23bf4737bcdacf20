"""The page where a parent signs, and the verifier behind it."""
