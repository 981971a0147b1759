"""Page objects of sites and software whose addresses say more than general evidence can."""
