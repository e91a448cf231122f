-- Objects are kept exactly as the API shows them; what must be searched or checked is generated from that.
create table payment_intent (
  id          text primary key,
  seq         bigint generated always as identity,
  settles_at  timestamptz,
  body        jsonb not null,
  status      text generated always as (body ->> 'status') stored,
  constraint received_within_amount check ((body ->> 'amount_received')::bigint between 0 and (body ->> 'amount')::bigint)
);
create index payment_intent_settling on payment_intent (settles_at) where settles_at is not null;
create index payment_intent_seq on payment_intent (seq);

create table charge (
  id              text primary key,
  seq             bigint generated always as identity,
  payment_intent  text not null references payment_intent (id),
  body            jsonb not null,
  constraint refunded_within_captured
    check ((body ->> 'amount_refunded')::bigint between 0 and (body ->> 'amount_captured')::bigint)
);
create index charge_of_intent on charge (payment_intent);

create table refund (
  id              text primary key,
  seq             bigint generated always as identity,
  payment_intent  text not null references payment_intent (id),
  body            jsonb not null
);
create index refund_of_intent on refund (payment_intent);

-- Written in the transaction of the change it tells of. The body is text: it is signed, so its bytes must not change.
create table event (
  id              text primary key,
  seq             bigint generated always as identity,
  payment_intent  text not null,
  type            text not null,
  body            text not null
);

create table webhook_delivery (
  id            bigint generated always as identity primary key,
  event_id      text not null references event (id),
  lane          text not null,
  position      bigint not null,
  not_before    timestamptz not null,
  attempts      int not null default 0,
  held          boolean not null default false,
  dropped       boolean not null default false,
  delivered_at  timestamptz
);
create sequence webhook_position;
create index webhook_delivery_open on webhook_delivery (not_before) where delivered_at is null and not dropped;

create table idempotency_key (
  key          text primary key,
  fingerprint  text not null,
  request_id   text not null,
  status       int not null,
  body         text not null,
  created_at   timestamptz not null
);
create index idempotency_key_age on idempotency_key (created_at);

create function created_in(body jsonb) returns bigint language sql immutable as $$ select (body ->> 'created')::bigint $$;
create function created_in(body text) returns bigint language sql immutable as $$ select (body::jsonb ->> 'created')::bigint $$;
