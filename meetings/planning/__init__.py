"""Who meets when: a frozen problem in, an explained proposal out."""
