"""The texts in Kazakh and Russian, and the tools that keep them whole."""
