//! The sizes of task that Fargate sells. It must not know prices.

use std::fmt;

use thiserror::Error;

use crate::number::Allowed::Listed;
use crate::number::bounded_number;

bounded_number! {
    /// The processor of a Fargate task, in CPU units: 1024 are one virtual CPU.
    ///
    /// ECS Developer Guide, "Task definition parameters for Fargate", "Task size".
    FargateCpu is "a Fargate task's CPU",
    unit: "CPU units",
    allowed: Listed(&[256, 512, 1024, 2048, 4096, 8192, 16384]),
    examples: [256, 1024],
}

bounded_number! {
    /// The memory of a Fargate task, in MiB.
    ///
    /// Which memory goes with which CPU is the business of [`FargateSize`].
    FargateMemory is "a Fargate task's memory",
    unit: "MiB",
    allowed: Listed(&MEMORY),
    examples: [512, 2048],
}

/// Every memory that goes with some CPU, in ascending order.
const MEMORY: [u32; 47] = {
    let mut memory = [512; 47];
    let mut index = 1;
    while index < memory.len() {
        let previous = memory[index - 1] / 1024;
        memory[index] = 1024
            * match previous {
                0..30 => previous + 1,
                30 => 32,
                31..60 => previous + 4,
                60 => 64,
                _ => previous + 8,
            };
        index += 1;
    }
    memory
};

/// A pair of CPU and memory that Fargate sells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FargateSize {
    cpu: FargateCpu,
    memory: FargateMemory,
}

/// Fargate does not sell this memory with this CPU.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("Fargate has no task of `{cpu}` CPU units with `{memory}` MiB: with `{cpu}` goes {}", sold(*cpu))]
pub struct FargateSizeError {
    cpu: FargateCpu,
    memory: FargateMemory,
}

impl FargateSize {
    /// The size of this CPU and this memory.
    pub fn new(cpu: FargateCpu, memory: FargateMemory) -> Result<Self, FargateSizeError> {
        if memories(cpu).any(|sold| sold == memory.get()) {
            Ok(Self { cpu, memory })
        } else {
            Err(FargateSizeError { cpu, memory })
        }
    }

    /// The CPU, in CPU units.
    pub fn cpu(self) -> FargateCpu {
        self.cpu
    }

    /// The memory, in MiB.
    pub fn memory(self) -> FargateMemory {
        self.memory
    }
}

impl FargateCpu {
    /// The memories that Fargate sells with this CPU, in ascending order.
    pub fn memories(self) -> impl Iterator<Item = FargateMemory> {
        memories(self).map(FargateMemory)
    }
}

/// The memories that go with a CPU, in MiB: from one, to another, in steps of a third.
///
/// ECS Developer Guide, "Task size": the table of CPU and memory values.
fn memories(cpu: FargateCpu) -> impl Iterator<Item = u32> {
    let (from, to, step) = range(cpu);
    // Between 512 MiB and 1 GiB the first step is half of the others.
    let half = (cpu.get() == 256).then_some(512);
    half.into_iter().chain((from..=to).step_by(step).map(|gib| gib * 1024))
}

fn range(cpu: FargateCpu) -> (u32, u32, usize) {
    match cpu.get() {
        256 => (1, 2, 1),
        512 => (1, 4, 1),
        1024 => (2, 8, 1),
        2048 => (4, 16, 1),
        4096 => (8, 30, 1),
        8192 => (16, 60, 4),
        _ => (32, 120, 8),
    }
}

impl fmt::Display for FargateSize {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} CPU units and {} MiB", self.cpu, self.memory)
    }
}

/// Which memory Fargate has with so many CPU units, in words.
fn sold(cpu: FargateCpu) -> String {
    let (from, to, step) = range(cpu);
    if to - from < 8 {
        format!("one of {} MiB", words::list(cpu.memories()))
    } else {
        format!("`{}` to `{}` MiB in steps of {}", from * 1024, to * 1024, step * 1024)
    }
}
