"""Whistles and the rows of their clocks."""
