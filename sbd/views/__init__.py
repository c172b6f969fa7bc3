"""Views: an assessment as HTML, map and drawing."""
