-- Runs at every start and changes nothing from the second one on.
create table if not exists accounts (
    id text primary key,
    balance integer not null check (balance >= 0)
);

insert or ignore into accounts (id, balance) values ('alice', 1000000), ('bob', 0), ('shop', 1000000);

create table if not exists transfers (
    id text primary key,
    reference text not null unique,
    source text not null references accounts (id),
    target text not null references accounts (id),
    amount integer not null check (amount > 0)
);

create table if not exists emails (
    id text primary key,
    customer text not null,
    topic text not null,
    text text not null,
    tokens integer not null
);

create table if not exists orders (
    id text primary key,
    customer text not null,
    item text not null,
    price integer not null
);

insert or ignore into orders (id, customer, item, price) values ('A-17', 'bob', 'a lamp', 4900), ('A-18', 'alice', 'a chair', 8950);

create table if not exists summaries (
    id text primary key,
    document_id text not null,
    text text not null,
    tokens integer not null
);

create table if not exists model_calls (
    id integer primary key,
    prompt text not null
);
