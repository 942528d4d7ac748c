"""The corpus, training and measuring. The only part that needs scikit-learn."""
