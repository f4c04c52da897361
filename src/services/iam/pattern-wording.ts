/**
 * What IAM says of a value with a character that it may not have, for the members of which answers of AWS are known;
 * of all others it cites the regular expression. Known from reports: user, role, group and policy names, paths and
 * prefixes, both kinds of documents. By likeness: the new names and the new path.
 */
const nameCharacters = 'It must contain only alphanumeric characters and/or the following: +=,.@_-'
const pathCharacters =
  'It must begin and end with / and contain only alphanumeric characters and/or / characters.'
const prefixCharacters =
  'It must begin with the / character and contain only alphanumeric characters and/or / characters.'
const documentCharacters = 'It must contain only printable ASCII characters.'

/** By the member as messages spell it. */
export const patternWording: Readonly<Record<string, string>> = {
  userName: nameCharacters,
  newUserName: nameCharacters,
  groupName: nameCharacters,
  newGroupName: nameCharacters,
  roleName: nameCharacters,
  policyName: nameCharacters,
  path: pathCharacters,
  newPath: pathCharacters,
  pathPrefix: prefixCharacters,
  policyDocument: documentCharacters,
  assumeRolePolicyDocument: documentCharacters,
}
