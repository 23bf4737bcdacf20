"""Pages of the parents' bot: menu, lists and cards."""
