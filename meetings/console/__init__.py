"""What the commands do: an installation opened, a roster taken in, a plan made, pages served."""
