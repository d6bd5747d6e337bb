"""Prefect's server and worker for one workspace on one machine: settings, processes, what is running."""
