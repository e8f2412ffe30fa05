//! The nouns of ECS, Fargate and container images. It must not know how a service is put together.

mod container_path;
mod fargate;
mod image;
mod pool;
mod repository;
mod service;

pub use container_path::ContainerPath;
pub use fargate::{FargateCpu, FargateMemory, FargateSize, FargateSizeError};
pub use image::{ImageReference, ImageReferenceError, ImageTag};
pub use pool::PoolSize;
pub use repository::{KeptImages, UntaggedImageDays};
pub use service::{CooldownSeconds, GracePeriod, MaximumHealthyPercent, Percentage, PositivePercentage, TaskCount};
