"""What people can do in chat, one file a deed, and every sentence they read."""
