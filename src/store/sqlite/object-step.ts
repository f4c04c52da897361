/** Buckets and what is in them: src/store/object-tables.ts. */
export const objectStep = `
  CREATE TABLE bucket_claims (
    "partition" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    bucket TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "accountId", bucket)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE buckets (
    "partition" TEXT NOT NULL,
    bucket TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", bucket)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE object_versions (
    "partition" TEXT NOT NULL,
    key TEXT NOT NULL,
    "order" INTEGER NOT NULL,
    "versionId" TEXT NOT NULL,
    "contentId" TEXT NOT NULL,
    "uploadId" TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", key, "order")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "object_versions_byVersion" ON object_versions ("partition", key, "versionId", "order");
  CREATE INDEX "object_versions_byContent" ON object_versions ("partition", "contentId", key, "order");
  CREATE INDEX "object_versions_byUpload" ON object_versions ("partition", "uploadId", key, "order");

  CREATE TABLE objects (
    "partition" TEXT NOT NULL,
    key TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", key)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE uploads (
    "partition" TEXT NOT NULL,
    key TEXT NOT NULL,
    "initiatedAt" INTEGER NOT NULL,
    "uploadId" TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", key, "initiatedAt", "uploadId")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "uploads_byId" ON uploads ("partition", "uploadId", key, "initiatedAt");

  CREATE TABLE upload_parts (
    "partition" TEXT NOT NULL,
    "uploadId" TEXT NOT NULL,
    "partNumber" INTEGER NOT NULL,
    "contentId" TEXT NOT NULL,
    row TEXT NOT NULL,
    PRIMARY KEY ("partition", "uploadId", "partNumber")
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX "upload_parts_byPartContent" ON upload_parts ("partition", "contentId", "uploadId", "partNumber");
`
