/** Every value of the front door. A change here is a change of what we promise. */
export const values = [
  'GrantkeeperError',
  'Secret',
  'catalogue',
  'createGrantkeeper',
  'describeScope',
  'fetchTransport',
  'isGrantkeeperError',
  'nodeEnvironment',
  'optionsFromEnv',
]
