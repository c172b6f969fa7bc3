"""The three designs of the Vlierplein, drawn for this project."""
