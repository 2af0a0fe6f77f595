"""Reading and writing ``targets/``: strict YAML with positions, schema check, canonical form.

The only room that imports a YAML library.
"""
