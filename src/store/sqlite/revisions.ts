import type { Partition } from '../contract.ts'
import type { Connection } from './connection.ts'

/**
 * The revision of each partition, asked with every request and therefore kept in memory. It is read and
 * raised on the writing connection only, and raised in the same turn as the commit: so nobody sees a
 * revision that may still be rolled back.
 */
export class Revisions {
  readonly #writer: Connection
  readonly #known = new Map<Partition, number>()
  /** The log's number of the latest commit that changed a partition. */
  readonly #commits = new Map<Partition, number>()

  constructor(writer: Connection) {
    this.#writer = writer
  }

  get(partition: Partition): number {
    let revision = this.#known.get(partition)
    if (revision === undefined) {
      const stored = 'SELECT revision FROM revisions WHERE "partition" = ?'
      revision = this.#writer.first<{ revision: number }>(stored, partition)?.revision ?? 0
      // Only what exists is kept: anybody may ask for an account that does not.
      if (revision > 0) this.#known.set(partition, revision)
    }
    return revision
  }

  /** Inside the transaction, right before its commit. */
  write(partition: Partition): number {
    const next = this.get(partition) + 1
    const upsert = `INSERT INTO revisions ("partition", revision) VALUES (?, ?)
      ON CONFLICT ("partition") DO UPDATE SET revision = excluded.revision`
    this.#writer.run(upsert, partition, next)
    return next
  }

  committed(partition: Partition, revision: number, commit: number): void {
    this.#known.set(partition, revision)
    this.#commits.set(partition, commit)
  }

  latestCommit(partition: Partition): number {
    return this.#commits.get(partition) ?? 0
  }

  /** Raises all of them: caches that are keyed by a revision must not outlive the rows. */
  raiseAll(): void {
    this.#writer.run('UPDATE revisions SET revision = revision + 1')
    this.#known.clear()
  }
}
