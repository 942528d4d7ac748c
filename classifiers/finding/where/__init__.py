"""Where it is: addresses taken apart, doors that are personal, the codes of the city's own things."""
