import { objectStep } from './object-step.ts'
import { organizationStep } from './organization-step.ts'

/**
 * The steps from an empty file to the present schema, forward only. A step that was released is never
 * changed: what tables.ts declares later needs a further step, which also fills new columns of rows that are
 * there (`json_extract(row, '$.…')`). A test proves that all steps together give what tables.ts declares.
 *
 * Text is compared byte by byte (BINARY), which on UTF-8 is the order of code points. The partition stands in
 * front of every key and index, because rows are only ever found by partition.
 */
export const migrations: readonly string[] = [
  `
  -- Raised by one with every transaction that changed a row of the partition.
  CREATE TABLE revisions (
    "partition" TEXT NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE accounts (
    "partition" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "accountId")
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE alias_claims (
    "partition" TEXT NOT NULL,
    alias TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", alias)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE access_key_claims (
    "partition" TEXT NOT NULL,
    "accessKeyId" TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "accessKeyId")
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE root_users (
    "partition" TEXT NOT NULL,
    id TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE account_aliases (
    "partition" TEXT NOT NULL,
    alias TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", alias)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE users (
    "partition" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    path TEXT NOT NULL,
    "boundaryArn" TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "nameKey")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "users_byId" ON users ("partition", "userId", "nameKey");
  CREATE INDEX "users_byPath" ON users ("partition", path, "nameKey");
  CREATE INDEX "users_byBoundary" ON users ("partition", "boundaryArn", "nameKey");

  CREATE TABLE login_profiles (
    "partition" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "userId")
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE access_keys (
    "partition" TEXT NOT NULL,
    "accessKeyId" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "createdAt" INTEGER NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "accessKeyId")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "access_keys_byOwner" ON access_keys ("partition", "ownerId", "createdAt", "accessKeyId");

  CREATE TABLE groups (
    "partition" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    path TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "nameKey")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "groups_byId" ON groups ("partition", "groupId", "nameKey");
  CREATE INDEX "groups_byPath" ON groups ("partition", path, "nameKey");

  CREATE TABLE memberships (
    "partition" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "groupId", "userId")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "memberships_byUser" ON memberships ("partition", "userId", "groupId");

  CREATE TABLE roles (
    "partition" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    "roleId" TEXT NOT NULL,
    path TEXT NOT NULL,
    "boundaryArn" TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "nameKey")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "roles_byId" ON roles ("partition", "roleId", "nameKey");
  CREATE INDEX "roles_byPath" ON roles ("partition", path, "nameKey");
  CREATE INDEX "roles_byBoundary" ON roles ("partition", "boundaryArn", "nameKey");

  CREATE TABLE policies (
    "partition" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    path TEXT NOT NULL,
    arn TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "nameKey")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "policies_byId" ON policies ("partition", "policyId", "nameKey");
  CREATE INDEX "policies_byPath" ON policies ("partition", path, "nameKey");
  CREATE INDEX "policies_byArn" ON policies ("partition", arn, "nameKey");

  CREATE TABLE policy_versions (
    "partition" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    version INTEGER NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "policyId", version)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE attachments (
    "partition" TEXT NOT NULL,
    "entityId" TEXT NOT NULL,
    "policyArn" TEXT NOT NULL,
    "entityType" TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "entityId", "policyArn")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "attachments_byPolicy" ON attachments ("partition", "policyArn", "entityType", "entityId");

  CREATE TABLE inline_policies (
    "partition" TEXT NOT NULL,
    "entityId" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "entityId", "nameKey")
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE mfa_devices (
    "partition" TEXT NOT NULL,
    "serialNumber" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "serialNumber")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "mfa_devices_byOwner" ON mfa_devices ("partition", "ownerId", "serialNumber");

  -- The event history: many small appends, read by time, by request or by name.
  CREATE TABLE events (
    sequence INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    time INTEGER NOT NULL,
    "requestId" TEXT NOT NULL,
    "eventName" TEXT NOT NULL,
    "eventId" TEXT NOT NULL,
    event TEXT NOT NULL,
    decision TEXT
  ) STRICT;
  CREATE INDEX "events_byTime" ON events (account, time);
  CREATE INDEX "events_byRequest" ON events (account, "requestId");
  CREATE INDEX "events_byName" ON events (account, "eventName", time);

  -- When an access key or a role was used last.
  CREATE TABLE uses (
    account TEXT NOT NULL,
    subject TEXT NOT NULL,
    time INTEGER NOT NULL,
    region TEXT NOT NULL,
    service TEXT NOT NULL,
    PRIMARY KEY (account, subject)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- The event history has a file of its own; before this step what stands here was copied there.
  DROP TABLE events;
  DROP TABLE uses;
  `,
  `
  CREATE TABLE ssh_public_keys (
    "partition" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "uploadedAt" INTEGER NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "keyId")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "ssh_public_keys_byOwner" ON ssh_public_keys ("partition", "ownerId", "uploadedAt", "keyId");

  CREATE TABLE signing_certificates (
    "partition" TEXT NOT NULL,
    "certificateId" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "uploadedAt" INTEGER NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "certificateId")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "signing_certificates_byOwner" ON signing_certificates ("partition", "ownerId", "uploadedAt", "certificateId");

  CREATE TABLE service_credentials (
    "partition" TEXT NOT NULL,
    "credentialId" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "serviceName" TEXT NOT NULL,
    "createdAt" INTEGER NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "credentialId")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "service_credentials_byOwner" ON service_credentials ("partition", "ownerId", "serviceName", "createdAt", "credentialId");
  CREATE INDEX "service_credentials_byService" ON service_credentials ("partition", "serviceName", "createdAt", "credentialId");

  CREATE TABLE server_certificates (
    "partition" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    path TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "nameKey")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "server_certificates_byPath" ON server_certificates ("partition", path, "nameKey");

  CREATE TABLE saml_providers (
    "partition" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "nameKey")
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE oidc_providers (
    "partition" TEXT NOT NULL,
    url TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", url)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE token_signing_keys (
    "partition" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "keyId")
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE delegation_requests (
    "partition" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "createdAt" INTEGER NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "requestId")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "delegation_requests_byOwner" ON delegation_requests ("partition", "ownerId", "createdAt", "requestId");

  CREATE TABLE account_settings (
    "partition" TEXT NOT NULL,
    name TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE instance_profiles (
    "partition" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    path TEXT NOT NULL,
    "roleId" TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "nameKey")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "instance_profiles_byPath" ON instance_profiles ("partition", path, "nameKey");
  CREATE INDEX "instance_profiles_byRole" ON instance_profiles ("partition", "roleId", "nameKey");

  CREATE TABLE jobs (
    "partition" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    kind TEXT NOT NULL,
    "createdAt" INTEGER NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "jobId")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "jobs_byKind" ON jobs ("partition", kind, "createdAt", "jobId");
  `,
  `
  CREATE TABLE console_sessions (
    "partition" TEXT NOT NULL,
    "sessionKey" TEXT NOT NULL,
    "expiresAt" INTEGER NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "sessionKey")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "console_sessions_byExpiry" ON console_sessions ("partition", "expiresAt", "sessionKey");
  `,
  `
  CREATE TABLE delegation_workflows (
    "partition" TEXT NOT NULL,
    "requestorId" TEXT NOT NULL,
    "workflowId" TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "requestorId", "workflowId")
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE signin_tokens (
    "partition" TEXT NOT NULL,
    "tokenKey" TEXT NOT NULL,
    "expiresAt" INTEGER NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "tokenKey")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "signin_tokens_byExpiry" ON signin_tokens ("partition", "expiresAt", "tokenKey");
  `,
  organizationStep,
  objectStep,
  `
  CREATE TABLE trails (
    "partition" TEXT NOT NULL,
    "homeRegion" TEXT NOT NULL,
    "trailName" TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "homeRegion", "trailName")
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE trail_digests (
    "partition" TEXT NOT NULL,
    "homeRegion" TEXT NOT NULL,
    "trailName" TEXT NOT NULL,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "homeRegion", "trailName", account, region)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE trail_log_files (
    "partition" TEXT NOT NULL,
    "homeRegion" TEXT NOT NULL,
    "trailName" TEXT NOT NULL,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    key TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "homeRegion", "trailName", account, region, key)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE log_signing_keys (
    "partition" TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", fingerprint)
  ) STRICT, WITHOUT ROWID;
  `,
]

/** Whether a data file of this version has its event history inside. */
export const holdsHistory = (version: number) => version === 1
