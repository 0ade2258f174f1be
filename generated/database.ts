// Written by db/generate-types.ts from the migrations. Do not edit: run `npm run generate`.
import type { ColumnType, Generated, GeneratedAlways } from "kysely";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export interface Accessibility {
  id: string;
  location_id: string | null;
  description: string | null;
  details: string | null;
  url: string | null;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface Address {
  id: string;
  location_id: string | null;
  attention: string | null;
  address_1: string;
  address_2: string | null;
  city: string;
  region: string | null;
  state_province: string;
  postal_code: string;
  country: string;
  address_type: string;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface ApiKey {
  id: Generated<string>;
  name: string;
  org: number | null;
  scope: string;
  begins: string;
  made_by: string;
  made_at: Generated<string>;
  ends_on: string;
  used_on: string | null;
  revoked_at: string | null;
  revoked_by: string | null;
}

export interface ApiKeyHash {
  key_id: string;
  hash: Buffer;
}

export interface Attribute {
  id: string;
  link_id: string;
  taxonomy_term_id: string;
  link_type: string | null;
  link_entity: string;
  value: string | null;
  label: string | null;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface AuditEvent {
  id: GeneratedAlways<number>;
  at: Generated<string>;
  viewer: Generated<string>;
  action: string;
  subject: string;
  subject_id: string | null;
  detail: ColumnType<Json, string | undefined, string>;
  org: number | null;
}

export interface ConfidentialSite {
  location_id: string;
  kept: ColumnType<Json, string, string>;
}

export interface Contact {
  id: string;
  organization_id: string | null;
  service_id: string | null;
  service_at_location_id: string | null;
  location_id: string | null;
  name: string | null;
  title: string | null;
  department: string | null;
  email: string | null;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface CostOption {
  id: string;
  service_id: string;
  valid_from: string | null;
  valid_to: string | null;
  option: string | null;
  currency: string | null;
  amount: number | null;
  amount_description: string | null;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface Criterion {
  id: string;
  service_id: string;
  kind: string;
  condition: string;
  says: string | null;
  whose: string;
  waivable_by: string | null;
  needs_answer: Generated<boolean>;
  standing: string;
  source: string;
  source_date: string | null;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface DirectorySource {
  name: string;
  address: string;
  mapping: string | null;
  keeper: string;
  every: string;
  at_hour: number;
  added_at: Generated<string>;
  last_slot: string | null;
  tried_slot: string | null;
  tries: Generated<number>;
  last_run_at: string | null;
  last_outcome: string | null;
  last_import: number | null;
  last_refused: number | null;
  content_sha: string | null;
  mapping_sha: string | null;
  etag: string | null;
  last_modified: string | null;
  problem_code: string | null;
  problem: string | null;
  problem_since: string | null;
  problem_told_on: string | null;
}

export interface DirectoryVersion {
  one: Generated<boolean>;
  version: number;
}

export interface Factor {
  id: Generated<string>;
  person_id: string;
  kind: string;
  label: string;
  made_at: Generated<string>;
  used_at: string | null;
}

export interface FactorKey {
  factor_id: string;
  credential_id: string | null;
  public_key: Buffer | null;
  counter: number | null;
  transports: string[] | null;
  secret: string | null;
  last_step: number | null;
}

export interface Funding {
  id: string;
  organization_id: string | null;
  service_id: string | null;
  source: string | null;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface ImportRun {
  id: GeneratedAlways<number>;
  import_source: string;
  at: Generated<string>;
  viewer: Generated<string>;
  counts: ColumnType<Json, string, string>;
  report: ColumnType<Json, string, string>;
}

export interface Invitation {
  id: Generated<string>;
  token_hash: Buffer;
  person_id: string;
  made_by: string | null;
  made_at: Generated<string>;
  ends_at: string;
  used_at: string | null;
}

export interface KnownDevice {
  token_hash: Buffer;
  person_id: string;
  label: string;
  first_seen: Generated<string>;
  last_seen: Generated<string>;
}

export interface Language {
  id: string;
  service_id: string | null;
  location_id: string | null;
  phone_id: string | null;
  name: string | null;
  code: string | null;
  note: string | null;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface ListingDraft {
  id: Generated<string>;
  service_id: string;
  org: number;
  state: Generated<string>;
  base_version: number;
  revision: Generated<number>;
  changes: ColumnType<Json, string | undefined, string>;
  undoes: string | null;
  part_of: string | null;
  made_by: Generated<string>;
  made_at: Generated<string>;
  changed_by: Generated<string>;
  changed_at: Generated<string>;
  settled_by: string | null;
  settled_at: string | null;
  called_whom: string | null;
  called_number: string | null;
  called_at: string | null;
  reason: string | null;
}

export interface Location {
  id: string;
  location_type: string;
  url: string | null;
  organization_id: string | null;
  name: string | null;
  alternate_name: string | null;
  description: string | null;
  transportation: string | null;
  latitude: number | null;
  longitude: number | null;
  external_identifier: string | null;
  external_identifier_type: string | null;
  protected_class: Generated<boolean>;
  audience: Generated<string>;
  import_source: Generated<string>;
  vanished_on: string | null;
  withheld: Generated<boolean>;
}

export interface LocationDisclosure {
  id: string;
  location_id: string;
  disclosure: string;
  region: string | null;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface Mail {
  id: Generated<string>;
  made_at: Generated<string>;
  viewer: Generated<string>;
  recipient: string;
  subject: string;
  body: string | null;
  state: Generated<string>;
  attempts: Generated<number>;
  said: string | null;
  settled_at: string | null;
}

export interface Membership {
  id: Generated<string>;
  person_id: string;
  org: number | null;
  role: string;
  desk: string | null;
  starts_on: string;
  ends_on: string | null;
  reason: string | null;
  proposed_by: string | null;
  proposed_at: Generated<string>;
  admitted_by: string | null;
  admitted_at: string | null;
  ended_at: string | null;
  ended_by: string | null;
}

export interface MetaTableDescription {
  id: string;
  name: string | null;
  language: string | null;
  character_set: string | null;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface Metadata {
  id: string;
  resource_id: string;
  resource_type: string;
  last_action_date: string;
  last_action_type: string;
  field_name: string;
  previous_value: string | null;
  replacement_value: string | null;
  updated_by: string;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface NotificationDuty {
  id: string;
  service_id: string;
  whom: string;
  when: string;
  within_hours: number | null;
  applies_when: string | null;
  whose: string;
  source: string;
  source_date: string | null;
  standing: string;
  import_source: Generated<string>;
  vanished_on: string | null;
  occasion: string | null;
}

export interface Organization {
  id: string;
  name: string;
  alternate_name: string | null;
  description: Generated<string>;
  email: string | null;
  website: string | null;
  tax_status: string | null;
  tax_id: string | null;
  year_incorporated: number | null;
  legal_status: string | null;
  logo: string | null;
  uri: string | null;
  parent_organization_id: string | null;
  org: GeneratedAlways<number>;
  protected_class: Generated<boolean>;
  audience: Generated<string>;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface OrganizationIdentifier {
  id: string;
  organization_id: string;
  identifier_scheme: string | null;
  identifier_type: string;
  identifier: string;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface Person {
  id: Generated<string>;
  name: string;
  made_at: Generated<string>;
}

export interface Phone {
  id: string;
  location_id: string | null;
  service_id: string | null;
  organization_id: string | null;
  contact_id: string | null;
  service_at_location_id: string | null;
  number: string;
  extension: number | null;
  type: string | null;
  description: string | null;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface Program {
  id: string;
  organization_id: string;
  name: string;
  alternate_name: string | null;
  description: Generated<string>;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface RecoveryCode {
  hash: Buffer;
  person_id: string;
  used_at: string | null;
}

export interface RequiredDocument {
  id: string;
  service_id: string | null;
  document: string | null;
  uri: string | null;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface Schedule {
  id: string;
  service_id: string | null;
  location_id: string | null;
  service_at_location_id: string | null;
  valid_from: string | null;
  valid_to: string | null;
  dtstart: string | null;
  timezone: number | null;
  until: string | null;
  count: number | null;
  wkst: string | null;
  freq: string | null;
  interval: number | null;
  byday: string | null;
  byweekno: string | null;
  bymonthday: string | null;
  byyearday: string | null;
  description: string | null;
  opens_at: string | null;
  closes_at: string | null;
  schedule_link: string | null;
  attending_type: string | null;
  notes: string | null;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface Service {
  id: string;
  organization_id: string | null;
  program_id: string | null;
  name: string;
  alternate_name: string | null;
  description: string | null;
  url: string | null;
  email: string | null;
  status: string;
  interpretation_services: string | null;
  application_process: string | null;
  fees_description: string | null;
  wait_time: string | null;
  fees: string | null;
  accreditations: string | null;
  eligibility_description: string | null;
  minimum_age: number | null;
  maximum_age: number | null;
  assured_date: string | null;
  assurer_email: string | null;
  licenses: string | null;
  alert: string | null;
  last_modified: string | null;
  protected_class: Generated<boolean>;
  audience: Generated<string>;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface ServiceArea {
  id: string;
  service_id: string | null;
  service_at_location_id: string | null;
  name: string | null;
  description: string | null;
  extent: string | null;
  extent_type: string | null;
  uri: string | null;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface ServiceAtLocation {
  id: string;
  service_id: string;
  location_id: string;
  description: string | null;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface ServiceCapacity {
  id: string;
  service_id: string;
  unit_id: string;
  available: number;
  maximum: number | null;
  description: string | null;
  updated: string;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface Session {
  id: Generated<string>;
  token_hash: Buffer;
  person_id: string;
  device: string;
  made_at: Generated<string>;
  seen_at: Generated<string>;
  ends_at: string;
  confirmed_at: Generated<string>;
}

export interface SignInChallenge {
  hash: Buffer;
  ends_at: string;
}

export interface SignInEvent {
  id: GeneratedAlways<number>;
  person_id: string;
  at: Generated<string>;
  what: string;
  device: string;
}

export interface SignInMeans {
  person_id: string;
  sign_in_name: string;
  auth_hash: Buffer | null;
  version: Generated<number>;
  changed_at: Generated<string>;
}

export interface Task {
  id: Generated<string>;
  kind: string;
  subject: string;
  part_of: string | null;
  desk: string | null;
  org: number | null;
  people: Generated<string[]>;
  due_on: string | null;
  not_before: string | null;
  state: Generated<string>;
  taken_by: string | null;
  taken_until: string | null;
  settled_by: string | null;
  settled_at: string | null;
  made_at: Generated<string>;
  made_by: Generated<string>;
}

export interface Taxonomy {
  id: string;
  name: string;
  description: Generated<string>;
  uri: string | null;
  version: string | null;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface TaxonomyTerm {
  id: string;
  code: string | null;
  name: string;
  description: Generated<string>;
  parent_id: string | null;
  taxonomy: string | null;
  language: string | null;
  taxonomy_id: string | null;
  term_uri: string | null;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface ToldListing {
  entity: string;
  id: string;
  hash: Buffer;
}

export interface ToldState {
  one: Generated<boolean>;
  state: string;
}

export interface Unit {
  id: string;
  name: string;
  scheme: string | null;
  identifier: string | null;
  uri: string | null;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface Url {
  id: string;
  label: string | null;
  url: string;
  organization_id: string | null;
  service_id: string | null;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface Verification {
  id: string;
  service_id: string;
  verified_by: string;
  method: string;
  verified_on: string;
  next_due: string;
  import_source: Generated<string>;
  vanished_on: string | null;
}

export interface VerificationAttempt {
  id: string;
  task_id: string;
  batch_id: string;
  service_id: string;
  for_org: number | null;
  person_id: Generated<string>;
  at: Generated<string>;
  on_day: string;
  slot: string;
  outcome: string;
  changed: Generated<string[]>;
  note: Generated<string>;
  call_back_on: string | null;
  verification_id: string | null;
  follow_up: string | null;
  undone_at: string | null;
}

export interface VerificationBatch {
  id: string;
  area: string | null;
  kind: string | null;
  org: number | null;
  for_org: number | null;
  made_at: Generated<string>;
}

export interface VerificationDay {
  day: string;
  at: Generated<string>;
  batches: number;
  listings: number;
}

export interface VerificationInterval {
  kind: string;
  days: number;
}

export interface Webhook {
  id: Generated<string>;
  org: number | null;
  address: string;
  mail: string;
  made_by: string;
  made_at: Generated<string>;
  failing_since: string | null;
  switched_off_at: string | null;
  removed_at: string | null;
}

export interface WebhookDelivery {
  id: Generated<string>;
  webhook_id: string;
  made_at: Generated<string>;
  changes: ColumnType<Json, string, string>;
  state: Generated<string>;
  attempts: Generated<number>;
  said: string | null;
  settled_at: string | null;
}

export interface WebhookSecret {
  webhook_id: string;
  secret: string;
}

export interface Tables {
  accessibility: Accessibility;
  address: Address;
  api_key: ApiKey;
  api_key_hash: ApiKeyHash;
  attribute: Attribute;
  audit_event: AuditEvent;
  confidential_site: ConfidentialSite;
  contact: Contact;
  cost_option: CostOption;
  criterion: Criterion;
  directory_source: DirectorySource;
  directory_version: DirectoryVersion;
  factor: Factor;
  factor_key: FactorKey;
  funding: Funding;
  import_run: ImportRun;
  invitation: Invitation;
  known_device: KnownDevice;
  language: Language;
  listing_draft: ListingDraft;
  location: Location;
  location_disclosure: LocationDisclosure;
  mail: Mail;
  membership: Membership;
  meta_table_description: MetaTableDescription;
  metadata: Metadata;
  notification_duty: NotificationDuty;
  organization: Organization;
  organization_identifier: OrganizationIdentifier;
  person: Person;
  phone: Phone;
  program: Program;
  recovery_code: RecoveryCode;
  required_document: RequiredDocument;
  schedule: Schedule;
  service: Service;
  service_area: ServiceArea;
  service_at_location: ServiceAtLocation;
  service_capacity: ServiceCapacity;
  session: Session;
  sign_in_challenge: SignInChallenge;
  sign_in_event: SignInEvent;
  sign_in_means: SignInMeans;
  task: Task;
  taxonomy: Taxonomy;
  taxonomy_term: TaxonomyTerm;
  told_listing: ToldListing;
  told_state: ToldState;
  unit: Unit;
  url: Url;
  verification: Verification;
  verification_attempt: VerificationAttempt;
  verification_batch: VerificationBatch;
  verification_day: VerificationDay;
  verification_interval: VerificationInterval;
  webhook: Webhook;
  webhook_delivery: WebhookDelivery;
  webhook_secret: WebhookSecret;
}
