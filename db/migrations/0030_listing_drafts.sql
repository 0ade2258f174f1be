-- Drafts of listings: what an organization's own people changed of one service, until it is published, called back or withdrawn.
-- What must stay true: an organization's people never write the public tables; what is in a draft goes there through the doors below and
-- no other way, one row of the draft's own service at a time, and only over what the draft was made upon. What one reaches a service by
-- (a phone, an address, hours, a web or mail address, a text that holds such a thing) waits until the membership desk called back at
-- the number that stood before. A withheld place is not touched at all.
do $$ begin
  if not exists (select from pg_roles where rolname = 'trellis_publisher') then create role trellis_publisher nologin; end if;
  if not pg_has_role(current_user, 'trellis_publisher', 'member') then execute format('grant trellis_publisher to %I', current_user); end if;
end $$;
-- As a viewer it is bound by every ring; its functions add the directory's desk for as long as they run.
grant trellis_viewer to trellis_publisher;
grant usage, create on schema kernel to trellis_publisher;
set local role trellis_owner;

-- Organizations whose listings this viewer edits: as a director or an advocate there.
create function kernel.viewer_edits() returns int[] language sql stable as
  $$ select array(select jsonb_array_elements_text(coalesce(kernel.viewer() -> 'edits', '[]'))::int) $$;

create table listing_draft (
  id uuid primary key default gen_random_uuid(),
  service_id uuid not null references service (id),
  org int not null references organization (org),
  state text not null default 'open' check (state in ('open', 'waits_for_call_back', 'published', 'withdrawn', 'refused')),
  -- The directory's version when it was begun.
  base_version bigint not null,
  -- Grows with every save, so that two people at one draft do not write over each other.
  revision int not null default 1,
  -- [{"entity", "id", "before", "after"}]: one field of a row, or a whole row where before (added) or after (removed) is null.
  changes jsonb not null default '[]' check (jsonb_typeof(changes) = 'array' and length(changes::text) < 500000),
  -- The published draft that this one takes back; the published one that this waiting part came out of.
  undoes uuid references listing_draft (id),
  part_of uuid references listing_draft (id),
  made_by text not null default kernel.viewer_name(),
  made_at timestamptz not null default now(),
  changed_by text not null default kernel.viewer_name(),
  changed_at timestamptz not null default now(),
  settled_by text,
  settled_at timestamptz,
  called_whom text check (length(called_whom) between 1 and 200),
  called_number text check (length(called_number) between 1 and 60),
  called_at timestamptz,
  reason text check (length(reason) between 1 and 1000),
  check ((settled_at is null) = (state in ('open', 'waits_for_call_back')) and (settled_at is null) = (settled_by is null)),
  check (num_nonnulls(called_whom, called_number, called_at) in (0, 3)),
  check (state <> 'refused' or reason is not null)
);
create unique index one_open_draft on listing_draft (service_id) where state = 'open';
create index on listing_draft (org, state);
create index on listing_draft (service_id, state);
call kernel.declare_ring('listing_draft', 'organization',
  $$(select kernel.at_desk('membership')) or org = any((select kernel.viewer_edits())::int[])$$,
  $$((select kernel.at_desk('membership')) or org = any((select kernel.viewer_edits())::int[])) and org = (select o.org from service s join organization o on o.id = s.organization_id where s.id = listing_draft.service_id)$$);
revoke delete on listing_draft from trellis_viewer;

-- Whoever writes it by hand may save what is open, and withdraw; every other state is given by the doors below.
create function kernel.keep_listing_draft() returns trigger language plpgsql as $$
begin
  if current_user = 'trellis_publisher' then return new; end if;
  if tg_op = 'INSERT' then
    if (new.state, new.revision) is distinct from ('open', 1) or new.part_of is not null or new.called_at is not null or new.made_by is distinct from kernel.viewer_name() then
      raise exception 'a draft begins open, and as nobody else''s' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if (new.id, new.service_id, new.org, new.base_version, new.undoes, new.part_of, new.made_by, new.made_at, new.called_whom, new.called_number, new.called_at)
      is distinct from (old.id, old.service_id, old.org, old.base_version, old.undoes, old.part_of, old.made_by, old.made_at, old.called_whom, old.called_number, old.called_at)
    or new.changed_by is distinct from kernel.viewer_name()
    or not (old.state = 'open' and new.state = 'open' and new.revision = old.revision + 1
      or old.state in ('open', 'waits_for_call_back') and new.state = 'withdrawn' and new.changes = old.changes and new.settled_by = kernel.viewer_name()) then
    raise exception 'a draft that was settled stands, and what waits for a call back is not rewritten' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_listing_draft before insert or update on listing_draft for each row execute function kernel.keep_listing_draft();

