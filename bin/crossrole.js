#!/usr/bin/env node
// Read by whatever Node is there, however old: no syntax here that an old one would not know.
import { existsSync } from 'fs'
import { fileURLToPath } from 'url'

var needed = [22, 18]
var found = process.versions.node.split('.').map(Number)

if (found[0] < needed[0] || (found[0] === needed[0] && found[1] < needed[1])) {
  console.error('crossrole needs Node ' + needed.join('.') + ' or newer; this is ' + process.versions.node)
  process.exit(1)
}

// The published package is built; a checkout runs as it is.
var built = new URL('../dist/cli/main.js', import.meta.url)
var source = new URL('../src/cli/main.ts', import.meta.url)
import((existsSync(fileURLToPath(built)) ? built : source).href)
