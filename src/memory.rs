//! The memory that this process may still take: what the machine has free, and what limits leave of it. The one place that
//! budgets are made from.
//!
//! It asks the system for texts (Linux: `/proc` and control groups) and reserves nothing. Where there are none, nothing is
//! known, and callers keep to their fixed budgets.

use std::fs;
use std::path::{Path, PathBuf};

/// Bytes that this process may still take before the system refuses or ends it; None where the system does not say.
#[must_use]
pub fn available() -> Option<u64> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let read = |path: &Path| fs::read_to_string(path).ok();
    let own = |name: &str| read(&Path::new("/proc").join(name)).unwrap_or_default();
    available_by(&own("meminfo"), &own("self/limits"), &own("self/status"), &own("self/cgroup"), &read)
}

/// A part of what is available, and at most `most` bytes: the fixed budget of a machine that has plenty.
#[must_use]
pub fn part_of_available(part: f64, most: u64) -> u64 {
    part_of(available(), part, most)
}

fn part_of(available: Option<u64>, part: f64, most: u64) -> u64 {
    available.map_or(most, |bytes| ((bytes as f64 * part) as u64).min(most))
}

/// The least that any of these texts leaves. `read` gives the files of control groups.
fn available_by(
    meminfo: &str,
    limits: &str,
    status: &str,
    cgroup: &str,
    read: &dyn Fn(&Path) -> Option<String>,
) -> Option<u64> {
    let machine = kilobytes(meminfo, "MemAvailable:").or_else(|| kilobytes(meminfo, "MemFree:"));
    let left = |limit: &str, used: &str| {
        Some(soft_limit(limits, limit)?.saturating_sub(kilobytes(status, used).unwrap_or_default()))
    };
    let of_process = [left("Max address space", "VmSize:"), left("Max data size", "VmData:")];
    let groups = memory_groups(cgroup).into_iter().filter_map(|group| left_in(&group, read));
    of_process.into_iter().flatten().chain(machine).chain(groups).min()
}

/// The bytes of a line `Name:   123 kB`.
fn kilobytes(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse::<u64>().ok()?.checked_mul(1024)
}

/// The soft limit in a line of `/proc/self/limits`; None if there is no limit.
fn soft_limit(limits: &str, name: &str) -> Option<u64> {
    limits.lines().find_map(|line| line.strip_prefix(name))?.split_whitespace().next()?.parse().ok()
}

/// A control group that accounts for memory, and the names of its files.
struct Group {
    dir: PathBuf,
    limit: &'static str,
    used: &'static str,
    /// Of the file `memory.stat`: pages that are given back when somebody needs them. Of files that were read twice, too.
    reclaimable: &'static [&'static str],
}

/// The groups that this process is in, each with all its parents: a limit holds for everything below it.
fn memory_groups(cgroup: &str) -> Vec<Group> {
    let mut groups = Vec::new();
    for line in cgroup.lines() {
        let mut fields = line.splitn(3, ':');
        let (Some(_), Some(kinds), Some(path)) = (fields.next(), fields.next(), fields.next()) else { continue };
        let is_first = kinds.split(',').any(|kind| kind == "memory");
        if !(is_first || kinds.is_empty()) {
            continue;
        }
        let root = Path::new(if is_first { "/sys/fs/cgroup/memory" } else { "/sys/fs/cgroup" });
        // A path with .. lies outside what this process can see; the groups that it can see still count.
        let inside = path.trim_start_matches('/');
        let inside = if inside.split('/').any(|part| part == "..") { "" } else { inside };
        for below in Path::new(inside).ancestors() {
            let dir = root.join(below);
            groups.push(if is_first {
                let (limit, used) = ("memory.limit_in_bytes", "memory.usage_in_bytes");
                Group { dir, limit, used, reclaimable: &["total_inactive_file", "total_active_file"] }
            } else {
                let reclaimable = &["inactive_file", "active_file", "slab_reclaimable"];
                Group { dir, limit: "memory.max", used: "memory.current", reclaimable }
            });
        }
    }
    groups
}

