"""Run the steps on the connection that `sbd.reviews.database` hands over."""

from __future__ import annotations

from alembic import context

# Everything since the last step is one transaction that the caller commits.
context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,
)
context.run_migrations()
