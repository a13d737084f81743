"""Events of the trade, one module a family of predicates."""
