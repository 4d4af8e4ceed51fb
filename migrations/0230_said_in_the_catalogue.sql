-- 0230_said_in_the_catalogue.sql. Why: what a row and a column is stood in the migration that made it, in seventy files, or nowhere; now the
-- database says it itself (`\d+`), and docs/schema.md is printed from it.
-- A table's comment begins with its room, and ends with what it grows with and how long its rows are kept. An arrow at the end of a column's
-- names the table that it points into where no constraint says so.
-- Older workers may keep running: yes. Backfill: none. Undo: none is needed.

comment on table marketplace_order is 'orders: One order of a shop, with where it stands on its way into the books. Grows with orders. Kept for good.';
comment on column marketplace_order.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column marketplace_order.connection_id is 'Connection that it belongs to. → connection';
comment on column marketplace_order.order_id is 'Number of the order in the shop.';
comment on column marketplace_order.placed_at is 'Moment at which the order was placed; null: not told yet.';
comment on column marketplace_order.placed_on is 'Day on which the order was placed; null: not told yet.';
comment on column marketplace_order.first_seen_at is 'Moment at which the order was first known here.';
comment on column marketplace_order.last_changed_at is 'Latest change that the shop told of an item, else the moment of placing, else of the first sight.';
comment on column marketplace_order.list_hash is 'Hash of what the row of the list of orders says; another one means that the details are read again.';
comment on column marketplace_order.version is 'Newest version that is kept, 0 as long as the details were never read. → order_version';
comment on column marketplace_order.wants_detail is 'The list shows a change whose details are not read yet, so that the order cannot get lost.';
comment on column marketplace_order.detail_failures is 'Reads of the details that failed in a row.';
comment on column marketplace_order.wants_shipments is 'Shipped units exist that no known shipment accounts for.';
comment on column marketplace_order.needs_plan is 'The order is to be planned again.';
comment on column marketplace_order.standing is 'What planning found: new, waiting, blocked, nothing to book, planned or skipped.';
comment on column marketplace_order.standing_reason is 'Code of what the standing comes from; null: there is none.';
comment on column marketplace_order.planned_revision is 'Revision of the settings by which the order was planned last. → mapping_revision';
comment on column marketplace_order.explanation is 'Treatment, place, amounts in cents and rule of each line as planned last, without a person; JSON.';
comment on column marketplace_order.skipped_at is 'Moment at which a person left the order out; null: it is not left out.';
comment on column marketplace_order.skip_reason is 'Reason that the person gave for leaving it out.';
comment on column marketplace_order.plan_again_at is 'Moment from which an order that waits for an answer from outside is planned again.';
comment on column marketplace_order.credit_waits is 'A credit waits until its sale stands in the ledger, and the order is planned again then.';
comment on column marketplace_order.found_by is 'What told of the order where no list of orders did; null: a list told of it first.';
comment on column marketplace_order.undone_at is 'Moment at which a person took the order out of the books; null: it is in.';
comment on column marketplace_order.undo_reason is 'Reason that the person gave for taking it out.';
comment on column marketplace_order.sale_elsewhere is 'The sale stands in books that others kept, so that only its credits are sent.';
comment on column marketplace_order.wants_reread is 'Details, shipments and returns are all to be read once more.';
comment on column marketplace_order.detail_read_at is 'Moment at which the details were last read, whether or not they told something new.';
comment on column marketplace_order.begun_as is 'Whether the order is booked whole or per shipment, as a document found in the ledger shows; null: as the settings say.';
comment on column marketplace_order.buyer_erased_at is 'Moment at which the buyer asked to be forgotten; what still comes of the order goes with the next night.';

comment on table order_version is 'orders: What the shop told of an order, once each time that it told something else; rows are only added. Grows with orders. Kept for good; the sealed values 60 to 120 days.';
comment on column order_version.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column order_version.connection_id is 'Connection that it belongs to. → connection';
comment on column order_version.order_id is 'Number of the order in the shop. → marketplace_order';
comment on column order_version.version is 'Version, counted from 1 within the order.';
comment on column order_version.hash is 'Keyed hash of the order and its buyer; an answer of the same hash makes no version.';
comment on column order_version.seen_at is 'Moment at which the answer was read.';
comment on column order_version.facts is 'The order without its buyer: items, quantities, prices in cents, country; JSON.';
comment on column order_version.buyer_sealed is 'Name, addresses and mail of the buyer, sealed; null: removed, or not told.';
comment on column order_version.raw_sealed is 'Answer of the shop as it came, sealed; null: removed.';
comment on column order_version.remove_on is 'Day on which the sealed value goes, unless its order or document is open; null: nothing is kept.';
comment on column order_version.keep_until is 'Last day for the sealed value, with few exceptions also while something is open; null: nothing is kept.';

comment on table marketplace_shipment is 'orders: One shipment of a known order. Grows with orders. Kept for good; the sealed value 60 to 120 days.';
comment on column marketplace_shipment.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column marketplace_shipment.connection_id is 'Connection that it belongs to. → connection';
comment on column marketplace_shipment.shipment_id is 'Number of the shipment in the shop.';
comment on column marketplace_shipment.order_id is 'Order that it is of. → marketplace_order';
comment on column marketplace_shipment.shipped_at is 'Moment of the shipment; null: not told.';
comment on column marketplace_shipment.shipped_on is 'Day of the shipment, which dates its document; null: not told.';
comment on column marketplace_shipment.fulfilment is 'Stock that it left from: the seller''s or the marketplace''s.';
comment on column marketplace_shipment.items is 'Items with their quantities, null where only the list was read; JSON.';
comment on column marketplace_shipment.has_detail is 'The shipment was read one by one, so that its quantities are known; the list gives none.';
comment on column marketplace_shipment.first_seen_at is 'Moment at which the shipment was first known here.';
comment on column marketplace_shipment.raw_sealed is 'Answer of the shop as it came, sealed; null: removed.';
comment on column marketplace_shipment.remove_on is 'Day on which the sealed value goes, unless its order or document is open; null: nothing is kept.';
comment on column marketplace_shipment.keep_until is 'Last day for the sealed value, with few exceptions also while something is open; null: nothing is kept.';

comment on table marketplace_return is 'orders: What the shop told of a returned item, once each time that it told something else; rows are only added. Grows with orders. Kept for good; the sealed value 60 to 120 days.';
comment on column marketplace_return.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column marketplace_return.connection_id is 'Connection that it belongs to. → connection';
comment on column marketplace_return.rma_id is 'Number of the returned item in the shop.';
comment on column marketplace_return.version is 'Version, counted from 1 within the returned item.';
comment on column marketplace_return.return_id is 'Number of the return that the item came with.';
comment on column marketplace_return.order_id is 'Order that the item was sold in. → marketplace_order';
comment on column marketplace_return.ean is 'Number of the product; null: not told.';
comment on column marketplace_return.fulfilment is 'Stock that the item was sold from: the seller''s or the marketplace''s.';
comment on column marketplace_return.registered_at is 'Moment at which the return was registered; null: not told.';
comment on column marketplace_return.expected_quantity is 'Units that the buyer announced; null: not told.';
comment on column marketplace_return.handled is 'The shop counts the return as handled.';
comment on column marketplace_return.main_reason is 'Reason that the buyer chose, shown and never decided by.';
comment on column marketplace_return.results is 'What became of the units, in the shop''s words; JSON.';
comment on column marketplace_return.hash is 'Hash of what is told; an answer of the same hash makes no version.';
comment on column marketplace_return.seen_at is 'Moment at which the answer was read.';
comment on column marketplace_return.raw_sealed is 'Answer of the shop as it came, sealed; null: removed.';
comment on column marketplace_return.remove_on is 'Day on which the sealed value goes, unless its order or document is open; null: nothing is kept.';
comment on column marketplace_return.keep_until is 'Last day for the sealed value, with few exceptions also while something is open; null: nothing is kept.';
comment on column marketplace_return.amount_cents is 'Amount that was paid back, in cents with VAT, where the shop tells an amount and no units; null: it tells units.';

comment on table return_list_read is 'orders: When one of the shop''s lists of returns was last read. Grows with connections. Kept for good.';
comment on column return_list_read.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column return_list_read.connection_id is 'Connection that it belongs to. → connection';
comment on column return_list_read.fulfilment is 'Stock that the list is of: the seller''s or the marketplace''s.';
comment on column return_list_read.handled is 'The list is that of returns that are handled.';
comment on column return_list_read.read_at is 'Moment at which its newest page was read.';
comment on column return_list_read.swept_at is 'Moment at which the whole list was read to its end; null: it is to be read whole.';

