"""What staff do, against both databases."""
