"""Features and the linear model that reads them."""
