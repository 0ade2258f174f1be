-- The directory, in the names of Open Referral HSDS 3.1, with three things of our own beside each row:
-- source (which import it came from), vanished_on (the day an import no longer held it: rows are marked, never deleted)
-- and, on organizations, services and locations, audience (who may read it) and protected_class (a shelter, a sexual- or
-- domestic-violence program, transitional housing: unpublished and without location until its owner clears it).
-- What must stay true: a row is readable only when everything it hangs on is readable; the site of a confidential location
-- stands in a table of its own and in no other.
set local role trellis_owner;

create table organization (
  id uuid primary key,
  name text not null,
  alternate_name text,
  description text not null default '',
  email text,
  website text,
  tax_status text,
  tax_id text,
  year_incorporated int,
  legal_status text,
  logo text,
  uri text,
  parent_organization_id uuid references organization (id) deferrable initially immediate,
  org int generated always as identity unique,
  protected_class boolean not null default false,
  audience kernel.ring not null default 'organization' check (audience in ('public', 'network', 'organization')),
  import_source text not null default 'local',
  vanished_on date
);
create table program (
  id uuid primary key,
  organization_id uuid references organization (id) deferrable initially immediate not null,
  name text not null,
  alternate_name text,
  description text not null default '',
  import_source text not null default 'local',
  vanished_on date
);
create index on program (organization_id);
create table service (
  id uuid primary key,
  organization_id uuid references organization (id) deferrable initially immediate,
  program_id uuid references program (id) deferrable initially immediate,
  name text not null,
  alternate_name text,
  description text,
  url text,
  email text,
  status text not null check (status in ('active', 'inactive', 'defunct', 'temporarily closed')),
  interpretation_services text,
  application_process text,
  fees_description text,
  wait_time text,
  fees text,
  accreditations text,
  eligibility_description text,
  minimum_age numeric check (minimum_age >= 0),
  maximum_age numeric check (maximum_age >= 0),
  assured_date text,
  assurer_email text,
  licenses text,
  alert text,
  last_modified text,
  protected_class boolean not null default false,
  audience kernel.ring not null default 'organization' check (audience in ('public', 'network', 'organization')),
  import_source text not null default 'local',
  vanished_on date
);
create index on service (organization_id);
create index on service (program_id);
create table location (
  id uuid primary key,
  location_type text not null check (location_type in ('physical', 'postal', 'virtual')),
  url text,
  organization_id uuid references organization (id) deferrable initially immediate,
  name text,
  alternate_name text,
  description text,
  transportation text,
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  external_identifier text,
  external_identifier_type text,
  protected_class boolean not null default false,
  audience kernel.ring not null default 'organization' check (audience in ('public', 'network', 'organization')),
  import_source text not null default 'local',
  vanished_on date
);
create index on location (organization_id);
create table service_at_location (
  id uuid primary key,
  service_id uuid references service (id) deferrable initially immediate not null,
  location_id uuid references location (id) deferrable initially immediate not null,
  description text,
  import_source text not null default 'local',
  vanished_on date
);
create index on service_at_location (service_id);
create index on service_at_location (location_id);
create table contact (
  id uuid primary key,
  organization_id uuid references organization (id) deferrable initially immediate,
  service_id uuid references service (id) deferrable initially immediate,
  service_at_location_id uuid references service_at_location (id) deferrable initially immediate,
  location_id uuid references location (id) deferrable initially immediate,
  name text,
  title text,
  department text,
  email text,
  import_source text not null default 'local',
  vanished_on date
);
create index on contact (organization_id);
create index on contact (service_id);
create index on contact (service_at_location_id);
create index on contact (location_id);
create table phone (
  id uuid primary key,
  location_id uuid references location (id) deferrable initially immediate,
  service_id uuid references service (id) deferrable initially immediate,
  organization_id uuid references organization (id) deferrable initially immediate,
  contact_id uuid references contact (id) deferrable initially immediate,
  service_at_location_id uuid references service_at_location (id) deferrable initially immediate,
  number text not null,
  extension numeric,
  type text,
  description text,
  import_source text not null default 'local',
  vanished_on date
);
create index on phone (location_id);
create index on phone (service_id);
create index on phone (organization_id);
create index on phone (contact_id);
create index on phone (service_at_location_id);
create table address (
  id uuid primary key,
  location_id uuid references location (id) deferrable initially immediate,
  attention text,
  address_1 text not null,
  address_2 text,
  city text not null,
  region text,
  state_province text not null,
  postal_code text not null,
  country text not null,
  address_type text not null check (address_type in ('physical', 'postal', 'virtual')),
  import_source text not null default 'local',
  vanished_on date
);
create index on address (location_id);
create table schedule (
  id uuid primary key,
  service_id uuid references service (id) deferrable initially immediate,
  location_id uuid references location (id) deferrable initially immediate,
  service_at_location_id uuid references service_at_location (id) deferrable initially immediate,
  valid_from text,
  valid_to text,
  dtstart text,
  timezone numeric,
  until text,
  count int check (count >= 0),
  wkst text,
  freq text check (freq in ('WEEKLY', 'MONTHLY')),
  "interval" int check ("interval" >= 1),
  byday text,
  byweekno text,
  bymonthday text,
  byyearday text,
  description text,
  opens_at text,
  closes_at text,
  schedule_link text,
  attending_type text,
  notes text,
  import_source text not null default 'local',
  vanished_on date
);
create index on schedule (service_id);
create index on schedule (location_id);
create index on schedule (service_at_location_id);
create table funding (
  id uuid primary key,
  organization_id uuid references organization (id) deferrable initially immediate,
  service_id uuid references service (id) deferrable initially immediate,
  source text,
  import_source text not null default 'local',
  vanished_on date
);
create index on funding (organization_id);
create index on funding (service_id);
create table service_area (
  id uuid primary key,
  service_id uuid references service (id) deferrable initially immediate,
  service_at_location_id uuid references service_at_location (id) deferrable initially immediate,
  name text,
  description text,
  extent text,
  extent_type text,
  uri text,
  import_source text not null default 'local',
  vanished_on date
);
create index on service_area (service_id);
create index on service_area (service_at_location_id);
create table required_document (
  id uuid primary key,
  service_id uuid references service (id) deferrable initially immediate,
  document text,
  uri text,
  import_source text not null default 'local',
  vanished_on date
);
create index on required_document (service_id);
create table language (
  id uuid primary key,
  service_id uuid references service (id) deferrable initially immediate,
  location_id uuid references location (id) deferrable initially immediate,
  phone_id uuid references phone (id) deferrable initially immediate,
  name text,
  code text,
  note text,
  import_source text not null default 'local',
  vanished_on date
);
create index on language (service_id);
create index on language (location_id);
create index on language (phone_id);
create table accessibility (
  id uuid primary key,
  location_id uuid references location (id) deferrable initially immediate,
  description text,
  details text,
  url text,
  import_source text not null default 'local',
  vanished_on date
);
create index on accessibility (location_id);
create table cost_option (
  id uuid primary key,
  service_id uuid references service (id) deferrable initially immediate not null,
  valid_from text,
  valid_to text,
  "option" text,
  currency text,
  amount numeric,
  amount_description text,
  import_source text not null default 'local',
  vanished_on date
);
create index on cost_option (service_id);
create table organization_identifier (
  id uuid primary key,
  organization_id uuid references organization (id) deferrable initially immediate not null,
  identifier_scheme text,
  identifier_type text not null,
  identifier text not null,
  import_source text not null default 'local',
  vanished_on date
);
create index on organization_identifier (organization_id);
create table unit (
  id uuid primary key,
  name text not null,
  scheme text,
  identifier text,
  uri text,
  import_source text not null default 'local',
  vanished_on date
);
create table service_capacity (
  id uuid primary key,
  service_id uuid references service (id) deferrable initially immediate not null,
  unit_id uuid references unit (id) deferrable initially immediate not null,
  available numeric not null,
  maximum numeric,
  description text,
  updated text not null,
  import_source text not null default 'local',
  vanished_on date
);
create index on service_capacity (service_id);
create index on service_capacity (unit_id);
create table url (
  id uuid primary key,
  label text,
  url text not null,
  organization_id uuid references organization (id) deferrable initially immediate,
  service_id uuid references service (id) deferrable initially immediate,
  import_source text not null default 'local',
  vanished_on date
);
create index on url (organization_id);
create index on url (service_id);
create table taxonomy (
  id uuid primary key,
  name text not null,
  description text not null default '',
  uri text,
  version text,
  import_source text not null default 'local',
  vanished_on date
);
create table taxonomy_term (
  id uuid primary key,
  code text,
  name text not null,
  description text not null default '',
  parent_id uuid references taxonomy_term (id) deferrable initially immediate,
  taxonomy text,
  language text,
  taxonomy_id uuid references taxonomy (id) deferrable initially immediate,
  term_uri text,
  import_source text not null default 'local',
  vanished_on date
);
create index on taxonomy_term (parent_id);
create index on taxonomy_term (taxonomy_id);
create table attribute (
  id uuid primary key,
  link_id uuid not null,
  taxonomy_term_id uuid references taxonomy_term (id) deferrable initially immediate not null,
  link_type text,
  link_entity text not null,
  value text,
  label text,
  import_source text not null default 'local',
  vanished_on date
);
create index on attribute (taxonomy_term_id);
create table metadata (
  id uuid primary key,
  resource_id uuid not null,
  resource_type text not null,
  last_action_date text not null,
  last_action_type text not null,
  field_name text not null,
  previous_value text,
  replacement_value text,
  updated_by text not null,
  import_source text not null default 'local',
  vanished_on date
);
create table meta_table_description (
  id uuid primary key,
  name text,
  language text,
  character_set text,
  import_source text not null default 'local',
  vanished_on date
);
create table criterion (
  id uuid primary key,
  service_id uuid references service (id) deferrable initially immediate not null,
  kind text not null,
  condition text not null check (condition::jsonb is not null),
  says text,
  whose text not null check (whose in ('law', 'funder', 'provider', 'listing')),
  waivable_by text,
  needs_answer boolean not null default false,
  standing text not null check (standing in ('stated', 'proposed')),
  source text not null,
  source_date date,
  import_source text not null default 'local',
  vanished_on date
);
create index on criterion (service_id);
create table verification (
  id uuid primary key,
  service_id uuid references service (id) deferrable initially immediate not null,
  verified_by text not null,
  method text not null check (method in ('phone', 'visit', 'email', 'document', 'owner')),
  verified_on date not null,
  next_due date not null,
  import_source text not null default 'local',
  vanished_on date
);
create index on verification (service_id);
create table notification_duty (
  id uuid primary key,
  service_id uuid references service (id) deferrable initially immediate not null,
  whom text not null,
  "when" text not null,
  within_hours numeric,
  applies_when text check (applies_when is null or applies_when::jsonb is not null),
  whose text not null check (whose in ('law', 'funder', 'provider', 'listing')),
  source text not null,
  source_date date,
  standing text not null check (standing in ('stated', 'proposed')),
  import_source text not null default 'local',
  vanished_on date
);
create index on notification_duty (service_id);
create table location_disclosure (
  id uuid primary key,
  location_id uuid references location (id) deferrable initially immediate not null unique,
  disclosure text not null check (disclosure in ('open', 'region')),
  region text,
  import_source text not null default 'local',
  vanished_on date
);
create index on location_disclosure (location_id);
create index on attribute (link_id);
create index on metadata (resource_id);