comment on table return_decision is 'orders: What a person decided about a returned item that the rules leave open; the newest row counts. Grows with orders. Kept for good.';
comment on column return_decision.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column return_decision.connection_id is 'Connection that it belongs to. → connection';
comment on column return_decision.rma_id is 'Returned item that was decided about. → marketplace_return';
comment on column return_decision.decision_id is 'Number that orders the decisions.';
comment on column return_decision.decision is 'Decision: ignored, refunded, not refunded, undecided, or credited all the same.';
comment on column return_decision.order_item_id is 'Order item that came back, where the product stands in the order more than once.';
comment on column return_decision.reason is 'Reason that the person gave.';
comment on column return_decision.decided_at is 'Moment of the decision.';
comment on column return_decision.decided_by is 'Who decided, as it is shown.';

comment on table held_record is 'orders: One record that the shop gave badly, held alone so that nothing behind it waits. Grows with orders. Kept until the record can be read.';
comment on column held_record.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column held_record.connection_id is 'Connection that it belongs to. → connection';
comment on column held_record.kind is 'Whether it is the details of an order, or a row of a list of orders, shipments or returns.';
comment on column held_record.record_key is 'Number of the record, or a hash of a row that has none.';
comment on column held_record.named is 'The key is the record''s own number, so that it can be asked for by itself.';
comment on column held_record.order_id is 'Order that it is of; null: not told. → marketplace_order';
comment on column held_record.listed_on is 'Day under which a row of the list of orders stood, to be read again.';
comment on column held_record.fault is 'Names of the fields that are wrong, never what they hold.';
comment on column held_record.failures is 'Times that it was asked for by itself and failed.';
comment on column held_record.first_at is 'Moment at which it was held.';
comment on column held_record.last_at is 'Moment at which it was last seen to be bad.';
comment on column held_record.ask_at is 'Moment before which it is not asked for by itself.';

comment on table poll_gap is 'orders: A time in which the shop was not polled, and when it was made up for. Grows with days. Kept for good.';
comment on column poll_gap.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column poll_gap.connection_id is 'Connection that it belongs to. → connection';
comment on column poll_gap.gap_from is 'Moment up to which everything was captured.';
comment on column poll_gap.gap_until is 'Moment at which polling went on.';
comment on column poll_gap.closed_at is 'Moment at which the missed changes were captured.';

comment on table completeness_check is 'orders: The newest proof that no order of a period is missing. Grows with days. Kept for good.';
comment on column completeness_check.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column completeness_check.connection_id is 'Connection that it belongs to. → connection';
comment on column completeness_check.from_day is 'First day of the period.';
comment on column completeness_check.to_day is 'Last day of the period.';
comment on column completeness_check.checked_at is 'Moment of the proof.';
comment on column completeness_check.counts is 'Orders in all, booked, waiting, blocked and skipped; JSON.';
comment on column completeness_check.missing is 'Orders that some list names and that are not known here, with the list that does; JSON.';

comment on table history_import is 'orders: A period from before the connection''s first day that is booked too, and how far it is read. Grows with connections. Kept for good.';
comment on column history_import.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column history_import.connection_id is 'Connection that it belongs to. → connection';
comment on column history_import.from_day is 'First day of the period.';
comment on column history_import.to_day is 'Last day of the period.';
comment on column history_import.next_day is 'Day from which on lists are still to be read; all before it are stored.';
comment on column history_import.state is 'Whether it runs, is paused or is done.';
comment on column history_import.captured is 'Orders found so far.';
comment on column history_import.asked_at is 'Moment at which a person asked for it.';
comment on column history_import.finished_at is 'Moment at which the last day was read; null: not yet.';

comment on table order_class is 'counts: What one order counts as in lists and figures, derived from the order and its documents. Grows with orders. Kept as long as the order.';
comment on column order_class.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column order_class.connection_id is 'Connection that it belongs to. → connection';
comment on column order_class.order_id is 'Order that is counted. → marketplace_order';
comment on column order_class.placed_on is 'Day on which the order was placed; null: not told yet.';
comment on column order_class.class is 'The one class that it counts in: booked, waiting, blocked, skipped or in doubt.';
comment on column order_class.credited is 'A credit of it is booked.';
comment on column order_class.booked_on is 'Days on which something of it stands in the ledger, each with the country of its VAT, e.g. 2026-11-24|BE.';

comment on table order_tally is 'counts: A difference in how many orders of a day count as what; their sum is the count. Grows with days. Kept for good, folded into one row per day and class.';
comment on column order_tally.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column order_tally.connection_id is 'Connection that it belongs to. → connection';
comment on column order_tally.tally_id is 'Number that tells rows apart.';
comment on column order_tally.placed_on is 'Day on which the orders were placed; -infinity: only their numbers are known.';
comment on column order_tally.class is 'Class that is counted, as in order_class.';
comment on column order_tally.credited is 'The orders counted have a booked credit.';
comment on column order_tally.orders is 'Orders to be added, negative where they left the class.';
comment on column order_tally.folded is 'The row is the sum of earlier ones.';

comment on table order_touched is 'counts: A note that what an order counts as may have changed. Grows with orders. Kept until the next count.';
comment on column order_touched.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column order_touched.connection_id is 'Connection that it belongs to. → connection';
comment on column order_touched.touch_id is 'Number that tells rows apart.';
comment on column order_touched.order_id is 'Order to be counted anew. → marketplace_order';

comment on table order_amount is 'counts: An amount that a document of an order has, so that lists find orders by amount. Grows with orders. Kept as long as the document.';
comment on column order_amount.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column order_amount.connection_id is 'Connection that it belongs to. → connection';
comment on column order_amount.order_id is 'Order that the document is of. → marketplace_order';
comment on column order_amount.amount_cents is 'Amount of the document, in cents with VAT.';
comment on column order_amount.placed_on is 'Day on which the order was placed; null: not told yet.';

comment on table booked_tally is 'counts: A difference in what stands in the ledger for a day, country and VAT; their sum is what stands there. Grows with days. Kept for good, folded into one row per day, country and VAT.';
comment on column booked_tally.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column booked_tally.connection_id is 'Connection that it belongs to. → connection';
comment on column booked_tally.tally_id is 'Number that tells rows apart.';
comment on column booked_tally.day is 'Date of the documents.';
comment on column booked_tally.country is 'Country of the VAT, empty where the line names none.';
comment on column booked_tally.vat_code is 'VAT code of the ledger; null: the row counts orders and no money.';
comment on column booked_tally.treatment is 'How VAT applies, e.g. DOMESTIC; null as the VAT code.';
comment on column booked_tally.rate_bp is 'VAT rate in basis points; null as the VAT code.';
comment on column booked_tally.gross_cents is 'Amount with VAT to be added, in cents; credits are negative.';
comment on column booked_tally.net_cents is 'Amount without VAT to be added, in cents; credits are negative.';
comment on column booked_tally.vat_cents is 'VAT to be added, in cents; credits are negative.';
comment on column booked_tally.orders is 'Orders to be added that have something booked on the day.';
comment on column booked_tally.folded is 'The row is the sum of earlier ones.';

