// The exercise book's page.
