import type { Figure } from '../main.ts'
import { assumeRole } from './assume-role.ts'
import { casbinAssumeRole } from './casbin/assume-role.ts'
import { casbinS3Get } from './casbin/s3-get.ts'
import { cedarAssumeRole } from './cedar/assume-role.ts'
import { cedarS3Get } from './cedar/s3-get.ts'
import { compare } from './compare.ts'
import { cost } from './cost.ts'
import { growth } from './growth.ts'
import { s3Get } from './s3-get.ts'

/** The policy engine on one thread: two scenarios beside other engines, the curves of growth, and what it costs. */
export async function* run(): AsyncGenerator<Figure> {
  yield* compare(assumeRole, cedarAssumeRole(), await casbinAssumeRole())
  yield* compare(s3Get, cedarS3Get(), await casbinS3Get())
  yield* growth()
  yield* cost()
}
