export const federationPath = '/federation'
