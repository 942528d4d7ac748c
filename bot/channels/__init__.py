"""The ways in and out: each channel speaks Bot API inside."""
