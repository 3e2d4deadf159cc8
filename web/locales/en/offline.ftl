# The field form
nav-field = Field form
