"""A simulated city: a hundred thousand children and a year, through the use cases and without channels."""
