"""What names and addresses say of pictures: which image they mean, in what size, of what thing, or none at all."""
