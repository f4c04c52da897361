import { useEffect, useRef, useState } from 'react'
import { useClients } from '../api/clients.ts'
import { useWrite } from '../api/read.ts'
import { upload } from './uploading.ts'

/** How uploads ended that were not refused: all of them, or after so many by somebody's wish. */
type End = 'done' | 'failed' | { readonly done: number }

/** Uploads of several files into one folder, one at a time. They end with the page that shows them. */
export function useUploads(bucket: string, prefix: string) {
  const { s3 } = useClients()
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])
  const [fractions, setFractions] = useState<readonly number[]>([])
  const write = useWrite(
    async (files: readonly File[]): Promise<Exclude<End, 'failed'>> => {
      const controller = new AbortController()
      running.current = controller
      let done = 0
      setFractions([])
      for (const file of files) {
        const index = done
        const onProgress = (fraction: number) => setFractions(before => [...before.slice(0, index), fraction])
        onProgress(0)
        const { signal } = controller
        try {
          await upload(s3, { bucket, key: `${prefix}${file.name}`, file, signal, onProgress })
        } catch (error) {
          if (signal.aborted) return { done }
          throw error
        }
        done += 1
      }
      return 'done'
    },
    [['bucket', bucket]],
  )
  return {
    run: (files: readonly File[]): Promise<End> => write.mutateAsync(files).catch(() => 'failed' as const),
    stop: () => running.current?.abort(),
    isRunning: write.isPending,
    error: write.error,
    fractions,
  }
}
