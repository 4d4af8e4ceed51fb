/** The first article of an order, and how many others it has. */
import type { ListedSale } from '../../ports/tables/order-lists.ts'
import { useSpeech } from '../language.tsx'

export function Article({ article }: Pick<ListedSale, 'article'>) {
  const { say } = useSpeech()
  if (article === null) return '–'
  const { quantity, title, others } = article
  return (
    <>
      {quantity === 1 ? '' : `${quantity} × `}
      {title ?? say('articleUnnamed')}
      {others > 0 && <span className="quiet"> {say('andOthers', { n: others })}</span>}
    </>
  )
}
