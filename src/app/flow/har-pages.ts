import type { Page, Visit } from '../context.ts'
import { requireOperator } from '../operator/operators.ts'
import { isWanted, readFlowFilter } from './filter.ts'
import type { Flow } from './flow.ts'
import { titleOf } from './flow-words.ts'
import { writeHar } from './har.ts'
import { flowOfVisit, inspectorOf } from './inspector-of-visit.ts'

/** GET /flow/har?q=&kind=&outcome=: what the list shows, as one archive. */
export const allAsHar: Page = (visit) => {
  requireOperator(visit)
  const filter = readFlowFilter(visit.url.searchParams)
  return answer(
    visit,
    inspectorOf(visit).flows.filter((flow) => isWanted(filter, flow)),
    'flows',
  )
}

/** GET /flow/:id/har */
export const flowAsHar: Page = (visit) => {
  requireOperator(visit)
  const flow = flowOfVisit(visit)
  return answer(visit, [flow], `flow-${flow.id}`)
}

function answer({ app }: Visit, flows: readonly Flow[], name: string): Response {
  const har = writeHar(flows, (flow) => titleOf(app, flow))
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-disposition': `attachment; filename="${name}.har"`,
  }
  return new Response(JSON.stringify(har), { headers: { ...app.headers, ...headers } })
}
