const wanted = [{ resource: 'rooms', event: 'created' }]

/** Has Webex tell this app of each new space of a person. Doing it again changes nothing. */
export function watchSpaces(keeper, grant, secret) {
  return keeper.webhooks.ensure({ grant }, { targetUrl: `${keeper.origin}/webhooks`, secret, wanted })
}
