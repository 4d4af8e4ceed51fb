/** A save that asks for full proof in some cases only: it goes without, and once more with it where the API says so. */
import { useMutation } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { Failure } from '../api.tsx'
import { useSpeech, type Word } from '../language.tsx'
import { isOfProof, ProofDialog, type Proof } from './proof-dialog.tsx'

interface Outcome<T> {
  onSaved: (saved: T) => unknown
  /** Of the dialog; left out: another login or dossier. */
  title?: Word
  /** Of what is wrong with what was sent; a proof that is wrong is told in the dialog. */
  onFailed?: (error: unknown) => void
}

export function useProvenSave<W, T>(
  send: (what: W, proof: { proof?: Proof }) => Promise<T>,
  { onSaved, onFailed, title = 'otherLogin' }: Outcome<T>,
): { save: (what: W) => void; isPending: boolean; data: T | undefined; error: unknown; dialog: ReactNode } {
  const { say } = useSpeech()
  const [asked, setAsked] = useState<{ what: W } | null>(null)
  const mutation = useMutation({
    mutationFn: ({ what, proof }: { what: W; proof?: Proof }) => send(what, proof === undefined ? {} : { proof }),
    onSuccess: (saved) => onSaved(saved),
    onError(error, { what }) {
      if (isAsked(error)) setAsked({ what })
      else if (!isOfProof(error)) onFailed?.(error)
    },
  })
  return {
    save: (what) => {
      if (!mutation.isPending) mutation.mutate({ what })
    },
    isPending: mutation.isPending,
    data: mutation.data,
    error: isOfProof(mutation.error) ? null : mutation.error,
    dialog: asked !== null && (
      <ProofDialog
        title={say(title)}
        run={(proof) => mutation.mutateAsync({ what: asked.what, proof })}
        onClose={() => setAsked(null)}
      />
    ),
  }
}

function isAsked(error: unknown): boolean {
  return error instanceof Failure && error.faults[0]?.message === 'proofNeeded'
}
