"""What members of staff may do: effects carried out, queries answered."""
