import { answerWithFlush } from './answer-with-flush.ts'

answerWithFlush(() => {
  throw new Error('EIO')
})
