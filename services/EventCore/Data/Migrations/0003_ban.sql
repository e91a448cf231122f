-- Every service asks every few seconds who was banned lately.
CREATE INDEX ix_user_banned_at ON tbl_user (banned_at) WHERE banned_at IS NOT NULL;
