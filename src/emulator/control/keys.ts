import { aFlag, operation } from './operation.ts'

/** What can be done about the keys that sign ID tokens and self-contained access tokens. */
export const keyOperations = [
  operation('keys list', 'Lists the keys that are published, by their ids; the first one signs.', {
    reads: true,
    run: async ({ signingKeys }) => (await signingKeys.published()).map(({ jwk: { kid } }) => ({ kid })),
  }),
  operation<{ dropFormer?: boolean }>(
    'keys rotate',
    'Signs with a new key from now on; the former ones stay published unless they are dropped.',
    {
      properties: { dropFormer: aFlag },
      async run({ signingKeys }, { dropFormer = false }) {
        const { jwk } = await signingKeys.rotate(dropFormer)
        return { kid: jwk.kid }
      },
    },
  ),
]
