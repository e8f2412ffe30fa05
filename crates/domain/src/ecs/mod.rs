//! The nouns of ECS, Fargate and container images. It must not know how a service is put together.

mod container;
mod container_path;
mod fargate;
mod image;
mod image_repository;
mod pool;
mod repository;
mod scaling;
mod service;

pub use container::{
    ContainerCheckInterval, ContainerCheckRetries, ContainerCheckTimeout, ContainerName, ContainerStartPeriod, ContainerUser,
    CpuUnits, EphemeralStorageGib, MemoryMib, OpenFiles, StopTimeout,
};
pub use container_path::ContainerPath;
pub use fargate::{FargateCpu, FargateMemory, FargateSize, FargateSizeError};
pub use image::{ImageReference, ImageReferenceError, ImageTag};
pub use image_repository::{EcrRegistry, ImageRepository, ImageRepositoryError};
pub use pool::PoolSize;
pub use repository::{KeptImages, UntaggedImageDays};
pub use scaling::{AlarmName, MetricText, RequestsPerTask, ScalingName, ScalingPercentage, ScalingTarget};
pub use service::{CooldownSeconds, GracePeriod, MaximumHealthyPercent, Percentage, PositivePercentage, TaskCount};
