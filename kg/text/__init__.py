"""From a paragraph to what the parser reads and gives back: editorial marks, the mask with its offset map, the parse."""