reset role;
set local role trellis_publisher;

-- Does a text hold what somebody could be reached by: seven figures or more in a row (a day is none), a mail or a web address?
create function kernel.tells_reach(said text) returns boolean language sql immutable as
  $$ select regexp_replace(said, '\y\d{4}-\d\d-\d\d\y', '', 'g') ~* '(\d[\s().+/–-]*){7,}|@|https?:|www\.|\y[a-z0-9-]+\.(com|org|net|gov|edu|us|info|io|co|me)\y' $$;

-- Must this change wait for a call back? src/network/listings/rules.ts says the same; a test compares.
create function kernel.listing_change_waits(change jsonb) returns boolean language sql immutable as $$
  select change ->> 'entity' in ('phone', 'address', 'schedule')
    or exists (
      select from jsonb_each_text(case jsonb_typeof(change -> 'after') when 'object' then change -> 'after' else '{}' end) a
      where (change ->> 'entity' = 'service' and a.key in ('url', 'email'))
        or (a.key not in ('condition', 'kind', 'source_date') and kernel.tells_reach(a.value)))
    or (change ->> 'entity' = 'service' and change -> 'before' ?| array['url', 'email'])
$$;

-- Is this row the draft's service, or does it hang on it and on no other place that must not be told?
create function kernel.hangs_on_service(entity text, standing jsonb, service uuid) returns boolean language sql stable as $$
  select case entity
    when 'service' then (standing ->> 'id')::uuid = service
    when 'address' then exists (
      select from service_at_location a join location l on l.id = a.location_id join service s on s.id = a.service_id
      where a.service_id = service and l.id = (standing ->> 'location_id')::uuid and not l.withheld and l.organization_id = s.organization_id
        and not exists (select from location_disclosure d where d.location_id = l.id and d.disclosure <> 'open'))
    else (standing ->> 'service_id')::uuid = service end
$$;

-- Writes one change of a draft. Refuses a row that is another's, a field that is not edited here, and what has changed meanwhile.
create function kernel.apply_listing_change(draft listing_draft, change jsonb) returns void language plpgsql set search_path = public, pg_temp as $$
declare
  entity text := change ->> 'entity';
  row_id uuid := change ->> 'id';
  before jsonb := nullif(change -> 'before', 'null');
  after jsonb := nullif(change -> 'after', 'null');
  fields text[] := array(select jsonb_object_keys(coalesce(after, before)));
  columns text := (select string_agg(format('%I', f), ', ') from unnest(fields) f);
  allowed text[] := case entity
    when 'service' then array['name', 'alternate_name', 'description', 'url', 'email', 'status', 'application_process', 'fees_description', 'interpretation_services', 'eligibility_description', 'minimum_age', 'maximum_age']
    when 'phone' then array['number', 'extension', 'type', 'description']
    when 'schedule' then array['freq', 'byday', 'opens_at', 'closes_at', 'valid_from', 'valid_to', 'description']
    when 'address' then array['address_1', 'address_2', 'city', 'postal_code']
    when 'criterion' then array['kind', 'condition', 'says', 'whose', 'waivable_by', 'needs_answer', 'standing', 'source', 'source_date'] end;
  standing jsonb;
begin
  if allowed is null or cardinality(fields) = 0 or not fields <@ allowed or (before is null or after is null) and entity in ('service', 'address') then
    raise exception 'this is not changed by a draft' using errcode = 'check_violation';
  end if;
  execute format('select to_jsonb(t) from %I t where id = $1 for update', entity) into standing using row_id;
  if standing is not null and not kernel.hangs_on_service(entity, standing, draft.service_id) then
    raise exception 'this row is not of the draft''s service' using errcode = 'check_violation';
  end if;
  if before is null and standing is null then
    execute format('insert into %I (id, service_id, %s) select $2, $3, %s from jsonb_populate_record(null::%I, $1)', entity, columns, columns, entity)
      using after, row_id, draft.service_id;
    return;
  end if;
  if standing is null or (before is null) = (standing -> 'vanished_on' = 'null') or exists (
      select from jsonb_each(coalesce(before, '{}')) b where b.value is distinct from standing -> b.key) then
    raise exception 'changed meanwhile: % %', entity, row_id using errcode = 'serialization_failure';
  end if;
  if after is null then
    execute format('update %I set vanished_on = current_date where id = $1', entity) using row_id;
  else
    execute format('update %I set (%s, vanished_on) = (select %s, null::date from jsonb_populate_record(null::%I, $1)) where id = $2', entity, columns, columns, entity)
      using after, row_id;
  end if;
