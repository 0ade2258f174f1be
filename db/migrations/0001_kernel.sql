-- The ground under every table: roles, who is looking, rings, the audit.
-- What must stay true: the application's role owns nothing and reads nothing until it becomes trellis_viewer and says for whom;
-- row-level security is forced, so that the owner is bound by it too.

do $$ begin
  if not exists (select from pg_roles where rolname = 'trellis_owner') then create role trellis_owner nologin; end if;
  if not exists (select from pg_roles where rolname = 'trellis_viewer') then create role trellis_viewer nologin; end if;
  if not exists (select from pg_roles where rolname = 'trellis_app') then create role trellis_app login noinherit; end if;
  if not pg_has_role(current_user, 'trellis_owner', 'member') then execute format('grant trellis_owner to %I', current_user); end if;
end $$;
grant trellis_viewer to trellis_app;

revoke all on schema public from public;
grant usage, create on schema public, kernel to trellis_owner;
grant usage on schema public, kernel to trellis_viewer;
set local role trellis_owner;

-- Who is looking, as src/kernel/viewer says it at the start of each transaction. Nobody said: nobody is looking.
create function kernel.viewer() returns jsonb language sql stable as
  $$ select coalesce(nullif(current_setting('trellis.viewer', true), '')::jsonb, '{}'::jsonb) $$;
create function kernel.viewer_name() returns text language sql stable as $$ select kernel.viewer() ->> 'name' $$;
create function kernel.viewer_rings() returns text[] language sql stable as
  $$ select array(select jsonb_array_elements_text(coalesce(kernel.viewer() -> 'rings', '[]'))) $$;
create function kernel.viewer_orgs() returns int[] language sql stable as
  $$ select array(select jsonb_array_elements_text(coalesce(kernel.viewer() -> 'orgs', '[]'))::int) $$;
create function kernel.viewer_desks() returns text[] language sql stable as
  $$ select array(select jsonb_array_elements_text(coalesce(kernel.viewer() -> 'desks', '[]'))) $$;
create function kernel.at_desk(desk text) returns boolean language sql stable as $$ select desk = any(kernel.viewer_desks()) $$;

create domain kernel.ring as text check (value in ('public', 'network', 'asking', 'ephemeral', 'coalition', 'organization', 'sealed', 'personal'));

-- Gives a table its ring: `reads` and `writes` are the policies' conditions. The ring is the first word of the table's comment,
-- where the test that walks all tables finds it; 'audience' says that a column of the row decides.
create procedure kernel.declare_ring(tbl regclass, ring text, reads text, writes text) language plpgsql as $$
begin
  if ring <> 'audience' then perform ring::kernel.ring; end if;
  execute format('alter table %s enable row level security', tbl);
  execute format('alter table %s force row level security', tbl);
  execute format('create policy viewer_reads on %s for select to trellis_viewer using (%s)', tbl, reads);
  execute format('create policy viewer_adds on %s for insert to trellis_viewer with check (%s)', tbl, writes);
  execute format('create policy viewer_changes on %s for update to trellis_viewer using (%s) with check (%s)', tbl, writes, writes);
  execute format('create policy viewer_removes on %s for delete to trellis_viewer using (%s)', tbl, writes);
  execute format('grant select, insert, update, delete on %s to trellis_viewer', tbl);
  execute format('comment on table %s is %L', tbl, ring);
end $$;

-- Every change, by whom. Append-only in the database itself. `detail` never holds anything about a person who sought help.
create table audit_event (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  viewer text not null default kernel.viewer_name(),
  action text not null,
  subject text not null,
  subject_id text,
  detail jsonb not null default '{}'
);
call kernel.declare_ring('audit_event', 'coalition', $$'coalition' = any((select kernel.viewer_rings())::text[])$$, $$viewer = (select kernel.viewer_name())$$);
revoke update, delete on audit_event from trellis_viewer;
create function kernel.refuse_change() returns trigger language plpgsql as
  $$ begin raise exception 'audit_event is append-only'; end $$;
create trigger append_only before update or delete or truncate on audit_event for each statement execute function kernel.refuse_change();
