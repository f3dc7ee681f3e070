import { describe, expectTypeOf, it } from 'vitest'
import type * as Webex from './webex.ts'

/** Nothing here runs: it is the compiler that says whether a call is right. */
describe('the compiler', () => {
  it('refuses drafts that Webex would', () => {
    void ((webex: Webex.WebexClient) => {
      void webex.messages.create({ roomId: '1', text: 'a' })
      void webex.messages.create({ toPersonEmail: 'a@example.com', files: [new Blob([])] })
      // @ts-expect-error nowhere to go
      void webex.messages.create({ text: 'a' })
      // @ts-expect-error two ways to go
      void webex.messages.create({ roomId: '1', toPersonId: '2', text: 'a' })
      // @ts-expect-error nothing to say
      void webex.messages.create({ roomId: '1' })
      // @ts-expect-error one file at most
      void webex.messages.create({ roomId: '1', files: ['https://a.example/1', 'https://a.example/2'] })
      // @ts-expect-error a card has a version
      const card: Webex.AdaptiveCard = { type: 'AdaptiveCard' }
      void webex.messages.create({ roomId: '1', attachments: [{ contentType: CARD, content: card }] })
      // @ts-expect-error an edit says something
      void webex.messages.edit('1', { roomId: '1' })
      // @ts-expect-error a message is listed by its space
      webex.messages.list({ parentId: '1' })
      // @ts-expect-error Webex knows no size of pages there
      webex.messages.listDirect({ personId: '1', max: 10 })
      // @ts-expect-error a space has a title
      void webex.rooms.create({})
      // @ts-expect-error a public space has a description
      void webex.rooms.create({ title: 'a', isPublic: true })
      // @ts-expect-error there is no such order
      webex.rooms.list({ sortBy: 'title' })
      // @ts-expect-error a misspelt option
      webex.rooms.list({ typ: 'group' })
      // @ts-expect-error a person is named once
      void webex.memberships.create({ roomId: '1', personId: '1', personEmail: 'a@example.com' })
      // @ts-expect-error a person is looked for in a space
      webex.memberships.list({ personEmail: 'a@example.com' })
      // @ts-expect-error something is to change
      void webex.memberships.update('1', {})
      // @ts-expect-error a webhook cannot be made inactive
      void webex.webhooks.update('1', { name: 'a', targetUrl: 'https://a.example', status: 'inactive' })
      // @ts-expect-error there are no other events
      webex.events.list({ type: 'moved' })
      // @ts-expect-error spans are numbers of milliseconds
      void webex.people.me({ timeoutMs: '5s' })
      // @ts-expect-error there is no such verb
      void webex.events.delete('1')
    })
  })

  it('knows what may be absent, and what is not there', () => {
    expectTypeOf<Webex.Message['roomId']>().toEqualTypeOf<string>()
    expectTypeOf<Webex.Message['updated']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<Webex.AttachmentAction['messageId']>().toEqualTypeOf<string>()
    expectTypeOf<Webex.WebexEvent['errors']>().toEqualTypeOf<Webex.FieldErrors | undefined>()
    expectTypeOf<Webex.WebexEvent['created']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<Webex.Room['title']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<Webex.WebexPerson['invitePending']>().toEqualTypeOf<boolean | undefined>()
    expectTypeOf<Webex.Page<Webex.Room>['items']>().toEqualTypeOf<Webex.Room[]>()
    expectTypeOf<ReturnType<Webex.Rooms['delete']>>().toEqualTypeOf<Promise<void>>()
    void ((room: Webex.Room, file: Webex.Download) => {
      // @ts-expect-error it may be absent
      room.title.toUpperCase()
      // @ts-expect-error a misspelt field
      room.titel
      // @ts-expect-error a field may not have failed
      room.errors.title.code
      // @ts-expect-error it may be unknown
      file.size.toFixed()
    })
  })
})

declare const CARD: 'application/vnd.microsoft.card.adaptive'
