"""Budget performance targets (预算绩效目标) as code."""
