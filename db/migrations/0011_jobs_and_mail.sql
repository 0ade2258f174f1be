-- Background work and mail. A job is sent in the transaction of the change that asks for it, through one door; the viewer reads no jobs.
-- What must stay true: trellis_jobs, which the worker becomes to fetch and settle jobs, reads no table of ours; a job holds ids and never
-- a text about anyone; a mail's text is there until it was sent, and no longer.

do $$ begin
  if not exists (select from pg_roles where rolname = 'trellis_jobs') then create role trellis_jobs nologin; end if;
end $$;
grant trellis_jobs to trellis_app;

grant usage on schema pgboss to trellis_jobs;

set local role trellis_owner;
grant select, insert, update, delete on all tables in schema pgboss to trellis_jobs;
grant execute on all functions in schema pgboss to trellis_jobs;

-- Of each kind of work one queue; src/kernel/jobs and the modules name them. "exclusive": one job of a key waits or runs at a time.
select pgboss.create_queue('mail', '{"policy": "exclusive", "retryLimit": 14, "retryDelay": 60, "retryBackoff": true, "retryDelayMax": 21600, "expireInSeconds": 300, "notify": false}');

-- The one door to the queue. `after`: not before so long. Gives false where a job of this key waits or runs already.
create function kernel.send_job(queue_name text, data jsonb, key text, after interval) returns boolean language plpgsql security definer set search_path = pg_catalog as $$
declare q pgboss.queue;
begin
  if cardinality(kernel.viewer_desks()) = 0 then raise exception 'not found' using errcode = 'no_data_found'; end if;
  select * into q from pgboss.queue where name = queue_name;
  if not found then raise exception 'there is no queue %', queue_name; end if;
  insert into pgboss.job (name, data, singleton_key, start_after, policy, retry_limit, retry_delay, retry_backoff, retry_delay_max,
      expire_seconds, deletion_seconds, heartbeat_seconds, dead_letter, keep_until)
    values (queue_name, data, key, now() + after, q.policy, q.retry_limit, q.retry_delay, q.retry_backoff, q.retry_delay_max,
      q.expire_seconds, q.deletion_seconds, q.heartbeat_seconds, q.dead_letter, now() + after + make_interval(secs => q.retention_seconds))
    on conflict do nothing;
  return found;
end $$;
revoke all on function kernel.send_job from public;
grant execute on function kernel.send_job to trellis_viewer;

-- Mail that waits, that could not be delivered, or that is done. The text goes once the mail is sent.
create table mail (
  id uuid primary key default gen_random_uuid(),
  made_at timestamptz not null default now(),
  viewer text not null default kernel.viewer_name(),
  recipient text not null,
  subject text not null,
  body text,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'kept', 'undeliverable')),
  attempts int not null default 0,
  said text,
  settled_at timestamptz,
  check ((body is null) = (state = 'sent'))
);
call kernel.declare_ring('mail', 'coalition', $$(select kernel.at_desk('mail')) or (viewer = (select kernel.viewer_name()) and cardinality((select kernel.viewer_desks())) > 0)$$, $$(select kernel.at_desk('mail')) or (viewer = (select kernel.viewer_name()) and cardinality((select kernel.viewer_desks())) > 0)$$);
create index on mail (made_at) where state <> 'sent';
