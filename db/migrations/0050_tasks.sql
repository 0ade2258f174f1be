-- What waits for whom, on every desk. A task says what kind of thing waits and which one, never what is in it: that stands where it belongs.
-- What must stay true: one person at a time has a task, and has it until a moment that is written beside it; what was made stands as it
-- was made; what somebody settled is theirs to take back, for ten minutes; whoever is not asked does not see it.
set local role trellis_owner;

create table task (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind ~ '^[a-z][a-z_]{2,40}$'),
  subject text not null check (length(subject) between 1 and 100),
  -- A task of many parts is shown as one; its parts are taken one by one.
  part_of uuid references task (id),
  -- A desk, an organization, or (both) an organization with a desk that looks after it. Of those who are asked `people` alone, where
  -- some are named; of no desk and no organization they are all who are asked.
  desk text,
  org int,
  people uuid[] not null default '{}',
  due_on date,
  not_before date,
  state text not null default 'open' check (state in ('open', 'taken', 'done', 'dropped')),
  taken_by uuid,
  taken_until timestamptz,
  settled_by uuid,
  settled_at timestamptz,
  made_at timestamptz not null default now(),
  made_by text not null default kernel.viewer_name(),
  check (num_nonnulls(desk, org) > 0 or cardinality(people) > 0),
  check ((state = 'taken') = (taken_by is not null) and (state = 'taken') = (taken_until is not null)),
  check ((state in ('done', 'dropped')) = (settled_at is not null))
);
create unique index task_once on task (kind, subject) where state in ('open', 'taken');
create index on task (part_of, state);
create index on task (made_by, state);
create index on task (desk, state) where part_of is null;
create index on task (org, state) where part_of is null;

create function kernel.keep_task() returns trigger language plpgsql as $$
declare
  me uuid := kernel.viewer_account();
  held boolean := old.state = 'taken' and old.taken_until > now();
begin
  if (new.id, new.kind, new.subject, new.part_of, new.desk, new.org, new.made_at, new.made_by) is distinct from
     (old.id, old.kind, old.subject, old.part_of, old.desk, old.org, old.made_at, old.made_by) then
    raise exception 'a task stands as it was made' using errcode = 'check_violation';
  end if;
  if held and old.taken_by is distinct from me then
    raise exception 'somebody else has this task' using errcode = 'check_violation';
  end if;
  if new.state = 'taken' and (new.taken_by is distinct from me or new.taken_until > now() + interval '1 day') then
    raise exception 'a task is taken for oneself, and for a day at most' using errcode = 'check_violation';
  end if;
  if old.state in ('done', 'dropped') and not (new.state = 'open' and old.settled_by = me and old.settled_at > now() - interval '10 minutes') then
    raise exception 'what is settled stands' using errcode = 'check_violation';
  end if;
  if new.state in ('done', 'dropped') and old.state not in ('done', 'dropped') and (new.settled_by is distinct from me or new.settled_at <> now()) then
    raise exception 'what is settled is signed by who settles it' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_task before update on task for each row execute function kernel.keep_task();

call kernel.declare_ring('task', 'organization',
  $$desk = any((select kernel.viewer_desks())::text[]) or org = any((select kernel.viewer_orgs())::int[]) or (select kernel.viewer_account()) = any(people) or made_by = (select kernel.viewer_account())::text$$,
  $$desk = any((select kernel.viewer_desks())::text[]) or org = any((select kernel.viewer_orgs())::int[]) or (select kernel.viewer_account()) = any(people)$$);
-- Whoever works somewhere may ask a desk of the coalition; a desk may ask anybody.
create policy viewer_asks on task for insert to trellis_viewer
  with check (cardinality((select kernel.viewer_desks())::text[]) > 0 or (desk is not null and org is null and people = '{}' and cardinality((select kernel.viewer_orgs())::int[]) > 0));
-- Whoever asked sees what became of it, and may take back what they asked.
create policy asker_changes on task for update to trellis_viewer using (made_by = (select kernel.viewer_account())::text) with check (made_by = (select kernel.viewer_account())::text);
revoke delete on task from trellis_viewer;
