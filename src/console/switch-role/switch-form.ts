import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { type RoleColor, roleColors } from '../../server/console/protocol.ts'
import { switchRole as words } from '../words/switch-role.ts'

/** The fields, filled in from the link, and what is missing once somebody has tried. */
export function useSwitchForm() {
  const [search] = useSearchParams()
  const [values, setValues] = useState(() => ({
    account: search.get('account')?.trim() ?? '',
    roleName: search.get('roleName')?.trim() ?? '',
    displayName: search.get('displayName') ?? '',
    color: colorOf(search.get('color')),
  }))
  const [isTried, setTried] = useState(false)
  const faults = {
    account: isTried && values.account.trim() === '' ? words.accountMissing : '',
    roleName: isTried && values.roleName === '' ? words.roleNameMissing : '',
  }
  return {
    values,
    faults,
    set: (changed: Partial<typeof values>) => setValues(before => ({ ...before, ...changed })),
    check: () => {
      setTried(true)
      return values.account.trim() !== '' && values.roleName !== ''
    },
  }
}

export type SwitchForm = ReturnType<typeof useSwitchForm>

/** AWS's own links name colours by their digits (`F2B0A9`): those of its palette become the nearest of ours. */
const awsColors: Readonly<Record<string, RoleColor>> = {
  F2B0A9: 'red',
  FBBF93: 'orange',
  FAD791: 'yellow',
  B7CA9D: 'green',
  '99BCE3': 'blue',
}

function colorOf(text: string | null): RoleColor {
  const wanted = (text ?? '').replace(/^#/, '')
  return roleColors.find(color => color === wanted.toLowerCase()) ?? awsColors[wanted.toUpperCase()] ?? 'blue'
}
