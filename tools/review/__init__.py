"""What a finance bureau checks by hand: rules, the engine that runs them, and reports."""
