import { callItem } from './call.ts'
import type { ApiContext, CallOptions } from './context.ts'
import type { FieldErrors, Instant, Paged } from './item.ts'
import type { List } from './list.ts'
import { createVerbs } from './resource.ts'
import { pathOf } from './url.ts'

/**
 * A person as Webex gives it. Optional fields are absent, not null; fields that are not listed here are kept all the same.
 * @see WEBEX.md §9
 */
export interface WebexPerson {
  id: string
  emails?: string[]
  phoneNumbers?: PhoneNumber[]
  extension?: string
  locationId?: string
  displayName?: string
  nickName?: string
  firstName?: string
  lastName?: string
  userName?: string
  /** Address of a picture. */
  avatar?: string
  orgId?: string
  /** Only for administrators, as licenses are. */
  roles?: string[]
  licenses?: string[]
  department?: string
  manager?: string
  managerId?: string
  title?: string
  addresses?: PostalAddress[]
  created?: Instant
  lastModified?: Instant
  /** Name of a zone, such as `Europe/London`. */
  timezone?: string
  lastActivity?: Instant
  siteUrls?: string[]
  sipAddresses?: SipAddress[]
  xmppFederationJid?: string
  status?:
    | 'active'
    | 'call'
    | 'DoNotDisturb'
    | 'inactive'
    | 'meeting'
    | 'OutOfOffice'
    | 'pending'
    | 'presenting'
    | 'unknown'
  invitePending?: boolean
  loginEnabled?: boolean
  type?: 'person' | 'bot' | 'appuser'
  errors?: FieldErrors
}

/** A number of a person. */
export interface PhoneNumber {
  type?: 'work' | 'work_extension' | 'mobile' | 'fax'
  value?: string
  primary?: boolean
}

/** A SIP address of a person. */
export interface SipAddress {
  type?: 'personal-room' | 'enterprise' | 'cloud-calling'
  value?: string
  primary?: boolean
}

/** Where a person is. */
export interface PostalAddress {
  type?: string
  country?: string
  locality?: string
  region?: string
  streetAddress?: string
  postalCode?: string
}

/** Whom to look for. People who do not administer the organization name an e-mail, a name or ids. */
export interface PeopleQuery extends Paged {
  email?: string
  /** The beginning of a name. */
  displayName?: string
  /** 85 at most; then there is no `status` and no `lastActivity`. */
  id?: string | readonly string[]
  orgId?: string
  /** For administrators: ids of roles. */
  roles?: string | readonly string[]
  /** For administrators: with what they have at Webex Calling; 100 a page at most. */
  callingData?: boolean
  /** For administrators; 50 a page at most. */
  locationId?: string
  /** Without `status` and `lastActivity`, which is quicker. */
  excludeStatus?: boolean
}

/** Options of calls for one person. */
export interface PersonOptions extends CallOptions {
  /** For administrators: with what the person has at Webex Calling. */
  callingData?: boolean
}

/** Takes the scope spark:people_read. @see WEBEX.md §7, §9 */
export interface People {
  /** Who gave the grant. @throws WX-API-* */
  me(options?: PersonOptions): Promise<WebexPerson>
  /** Ids that there are not stand in `notFoundIds` of a page. @throws WX-API-* when a page is read */
  list(query?: PeopleQuery, options?: CallOptions): List<WebexPerson>
  /** @throws WX-API-NOT-FOUND and the other WX-API-* */
  get(id: string, options?: PersonOptions): Promise<WebexPerson>
}

export function createPeople(context: ApiContext): People {
  const about = { path: '/people', essential: ['id'] } as const
  const read = (path: string, { callingData, ...options }: PersonOptions = {}) =>
    callItem<WebexPerson>(context, { ...options, method: 'GET', path, query: { callingData } }, about.essential)
  return {
    me: (options) => read('/people/me', options),
    list: createVerbs<WebexPerson, PeopleQuery>(context, about).list,
    get: async (id, options) => read(pathOf(about.path, id), options),
  }
}
