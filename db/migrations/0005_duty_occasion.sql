-- What sets a duty to tell off, as one of a few occasions that have words in every language. The provider's own words stay beside it:
-- "when" says it exactly, in English. Blank: none of these fits.
set local role trellis_owner;

alter table notification_duty add column occasion text
  check (occasion in ('child_hurt', 'minor_alone', 'minor_stays', 'danger', 'missing_child', 'adult_at_risk', 'wound', 'court', 'always'));
