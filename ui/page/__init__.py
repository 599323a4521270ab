"""The page: a conversation in the browser, its sources beside it, the sheet and the documents."""
