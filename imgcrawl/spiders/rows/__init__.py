"""The rows of the list on their way through a crawl: chosen, held back, found lost, taken back."""
