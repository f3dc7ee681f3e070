import { listEntries, listPairs, listReads } from './entry.ts'

export const administrationScopes = [
  ...listPairs('administration', 'spark-admin', {
    people: 'the people of your organization',
    devices: 'the devices of your organization',
    places: 'the places of your organization',
    locations: 'the locations of your organization',
    workspace_locations: 'where the workspaces of your organization are',
    telephony_config: 'how calling is set up in your organization',
    resource_group_memberships: 'which resource group people belong to',
    broadworks_enterprises: 'BroadWorks enterprises',
    broadworks_subscribers: 'BroadWorks subscribers',
    wholesale_customers: 'wholesale customers',
    wholesale_subscribers: 'wholesale subscribers',
    wholesale_billing_reports: 'wholesale billing reports',
    reports: 'the reports of your organization',
    datasource: 'the data sources of your organization',
    messages: 'messages of your organization, the old way (now spark-compliance)',
  }),
  ...listReads('administration', 'spark-admin', {
    licenses: 'the licences of your organization',
    organizations: 'the details of your organization',
    roles: 'the roles that people can have',
    resource_groups: 'the resource groups of your organization',
    workspaces: 'the workspaces of your organization',
    workspace_metrics: 'how the workspaces of your organization are used',
    hybrid_clusters: 'hybrid clusters',
    hybrid_connectors: 'hybrid connectors',
    call_qualities: 'the quality of calls in your organization',
    calls: 'the calls of your organization',
    calling_cdr: 'the call records of your organization',
  }),
  ...listEntries('administration', {
    'audit:events_read': 'see what administrators have done',
    'analytics:read_all': 'see the analytics of your organization',
    'identity:people_read': 'see the identities of your organization',
    'identity:people_rw': 'see and change the identities of your organization',
    'identity:organizations_read': 'see how identities are set up in your organization',
    'identity:organizations_rw': 'see and change how identities are set up in your organization',
    'identity:groups_read': 'see the groups of your organization',
    'identity:groups_rw': 'see and change the groups of your organization',
    'identity:tokens_read': 'see which apps people have authorized',
    'identity:tokens_write': 'withdraw what people have authorized',
    'identity:placeonetimepassword_create': 'make a one-time password for a workspace',
    'Identity:one_time_password': 'make one-time passwords',
    'Identity:Config': 'see and change the configuration of identities',
  }),
]

export const complianceScopes = [
  ...listPairs('compliance', 'spark-compliance', {
    memberships: 'who is in any space of your organization',
    messages: 'the messages in all spaces of your organization',
    rooms: 'all spaces of your organization',
    team_memberships: 'who is in any team of your organization',
    meetings: 'all meetings of your organization',
    webhooks: 'webhooks that watch your whole organization',
  }),
  ...listReads('compliance', 'spark-compliance', {
    events: 'what happens in all spaces of your organization',
    teams: 'all teams of your organization',
  }),
]

export const contactCenterScopes = [
  ...listPairs('contact center', 'cjp', {
    config: 'how the contact center is set up',
    task: 'the tasks of the contact center',
  }),
  ...listEntries('contact center', { 'cjp:user': 'act as an agent of the contact center' }),
]
