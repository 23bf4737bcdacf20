"""The whole program and the simulator as separate processes, over real HTTP."""
