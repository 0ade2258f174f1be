-- The audit can be read by those whom a line concerns: the coalition, the organization that it is about, and whoever did it.
-- What must stay true: a line names its organization when it is written and never after; nobody else reads it.
set local role trellis_owner;

alter table audit_event add column org int references organization (org);
create index on audit_event (org) where org is not null;
drop policy viewer_reads on audit_event;
create policy viewer_reads on audit_event for select to trellis_viewer using (
  'coalition' = any((select kernel.viewer_rings())::text[]) or org = any((select kernel.viewer_orgs())::int[])
  or viewer = (select kernel.viewer() ->> 'account'));
