"""Tests of the channels: provider payloads in, exact calls out."""
