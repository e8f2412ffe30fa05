//! What Terraform's files say, read and compared.

mod compare;
