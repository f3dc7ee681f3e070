const wanted = [{ resource: 'rooms', event: 'created' }]

/** Has Webex tell this app of each new space of a person. Doing it again changes nothing. */
export function watchSpaces(keeper, grant, secret) {
  return keeper.webhooks.ensure({ grant }, { targetUrl: `${keeper.origin}/webhooks`, secret, wanted })
}

/** What the app does with each POST to /webhooks, before any body parser. Answers at once; the work is done later. */
export async function receiveSpace(keeper, request, secret, later) {
  const event = await keeper.webhooks.receive(request, { secret })
  if (event?.type === 'rooms.created') later(event.data.id)
  return new Response(null, { status: 204 })
}
