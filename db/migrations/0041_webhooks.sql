-- Addresses of partners' programs that are told which public listings changed, and what became of telling them.
-- What must stay true: a delivery names public ids and what happened to them, never a text; nobody reads a secret but what signs with it;
-- an address is not moved from under its owner: a new one is a new row.
set local role trellis_owner;

create table webhook (
  id uuid primary key default gen_random_uuid(),
  org int references organization (org),
  address text not null check (length(address) between 10 and 500),
  -- Whom a letter tells when it was switched off.
  mail text not null check (length(mail) <= 254),
  made_by uuid not null references person (id),
  made_at timestamptz not null default now(),
  failing_since timestamptz,
  switched_off_at timestamptz,
  removed_at timestamptz
);
create table webhook_secret (
  webhook_id uuid primary key references webhook (id),
  secret text not null check (length(secret) >= 43)
);
create table webhook_delivery (
  id uuid primary key default gen_random_uuid(),
  webhook_id uuid not null references webhook (id),
  made_at timestamptz not null default now(),
  changes jsonb not null check (jsonb_typeof(changes) = 'array'),
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  attempts int not null default 0,
  said text check (length(said) <= 300),
  settled_at timestamptz,
  check ((settled_at is null) = (state = 'waiting'))
);
create index on webhook_delivery (webhook_id, made_at);
create index on webhook_delivery (settled_at);

-- What the public could see when programs were last told: an id and a hash, so that the next look finds what moved.
create table told_listing (
  entity text not null check (entity in ('organization', 'service')),
  id uuid not null,
  hash bytea not null check (length(hash) = 32),
  primary key (entity, id)
);
create table told_state (
  one boolean primary key default true check (one),
  state text not null
);

call kernel.declare_ring('webhook', 'organization', $$(select kernel.at_desk('partners')) or kernel.keeps_keys_of(org)$$, $$(select kernel.at_desk('partners')) or kernel.keeps_keys_of(org)$$);
call kernel.declare_ring('webhook_secret', 'personal', $$(select kernel.at_desk('partners'))$$, $$webhook_id in (select id from webhook where made_by = (select kernel.viewer_account()))$$);
call kernel.declare_ring('webhook_delivery', 'organization', $$webhook_id in (select id from webhook)$$, $$(select kernel.at_desk('partners'))$$);
call kernel.declare_ring('told_listing', 'coalition', $$(select kernel.at_desk('partners'))$$, $$(select kernel.at_desk('partners'))$$);
call kernel.declare_ring('told_state', 'coalition', $$(select kernel.at_desk('partners'))$$, $$(select kernel.at_desk('partners'))$$);
revoke delete on webhook from trellis_viewer;
revoke update, delete on webhook_secret from trellis_viewer;

create function kernel.keep_webhook() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if not kernel.keeps_keys_of(new.org) or new.made_by is distinct from kernel.viewer_account() then
      raise exception 'an address is added by who keeps it' using errcode = 'check_violation';
    end if;
  elsif (new.id, new.org, new.address, new.mail, new.made_by, new.made_at) is distinct from
     (old.id, old.org, old.address, old.mail, old.made_by, old.made_at)
     or (old.removed_at is not null and new.removed_at is distinct from old.removed_at) then
    raise exception 'an address stands as it was added: remove it and add another' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_webhook before insert or update on webhook for each row execute function kernel.keep_webhook();

-- Tries go on for more than a week, so that it is the address that is given up and not what it was to be told.
select pgboss.create_queue('webhook', '{"policy": "exclusive", "retryLimit": 42, "retryDelay": 60, "retryBackoff": true, "retryDelayMax": 21600, "expireInSeconds": 120, "notify": false}');
