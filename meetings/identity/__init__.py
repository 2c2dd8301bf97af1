"""Who is there: passwords, links, codes and sign-ins."""
