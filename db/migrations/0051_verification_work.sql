-- Checking listings by telephone, as somebody's work: how long a check holds, batches of listings, what was said in each call.
-- What must stay true: a call is written once and stands, but for who made it taking it back within ten minutes; nobody calls a listing
-- twice on one day or at one time of day to no answer; a listing counts as checked by its own organization through a call of theirs alone.
set local role trellis_owner;

create table verification_interval (
  kind text primary key check (kind in ('beds', 'hours', 'phones', 'rest')),
  days int not null check (days between 1 and 730)
);
insert into verification_interval values ('beds', 7), ('hours', 30), ('phones', 30), ('rest', 365);

-- A batch is a task of many parts (kernel/tasks); here is what it is made of. `county`: FIPS, or 'state' for what serves all of it.
create table verification_batch (
  id uuid primary key references task (id),
  county text check (county ~ '^(state|\d{5})$'),
  kind text check (kind in ('beds', 'hours', 'phones', 'rest')),
  org int references organization (org),
  for_org int references organization (org),
  made_at timestamptz not null default now()
);

create table verification_attempt (
  id uuid primary key,
  task_id uuid not null references task (id),
  batch_id uuid not null references verification_batch (id),
  service_id uuid not null references service (id),
  for_org int,
  person_id uuid not null default kernel.viewer_account() references person (id),
  at timestamptz not null default now(),
  on_day date not null,
  slot text not null check (slot in ('morning', 'midday', 'afternoon', 'evening')),
  outcome text not null check (outcome in ('confirmed', 'changed', 'no_answer', 'wrong_number', 'closed_now', 'closed_good', 'call_back')),
  changed text[] not null default '{}' check (changed <@ array['phone', 'hours', 'address', 'ages', 'who', 'rules', 'tell', 'languages', 'cost', 'name', 'other']),
  note text not null default '' check (length(note) <= 300),
  call_back_on date check (call_back_on > on_day),
  verification_id uuid,
  follow_up uuid references task (id),
  undone_at timestamptz,
  check ((outcome = 'changed') = (cardinality(changed) > 0)),
  check ((outcome = 'call_back') = (call_back_on is not null)),
  check ((outcome = 'confirmed') = (verification_id is not null))
);
create index on verification_attempt (task_id);
create index on verification_attempt (batch_id);
create unique index verification_attempt_other_day on verification_attempt (task_id, on_day) where outcome = 'no_answer' and undone_at is null;
create unique index verification_attempt_other_slot on verification_attempt (task_id, slot) where outcome = 'no_answer' and undone_at is null;

-- The days on which listings that are due were made into work: each once.
create table verification_day (
  day date primary key,
  at timestamptz not null default now(),
  batches int not null,
  listings int not null
);

create function kernel.keep_attempt() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - 'undone_at' <> to_jsonb(old) - 'undone_at' or old.undone_at is not null or new.undone_at is null
     or old.person_id is distinct from kernel.viewer_account() or old.at < now() - interval '10 minutes' then
    raise exception 'a call stands as it was written' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_attempt before update on verification_attempt for each row execute function kernel.keep_attempt();

call kernel.declare_ring('verification_interval', 'network', $$'network' = any((select kernel.viewer_rings())::text[])$$, $$(select kernel.at_desk('membership'))$$);
call kernel.declare_ring('verification_batch', 'organization', $$(select kernel.at_desk('membership')) or for_org = any((select kernel.viewer_orgs())::int[])$$, $$(select kernel.at_desk('membership'))$$);
call kernel.declare_ring('verification_attempt', 'organization',
  $$(select kernel.at_desk('membership')) or for_org = any((select kernel.viewer_orgs())::int[]) or service_id in (select s.id from service s join organization o on o.id = s.organization_id where o.org = any((select kernel.viewer_orgs())::int[]))$$,
  $$((select kernel.at_desk('membership')) or for_org = any((select kernel.viewer_orgs())::int[])) and person_id = (select kernel.viewer_account())
    and task_id in (select id from task where part_of = batch_id and subject = service_id::text)$$);
call kernel.declare_ring('verification_day', 'coalition', $$(select kernel.at_desk('membership'))$$, $$(select kernel.at_desk('membership'))$$);
revoke delete on verification_attempt, verification_batch, verification_day from trellis_viewer;

-- A program's own people check a listing of theirs while they hold its call, and take back what they just wrote.
create policy caller_confirms on verification for insert to trellis_viewer with check (
  method = 'owner' and service_id in (
    select s.id from service s join organization o on o.id = s.organization_id
    where o.org = any((select kernel.viewer_orgs())::int[])
      and s.id::text in (select subject from task where kind = 'check_listing' and state = 'taken' and taken_by = (select kernel.viewer_account()) and taken_until > now())));
create policy caller_takes_back on verification for delete to trellis_viewer using (
  id in (select verification_id from verification_attempt where person_id = (select kernel.viewer_account()) and undone_at is null and at > now() - interval '10 minutes'));

select pgboss.create_queue('verification-due', '{"policy": "exclusive", "retryLimit": 5, "retryDelay": 300, "expireInSeconds": 900, "notify": false}');