comment on table document is 'documents: One document of the books: a booking, an invoice, a credit, a total of a day, a purchase or an entry. Grows with orders. Kept for good; its bytes 60 to 120 days, longer while nobody knows whether it is booked.';
comment on column document.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column document.document_id is 'UUID made here.';
comment on column document.connection_id is 'Connection that it belongs to. → connection';
comment on column document.dossier_id is 'Number of the books in the ledger.';
comment on column document.kind is 'Kind: booking, invoice, creditNote, dayTotal, purchase, clearing, supplement, paid or setOff.';
comment on column document.business_key is 'What it is about in outside facts, e.g. the number of an order, shipment or returned item; one live document each.';
comment on column document.version is 'Version of the document under its business key.';
comment on column document.reference is 'Mark of 12 characters by which the document is known again in the ledger.';
comment on column document.order_id is 'Order that it is of; null: of a day or a settlement. → marketplace_order';
comment on column document.target is 'Where it is sent: bookings, invoices or entries.';
comment on column document.journal_id is 'Journal that it is sent to; null: it has no place yet. → ledger_journal';
comment on column document.journal_key is 'Journal''s key in the ledger, as the settings say.';
comment on column document.book_year_id is 'Book year in the ledger; null: it has no place yet.';
comment on column document.period is 'Period of the book year; null: it has no place yet.';
comment on column document.document_date is 'Date of the document; null: it has no place yet.';
comment on column document.amount_cents is 'Amount in cents with VAT, signed: a credit is negative.';
comment on column document.buyer_hash is 'Buyer or central relation that it stands on, by keyed hash; null: none is decided. → buyer_relation';
comment on column document.revision is 'Revision of the settings by which it was planned. → mapping_revision';
comment on column document.order_version is 'Version of the order by which it was planned. → order_version';
comment on column document.state is 'State on its way into the ledger; steps are those of allowed_step.';
comment on column document.state_since is 'Moment of the last step.';
comment on column document.last_event is 'What led to the state.';
comment on column document.last_actor is 'Who caused it: tentakel itself, a person, or the operator.';
comment on column document.not_before is 'Moment before which it does not go on; null: at once.';
comment on column document.priority is 'Place before others of its journal: 0 is usual, 100 asked for by a person, -1 and -2 from before the first day.';
comment on column document.queue_at is 'Moment that orders documents of one date: that of placing for sales.';
comment on column document.must_look is 'The ledger is looked through before the first send, since the document may stand there already.';
comment on column document.plan is 'Lines with amounts in cents, the rule behind each and the flags, without a person; JSON.';
comment on column document.template_sealed is 'Bytes to be sent, without their number, sealed; null: removed.';
comment on column document.template_hash is 'Hash of these bytes before sealing.';
comment on column document.number is 'Number in its journal, claimed or given by the ledger; null: none yet.';
comment on column document.sends_of_number is 'Times that the bytes left under the present number.';
comment on column document.last_sent_at is 'Moment of the last send; null: never sent.';
comment on column document.doubt_since is 'Moment from which nobody knows whether it is booked; null: it is known.';
comment on column document.last_answer is 'Last that the ledger said, or did not say, to a send of the number.';
comment on column document.silent_sends is 'Sends of the number without a usable answer.';
comment on column document.server_errors is 'Sends of the number that the ledger answered with an error of its own.';
comment on column document.empty_lookups is 'Look-ups by number that found nothing since the last send.';
comment on column document.resend_used is 'An invoice in doubt was sent once more, which is done once.';
comment on column document.ledger_cents is 'Amount that the ledger shows, in cents, signed; null: not read.';
comment on column document.confirmed_at is 'Moment at which the ledger said that it stands there; null: not yet.';
comment on column document.verified_at is 'Moment at which it was read back; null: not yet.';
comment on column document.book_anyway is 'A person wants it booked beside a document of others that names the order.';
comment on column document.ledger_sums is 'Sums that the ledger shows per VAT code, in cents and signed, where they are not as planned; JSON.';
comment on column document.template_at is 'Moment at which the bytes were sealed; null: counted from queue_at.';
comment on column document.remove_on is 'Day on which the sealed value goes, unless its order or document is open; null: nothing is kept.';
comment on column document.keep_until is 'Last day for the sealed value, with few exceptions also while something is open; null: nothing is kept.';

comment on table document_step is 'documents: One step of a document, written by a trigger and linked in the trail; rows are only added. Grows with orders. Kept for good.';
comment on column document_step.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column document_step.document_id is 'Document that took the step. → document';
comment on column document_step.step_id is 'Number that orders all steps.';
comment on column document_step.at is 'Moment of the step.';
comment on column document_step.from_state is 'State before it; null: the document was made.';
comment on column document_step.to_state is 'State after it.';
comment on column document_step.event is 'What led to the step.';
comment on column document_step.actor is 'Who caused it: tentakel itself, a person, or the operator.';
comment on column document_step.number is 'Number in the journal at the step; null: none.';
comment on column document_step.amount_cents is 'Amount at the step, in cents, signed; null in steps of before migration 0080.';
comment on column document_step.ledger_cents is 'Amount that the ledger showed, in cents, signed; null: not read.';
comment on column document_step.document_date is 'Date of the document at the step.';
comment on column document_step.reference is 'Mark of the document at the step.';
comment on column document_step.bytes_hash is 'Hash of the bytes at the step.';

comment on table allowed_step is 'documents: A step that a document may take, said a second time so that the database refuses any other. Grows with nothing. Kept for good.';
comment on column allowed_step.from_state is 'State before the step; new: the document is being made.';
comment on column allowed_step.to_state is 'State after the step.';

comment on table attempt is 'documents: A number claimed for a document; at most one open attempt holds a number. Grows with orders. Kept for good.';
comment on column attempt.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column attempt.attempt_id is 'UUID made here.';
comment on column attempt.document_id is 'Document that is sent. → document';
comment on column attempt.journal_id is 'Journal that it is sent to. → ledger_journal';
comment on column attempt.document_number is 'Number that was claimed; null where the ledger gives numbers under a key of ours.';
comment on column attempt.bytes_hash is 'Hash of the bytes sent first under it, which every later send must have.';
comment on column attempt.state is 'Whether it is open, answered, or its number was given back.';

comment on table attempt_send is 'documents: One time that the bytes of an attempt left. Grows with orders. Kept for good.';
comment on column attempt_send.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column attempt_send.attempt_id is 'Attempt that was sent. → attempt';
comment on column attempt_send.send_no is 'Number of the send, counted from 1 within the attempt.';
comment on column attempt_send.sent_by is 'Id of the process that sent.';
comment on column attempt_send.sent_at is 'Moment at which the bytes left.';
comment on column attempt_send.outcome is 'How it ended; null: no end is written.';
comment on column attempt_send.detail is 'Words of the answer; null: there was none.';
comment on column attempt_send.answered_at is 'Moment at which the end was written; null: not yet.';

comment on table day_member is 'documents: What of a sale or credit stands in which total of a day. Grows with orders. Kept until the total is taken apart.';
comment on column day_member.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column day_member.document_id is 'Sale or credit of one order, never sent itself. → document';
comment on column day_member.total_id is 'Total that holds its lines of this treatment, country and rate. → document';
comment on column day_member.treatment is 'How VAT applies to these lines.';
comment on column day_member.vat_country is 'Country whose VAT these lines carry.';
comment on column day_member.rate_bp is 'VAT rate in basis points.';

comment on table problem is 'documents: Something that a person is told of; one open row per connection, code and subject. Grows with orders. Kept for good.';
comment on column problem.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column problem.problem_id is 'Number that orders problems.';
comment on column problem.connection_id is 'Connection that it belongs to. → connection';
comment on column problem.code is 'Code, each with its page in docs/errors.';
comment on column problem.subject is 'What it is about: an order, a document, a VAT code, or the connection.';
comment on column problem.order_id is 'Order that it touches; null: none, or those of a total. → marketplace_order';
comment on column problem.document_id is 'Document that it touches; null: none. → document';
comment on column problem.params is 'Facts that its texts name, without a person; JSON.';
comment on column problem.first_at is 'Moment at which it was first met.';
comment on column problem.last_at is 'Moment at which it was last met.';
comment on column problem.times is 'Times that it was met.';
comment on column problem.cleared_at is 'Moment at which it ended; null: it is open.';
comment on column problem.document_states is 'States in which its document may have it, ended by a trigger outside of them; null: it is about no document.';

comment on table vat_number_check is 'vat: An answer of the EU''s register of VAT numbers, kept as proof. Grows with orders. Kept for good.';
comment on column vat_number_check.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column vat_number_check.check_id is 'Number that orders the answers.';
comment on column vat_number_check.number_hash is 'Keyed hash of the number that was asked about.';
comment on column vat_number_check.requester is 'The seller''s own VAT number under which was asked; null: there is none.';
comment on column vat_number_check.asked_at is 'Moment of the question.';
comment on column vat_number_check.answer is 'Answer: valid, invalid or unavailable.';
comment on column vat_number_check.consultation is 'The register''s number of the consultation; null: none was given.';
comment on column vat_number_check.detail is 'Why there was no answer, in the register''s word.';

comment on table cross_border_sale is 'vat: A part of an order that went across a border to a consumer, counted for the year''s threshold. Grows with orders. Kept for good.';
comment on column cross_border_sale.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column cross_border_sale.dossier_id is 'Number of the books in the ledger.';
comment on column cross_border_sale.connection_id is 'Connection that it belongs to. → connection';
comment on column cross_border_sale.business_key is 'Part of the order: the number of its shipment, or of the order.';
comment on column cross_border_sale.order_id is 'Order that it is of. → marketplace_order';
comment on column cross_border_sale.supply_date is 'Day of supply, which decides its year.';
comment on column cross_border_sale.placed_at is 'Moment of placing, which orders sales of one day.';
comment on column cross_border_sale.net_cents is 'Amount without VAT, in cents.';

comment on table ledger_copy is 'ledger: One list of the ledger as last read, so that planning needs no network. Grows with the ledger. Kept until it is read again.';
comment on column ledger_copy.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column ledger_copy.dossier_id is 'Number of the books in the ledger.';
comment on column ledger_copy.what is 'Name of the list, with its book year where the ledger keeps it by year, e.g. accounts:3.';
comment on column ledger_copy.data is 'Rows of the list; JSON.';
comment on column ledger_copy.read_at is 'Moment at which it was read.';
comment on column ledger_copy.doubted is 'Something in the ledger says that it changed, so that it is read again at the next occasion.';

