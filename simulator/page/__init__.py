"""The web page with the phones."""
