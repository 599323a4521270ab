"""Reports on a run: a page for people, Markdown for logs, JUnit for continuous integration."""