end $$;

-- Applies changes of a draft, each with its line of the audit; then looks whether any text now names the street of a withheld place.
create function kernel.apply_listing_changes(draft listing_draft, changes jsonb) returns void language plpgsql set search_path = public, pg_temp as $$
declare
  change jsonb;
  looking text := current_setting('trellis.viewer', true);
  told text;
begin
  perform set_config('trellis.viewer', (kernel.viewer() || jsonb_build_object('desks', coalesce(kernel.viewer() -> 'desks', '[]') || '["directory"]'))::text, true);
  for change in select * from jsonb_array_elements(changes) loop
    perform kernel.apply_listing_change(draft, change);
    insert into audit_event (action, subject, subject_id, detail) values ('listing changed', change ->> 'entity', change ->> 'id',
      jsonb_build_object('draft', draft.id, 'service', draft.service_id, 'before', change -> 'before', 'after', change -> 'after'));
  end loop;
  select concat_ws(' ', to_jsonb(s)::text,
      (select string_agg(to_jsonb(p)::text, ' ') from phone p where p.service_id = s.id and p.vanished_on is null),
      (select string_agg(to_jsonb(h)::text, ' ') from schedule h where h.service_id = s.id and h.vanished_on is null),
      (select string_agg(to_jsonb(c)::text, ' ') from criterion c where c.service_id = s.id and c.vanished_on is null))
    into told from service s where s.id = draft.service_id;
  if exists (select from location l where l.withheld and kernel.tells_site(l.id, told)
      and (l.organization_id = (select organization_id from service where id = draft.service_id)
        or l.id in (select location_id from service_at_location where service_id = draft.service_id))) then
    raise exception 'a text names the street of a confidential place' using errcode = 'check_violation';
  end if;
  perform set_config('trellis.viewer', looking, true);
end $$;

-- Publishes what may be at once; what must wait becomes, or stays, a draft that waits. Gives the id of what waits, if anything does.
create function kernel.publish_listing_draft(draft_id uuid, seen int) returns uuid language plpgsql security definer set search_path = public, pg_temp as $$
declare
  draft listing_draft;
  waits jsonb;
  at_once jsonb;
  waiting uuid;
begin
  select * into draft from listing_draft where id = draft_id for update;
  if not found then raise exception 'not found' using errcode = 'no_data_found'; end if;
  if draft.state <> 'open' or draft.revision <> seen or draft.changes = '[]' then
    raise exception 'this draft is not as it was seen' using errcode = 'object_not_in_prerequisite_state';
  end if;
  select coalesce(jsonb_agg(c) filter (where kernel.listing_change_waits(c)), '[]'), coalesce(jsonb_agg(c) filter (where not kernel.listing_change_waits(c)), '[]')
    into waits, at_once from jsonb_array_elements(draft.changes) c;
  if at_once = '[]' then
    update listing_draft set state = 'waits_for_call_back', changed_by = kernel.viewer_name(), changed_at = now() where id = draft_id;
    waiting := draft_id;
  else
    perform kernel.apply_listing_changes(draft, at_once);
    update listing_draft set state = 'published', changes = at_once, settled_by = kernel.viewer_name(), settled_at = now() where id = draft_id;
    if waits <> '[]' then
      insert into listing_draft (service_id, org, state, base_version, changes, part_of, undoes, made_by, made_at)
        values (draft.service_id, draft.org, 'waits_for_call_back', draft.base_version, waits, draft_id, draft.undoes, draft.made_by, draft.made_at) returning id into waiting;
    end if;
  end if;
  insert into audit_event (action, subject, subject_id, detail) values ('draft published', 'listing_draft', draft_id::text,
    jsonb_build_object('service', draft.service_id, 'changes', jsonb_array_length(at_once), 'waiting', jsonb_array_length(waits)));
  return waiting;
end $$;

