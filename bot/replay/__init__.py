"""A file of messages, played through the whole path by people who only chat; what they see is what the books say."""
