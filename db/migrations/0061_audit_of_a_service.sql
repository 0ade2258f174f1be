-- A line about a service is about its organization too, whichever piece of the house wrote it: its people read what was done to their
-- listings. What must stay true: the organization is found by the line itself, as it is written.
set local role trellis_owner;

create function kernel.audit_names_organization() returns trigger language plpgsql as $$
begin
  if new.org is null then
    new.org := (select o.org from service s join organization o on o.id = s.organization_id
      where s.id::text = coalesce(new.detail ->> 'service', case when new.subject = 'service' then new.subject_id end));
  end if;
  return new;
end $$;
create trigger audit_names_organization before insert on audit_event for each row execute function kernel.audit_names_organization();
