/** Express 4, as far as the tests use it, is typed as Express 5 is. */
declare module 'express4' {
  import express from 'express'
  export = express
}
