import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { alpha, beta, event, group } from '../../src/store/suite/samples.ts'
import { groups } from '../../src/store/tables.ts'
import { crashOptions } from './crash-options.ts'

// Writes until it is killed, and says of each write on stdout when it was acknowledged (a pipe is written at once).

const [file, round] = process.argv.slice(2) as [string, string]
const store = await openSqliteStore(crashOptions(file))

async function keepWriting(caller: number): Promise<never> {
  const partition = caller % 2 ? alpha : beta
  for (let number = 0; ; number += 1) {
    const name = `${round}-${caller}-${number}`
    await store.write(partition, async rows => {
      await rows.insert(groups, group(name, { groupName: 'x'.repeat(3000) }))
      await rows.insert(groups, group(`${name}-twin`))
    })
    process.stdout.write(`write ${partition} ${name} ${await store.revision(partition)}\n`)
  }
}

async function keepRecording(caller: number): Promise<never> {
  for (let number = 0; ; number += 1) {
    const name = `${round}-${caller}-${number}`
    await store.record({
      events: [event(name, number, { event: JSON.stringify('x'.repeat(1500)) })],
      uses: [],
    })
    process.stdout.write(`event ${alpha} ${name} 0\n`)
  }
}

await Promise.all([0, 1, 2, 3].flatMap(caller => [keepWriting(caller), keepRecording(caller)]))
