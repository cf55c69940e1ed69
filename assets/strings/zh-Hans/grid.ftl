# grid
