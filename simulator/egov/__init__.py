"""eGov Mobile, the state's app with which people sign on their phones (eds.md 4)."""
