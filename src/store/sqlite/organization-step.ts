/** The step that makes organizations: what organization-tables.ts declares. Never changed once it was released. */
export const organizationStep = `
  CREATE TABLE organizations (
    "partition" TEXT NOT NULL,
    id TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE organization_members (
    "partition" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "parentId" TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "accountId")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "organization_members_byParent" ON organization_members ("partition", "parentId", "accountId");

  CREATE TABLE organizational_units (
    "partition" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "parentId" TEXT NOT NULL,
    name TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "unitId")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "organizational_units_byParent" ON organizational_units ("partition", "parentId", name, "unitId");

  CREATE TABLE organization_policies (
    "partition" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "policyId")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "organization_policies_byName" ON organization_policies ("partition", type, name, "policyId");

  CREATE TABLE organization_policy_attachments (
    "partition" TEXT NOT NULL,
    "targetId" TEXT NOT NULL,
    type TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "targetId", type, "policyId")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "organization_policy_attachments_byPolicy" ON organization_policy_attachments ("partition", "policyId", "targetId", type);
  CREATE INDEX "organization_policy_attachments_byType" ON organization_policy_attachments ("partition", type, "targetId", "policyId");

  CREATE TABLE create_account_requests (
    "partition" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "requestedAt" INTEGER NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "requestId")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "create_account_requests_byTime" ON create_account_requests ("partition", "requestedAt", "requestId");

  CREATE TABLE handshakes (
    "partition" TEXT NOT NULL,
    "handshakeId" TEXT NOT NULL,
    "requestedAt" INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "handshakeId")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "handshakes_byTime" ON handshakes ("partition", "requestedAt", "handshakeId");
  CREATE INDEX "handshakes_byRecipient" ON handshakes ("partition", recipient, "requestedAt", "handshakeId");

  CREATE TABLE delegated_administrators (
    "partition" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "servicePrincipal" TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "accountId", "servicePrincipal")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "delegated_administrators_byService" ON delegated_administrators ("partition", "servicePrincipal", "accountId");

  CREATE TABLE trusted_services (
    "partition" TEXT NOT NULL,
    "servicePrincipal" TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "servicePrincipal")
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE organization_resource_policies (
    "partition" TEXT NOT NULL,
    id TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE responsibility_transfers (
    "partition" TEXT NOT NULL,
    "transferId" TEXT NOT NULL,
    "requestedAt" INTEGER NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "transferId")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "responsibility_transfers_byTime" ON responsibility_transfers ("partition", "requestedAt", "transferId");

  CREATE TABLE received_handshakes (
    "partition" TEXT NOT NULL,
    "handshakeId" TEXT NOT NULL,
    "requestedAt" INTEGER NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "handshakeId")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "received_handshakes_byTime" ON received_handshakes ("partition", "requestedAt", "handshakeId");

  CREATE TABLE email_claims (
    "partition" TEXT NOT NULL,
    email TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", email)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE handshake_claims (
    "partition" TEXT NOT NULL,
    "handshakeId" TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "handshakeId")
  ) STRICT, WITHOUT ROWID;

  -- Root users had their addresses before these were claimed.
  INSERT OR IGNORE INTO email_claims ("partition", email, row)
    SELECT 'directory', lower(json_extract(row, '$.email')),
      json_object('email', lower(json_extract(row, '$.email')), 'accountId', "partition")
    FROM root_users WHERE json_extract(row, '$.email') IS NOT NULL;
`
