"""Who asks: tokens of an issuer, and the audience that each stands for."""
