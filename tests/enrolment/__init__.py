"""Tests of the rules: sentences about what holds."""
