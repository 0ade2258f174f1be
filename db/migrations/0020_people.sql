-- Who works in the network, for whom and as what, and how each signs in. Staff and volunteers alone: nobody who seeks help is here.
-- What must stay true: nobody reads another's means of signing in, not even at a desk; a role is over when its day is over, whatever a
-- process forgets; a role that reaches openings or sealed work stands on two people; what was signed and seen is not rewritten.
set local role trellis_owner;

-- The account that looks, beside its name in the audit.
create function kernel.viewer_account() returns uuid language sql stable as
  $$ select nullif(kernel.viewer() ->> 'account', '')::uuid $$;

create table person (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 120),
  made_at timestamptz not null default now()
);

create table membership (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person (id),
  -- Nobody's number: the coalition itself.
  org int references organization (org),
  role text not null check (role in ('desk', 'director', 'advocate', 'volunteer_advocate', 'placement_partner', 'other_partner', 'volunteer')),
  desk text check (desk in ('training', 'membership', 'policy', 'data', 'outreach', 'administration')),
  starts_on date not null,
  ends_on date check (ends_on >= starts_on),
  reason text check (length(reason) <= 500),
  proposed_by uuid references person (id),
  proposed_at timestamptz not null default now(),
  admitted_by uuid references person (id),
  admitted_at timestamptz,
  ended_at timestamptz,
  ended_by uuid references person (id),
  check ((role = 'desk') = (desk is not null) and (role = 'desk') <= (org is null)),
  check (role in ('desk', 'volunteer') or org is not null),
  -- The first of a network is alone: nobody proposed them, and they hold a desk.
  check (proposed_by is not null or role = 'desk'),
  check (admitted_at is null or admitted_by is not null or proposed_by is null),
  -- Two people, neither of them the one who is admitted.
  constraint two_people_admit check (admitted_at is null or role not in ('director', 'advocate', 'placement_partner')
    or (admitted_by <> proposed_by and admitted_by <> person_id and proposed_by <> person_id))
);
create index on membership (person_id);
create index on membership (org);
create unique index on membership (person_id, coalesce(org, 0), role, coalesce(desk, '')) where ended_at is null;

-- What a person types to be known, and what the server keeps of the passphrase: a hash of what the browser stretched.
create table sign_in_means (
  person_id uuid primary key references person (id),
  sign_in_name text not null unique check (sign_in_name = lower(sign_in_name) and length(sign_in_name) between 3 and 200),
  auth_hash bytea check (length(auth_hash) = 32),
  version int not null default 1,
  changed_at timestamptz not null default now()
);
create table factor (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person (id),
  kind text not null check (kind in ('passkey', 'totp')),
  label text not null check (length(label) between 1 and 80),
  made_at timestamptz not null default now(),
  used_at timestamptz
);
create index on factor (person_id);
-- What a factor is checked with. `last_step`: the last 30 seconds whose code was taken, so that none is taken twice.
create table factor_key (
  factor_id uuid primary key references factor (id) on delete cascade,
  credential_id text unique,
  public_key bytea,
  counter bigint,
  transports text[],
  secret text,
  last_step bigint,
  check (num_nonnulls(credential_id, public_key, counter) = case when secret is null then 3 else 0 end)
);
create table recovery_code (
  hash bytea primary key check (length(hash) = 32),
  person_id uuid not null references person (id),
  used_at timestamptz
);
create index on recovery_code (person_id);
create table known_device (
  token_hash bytea not null check (length(token_hash) = 32),
  person_id uuid not null references person (id),
  label text not null,
  first_seen timestamptz not null default now(),
  last_seen timestamptz not null default now(),
  primary key (person_id, token_hash)
);
create table session (
  id uuid primary key default gen_random_uuid(),
  token_hash bytea not null unique check (length(token_hash) = 32),
  person_id uuid not null references person (id),
  device text not null,
  made_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  ends_at timestamptz not null,
  confirmed_at timestamptz not null default now()
);
create index on session (person_id);
create table sign_in_event (
  id bigint generated always as identity primary key,
  person_id uuid not null references person (id),
  at timestamptz not null default now(),
  what text not null,
  device text not null
);
create index on sign_in_event (person_id, id);
-- What a passkey is asked to sign, once.
create table sign_in_challenge (
  hash bytea primary key check (length(hash) = 32),
  ends_at timestamptz not null
);
create table invitation (
  id uuid primary key default gen_random_uuid(),
  token_hash bytea not null unique check (length(token_hash) = 32),
  person_id uuid not null references person (id),
  made_by uuid references person (id),
  made_at timestamptz not null default now(),
  ends_at timestamptz not null,
  used_at timestamptz
);
create index on invitation (person_id);

