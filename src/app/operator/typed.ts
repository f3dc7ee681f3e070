import { GrantkeeperError } from '../../index.ts'
import { readForm } from '../frame/read-form.ts'

/** What an operator types is short. */
const LARGEST = 16_384
const WHY = { notAForm: 'A form was expected.', tooLarge: 'The form is too large.' }

/** What was typed into a field, without spaces around it; empty where it is missing. @throws WX-REQUEST-INVALID */
export async function readTyped(request: Request, field: string): Promise<string> {
  const form = await readForm(request, LARGEST)
  if (form.unread) throw new GrantkeeperError('WX-REQUEST-INVALID', { detail: WHY[form.unread] })
  return form.fields.get(field)?.trim() ?? ''
}
