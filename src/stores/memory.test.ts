import { describe, it } from 'vitest'
import { testStore } from './contract.ts'
import { memoryStore } from './memory.ts'

testStore({ name: 'memoryStore', open: ({ now }) => memoryStore({ now }), describe, it })
