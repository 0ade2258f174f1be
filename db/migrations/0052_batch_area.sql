-- A batch is made of a county, a region, or what serves the whole state: so few listings are due in one county on a day that a night's
-- batches go by region.
set local role trellis_owner;

alter table verification_batch rename column county to area;
alter table verification_batch drop constraint verification_batch_county_check;
alter table verification_batch add constraint verification_batch_area_check check (area ~ '^(\d{5}|[a-z][a-z_]{1,39})$');
