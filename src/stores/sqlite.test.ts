import { describe, it } from 'vitest'
import { testStore } from './contract.ts'
import { sqliteStore } from './sqlite.ts'

testStore({ name: 'sqliteStore', open: ({ now }) => sqliteStore({ file: ':memory:', now }), describe, it })
