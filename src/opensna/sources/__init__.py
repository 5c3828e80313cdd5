"""One publisher's dataset a file: `fetch` only downloads, `read` only parses."""
