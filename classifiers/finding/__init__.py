"""What stands in a text beside its matter: danger, personal data, names, small talk; `where` it is."""
