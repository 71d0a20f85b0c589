import type { ErasureState } from '@octometer/read-store'

/** An erasure that has come to its end. */
export function erasureState(at: Date): ErasureState {
  return {
    ...{ erasure_id: '00000000-0000-4000-8000-000000000017', version: 6, phase: 'done' },
    ...{ placeholder: 'erased-0a1b2c3d4e5f', placeholder_id: 2 ** 52 },
    ...{ asked_at: at, asked_by: 'root', up_to: 1, updated_at: at, rewritten_at: at },
    ...{ deliveries: 3, other_rows: 2, messages: 5, bucket_entries: 1, read_models: 13 },
  }
}
