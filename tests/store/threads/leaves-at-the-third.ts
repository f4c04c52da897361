import { answerWithFlush } from './answer-with-flush.ts'

answerWithFlush(() => process.exit(3))
