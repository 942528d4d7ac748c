"""The process: settings, assembly, command line, channels, web pages, inbox worker, outbox sender, ticks."""
