-- Sources of listings that are read again by themselves: where they lie, who keeps them, when they are read, what became of it.
-- What must stay true: a slot (the day for which a source is due) is done once, since the row remembers the last one in the
-- transaction that does it.
set local role trellis_owner;

create table directory_source (
  name text primary key,
  address text not null,
  mapping text,
  keeper text not null,
  every text not null check (every in ('daily', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')),
  at_hour int not null check (at_hour between 0 and 23),
  added_at timestamptz not null default now(),
  last_slot date,
  tried_slot date,
  tries int not null default 0,
  last_run_at timestamptz,
  last_outcome text check (last_outcome in ('imported', 'unchanged', 'failed')),
  last_import bigint references import_run (id),
  last_refused int,
  content_sha text,
  mapping_sha text,
  etag text,
  last_modified text,
  problem_code text,
  problem text,
  problem_since date,
  problem_told_on date,
  check ((problem is null) = (problem_code is null) and (problem is null) = (problem_since is null))
);
call kernel.declare_ring('directory_source', 'coalition', $$(select kernel.at_desk('directory'))$$, $$(select kernel.at_desk('directory'))$$);

select pgboss.create_queue('directory-source', '{"policy": "exclusive", "retryLimit": 3, "retryDelay": 600, "expireInSeconds": 21600, "heartbeatSeconds": 60, "notify": false}');
