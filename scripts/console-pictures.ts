import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodePng, encodePng } from './small-png.ts'

/** Copies the pictures that the documents show from those that `tests/console/walkthrough.test.ts` has made, made small. */
const shown = [
  'walkthrough-1-trusted-entity-light',
  'walkthrough-3-trust-relationships-light',
  'walkthrough-4-switched-dark',
  'walkthrough-5-visual-editor-light',
  'walkthrough-7-permission-notice-light',
  'walkthrough-9-refused-dark',
]

const root = join(import.meta.dirname, '..')
const images = join(root, 'docs/images')

await mkdir(images, { recursive: true })
for (const name of shown) {
  const picture = await readFile(join(root, 'coverage/console', `${name}.png`))
  const small = encodePng(decodePng(picture))
  await writeFile(join(images, `${name.replace(/^walkthrough-\d+-/, '')}.png`), small)
  console.log(`${name}: ${Math.round(picture.length / 1024)} KB, now ${Math.round(small.length / 1024)} KB`)
}
