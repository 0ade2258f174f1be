-- Keys by which partners' programs call the API: whose they are, what they open, until when. No key itself stands here, only its hash.
-- What must stay true: nobody reads a key's hash but the door that looks one up; what a key opens never grows; a key that was revoked
-- stays so.
set local role trellis_owner;

create table api_key (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 120),
  -- Whose it is. Nobody's number: the coalition's.
  org int references organization (org),
  scope text not null check (scope in ('read', 'write_own')),
  -- The first signs of the key, by which a person tells two apart.
  begins text not null check (length(begins) = 12),
  made_by uuid not null references person (id),
  made_at timestamptz not null default now(),
  ends_on date not null,
  used_on date,
  revoked_at timestamptz,
  revoked_by uuid references person (id),
  check (scope = 'read' or org is not null),
  check ((revoked_at is null) = (revoked_by is null))
);
create index on api_key (org);
create table api_key_hash (
  key_id uuid primary key references api_key (id),
  hash bytea not null unique check (length(hash) = 32)
);

create function kernel.keeps_keys_of(org int) returns boolean language sql stable as
  $$ select kernel.at_desk('administration') or coalesce(org = any(kernel.viewer_directs()), false) $$;

call kernel.declare_ring('api_key', 'organization', $$(select kernel.at_desk('partners')) or kernel.keeps_keys_of(org)$$, $$(select kernel.at_desk('partners')) or kernel.keeps_keys_of(org)$$);
call kernel.declare_ring('api_key_hash', 'personal', $$(select kernel.at_desk('partners'))$$, $$key_id in (select id from api_key where made_by = (select kernel.viewer_account()))$$);
revoke delete on api_key from trellis_viewer;
revoke update, delete on api_key_hash from trellis_viewer;

-- The door looks keys up and writes the day; whoever keeps keys makes and revokes them. Neither does the other's part.
create function kernel.keep_api_key() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if not kernel.keeps_keys_of(new.org) or new.made_by is distinct from kernel.viewer_account() then
      raise exception 'a key is made by who keeps it' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if (new.id, new.name, new.org, new.scope, new.begins, new.made_by, new.made_at, new.ends_on) is distinct from
     (old.id, old.name, old.org, old.scope, old.begins, old.made_by, old.made_at, old.ends_on)
     or (old.revoked_at is not null and (new.revoked_at, new.revoked_by) is distinct from (old.revoked_at, old.revoked_by))
     or (new.revoked_at is distinct from old.revoked_at and not kernel.keeps_keys_of(old.org)) then
    raise exception 'a key stands as it was made: revoke it and make another' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_api_key before insert or update on api_key for each row execute function kernel.keep_api_key();