comment on table ledger_journal is 'ledger: A journal of a book year, its last number, and the document that holds it. Grows with the ledger. Kept for good.';
comment on column ledger_journal.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column ledger_journal.journal_id is 'UUID made here.';
comment on column ledger_journal.dossier_id is 'Number of the books in the ledger.';
comment on column ledger_journal.book_year_id is 'Book year in the ledger.';
comment on column ledger_journal.journal_key is 'Key of the journal in the ledger.';
comment on column ledger_journal.name is 'Name of the journal in the ledger.';
comment on column ledger_journal.mode is 'What it takes: bookings, invoices with or without VAT in their prices, purchases, entries, or something else.';
comment on column ledger_journal.closed is 'The ledger takes nothing in it any more.';
comment on column ledger_journal.protected_period is 'Bookings up to and with this period are refused; 0: none.';
comment on column ledger_journal.closed_period is 'Periods up to and with this one are treated as closed; 0: none.';
comment on column ledger_journal.last_number is 'Last used number as known here; the ledger''s own check decides.';
comment on column ledger_journal.held_by is 'Document that is being sent or in doubt, so that nothing else is sent to the journal; null: it is free. → document';
comment on column ledger_journal.read_at is 'Moment at which it was read.';
comment on column ledger_journal.gone is 'The book year no longer has it; documents of it stay.';
comment on column ledger_journal.price_decimals is 'Decimals that a unit price may have, 2 or 4; null: the ledger did not tell.';

comment on table ledger_rest is 'ledger: A call to the ledger that failed, and until when it rests. Grows with the ledger. Kept until the first answer.';
comment on column ledger_rest.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column ledger_rest.dossier_id is 'Number of the books in the ledger.';
comment on column ledger_rest.call is 'Name of the call, e.g. accounts, or journal with its id.';
comment on column ledger_rest.failures is 'Times that it failed in a row.';
comment on column ledger_rest.failed_at is 'Moment at which it failed last.';
comment on column ledger_rest.until is 'Moment before which it is not made again.';

comment on table ledger_sweep is 'ledger: How far a list of the ledger was looked through. Grows with the ledger. Kept for good.';
comment on column ledger_sweep.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column ledger_sweep.dossier_id is 'Number of the books in the ledger.';
comment on column ledger_sweep.target is 'List that is looked through: bookings, invoices, entries, relations, changes of documents of ours (watch) or of others.';
comment on column ledger_sweep.swept_until is 'Moment up to which everything in it was seen.';

comment on table known_relation is 'ledger: A relation of the ledger as keyed hashes: enough to recognise a buyer, not to read one. Grows with the ledger. Kept until it is removed in the ledger.';
comment on column known_relation.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column known_relation.dossier_id is 'Number of the books in the ledger.';
comment on column known_relation.relation_id is 'Number of the relation in the ledger.';
comment on column known_relation.external_id is 'External number of the relation, ours where we made it; null: it has none.';
comment on column known_relation.active is 'The ledger counts it as active.';
comment on column known_relation.name_hash is 'Keyed hash of its name; null: it has none.';
comment on column known_relation.email_hash is 'Keyed hash of its mail address; null: it has none.';
comment on column known_relation.vat_hash is 'Keyed hash of its VAT number; null: it has none.';
comment on column known_relation.address_hash is 'Keyed hash of name, postcode and house number; null: they are not all there.';

comment on table buyer_relation is 'ledger: A buyer, or all consumers of a country, with the relation of the ledger that is booked on; its key lets two orders make one relation. Grows with orders. Kept for good; the sealed value until the relation is made.';
comment on column buyer_relation.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column buyer_relation.dossier_id is 'Number of the books in the ledger.';
comment on column buyer_relation.buyer_hash is 'Keyed hash by which the buyer, or the central relation, is recognised.';
comment on column buyer_relation.state is 'Whether the relation is to be made, made, found, retired (inactive since its orders were undone) or lost in the ledger.';
comment on column buyer_relation.external_id is 'Number that we give the relation; null: the relation was found.';
comment on column buyer_relation.relation_id is 'Number of the relation in the ledger; null: not known yet.';
comment on column buyer_relation.content_sealed is 'What is still to be sent to the ledger, sealed; null: nothing is.';
comment on column buyer_relation.changed_at is 'Moment of the last change.';
comment on column buyer_relation.central is 'The relation is that of all consumers of a country.';
comment on column buyer_relation.lost_at is 'Moment at which the ledger last said that it does not know the relation; null: never.';
comment on column buyer_relation.remove_on is 'Day on which the sealed value goes, unless its order or document is open; null: nothing is kept.';
comment on column buyer_relation.keep_until is 'Last day for the sealed value, with few exceptions also while something is open; null: nothing is kept.';

comment on table other_document is 'ledger: A document of others in a journal of ours, without any text of theirs. Grows with the ledger. Kept until it is removed there.';
comment on column other_document.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column other_document.dossier_id is 'Number of the books in the ledger.';
comment on column other_document.book_year_id is 'Book year in the ledger.';
comment on column other_document.journal_key is 'Key of the journal in the ledger.';
comment on column other_document.number is 'Number in the journal.';
comment on column other_document.document_date is 'Date of the document; null: not told.';
comment on column other_document.amount_cents is 'Amount in cents, signed; null: the ledger does not tell it.';
comment on column other_document.seen_at is 'Moment at which it was last seen.';

comment on table settlement is 'settlements: An invoice of the marketplace to the seller as its list has it: a settlement, or advertising. Grows with settlements. Kept for good.';
comment on column settlement.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column settlement.connection_id is 'Connection that it belongs to. → connection';
comment on column settlement.invoice_id is 'Number of the invoice.';
comment on column settlement.kind is 'Kind: settlement or advertising.';
comment on column settlement.issue_date is 'Day of issue.';
comment on column settlement.period_from is 'First day of its period.';
comment on column settlement.period_to is 'Last day of its period.';
comment on column settlement.totals is 'Totals in euro with all decimals, negative where the marketplace pays; JSON.';
comment on column settlement.version is 'Reading that counts; 0: none is whole yet. → settlement_reading';
comment on column settlement.state is 'Whether it is being read, complete, incomplete (does not add up) or unavailable in part.';
comment on column settlement.reads is 'Readings that were whole.';
comment on column settlement.failures is 'Tries in a row that were not whole.';
comment on column settlement.fault is 'Names of fields and sums that are wrong, never what they hold.';
comment on column settlement.first_whole_at is 'Moment at which a reading was first whole; null: not yet.';
comment on column settlement.read_at is 'Moment at which it is to be read next; null: it is not looked at again.';
comment on column settlement.seen_at is 'Moment at which a list first had it.';

comment on table settlement_reading is 'settlements: One reading of an invoice of the marketplace, whole once its pages are there. Grows with settlements. Kept for good, but for readings that only repeat an earlier one.';
comment on column settlement_reading.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column settlement_reading.connection_id is 'Connection that it belongs to. → connection';
comment on column settlement_reading.invoice_id is 'Invoice that was read. → settlement';
comment on column settlement_reading.version is 'Number of the reading, counted from 1.';
comment on column settlement_reading.invoice is 'The invoice, amounts in euro with all decimals; JSON.';
comment on column settlement_reading.invoice_raw is 'Answer of the marketplace as it came; no person stands in it.';
comment on column settlement_reading.pdf is 'The PDF in base64; null: not read, or the same as of an earlier reading.';
comment on column settlement_reading.digest is 'Hash of invoice and specification by meaning; null while pages are missing.';
comment on column settlement_reading.faults is 'Sums that do not agree; JSON, null while pages are missing.';
comment on column settlement_reading.started_at is 'Moment at which the reading began.';
comment on column settlement_reading.whole_at is 'Moment at which its last page was there; null: not yet.';

comment on table settlement_page is 'settlements: One page of the specification of a reading. Grows with settlements. Kept as long as its reading.';
comment on column settlement_page.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column settlement_page.connection_id is 'Connection that it belongs to. → connection';
comment on column settlement_page.invoice_id is 'Invoice that it specifies. → settlement';
comment on column settlement_page.version is 'Reading that it belongs to. → settlement_reading';
comment on column settlement_page.page is 'Number of the page, counted from 1.';
comment on column settlement_page.sums is 'Charges and money of orders on the page, in euro with all decimals; JSON.';
comment on column settlement_page.digest is 'Hash of the page by meaning.';
comment on column settlement_page.raw is 'Answer of the marketplace as it came; no person stands in it.';

comment on table settlement_order is 'settlements: Customers'' money of one order in the reading that counts. Grows with orders. Kept for good.';
comment on column settlement_order.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column settlement_order.connection_id is 'Connection that it belongs to. → connection';
comment on column settlement_order.invoice_id is 'Settlement that holds it. → settlement';
comment on column settlement_order.order_id is 'Order that it is of, known here or not. → marketplace_order';
comment on column settlement_order.turnover is 'What buyers paid, in euro with all decimals; negative: owed to the seller.';
comment on column settlement_order.corrections is 'Each amount taken back from the seller, in euro with all decimals, positive.';
comment on column settlement_order.settled is 'Sold less taken back, in euro with all decimals; positive: owed to the seller.';
comment on column settlement_order.absent is 'Why the order is not known here once it was asked for: from before the first day, or unknown to the marketplace; null: not asked, or known.';

