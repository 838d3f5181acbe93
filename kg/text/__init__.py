"""A paragraph on its way to the parser and back: editorial marks, the mask with its offset map, the parse."""
