import { listEntries } from './entry.ts'

export const messagingScopes = [
  ...listEntries('messaging', {
    'spark:all': 'do in Webex messaging what you can do yourself',
    'spark:kms': 'read and write the encrypted parts of what it may see, such as titles and messages',
    'spark:people_read': 'see who you are and look people up in your company’s directory',
    'spark:people_write': 'change entries of your company’s directory',
    'spark:rooms_read': 'see the titles of your spaces',
    'spark:rooms_write': 'create, rename and delete spaces for you',
    'spark:memberships_read': 'see who is in your spaces',
    'spark:memberships_write': 'add people to your spaces and remove them',
    'spark:messages_read': 'read the messages and files in your spaces',
    'spark:messages_write': 'post and delete messages in your name',
    'spark:teams_read': 'see which teams you belong to',
    'spark:teams_write': 'create and change teams for you',
    'spark:team_memberships_read': 'see who is in your teams',
    'spark:team_memberships_write': 'add people to your teams and remove them',
    'spark:organizations_read': 'see the name of your organization',
  }),
  ...listEntries('apps', {
    'spark:applications_token': 'get the tokens of service apps',
    'spark:datasource_read': 'see data sources',
    'spark:mcp': 'use Webex through its server for AI assistants',
    'application:webhooks_read': 'see the webhooks of apps',
    'application:webhooks_write': 'change the webhooks of apps',
    'guest-issuer:read': 'see guests',
    'guest-issuer:write': 'let guests in',
  }),
  ...listEntries('sign-in', {
    openid: 'know that it is you who signed in',
    email: 'see your e-mail address',
    profile: 'see your name',
    phone: 'see your phone number',
    address: 'see your postal address',
  }),
]