comment on table settlement_answer is 'settlements: What a person said about settlements; the newest of a subject counts. Grows with settlements. Kept for good.';
comment on column settlement_answer.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column settlement_answer.answer_id is 'Number that orders the answers.';
comment on column settlement_answer.connection_id is 'Connection that it belongs to. → connection';
comment on column settlement_answer.about is 'What it is about: a type of charge, unexpected VAT, an order that differs, a receipt of the bank, or a changed version.';
comment on column settlement_answer.subject is 'The one that it is about, by number or name.';
comment on column settlement_answer.answer is 'What was chosen or said, in the word that the screens send.';
comment on column settlement_answer.answered_at is 'Moment of the answer.';
comment on column settlement_answer.answered_by is 'Who answered, as it is shown.';

comment on table settlement_standing is 'settlements: How the newest settlement that was read whole was last judged. Grows with connections. Kept until it is judged anew.';
comment on column settlement_standing.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column settlement_standing.connection_id is 'Connection that it belongs to. → connection';
comment on column settlement_standing.invoice_id is 'Settlement that was judged. → settlement';
comment on column settlement_standing.period_from is 'First day of its period.';
comment on column settlement_standing.period_to is 'Last day of its period.';
comment on column settlement_standing.state is 'Judgement as the screens name it.';
comment on column settlement_standing.difference_cents is 'Difference between books and settlement, in cents.';
comment on column settlement_standing.differing is 'Orders on it where a person has to look.';
comment on column settlement_standing.payable_cents is 'Amount to be paid, in cents; negative: the marketplace pays.';
comment on column settlement_standing.judged_at is 'Moment of the judgement.';

comment on table settlement_poll is 'settlements: How far the lists of settlements, payments and matches were read. Grows with connections. Kept for good.';
comment on column settlement_poll.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column settlement_poll.connection_id is 'Connection that it belongs to. → connection';
comment on column settlement_poll.listed_at is 'Moment at which the newest list was asked for; null: never.';
comment on column settlement_poll.walk_to is 'Last day of the next window on the way back; null: the way begins anew at today.';
comment on column settlement_poll.walked_at is 'Moment at which the last window was asked for; null: never.';
comment on column settlement_poll.walked_once is 'The way back reached the first day once.';
comment on column settlement_poll.failed_at is 'Moment at which a list was not given; null: the last one was.';
comment on column settlement_poll.paid_until is 'Moment before which every confirmed document on a relation of its own has its entry.';
comment on column settlement_poll.matches_looked_at is 'Moment at which the ledger''s list of matches was last read.';

comment on table settlement_proof is 'settlements: What a connection''s first document of its kind showed once it was read back; the second one waits for it. Grows with connections. Kept for good.';
comment on column settlement_proof.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column settlement_proof.connection_id is 'Connection that it belongs to. → connection';
comment on column settlement_proof.what is 'What is proven: the sign of entries, or the reverse charge.';
comment on column settlement_proof.document_id is 'Document that showed it. → document';
comment on column settlement_proof.is_right is 'The ledger has it as meant.';
comment on column settlement_proof.proven_at is 'Moment of the proof.';

comment on table settlement_file is 'settlements: The PDF of a purchase that the ledger did not take with the booking. Grows with settlements. Kept for good.';
comment on column settlement_file.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column settlement_file.document_id is 'Purchase that it belongs to. → document';
comment on column settlement_file.tries is 'Times that it was sent.';
comment on column settlement_file.try_at is 'Moment of the next try; null: it hangs on the booking, or is not tried any more.';
comment on column settlement_file.attached_at is 'Moment at which the ledger took it; null: not yet.';

comment on table settlement_paid is 'settlements: A document on a relation of its own that an entry says is paid. Grows with orders. Kept for good.';
comment on column settlement_paid.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column settlement_paid.document_id is 'Document that is paid. → document';
comment on column settlement_paid.entry_id is 'Entry that says so. → document';
comment on column settlement_paid.line is 'Line of the entry, counted from 1; null: an entry of before, or nothing to be said.';

comment on table bank_poll is 'bank: How far the entries of the bank in the ledger were read. Grows with connections. Kept for good.';
comment on column bank_poll.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column bank_poll.connection_id is 'Connection that it belongs to. → connection';
comment on column bank_poll.read_at is 'Moment at which they were read.';
comment on column bank_poll.revision is 'Revision of the settings that said which lines count. → mapping_revision';
comment on column bank_poll.last_journal is 'Journal of the newest document of the bank; null: there was none.';
comment on column bank_poll.last_number is 'Number of that document.';
comment on column bank_poll.last_date is 'Date of that document.';

comment on table bank_line is 'bank: A line of the bank that may be a payout; no text of it is kept, since buyers'' payments name them. Grows with days. Kept until it is removed in the ledger.';
comment on column bank_line.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column bank_line.connection_id is 'Connection that it belongs to. → connection';
comment on column bank_line.book_year_id is 'Book year in the ledger.';
comment on column bank_line.journal_key is 'Key of the bank''s journal in the ledger.';
comment on column bank_line.number is 'Number of the bank''s document.';
comment on column bank_line.line is 'Line of the document, counted from 1.';
comment on column bank_line.date is 'Day that the ledger has for it.';
comment on column bank_line.kind is 'What it stands on: an account (A), a customer (C) or a supplier (S).';
comment on column bank_line.target is 'Account, or number of the relation in the ledger.';
comment on column bank_line.cents is 'Amount in cents; a receipt is positive.';

comment on table bank_receipt is 'bank: A line of the bank that is a payout; one line is one receipt, also where two shops share the books. Grows with settlements. Kept until its line is gone or another one.';
comment on column bank_receipt.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column bank_receipt.receipt_id is 'Number of the receipt.';
comment on column bank_receipt.connection_id is 'Connection that it belongs to. → connection';
comment on column bank_receipt.ledger_id is 'Number of the books in the ledger.';
comment on column bank_receipt.book_year_id is 'Book year in the ledger.';
comment on column bank_receipt.journal_key is 'Key of the bank''s journal in the ledger.';
comment on column bank_receipt.number is 'Number of the bank''s document.';
comment on column bank_receipt.line is 'Line of the document, counted from 1.';
comment on column bank_receipt.date is 'Day that the ledger has for it.';
comment on column bank_receipt.cents is 'Amount received, in cents.';
comment on column bank_receipt.recognised_at is 'Moment at which it was recognised.';

comment on table bank_receipt_invoice is 'bank: An invoice of the marketplace that a receipt pays, or that was held back from it; each once. Grows with settlements. Kept as long as its receipt.';
comment on column bank_receipt_invoice.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column bank_receipt_invoice.connection_id is 'Connection that it belongs to. → connection';
comment on column bank_receipt_invoice.invoice_id is 'Invoice that is paid or held back. → settlement';
comment on column bank_receipt_invoice.receipt_id is 'Receipt that pays it, or that it was held back from.';
comment on column bank_receipt_invoice.role is 'Whether it is paid out, or advertising that was held back.';

comment on table bank_balance is 'bank: The last look at one account or relation of the settlements. Grows with connections. Kept until the next look.';
comment on column bank_balance.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column bank_balance.connection_id is 'Connection that it belongs to. → connection';
comment on column bank_balance.kind is 'What it is: an account (A), a customer (C) or a supplier (S).';
comment on column bank_balance.target is 'Account, or number of the relation in the ledger.';
comment on column bank_balance.label is 'Its part in the settlements: a role of an account, supplier, or a country of destination.';
comment on column bank_balance.read_at is 'Moment of the look.';
comment on column bank_balance.predicted_cents is 'What should stand on it by our own documents, in cents; debit is positive.';
comment on column bank_balance.ledger_cents is 'What the ledger says, in cents; debit is positive.';
comment on column bank_balance.others is 'Documents of others on it: journal, number and cents of each; JSON.';

