-- A location whose site is withheld is one by a column of its own, not by what it happens to be called.
-- What must stay true: such a row holds nothing that tells where it is, and nothing that hangs on it does; the database refuses both.
set local role trellis_owner;

alter table location add column withheld boolean not null default false;

-- What was known by its name until now. The owner is bound by the rings, so for this statement it is let through.
create policy owner_knows_withheld on location for select to trellis_owner using (withheld);
create policy owner_looks on location for select to trellis_owner using (true);
create policy owner_moves on location for update to trellis_owner using (true) with check (true);
create policy owner_moves on location_disclosure for select to trellis_owner using (true);
alter table location disable trigger log_field_changes;
update location set withheld = true
  where name = 'Confidential location' and id not in (select location_id from location_disclosure where disclosure = 'open')
    and num_nulls(url, alternate_name, description, transportation, latitude, longitude, external_identifier, external_identifier_type) = 8;
alter table location enable trigger log_field_changes;
drop policy owner_looks on location;
drop policy owner_moves on location;
drop policy owner_moves on location_disclosure;

alter table location add constraint withheld_tells_nothing check (not withheld
  or num_nulls(url, alternate_name, description, transportation, latitude, longitude, external_identifier, external_identifier_type) = 8);

-- As the owner, which sees of all locations those that are withheld: the wall holds whoever writes.
create function kernel.refuse_site_of_withheld() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if exists (select from location where id = new.location_id and withheld) then
    raise exception 'the place of location % is withheld: its % does not stand here', new.location_id, tg_table_name using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger refuse_site_of_withheld before insert or update on address for each row execute function kernel.refuse_site_of_withheld();
create trigger refuse_site_of_withheld before insert or update on accessibility for each row execute function kernel.refuse_site_of_withheld();
