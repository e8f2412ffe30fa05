//! What a client, the load balancer and ECS get from the service, with a real PostgreSQL.

mod contract;
mod database;
mod health;
mod process;
mod support;
mod tasks;