comment on table balancing is 'bank: Two lines of the books that are, or were to be, matched with each other in the ledger; each pair once. Grows with orders. Kept for good.';
comment on column balancing.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column balancing.balancing_id is 'UUID made here.';
comment on column balancing.connection_id is 'Connection that it belongs to. → connection';
comment on column balancing.what is 'What it settles: sale, credit, paid, costs, payout or setOff.';
comment on column balancing.invoice_id is 'Invoice of the marketplace that it belongs to; null: a daily entry. → settlement';
comment on column balancing.debit_document is 'Document of the debit line; null: of the bank. → document';
comment on column balancing.debit_mark is 'Mark of the debit document, or its place where it is the bank''s.';
comment on column balancing.debit_year is 'Book year of the debit document in the ledger.';
comment on column balancing.debit_journal is 'Key of the debit document''s journal.';
comment on column balancing.debit_number is 'Number of the debit document.';
comment on column balancing.debit_line is 'Debit line; -1: the document itself, 1: the first line of an entry.';
comment on column balancing.credit_document is 'Document of the credit line; null: of the bank. → document';
comment on column balancing.credit_mark is 'Mark of the credit document, or its place where it is the bank''s.';
comment on column balancing.credit_year is 'Book year of the credit document in the ledger.';
comment on column balancing.credit_journal is 'Key of the credit document''s journal.';
comment on column balancing.credit_number is 'Number of the credit document.';
comment on column balancing.credit_line is 'Credit line; -1: the document itself, 1: the first line of an entry.';
comment on column balancing.cents is 'Amount that is matched, in cents, above 0.';
comment on column balancing.state is 'State: planned, sending, inDoubt, done, refused, left open, undone by a person, or dropped with its document.';
comment on column balancing.sends is 'Times that it was sent.';
comment on column balancing.looks is 'Looks that did not find it, since the last send or since it was planned.';
comment on column balancing.last_answer is 'Last answer that proves nothing: refused, or silence; null: there was none.';
comment on column balancing.planned_at is 'Moment at which it was planned.';
comment on column balancing.sent_at is 'Moment of the last send; null: never.';
comment on column balancing.looked_at is 'Moment of the last look; null: never.';
comment on column balancing.seen_at is 'Moment at which the ledger''s list last showed it; null: not seen there yet.';

comment on table balancing_entry is 'bank: An entry of which it was worked out what it matches. Grows with settlements. Kept for good.';
comment on column balancing_entry.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column balancing_entry.document_id is 'Clearing, supplement or set-off whose lines are matched. → document';
comment on column balancing_entry.again_at is 'Moment at which more may be known; null: all of it is planned.';

comment on table connection is 'connections: A shop that is read, with the books in a ledger that it is booked in. Grows with connections. Kept for good; a removed one keeps its row.';
comment on column connection.tenant_id is 'Company whose row it is: a transaction sees those of one company.';
comment on column connection.connection_id is 'UUID made here.';
comment on column connection.name is 'Name that the company gave it.';
comment on column connection.state is 'Whether it is active, paused or removed.';
comment on column connection.pause_cause is 'Why it is paused: by a person, or since keys were refused; null: it is not.';
comment on column connection.retailer_id is 'Number of the seller''s account in the shop; null: not asked yet.';
comment on column connection.shop_name is 'Name of the shop there; null: not asked yet.';
comment on column connection.dossier_id is 'Number of the books in the ledger.';
comment on column connection.revision is 'Revision of the settings that holds now. → mapping_revision';
comment on column connection.marketplace_refusal is 'Words with which the shop refused the keys; null: it did not.';
comment on column connection.ledger_refusal is 'Words with which the ledger refused the keys; null: it did not.';
comment on column connection.credentials_version is 'Counts up each time keys are saved, so that an answer to older ones changes nothing.';
comment on column connection.polled_until is 'Moment up to which every change in the shop is captured; null: never polled.';
comment on column connection.last_poll_at is 'Moment of the last poll; null: never.';
comment on column connection.created_at is 'Moment at which it was made.';
comment on column connection.source is 'Name of the kind of shop that is read, fixed for life.';
comment on column connection.ledger is 'Name of the kind of ledger that is booked in, fixed for life.';
comment on column connection.source_cursor is 'How far the shop was read, in its adapter''s own words; null: from the first day on.';

comment on table connection_schedule is 'connections: When a connection is polled and worked on next, read over all companies so that a worker can plan its day. Grows with connections. Kept for good.';
comment on column connection_schedule.connection_id is 'Connection that is planned. → connection';
comment on column connection_schedule.tenant_id is 'Company that it belongs to.';
comment on column connection_schedule.next_poll_at is 'Moment of the next poll.';
comment on column connection_schedule.active is 'The connection is polled and worked on.';
comment on column connection_schedule.work_at is 'Moment at which its documents can go on; null: not before the next poll.';
comment on column connection_schedule.asked_at is 'Moment at which a person asked for work, which does not wait for the hour of sending; null: none is asked for.';

comment on table connection_secret is 'connections: A key or password of a connection. Grows with connections. Kept until the connection is removed.';
comment on column connection_secret.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column connection_secret.connection_id is 'Connection that it belongs to. → connection';
comment on column connection_secret.field is 'Which key or password it is, e.g. of the shop.';
comment on column connection_secret.sealed is 'The key, sealed.';
comment on column connection_secret.saved_at is 'Moment at which it was saved.';

comment on table mapping_revision is 'connections: One revision of the settings of a connection; rows are only added and linked in the trail. Grows with connections. Kept for good.';
comment on column mapping_revision.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column mapping_revision.connection_id is 'Connection that it belongs to. → connection';
comment on column mapping_revision.revision is 'Number of the revision, counted from 1.';
comment on column mapping_revision.settings is 'All rules that bookings are made by, without keys; JSON.';
comment on column mapping_revision.saved_at is 'Moment at which it was saved.';
comment on column mapping_revision.saved_by is 'Who saved it, as it is shown.';
comment on column mapping_revision.reason is 'Reason that was given; null: none.';

comment on table access_token is 'connections: A token of a login at a shop or ledger, made by one process at a time. Grows with connections. Kept until the next login.';
comment on column access_token.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column access_token.name is 'Name of the login, with the books that it opens where there are several.';
comment on column access_token.sealed is 'The token, sealed; null: there is none.';
comment on column access_token.expires_at is 'Moment at which it ends; null: there is none.';
comment on column access_token.refused_at is 'Moment at which the login was refused, so that it is not repeated; null: it was not.';
comment on column access_token.refusal is 'Words of the refusal.';

comment on table seller_account is 'connections: A seller''s account of a shop, active in one connection of the whole installation. Grows with connections. Kept until the connection is removed.';
comment on column seller_account.retailer_id is 'Number of the seller''s account in the shop.';
comment on column seller_account.tenant_id is 'Company that it belongs to.';
comment on column seller_account.connection_id is 'Connection that has the account. → connection';

comment on table wizard_draft is 'connections: A wizard that was left before its end, to be taken up on another device. Grows with companies. Kept 30 days, or until the connection is made.';
comment on column wizard_draft.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column wizard_draft.state_sealed is 'All that was entered, keys included, sealed.';
comment on column wizard_draft.changed_by is 'Who changed it last, as it is shown.';
comment on column wizard_draft.changed_at is 'Moment of the last change.';
comment on column wizard_draft.remove_on is 'Day on which the row goes.';
comment on column wizard_draft.keep_until is 'Last day for the row; the same as remove_on.';

comment on table tenant is 'people: A company, whose rows no other company''s transaction sees. Grows with companies. Kept until the company is erased.';
comment on column tenant.tenant_id is 'UUID made here.';
comment on column tenant.name is 'Name of the company; unique among those that did not sign up themselves.';
comment on column tenant.created_at is 'Moment at which it was made.';
comment on column tenant.trial_until is 'Last day on which something is posted; null: no trial.';
comment on column tenant.signed_up is 'Made and named by a person who signed up, so that the operator''s terminal does not choose it by name.';

comment on table account is 'people: A person who signs in; exists once its address is proven. Grows with people. Kept until it is removed, or its last company is erased.';
comment on column account.account_id is 'UUID made here.';
comment on column account.email is 'Mail address, in lower case.';
comment on column account.created_at is 'Moment at which it was made.';
comment on column account.email_proven is 'The address is proven.';
comment on column account.role is 'Whether it is a person''s or an operator''s.';
comment on column account.disabled is 'It signs in no more; its tokens rest.';
comment on column account.second_proof is 'The password alone does not do; kept by triggers.';
comment on column account.changed_at is 'Moment of the last change.';

comment on table credential is 'people: What an account is proven with; a password is the one kind in use. Grows with people. Kept as long as the account.';
comment on column credential.credential_id is 'UUID made here.';
comment on column credential.account_id is 'Account that it proves.';
comment on column credential.provider is 'Kind of proof, in the library''s word.';
comment on column credential.password_hash is 'Salted slow hash of the password.';
comment on column credential.made_at is 'Moment at which it was made.';
comment on column credential.changed_at is 'Moment of the last change.';

comment on table second_proof is 'people: The device and the recovery codes of an account. Grows with people. Kept until the second proof is ended.';
comment on column second_proof.second_proof_id is 'UUID made here.';
comment on column second_proof.account_id is 'Account that it belongs to.';
comment on column second_proof.secret_sealed is 'Secret that the device shares, sealed; null: passkeys only.';
comment on column second_proof.confirmed is 'A code of the device was given, so that one is asked for.';
comment on column second_proof.recovery_hashes is 'Keyed hashes of the recovery codes, a list in JSON.';
comment on column second_proof.last_step is 'Half minute of the last code that was taken, so that none works twice.';

