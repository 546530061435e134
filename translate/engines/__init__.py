"""Translation models behind one interface."""
