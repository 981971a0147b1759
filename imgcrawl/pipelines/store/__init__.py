"""Files on their way into the store, which is of any kind that Scrapy has, and out of it again."""