comment on table passkey is 'people: A passkey of an account. Grows with people. Kept until it is removed.';
comment on column passkey.passkey_id is 'UUID made here.';
comment on column passkey.account_id is 'Account that it opens.';
comment on column passkey.credential_id is 'Name that the device gave the key, base64url.';
comment on column passkey.public_key is 'Public half of the key (COSE), base64url.';
comment on column passkey.counter is 'Uses as the device counts them; 0 where it does not count.';
comment on column passkey.transports is 'Ways to reach the device as it told them, with commas between.';
comment on column passkey.may_sync is 'The maker of the device may copy the key to other devices of the person.';
comment on column passkey.synced is 'The key was copied, at last use.';
comment on column passkey.name is 'Name that its owner gave it.';
comment on column passkey.made_at is 'Moment at which it was made.';
comment on column passkey.last_used_at is 'Moment of the last use; null: never.';

comment on table passkey_challenge is 'people: What a passkey is to sign, once. Grows with people. Kept until it is used or over.';
comment on column passkey_challenge.holder_hash is 'Keyed hash of the token of the session, or of the browser.';
comment on column passkey_challenge.purpose is 'What is signed: a new key, full proof, or a sign-in.';
comment on column passkey_challenge.challenge is 'Random text that is signed.';
comment on column passkey_challenge.expires_at is 'Moment at which it ends.';

comment on table pending_proof is 'people: A link that works once, a code from the mailbox, or a sign-in that waits for a second proof. Grows with people. Kept until it is used or over.';
comment on column pending_proof.pending_proof_id is 'UUID made here.';
comment on column pending_proof.name_hash is 'Keyed hash of what stands in the link or in the cookie.';
comment on column pending_proof.value is 'Id of the account, or what a link is for, in JSON.';
comment on column pending_proof.account_id is 'Account that it belongs to; null: nobody''s who has an account.';
comment on column pending_proof.purpose is 'What the link or code is for; null: neither.';
comment on column pending_proof.email is 'Mail address that a link or code was made for; null: none was given.';
comment on column pending_proof.made_at is 'Moment at which it was made.';
comment on column pending_proof.expires_at is 'Moment at which it ends.';

comment on table password_asked is 'people: A question for a new password, written alike for addresses with and without an account. Grows with people. Kept until the mails of the minute are written.';
comment on column password_asked.asked_id is 'UUID made here.';
comment on column password_asked.email is 'Mail address that was given.';
comment on column password_asked.language is 'Language that the mail is to have: nl, fr or en.';
comment on column password_asked.address is 'Network address that it came from; null: the terminal.';
comment on column password_asked.asked_at is 'Moment of the question.';

comment on table web_session is 'people: An open session of an account in the web app. Grows with people. Kept until it is closed or over.';
comment on column web_session.session_id is 'UUID made here.';
comment on column web_session.token_hash is 'Keyed hash of the token in the cookie.';
comment on column web_session.account_id is 'Account that is signed in.';
comment on column web_session.opened_at is 'Moment at which it was opened.';
comment on column web_session.expires_at is 'Moment at which it ends.';

comment on table terminal_session is 'people: A session of whoever read the terminal of an installation without an operator. Grows with nothing. Kept until it is closed or over.';
comment on column terminal_session.token_hash is 'Keyed hash of the token in the cookie.';
comment on column terminal_session.opened_at is 'Moment at which it was opened.';
comment on column terminal_session.expires_at is 'Moment at which it ends.';

comment on table membership is 'people: An account that sees a company, and what it may do there. Grows with people. Kept until the access is taken back.';
comment on column membership.tenant_id is 'Company that it belongs to.';
comment on column membership.account_id is 'Account that has the access.';
comment on column membership.role is 'Role: owner, member, reader or accountant.';
comment on column membership.added_at is 'Moment at which it was given.';

comment on table invitation is 'people: A role that a company offers to whoever reads the mails of an address. Grows with people. Kept until it is accepted, taken back or over.';
comment on column invitation.invitation_id is 'UUID made here.';
comment on column invitation.tenant_id is 'Company that it belongs to.';
comment on column invitation.email is 'Mail address, in lower case.';
comment on column invitation.role is 'Role that is offered.';
comment on column invitation.token_hash is 'Keyed hash of the token in the mailed link.';
comment on column invitation.invited_by is 'Who offers, as it is shown.';
comment on column invitation.made_at is 'Moment of the offer.';
comment on column invitation.expires_at is 'Moment at which it ends.';
comment on column invitation.account_id is 'Account that offers, while it may; null: the terminal.';
comment on column invitation.vouched is 'Offered on the operator''s command line, which needs no account.';

comment on table api_token is 'people: A token with which a company''s script uses the API. Grows with companies. Kept until an owner takes it back.';
comment on column api_token.token_hash is 'Keyed hash of the token.';
comment on column api_token.token_id is 'Id by which people and the trail name it.';
comment on column api_token.tenant_id is 'Company that it belongs to.';
comment on column api_token.name is 'Name that its maker gave it.';
comment on column api_token.scope is 'Whether it reads, or writes too.';
comment on column api_token.made_by is 'Who made it, as it is shown.';
comment on column api_token.made_at is 'Moment at which it was made.';
comment on column api_token.last_used_on is 'Day of the last use; null: never.';
comment on column api_token.account_id is 'Account that made or confirmed it; null: the terminal of a company without an owner.';
comment on column api_token.expires_at is 'Moment at which it ends.';
comment on column api_token.suspended_at is 'Moment from which it opens nothing until an owner confirms it; null: it is not so.';

comment on table operator_consent is 'people: An owner''s leave for the operator to act in the company. Grows with companies. Kept until it is taken back or given anew.';
comment on column operator_consent.tenant_id is 'Company that it belongs to.';
comment on column operator_consent.given_by is 'Who gave it, as it is shown.';
comment on column operator_consent.given_at is 'Moment at which it was given.';
comment on column operator_consent.until is 'Moment at which it ends.';
comment on column operator_consent.account_id is 'Account of the owner; it counts while that is one.';

comment on table operator_act is 'people: Something that an operator did in a company that has an owner; rows are only added and linked in the trail. Grows with people. Kept for good.';
comment on column operator_act.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column operator_act.act_id is 'UUID made here.';
comment on column operator_act.at is 'Moment of the act.';
comment on column operator_act.who is 'Operator who acted, as it is shown.';
comment on column operator_act.act is 'The call, e.g. POST /retry.';

comment on table guess is 'people: Wrong tries of a secret in a row. Grows with people. Kept until a right one, or a day.';
comment on column guess.key is 'Kind of secret, with keyed hashes of the account, device or address.';
comment on column guess.tries is 'Wrong tries in a row.';
comment on column guess.last_at is 'Moment of the last try.';
comment on column guess.free_at is 'Moment before which no try is looked at.';

comment on table security_event is 'people: A decision on who may come in or do what. Grows with people. Kept 180 days.';
comment on column security_event.event_id is 'UUID made here.';
comment on column security_event.at is 'Moment of the decision.';
comment on column security_event.kind is 'What it is about, e.g. signIn or membership.';
comment on column security_event.outcome is 'Whether it was done or refused.';
comment on column security_event.account_id is 'Account that it concerns, kept as plain id so that the event outlives it; null: none that exists.';
comment on column security_event.who is 'Mail address of an account that exists, or name of a token; null: neither.';
comment on column security_event.address is 'Network address that it came from; null: the terminal.';
comment on column security_event.about is 'What was decided, in a word or the route.';

comment on table alarm is 'notices: One episode of something that stops the books, from when it is wrong until it is over. Grows with days. Kept for good.';
comment on column alarm.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column alarm.connection_id is 'Connection that it belongs to. → connection';
comment on column alarm.kind is 'What is wrong: refused, silence, doubt, vanishing or settlement.';
comment on column alarm.subject is 'What it is about, e.g. a code, the orders or the documents.';
comment on column alarm.episode is 'Number of the episode, counted from 1; wrong again is the next one.';
comment on column alarm.raised_at is 'Moment at which it began.';
comment on column alarm.cleared_at is 'Moment at which it was over; null: it is on.';

comment on table notice_setting is 'notices: What the people of a connection want to hear of; without a row all alarms are on. Grows with connections. Kept for good.';
comment on column notice_setting.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column notice_setting.connection_id is 'Connection that it belongs to. → connection';
comment on column notice_setting.alarms_off is 'Kinds of alarms that are off.';
comment on column notice_setting.digest is 'When a digest is wanted: off, when needed, or daily.';
comment on column notice_setting.language is 'Language of the mails.';

comment on table digest_made is 'notices: A day whose digests were decided, also where there was nothing to say. Grows with days. Kept for good.';
comment on column digest_made.day is 'Day in Brussels that the digests are of.';