fn left_in(group: &Group, read: &dyn Fn(&Path) -> Option<String>) -> Option<u64> {
    let number = |name| read(&group.dir.join(name))?.trim().parse::<u64>().ok();
    // "max" is no number: no limit.
    let limit = number(group.limit)?;
    let stat = read(&group.dir.join("memory.stat")).unwrap_or_default();
    let of = |line: &str| {
        let (name, bytes) = line.split_once(' ')?;
        if group.reclaimable.contains(&name) { bytes.trim().parse::<u64>().ok() } else { None }
    };
    let reclaimable: u64 = stat.lines().filter_map(of).sum();
    let used = number(group.used).unwrap_or_default().saturating_sub(reclaimable);
    Some(limit.saturating_sub(used))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEMINFO: &str = "MemTotal:       24000000 kB\nMemFree:         1000000 kB\nMemAvailable:   20000000 kB\n";
    const MACHINE: u64 = 20_000_000 * 1024;
    const STATUS: &str = "Name:\tgleaner\nVmPeak:\t  400000 kB\nVmSize:\t  300000 kB\nVmData:\t  100000 kB\n";

    fn limits(address_space: &str, data: &str) -> String {
        format!(
            "Limit                     Soft Limit           Hard Limit           Units     \n\
             Max data size             {data}            unlimited            bytes     \n\
             Max address space         {address_space}            unlimited            bytes     \n"
        )
    }

    fn check(limits: &str, cgroup: &str, files: &[(&str, &str)], expected: Option<u64>) {
        let read = |path: &Path| {
            let found = files.iter().find(|(name, _)| Path::new("/sys/fs/cgroup").join(name) == path);
            found.map(|(_, text)| (*text).to_owned())
        };
        assert_eq!(available_by(MEMINFO, limits, STATUS, cgroup, &read), expected, "{cgroup} {files:?}");
    }

    #[test]
    fn without_limits_it_is_what_the_machine_has() {
        check(&limits("unlimited", "unlimited"), "0::/user.slice\n", &[], Some(MACHINE));
        check("", "", &[], Some(MACHINE));
        assert_eq!(available_by("", "", "", "", &|_| None), None);
        assert_eq!(kilobytes("MemFree: 5 kB", "MemFree:"), Some(5120));
    }

    #[test]
    fn limits_of_the_process_count_what_it_holds() {
        let left = |limit: u64, used: u64| Some(limit - used * 1024);
        check(&limits("2500000000", "unlimited"), "", &[], left(2_500_000_000, 300_000));
        check(&limits("2500000000", "1000000000"), "", &[], left(1_000_000_000, 100_000));
        check(&limits("1000", "unlimited"), "", &[], Some(0));
    }

    #[test]
    fn the_tightest_of_a_group_and_its_parents_holds() {
        let files = [
            ("a/b/memory.max", "max\n"),
            ("a/memory.max", "3000000000\n"),
            ("a/memory.current", "1000000000\n"),
            ("a/memory.stat", "anon 5\nactive_file 7\ninactive_file 400000000\n"),
            ("memory.max", "9000000000\n"),
            ("memory.current", "8000000000\n"),
        ];
        check("", "0::/a/b\n", &files[..4], Some(2_400_000_007));
        check("", "0::/a/b\n", &files, Some(1_000_000_000));
        check("", "0::/../elsewhere\n", &files, Some(1_000_000_000));
    }

    #[test]
    fn groups_of_the_first_kind_are_read_too() {
        let cgroup = "12:cpu,cpuacct:/x\n4:memory:/docker/f00\n0::/init\n";
        let files = [
            ("memory/docker/f00/memory.limit_in_bytes", "2000000000"),
            ("memory/docker/f00/memory.usage_in_bytes", "600000000"),
            ("memory/docker/f00/memory.stat", "inactive_file 1\ntotal_inactive_file 100000000\n"),
            ("memory/memory.limit_in_bytes", "9223372036854771712"),
        ];
        check("", cgroup, &files, Some(1_500_000_000));
    }

    #[test]
    fn a_part_never_exceeds_the_fixed_budget() {
        assert_eq!(part_of(None, 0.5, 100), 100);
        assert_eq!(part_of(Some(1000), 0.5, 100), 100);
        assert_eq!(part_of(Some(100), 0.5, 100), 50);
        assert!(part_of_available(0.5, 7) <= 7);
    }
}
