"""What comes in and what goes out, each row once, in order, on any number of replicas."""
