import type { WorkerAnswer, WorkerTask } from './storageWorker.ts'

/** Carries a task out in a worker: the second context of the browser tests. */
export async function runInWorker(task: WorkerTask): Promise<WorkerAnswer> {
  const worker = new Worker(new URL('./storageWorker.ts', import.meta.url), { type: 'module' })
  try {
    const answer = await new Promise<WorkerAnswer>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data)
      worker.onerror = (event) => reject(new Error(event.message || 'the worker did not start'))
      worker.postMessage(task)
    })
    if (answer.error) throw new Error(answer.error)
    return answer
  } finally {
    worker.terminate()
  }
}
