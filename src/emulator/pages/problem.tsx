import { Layout } from './layout.tsx'

interface ProblemProps {
  title: string
  /** What happened. */
  problem: string
  /** What to do. */
  advice: string
}

export function ProblemPage({ title, problem, advice }: ProblemProps) {
  return (
    <Layout title={title}>
      <p class="problem">✘ {problem}</p>
      <p>{advice}</p>
    </Layout>
  )
}
