"""Working days and hours, and how long a time lasts by them."""
