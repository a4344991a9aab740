// The page of a claim's result.
