"""The verifier: good signatures count, and every attack on them is refused."""
