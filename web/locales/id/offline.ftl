# Formulir lapangan
nav-field = Formulir lapangan
