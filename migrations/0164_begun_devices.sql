-- 0164_begun_devices.sql. Why: a device that somebody began to add with a stolen password, and did not confirm, could be confirmed later: since 0160 a first one
-- asks for a code from the mailbox when it is begun. Older workers may keep running: yes. Backfill: devices that were begun are begun anew.
-- Undo: none is needed.
update second_proof set secret_sealed = null where not confirmed;
