import { Layout } from '../layout.tsx'

/** The person answered; the device learns of it by itself. */
export function DeviceDonePage({ accepted }: { accepted: boolean }) {
  return (
    <Layout title={accepted ? 'The device is connected' : 'The device stays unconnected'}>
      <p>
        {accepted ? '✔ Go back to the device; it goes on by itself.' : 'You denied the request. The device is told.'}
      </p>
    </Layout>
  )
}