-- Where a confidential location truly is. Only its organization's own people read it; the keeper's import writes it
-- through kernel.keep_confidential_site and cannot read it back.
create table confidential_site (
  location_id uuid primary key references location (id),
  kept jsonb not null
);

-- What each import did. The report names files, rows and fields of listings, never a person who sought help.
create table import_run (
  id bigint generated always as identity primary key,
  import_source text not null,
  at timestamptz not null default now(),
  viewer text not null default kernel.viewer_name(),
  counts jsonb not null,
  report jsonb not null
);

-- Grows with every change of the directory, so that whoever holds an index in memory knows when it is stale.
create table directory_version (
  one boolean primary key default true check (one),
  version bigint not null
);
insert into directory_version (version) values (1);

-- Rings. A parent's readability is asked as a set (one subquery a statement), not row by row.
call kernel.declare_ring('organization', 'audience', $$(select kernel.at_desk('directory')) or (vanished_on is null and (audience = 'public' or (audience = 'network' and 'network' = any((select kernel.viewer_rings())::text[])))) or org = any((select kernel.viewer_orgs())::int[])$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('service', 'audience', $$((select kernel.at_desk('directory')) or (vanished_on is null and (audience = 'public' or (audience = 'network' and 'network' = any((select kernel.viewer_rings())::text[])))) or organization_id in (select id from organization where org = any((select kernel.viewer_orgs())::int[]))) and (organization_id is null or organization_id in (select id from organization))$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('location', 'audience', $$((select kernel.at_desk('directory')) or (vanished_on is null and (audience = 'public' or (audience = 'network' and 'network' = any((select kernel.viewer_rings())::text[])))) or organization_id in (select id from organization where org = any((select kernel.viewer_orgs())::int[]))) and (organization_id is null or organization_id in (select id from organization))$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('program', 'audience', $$(vanished_on is null or (select kernel.at_desk('directory'))) and organization_id in (select id from organization)$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('service_at_location', 'audience', $$(vanished_on is null or (select kernel.at_desk('directory'))) and service_id in (select id from service) and location_id in (select id from location)$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('contact', 'audience', $$(vanished_on is null or (select kernel.at_desk('directory'))) and (organization_id is null or organization_id in (select id from organization)) and (service_id is null or service_id in (select id from service)) and (service_at_location_id is null or service_at_location_id in (select id from service_at_location)) and (location_id is null or location_id in (select id from location))$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('phone', 'audience', $$(vanished_on is null or (select kernel.at_desk('directory'))) and (location_id is null or location_id in (select id from location)) and (service_id is null or service_id in (select id from service)) and (organization_id is null or organization_id in (select id from organization)) and (contact_id is null or contact_id in (select id from contact)) and (service_at_location_id is null or service_at_location_id in (select id from service_at_location))$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('address', 'audience', $$(vanished_on is null or (select kernel.at_desk('directory'))) and (location_id is null or location_id in (select id from location))$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('schedule', 'audience', $$(vanished_on is null or (select kernel.at_desk('directory'))) and (service_id is null or service_id in (select id from service)) and (location_id is null or location_id in (select id from location)) and (service_at_location_id is null or service_at_location_id in (select id from service_at_location))$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('funding', 'audience', $$(vanished_on is null or (select kernel.at_desk('directory'))) and (organization_id is null or organization_id in (select id from organization)) and (service_id is null or service_id in (select id from service))$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('service_area', 'audience', $$(vanished_on is null or (select kernel.at_desk('directory'))) and (service_id is null or service_id in (select id from service)) and (service_at_location_id is null or service_at_location_id in (select id from service_at_location))$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('required_document', 'audience', $$(vanished_on is null or (select kernel.at_desk('directory'))) and (service_id is null or service_id in (select id from service))$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('language', 'audience', $$(vanished_on is null or (select kernel.at_desk('directory'))) and (service_id is null or service_id in (select id from service)) and (location_id is null or location_id in (select id from location)) and (phone_id is null or phone_id in (select id from phone))$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('accessibility', 'audience', $$(vanished_on is null or (select kernel.at_desk('directory'))) and (location_id is null or location_id in (select id from location))$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('cost_option', 'audience', $$(vanished_on is null or (select kernel.at_desk('directory'))) and service_id in (select id from service)$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('organization_identifier', 'audience', $$(vanished_on is null or (select kernel.at_desk('directory'))) and organization_id in (select id from organization)$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('url', 'audience', $$(vanished_on is null or (select kernel.at_desk('directory'))) and (organization_id is null or organization_id in (select id from organization)) and (service_id is null or service_id in (select id from service))$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('criterion', 'audience', $$(vanished_on is null or (select kernel.at_desk('directory'))) and service_id in (select id from service)$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('verification', 'audience', $$(vanished_on is null or (select kernel.at_desk('directory'))) and service_id in (select id from service)$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('notification_duty', 'audience', $$(vanished_on is null or (select kernel.at_desk('directory'))) and service_id in (select id from service)$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('location_disclosure', 'audience', $$(vanished_on is null or (select kernel.at_desk('directory'))) and location_id in (select id from location)$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('service_capacity', 'audience', $$(vanished_on is null or (select kernel.at_desk('directory'))) and service_id in (select id from service where not protected_class or (select kernel.at_desk('directory')) or 'asking' = any((select kernel.viewer_rings())::text[]))$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('taxonomy', 'public', $$(vanished_on is null or (select kernel.at_desk('directory')))$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('taxonomy_term', 'public', $$(vanished_on is null or (select kernel.at_desk('directory')))$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('unit', 'public', $$(vanished_on is null or (select kernel.at_desk('directory')))$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('meta_table_description', 'public', $$(vanished_on is null or (select kernel.at_desk('directory')))$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('attribute', 'audience', $$(vanished_on is null or (select kernel.at_desk('directory'))) and case link_entity when 'organization' then link_id in (select id from organization) when 'program' then link_id in (select id from program) when 'service' then link_id in (select id from service) when 'location' then link_id in (select id from location) when 'service_at_location' then link_id in (select id from service_at_location) when 'contact' then link_id in (select id from contact) when 'phone' then link_id in (select id from phone) when 'address' then link_id in (select id from address) when 'schedule' then link_id in (select id from schedule) else (select kernel.at_desk('directory')) end$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('metadata', 'coalition', $$(select kernel.at_desk('directory'))$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('import_run', 'coalition', $$(select kernel.at_desk('directory'))$$, $$(select kernel.at_desk('directory'))$$);
call kernel.declare_ring('confidential_site', 'organization', $$location_id in (select id from location where organization_id in (select id from organization where org = any((select kernel.viewer_orgs())::int[])))$$, $$false$$);
call kernel.declare_ring('directory_version', 'public', $$true$$, $$false$$);

-- The two doors that act as the owner, whom forced row-level security binds as well: hence a policy for it.
create policy owner_keeps on confidential_site to trellis_owner using (true) with check (true);
create policy owner_counts on directory_version to trellis_owner using (true) with check (true);
create function kernel.keep_confidential_site(location uuid, kept jsonb) returns void language plpgsql security definer set search_path = public as $$
begin
  if not kernel.at_desk('directory') then raise exception 'not found' using errcode = 'no_data_found'; end if;
  insert into confidential_site values (location, kept) on conflict (location_id) do update set kept = excluded.kept;
end $$;
-- Does a text name the street of a withheld site (its house number and street, a direction or one word between)?
-- It answers yes or no, so that whoever publishes learns nothing but that the text must be changed.
create function kernel.tells_site(location uuid, said text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (
    select from confidential_site s, jsonb_array_elements(s.kept -> 'hanging') h,
      regexp_match(lower(h -> 'row' ->> 'address_1'), '(\d+)\W+(?:(?:n|s|e|w|ne|nw|se|sw|north|south|east|west)\W+)?(\w+)') m
    where s.location_id = location and m is not null and lower(said) ~ ('\y' || m[1] || '\W+(?:\w+\W+)?' || m[2] || '\y'))
$$;
create function kernel.directory_changed() returns trigger language plpgsql security definer set search_path = public as $$
begin
  update directory_version set version = version + 1;
  return null;
end $$;

-- The change log per field, as HSDS `metadata` has it: written by the database, so that no way of changing a listing avoids it.
create function kernel.log_field_changes() returns trigger language plpgsql as $$
begin
  insert into metadata (id, resource_id, resource_type, last_action_date, last_action_type, field_name, previous_value, replacement_value, updated_by)
  select gen_random_uuid(), new.id, tg_table_name, to_char(now() at time zone 'UTC', 'YYYY-MM-DD'), 'update', key,
    coalesce(to_jsonb(old) ->> key, ''), coalesce(value #>> '{}', ''), coalesce(kernel.viewer_name(), 'nobody')
  from jsonb_each(to_jsonb(new))
  where value is distinct from to_jsonb(old) -> key;
  return null;
end $$;
do $$
declare tbl text;
begin
  foreach tbl in array array['organization', 'program', 'service', 'location', 'service_at_location', 'contact', 'phone', 'address', 'schedule', 'funding', 'service_area', 'required_document', 'language', 'accessibility', 'cost_option', 'organization_identifier', 'unit', 'service_capacity', 'url', 'taxonomy', 'taxonomy_term', 'attribute', 'meta_table_description', 'criterion', 'verification', 'notification_duty', 'location_disclosure'] loop
    execute format('create trigger log_field_changes after update on %I for each row execute function kernel.log_field_changes()', tbl);
    execute format('create trigger directory_changed after insert or update or delete on %I for each statement execute function kernel.directory_changed()', tbl);
  end loop;
end $$;
