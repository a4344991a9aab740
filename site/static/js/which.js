// The page that ranks the techniques for an application.
