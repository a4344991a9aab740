// The inspector for loose bytes.
