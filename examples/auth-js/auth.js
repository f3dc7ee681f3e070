/** In its place: the `auth` that your `NextAuth({ … })` gives. */
export const auth = async () => ({ user: { id: 'user-42' } })
