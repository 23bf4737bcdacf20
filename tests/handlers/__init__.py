"""Use cases against both databases, as the phones of several people see them."""