comment on table mail is 'notices: A mail to be sent; belongs to a person, so it is in no company; no buyer stands in it. Grows with people. Kept 30 days.';
comment on column mail.mail_id is 'UUID made here.';
comment on column mail.kind is 'Kind: alarm, digest, test, account, support or trail.';
comment on column mail.dedupe_key is 'Key of what it tells; the same key twice is one mail.';
comment on column mail.language is 'Language that it is written in: nl, fr or en.';
comment on column mail.recipient_sealed is 'Mail address of the recipient, sealed.';
comment on column mail.subject_sealed is 'Subject line, sealed.';
comment on column mail.body_sealed is 'Text, sealed.';
comment on column mail.created_at is 'Moment at which it was written.';
comment on column mail.next_try_at is 'Moment of the next try.';
comment on column mail.tries is 'Tries so far.';
comment on column mail.last_failure is 'Why the last try failed; null: it did not.';
comment on column mail.sent_at is 'Moment at which a server took it; null: not yet.';
comment on column mail.given_up_at is 'Moment at which it was given up; null: it was not.';
comment on column mail.remove_on is 'Day on which the row goes.';
comment on column mail.keep_until is 'Last day for the row; the same as remove_on.';

comment on table webhook is 'notices: The address that a company wants to be called at; one per company. Grows with companies. Kept until it is removed.';
comment on column webhook.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column webhook.url_sealed is 'The address, sealed, since it may carry a key of the other side.';
comment on column webhook.secret_sealed is 'Secret that signs the calls, sealed.';
comment on column webhook.made_at is 'Moment at which it was set.';
comment on column webhook.off_at is 'Moment at which it was switched off since nothing was taken; null: it is on.';
comment on column webhook.off_reason is 'Why it was switched off.';
comment on column webhook.account_id is 'Account that set it or took it over, kept as plain id so that it can be told of; null: not known.';
comment on column webhook.made_by is 'Who that is, as it is shown; null: not known.';
comment on column webhook.rests_at is 'Moment from which nothing is called until an owner confirms it; null: it is not so.';

comment on table webhook_delivery is 'notices: A call to be made to the company''s address. Grows with days. Kept 30 days.';
comment on column webhook_delivery.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column webhook_delivery.delivery_id is 'UUID made here.';
comment on column webhook_delivery.event is 'What it tells: alarm.raised, alarm.over or trail.head.';
comment on column webhook_delivery.dedupe_key is 'Key of what it tells; the same key twice is one call.';
comment on column webhook_delivery.body is 'JSON exactly as it is signed and sent; no person in it.';
comment on column webhook_delivery.created_at is 'Moment at which it was written.';
comment on column webhook_delivery.next_try_at is 'Moment of the next try.';
comment on column webhook_delivery.tries is 'Tries so far.';
comment on column webhook_delivery.last_failure is 'Why the last try failed; null: it did not.';
comment on column webhook_delivery.sent_at is 'Moment at which it was taken; null: not yet.';
comment on column webhook_delivery.given_up_at is 'Moment at which it was given up; null: it was not.';

comment on table support_request is 'notices: Something that a person reported to the operator. Grows with people. Kept 60 days after the last word.';
comment on column support_request.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column support_request.request_id is 'UUID made here.';
comment on column support_request.connection_id is 'Connection that it is about; null: none. → connection';
comment on column support_request.order_id is 'Order that it is about; null: none. → marketplace_order';
comment on column support_request.problem_code is 'Code of the problem that it is about; null: none.';
comment on column support_request.made_by is 'Who reported, as it is shown.';
comment on column support_request.made_at is 'Moment of the report.';
comment on column support_request.changed_at is 'Moment of the last word.';
comment on column support_request.state is 'Whether it is open, answered or closed.';
comment on column support_request.evidence is 'Explanation of the order, without a person; JSON.';
comment on column support_request.account_id is 'Account that the answer is mailed to; null: nobody''s.';

comment on table support_message is 'notices: One message in a report. Grows with people. Kept 60 to 120 days.';
comment on column support_message.tenant_id is 'Company whose row it is: a transaction sees those of one company.';
comment on column support_message.message_id is 'UUID made here.';
comment on column support_message.request_id is 'Report that it belongs to.';
comment on column support_message.at is 'Moment of the message.';
comment on column support_message.by_operator is 'The operator wrote it.';
comment on column support_message.who is 'Who wrote it, as it is shown.';
comment on column support_message.text_sealed is 'Text, sealed, since it may name a buyer.';
comment on column support_message.remove_on is 'Day on which the row goes, unless its report had a word since.';
comment on column support_message.keep_until is 'Last day for the row.';

comment on table support_inbox is 'notices: A report in the operator''s list over all companies; nothing of its text stands in it. Grows with people. Kept as long as the report.';
comment on column support_inbox.request_id is 'Report that it stands for. → support_request';
comment on column support_inbox.tenant_id is 'Company that it belongs to.';
comment on column support_inbox.changed_at is 'Moment of the last word.';
comment on column support_inbox.state is 'Whether it is open, answered or closed.';

comment on table trail_link is 'trail: One link of the chain over what happened in a company, each over the one before. Grows with orders. Kept for good.';
comment on column trail_link.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column trail_link.seq is 'Place in the chain, from 1 without gaps.';
comment on column trail_link.kind is 'What is linked: step, revision, decision, act, send or access.';
comment on column trail_link.source_key is 'Key of the row that is linked, in the table of its kind.';
comment on column trail_link.content_hash is 'Hash of that row (SHA-256).';
comment on column trail_link.chain_hash is 'Hash over the link before, the kind, the key and the content (SHA-256).';
comment on column trail_link.linked_at is 'Moment at which it was linked.';

comment on table trail_seal is 'trail: The chain up to a link, signed with a key that stands outside of the database. Grows with days. Kept for good.';
comment on column trail_seal.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column trail_seal.seq is 'Place of the newest link that is signed. → trail_link';
comment on column trail_seal.seal_id is 'Number that orders the seals.';
comment on column trail_seal.signature is 'Signature, which names its key.';
comment on column trail_seal.sealed_at is 'Moment of the signature.';

comment on table trail_check is 'trail: The last nightly check of a company''s chain. Grows with companies. Kept until the next check.';
comment on column trail_check.tenant_id is 'Company whose row it is: a transaction sees those of one company. → tenant';
comment on column trail_check.checked_at is 'Moment of the check.';
comment on column trail_check.links is 'Links that fit, up to the first that does not.';
comment on column trail_check.broken is 'Something does not fit.';

comment on table access_change is 'trail: A change of who may do what or where a connection leads, written by triggers and linked in the trail. Grows with people. Kept for good.';
comment on column access_change.tenant_id is 'Company that it belongs to.';
comment on column access_change.change_id is 'Number that orders the changes.';
comment on column access_change.kind is 'What changed: member, token, connection or webhook.';
comment on column access_change.subject is 'Key of the row that changed.';
comment on column access_change.facts is 'Columns that count, as they are after the change; JSON, null: it is gone.';

comment on table installation is 'running: The installation itself; one row. Grows with nothing. Kept for good.';
comment on column installation.only_one is 'True, which lets there be one row only.';
comment on column installation.marker is 'Id of the installation, so that no process works on the database of another one.';
comment on column installation.fingerprint_key_sealed is 'Key of the keyed hashes, sealed.';
comment on column installation.created_at is 'Moment at which it was made.';
comment on column installation.restored_at is 'Moment at which the database was put back from a copy; null: never.';
comment on column installation.copy_taken_at is 'Moment that this copy shows; null: never.';
comment on column installation.copied_at is 'Moment at which a copy was last made and found good; null: never.';

comment on table migration is 'running: A migration that was applied. Grows with nothing. Kept for good.';
comment on column migration.name is 'Name of its file.';
comment on column migration.sha256 is 'Hash of its text (SHA-256), so that a changed one is refused.';
comment on column migration.applied_at is 'Moment at which it was applied.';

comment on table call_counter is 'running: The count of calls under one limit, over all processes. Grows with calls. Kept until two days unused.';
comment on column call_counter.key is 'Name of the limit, with the login, address or name that it is counted for.';
comment on column call_counter.last_seq is 'Number of the last call, without gaps.';
comment on column call_counter.last_taken_at is 'Moment of the last call; null: none yet.';
comment on column call_counter.blocked_until is 'Moment before which no call is made; null: it is free.';
comment on column call_counter.refusals is 'Calls that were refused in a row, which decide how long it rests.';
comment on column call_counter.refused_seq is 'Number of the last call that was refused.';

comment on table call_slot is 'running: One call, counted before it is made. Grows with calls. Kept two days, and the last 10,000 of a limit.';
comment on column call_slot.key is 'Limit that it is counted under. → call_counter';
comment on column call_slot.seq is 'Number of the call within its limit.';
comment on column call_slot.taken_at is 'Moment at which it was counted.';

comment on view order_truth is 'counts: What each order counts as by its rule; order_class keeps it, and a test compares them.';
comment on view trail_source is 'trail: The rows that the trail links, each as the text that is hashed.';
comment on view access_now is 'trail: Members, tokens, connections and webhooks as they stand now, to be compared with the last access_change of each.';
