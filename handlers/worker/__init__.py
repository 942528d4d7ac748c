"""What those who handle tickets do, in the group and in private."""
