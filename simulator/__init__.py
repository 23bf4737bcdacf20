"""A phone on your desk: local Bot API server, phones in a web page, clock, SMS view and citizen registry."""
