"""What stands in a text beside its matter: danger, personal data, places, small talk."""