-- The numbers at which a service was reached before, as figures alone.
create function kernel.standing_numbers(service uuid) returns text[] language sql stable as $$
  select array(select regexp_replace(p.number, '\D', '', 'g') from public.phone p, public.service s where s.id = service and p.vanished_on is null
    and (p.service_id = s.id or p.organization_id = s.organization_id or p.location_id in (select location_id from public.service_at_location where service_id = s.id)))
$$;

-- The membership desk called back: somebody there said yes, at a number that stood before. Where none stood, at one that is not the draft's own.
create function kernel.confirm_call_back(draft_id uuid, whom text, number text, at timestamptz) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  draft listing_draft;
  figures text := regexp_replace(number, '\D', '', 'g');
  stood text[];
begin
  select * into draft from listing_draft where id = draft_id for update;
  if not found or not kernel.at_desk('membership') then raise exception 'not found' using errcode = 'no_data_found'; end if;
  if draft.state <> 'waits_for_call_back' then raise exception 'this is settled' using errcode = 'object_not_in_prerequisite_state'; end if;
  stood := kernel.standing_numbers(draft.service_id);
  if at > now() or at < draft.made_at - interval '1 day' or figures = '' or not (figures = any(stood) or cardinality(stood) = 0)
    or cardinality(stood) = 0 and exists (select from jsonb_array_elements(draft.changes) c where regexp_replace(c #>> '{after,number}', '\D', '', 'g') = figures) then
    raise exception 'call at a number that stood before' using errcode = 'invalid_parameter_value';
  end if;
  perform kernel.apply_listing_changes(draft, draft.changes);
  update listing_draft set state = 'published', called_whom = whom, called_number = number, called_at = at, settled_by = kernel.viewer_name(), settled_at = now() where id = draft_id;
  insert into audit_event (action, subject, subject_id, detail) values ('change called back', 'listing_draft', draft_id::text,
    jsonb_build_object('service', draft.service_id, 'whom', whom, 'number', number, 'at', at));
end $$;

create function kernel.refuse_call_back(draft_id uuid, why text) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  draft listing_draft;
begin
  select * into draft from listing_draft where id = draft_id for update;
  if not found or not kernel.at_desk('membership') then raise exception 'not found' using errcode = 'no_data_found'; end if;
  if draft.state <> 'waits_for_call_back' then raise exception 'this is settled' using errcode = 'object_not_in_prerequisite_state'; end if;
  update listing_draft set state = 'refused', reason = why, settled_by = kernel.viewer_name(), settled_at = now() where id = draft_id;
  insert into audit_event (action, subject, subject_id, detail) values ('change refused', 'listing_draft', draft_id::text,
    jsonb_build_object('service', draft.service_id, 'reason', why));
end $$;

-- What has changed of a service and what hangs on it since a day, for those who edit it. Of places nothing is told.
create function kernel.listing_history(service uuid, since date) returns table (entity text, row_id uuid, field text, previous text, replacement text, changed_on text)
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  looking text := current_setting('trellis.viewer', true);
begin
  if not exists (select from public.service s join organization o on o.id = s.organization_id where s.id = service
      and (kernel.at_desk('membership') or o.org = any(kernel.viewer_edits()))) then return; end if;
  perform set_config('trellis.viewer', (kernel.viewer() || jsonb_build_object('desks', '["directory"]'::jsonb))::text, true);
  return query select m.resource_type, m.resource_id, m.field_name, m.previous_value, m.replacement_value, m.last_action_date from metadata m
    where m.last_action_date >= since::text and m.field_name not in ('vanished_on', 'import_source', 'last_modified', 'audience', 'protected_class')
      and m.resource_id in (select service union all select id from phone where service_id = service union all select id from schedule where service_id = service
        union all select id from criterion where service_id = service)
    order by m.last_action_date desc, m.resource_id, m.field_name limit 200;
  perform set_config('trellis.viewer', looking, true);
end $$;

revoke all on function kernel.apply_listing_change, kernel.apply_listing_changes, kernel.publish_listing_draft, kernel.confirm_call_back,
  kernel.refuse_call_back, kernel.listing_history, kernel.standing_numbers, kernel.hangs_on_service from public;
grant execute on function kernel.publish_listing_draft, kernel.confirm_call_back, kernel.refuse_call_back, kernel.listing_history, kernel.standing_numbers to trellis_viewer;
reset role;
revoke create on schema kernel from trellis_publisher;
