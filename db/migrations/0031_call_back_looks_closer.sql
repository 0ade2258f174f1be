-- A call back, looked at closer: it comes after the change was sent, the numbers that stood before are found whoever looks, and a number in
-- a text is one however it is set apart or written.
-- What must stay true: as in 0030. src/network/listings/rules.ts says of texts what kernel.tells_reach says; a test compares.
grant create on schema kernel to trellis_publisher;
set local role trellis_publisher;

-- Seven figures or more, in any script, with up to three signs between one and the next (a day is none); a mail or a web address.
create or replace function kernel.tells_reach(said text) returns boolean language sql immutable as
  $$ select regexp_replace(normalize(said, nfkc), '\y\d{4}-\d\d-\d\d\y', '', 'g') ~* '(\d\W{0,3}){7,}|@|https?:|www\.|\y[a-z0-9-]+\.(com|org|net|gov|edu|us|info|io|co|me)\y' $$;

create or replace function kernel.confirm_call_back(draft_id uuid, whom text, number text, at timestamptz) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  draft listing_draft;
  figures text := regexp_replace(number, '\D', '', 'g');
  looking text := current_setting('trellis.viewer', true);
  stood text[];
begin
  select * into draft from listing_draft where id = draft_id for update;
  if not found or not kernel.at_desk('membership') then raise exception 'not found' using errcode = 'no_data_found'; end if;
  if draft.state <> 'waits_for_call_back' then raise exception 'this is settled' using errcode = 'object_not_in_prerequisite_state'; end if;
  perform set_config('trellis.viewer', (kernel.viewer() || jsonb_build_object('desks', (kernel.viewer() -> 'desks') || '["directory"]'))::text, true);
  stood := kernel.standing_numbers(draft.service_id);
  perform set_config('trellis.viewer', looking, true);
  -- a form gives the minute of the call, not its second
  if at is null or at > now() or at < draft.changed_at - interval '2 minutes' or coalesce(figures, '') = '' or not (figures = any(stood) or cardinality(stood) = 0)
    or cardinality(stood) = 0 and exists (select from jsonb_array_elements(draft.changes) c where regexp_replace(c #>> '{after,number}', '\D', '', 'g') = figures) then
    raise exception 'call at a number that stood before' using errcode = 'invalid_parameter_value';
  end if;
  perform kernel.apply_listing_changes(draft, draft.changes);
  update listing_draft set state = 'published', called_whom = whom, called_number = number, called_at = at, settled_by = kernel.viewer_name(), settled_at = now() where id = draft_id;
  insert into audit_event (action, subject, subject_id, detail) values ('change called back', 'listing_draft', draft_id::text,
    jsonb_build_object('service', draft.service_id, 'whom', whom, 'number', number, 'at', at));
end $$;
reset role;
revoke create on schema kernel from trellis_publisher;
