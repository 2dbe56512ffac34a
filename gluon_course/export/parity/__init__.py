"""Do the forms of a net compute the same, and if not, since which layer?"""
