import { basename, dirname, join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { consoleChunks } from './scripts/console-chunks.ts'
import { publishedFiles } from './src/reference/published-files.ts'

const root = join(import.meta.dirname, 'src/console')

/**
 * The console: static files that the server hands out below /console/. Nothing is inlined, neither scripts nor fonts, so
 * that the Content-Security-Policy need not allow it.
 */
export default defineConfig({
  root,
  base: '/console/',
  plugins: [react(), quickXml(), fontsAsFiles(), referenceAsFiles()],
  build: {
    outDir: join(import.meta.dirname, 'dist/console'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2024',
    // Cloudscape alone is more than the default bound; what counts is measured by `bench -- console`.
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { output: { codeSplitting: { groups: consoleChunks(import.meta.dirname) } } },
  },
})

/**
 * The SDK has two parsers for XML. The one it would take in browsers walks through a document that the browser made, which
 * takes four times as long as its other one, and as long as a page of a list is read nothing else happens.
 */
function quickXml(): Plugin {
  return {
    name: 'quick-xml',
    enforce: 'pre',
    resolveId(source, importer) {
      if (source !== './xml-parser' || !importer?.includes('/@aws-sdk/xml-builder/')) return
      return join(dirname(importer), 'xml-parser.js')
    },
  }
}

/** Cloudscape carries its fonts inside its style sheet. As files they do not hold up the first page, and need no `data:`. */
function fontsAsFiles(): Plugin {
  return {
    name: 'fonts-as-files',
    generateBundle(_, bundle) {
      for (const asset of Object.values(bundle)) {
        if (asset.type !== 'asset' || !asset.fileName.endsWith('.css')) continue
        asset.source = String(asset.source).replace(embeddedFont, (_match, base64: string) => {
          const font = this.emitFile({
            type: 'asset',
            name: 'open-sans.woff2',
            source: Buffer.from(base64, 'base64'),
          })
          return `url(./${basename(this.getFileName(font))})`
        })
      }
    },
  }
}

/** What AWS publishes of its services, a file each, below /console/reference/: pages read those of the services they show. */
function referenceAsFiles(): Plugin {
  return {
    name: 'reference-as-files',
    async generateBundle() {
      for await (const { name, text } of publishedFiles()) {
        this.emitFile({ type: 'asset', fileName: `reference/${name}`, source: text })
      }
    },
  }
}

const embeddedFont = /url\(['"]?data:font\/woff2;base64,([^'")]+)['"]?\)/g
