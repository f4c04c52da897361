export { OrganizationsClient } from '@aws-sdk/client-organizations'