-- The door is the one piece of background work that reads means of signing in: it looks at what a stranger brings.
create function kernel.at_the_door() returns boolean language sql stable as $$ select kernel.at_desk('door') $$;
create function kernel.keeps_people() returns boolean language sql stable as $$ select kernel.at_desk('membership') or kernel.at_desk('administration') $$;
-- Organizations that this viewer directs: whose people they may propose and end.
create function kernel.viewer_directs() returns int[] language sql stable as
  $$ select array(select jsonb_array_elements_text(coalesce(kernel.viewer() -> 'directs', '[]'))::int) $$;

call kernel.declare_ring('membership', 'organization',
  $$person_id = (select kernel.viewer_account()) or (select kernel.at_the_door()) or 'coalition' = any((select kernel.viewer_rings())::text[]) or org = any((select kernel.viewer_orgs())::int[])$$,
  $$(select kernel.keeps_people()) or org = any((select kernel.viewer_directs())::int[])$$);
call kernel.declare_ring('person', 'organization',
  $$id = (select kernel.viewer_account()) or (select kernel.at_the_door()) or 'coalition' = any((select kernel.viewer_rings())::text[]) or id in (select person_id from membership)$$,
  $$(select kernel.keeps_people()) or id = (select kernel.viewer_account()) or cardinality((select kernel.viewer_directs())::int[]) > 0$$);
call kernel.declare_ring('sign_in_means', 'personal', $$(select kernel.at_the_door()) or person_id = (select kernel.viewer_account())$$, $$(select kernel.at_the_door())$$);
call kernel.declare_ring('factor', 'personal', $$(select kernel.at_the_door()) or person_id = (select kernel.viewer_account())$$, $$(select kernel.at_the_door()) or person_id = (select kernel.viewer_account())$$);
call kernel.declare_ring('factor_key', 'personal', $$(select kernel.at_the_door())$$, $$(select kernel.at_the_door())$$);
call kernel.declare_ring('recovery_code', 'personal', $$(select kernel.at_the_door())$$, $$(select kernel.at_the_door())$$);
call kernel.declare_ring('sign_in_challenge', 'personal', $$(select kernel.at_the_door())$$, $$(select kernel.at_the_door())$$);
call kernel.declare_ring('known_device', 'personal', $$(select kernel.at_the_door()) or person_id = (select kernel.viewer_account())$$, $$(select kernel.at_the_door()) or person_id = (select kernel.viewer_account())$$);
call kernel.declare_ring('session', 'personal', $$(select kernel.at_the_door()) or person_id = (select kernel.viewer_account())$$, $$(select kernel.at_the_door()) or person_id = (select kernel.viewer_account())$$);
call kernel.declare_ring('sign_in_event', 'personal', $$(select kernel.at_the_door()) or person_id = (select kernel.viewer_account())$$, $$(select kernel.at_the_door()) or person_id = (select kernel.viewer_account())$$);
revoke update, delete on sign_in_event from trellis_viewer;
call kernel.declare_ring('invitation', 'organization', $$(select kernel.at_the_door()) or (select kernel.keeps_people()) or made_by = (select kernel.viewer_account())$$, $$(select kernel.at_the_door()) or (select kernel.keeps_people()) or made_by = (select kernel.viewer_account())$$);

-- A signed entry of a membership stands: who proposed and admitted whom as what is never rewritten, an end never taken back.
create function kernel.keep_membership() returns trigger language plpgsql as $$
begin
  if (new.person_id, coalesce(new.org, 0), new.role, coalesce(new.desk, ''), new.starts_on, new.proposed_by, new.proposed_at) is distinct from
     (old.person_id, coalesce(old.org, 0), old.role, coalesce(old.desk, ''), old.starts_on, old.proposed_by, old.proposed_at)
     or (old.admitted_at is not null and (new.admitted_at, new.admitted_by) is distinct from (old.admitted_at, old.admitted_by))
     or (old.ended_at is not null and (new.ended_at, new.ended_by, new.ends_on) is distinct from (old.ended_at, old.ended_by, old.ends_on)) then
    raise exception 'a membership that was signed stands: end it and make another' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_membership before update on membership for each row execute function kernel.keep_membership();
revoke delete on membership from trellis_viewer;
