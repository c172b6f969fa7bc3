"""The web application: all Streamlit code."""
