"""The staff's pages: opened by a one-time link from chat, each a file of figures and a template."""
