import { DeactivateMFADeviceCommand, DeleteVirtualMFADeviceCommand } from '@aws-sdk/client-iam'
import type { Clients } from '../../api/clients.ts'
import { orNothing } from '../../api/or-nothing.ts'
import type { DeletingStep } from '../../deleting/deletion.ts'
import { credentials as words } from '../../words/credentials.ts'

/** Virtual devices are of the account, and have ARNs; hardware ones are of their makers. */
export function isVirtual(serialNumber: string): boolean {
  return serialNumber.startsWith('arn:')
}

export function deviceName(serialNumber: string): string {
  return serialNumber.slice(serialNumber.lastIndexOf('/') + 1)
}

/** A virtual device that is nobody's any more is of no use to anybody: it goes too. */
export function removeMfaDevice(
  iam: Clients['iam'],
  UserName: string | undefined,
  SerialNumber: string,
): readonly DeletingStep[] {
  const name = deviceName(SerialNumber)
  const deactivate = {
    text: words.steps.deactivateDevice(name),
    // Tried again after a refusal of what follows, it is done already.
    run: () => orNothing(iam.send(new DeactivateMFADeviceCommand({ UserName, SerialNumber }))),
  }
  if (!isVirtual(SerialNumber)) return [deactivate]
  const remove = {
    text: words.steps.deleteDevice(name),
    run: () => iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber })),
  }
  return [deactivate, remove]
}
