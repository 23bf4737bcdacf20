"""The running program: settings, wiring, channels, web server, workers and the command line."""
