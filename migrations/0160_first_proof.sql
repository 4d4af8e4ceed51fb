-- 0160_first_proof.sql. Why: an account's first second proof was made by the password alone, so that whoever stole the password of an operator made it his.
-- Older workers may keep running: yes; those that serve the web app no. Backfill: none.
-- Undo: delete from pending_proof where purpose = 'proof'; then the check of before.
alter table pending_proof drop constraint pending_proof_purpose_check,
  add constraint pending_proof_purpose_check check (purpose in ('password', 'verify', 'signup', 'operator', 'proof'));
