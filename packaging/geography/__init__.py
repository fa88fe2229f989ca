"""Makes what the program knows of postcodes and of the map, from the list that statisticians publish."""
