"""A borough's narrative as a Word document that people write in, and the way back: claims and comments come back as they went."""
