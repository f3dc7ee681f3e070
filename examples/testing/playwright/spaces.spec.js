import { expect } from '@playwright/test'
import { test } from './webex.js'

test('lists the spaces of whoever presses GRANT', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'GRANT' }).click()
  await page.getByRole('button', { name: 'Ada' }).click()
  await page.getByRole('button', { name: 'Accept' }).click()
  await expect(page.getByRole('listitem')).toHaveCount(20)
})

test('says what to do when an administrator has ended the grant', async ({ page, webex }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'GRANT' }).click()
  await page.goto(await webex.signIn(page.url(), 'ada'))
  await expect(page.getByRole('listitem')).toHaveCount(20)
  webex.revokeOutside('ada')
  await page.reload()
  await expect(page.locator('body')).toContainText('WX-RECONNECT')
})
