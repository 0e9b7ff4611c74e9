"""What there is to be had of a root by everyone: datasets, their files and their description."""
