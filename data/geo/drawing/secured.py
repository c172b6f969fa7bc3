from drawing.existing import draw_existing as draw_secured
