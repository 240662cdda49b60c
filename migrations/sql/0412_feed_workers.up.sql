-- as: crm_owner
-- The processes that poll trading servers, while they live: how many there are says what each one's fair share is. Nothing of a
-- tenant's stands here.
CREATE TABLE queue.feed_worker (
  id    uuid PRIMARY KEY,
  until timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON queue.feed_worker TO crm_queue;
