//! What people said of images, as constraints on the rows of a run: confirmed and placed images, rejected clusters, links.

use crate::clustering::people::refine::Constraints;
use crate::curation::edit::Link;
use crate::curation::labels::{Labels, Source};
use crate::ids::{ClusterId, ImageId};
use crate::strings::{Told, told};
use std::collections::BTreeMap;

/// How many times an image counts that a person decided about, where clusters are told by their images.
pub const WEIGHT: u32 = 100;

/// What people said, by image.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The cluster in force of every image that has one, and whether a person decided it.
    pub labels: BTreeMap<ImageId, (ClusterId, bool)>,
    /// Sorted.
    rejected: Vec<(ImageId, ClusterId)>,
    links: Vec<([ImageId; 2], Link)>,
}

impl Said {
    /// All that is in force.
    pub fn of(labels: &Labels) -> Self {
        let members = labels.clusters().flat_map(|cluster| cluster.members.iter().map(|image| (*image, cluster.id)));
        let said = |(image, id)| (image, (id, labels.label(image).source != Source::Machine));
        Self { labels: members.map(said).collect(), ..Self::beside_labels(labels) }
    }

    /// Rejections and links alone: few, where there may be very many labels.
    pub fn beside_labels(labels: &Labels) -> Self {
        Self {
            labels: BTreeMap::new(),
            rejected: labels
                .rejected()
                .iter()
                .flat_map(|(image, set)| set.iter().filter(|id| labels.cluster(**id).is_some()).map(|id| (*image, *id)))
                .collect(),
            links: labels.links().iter().map(|(pair, link)| (*pair, *link)).collect(),
        }
    }

    /// What was said of an image beside its cluster: clusters that it is not of, and what it is linked with.
    pub fn of_image(&self, image: ImageId) -> (Vec<ClusterId>, Vec<(ImageId, Link)>) {
        let from = self.rejected.partition_point(|(other, _)| *other < image);
        let rejected = self.rejected[from..].iter().take_while(|(other, _)| *other == image).map(|(_, id)| *id);
        let links = self.links.iter().filter_map(|(pair, link)| match pair {
            [a, b] if *a == image => Some((*b, *link)),
            [a, b] if *b == image => Some((*a, *link)),
            _ => None,
        });
        (rejected.collect(), links.collect())
    }

    /// Whether a person said that an image is not of a cluster.
    pub fn is_rejected(&self, image: ImageId, cluster: ClusterId) -> bool {
        self.rejected.binary_search(&(image, cluster)).is_ok()
    }

    /// Images that a person decided about.
    pub fn n_labels(&self) -> usize {
        self.labels.values().filter(|(_, is_by_person)| *is_by_person).count()
    }

    /// What was said of these images alone.
    #[must_use]
    pub fn among(mut self, is_there: impl Fn(ImageId) -> bool) -> Self {
        self.labels.retain(|image, _| is_there(*image));
        self.rejected.retain(|(image, _)| is_there(*image));
        self.links.retain(|(pair, _)| pair.iter().all(|image| is_there(*image)));
        self
    }

    /// Nobody said anything that could be learned from.
    pub fn is_empty(&self) -> bool {
        self.rejected.is_empty() && self.links.is_empty() && self.n_labels() == 0
    }

    /// In words: "120 labels of yours, 3 rejections and 2 links".
    pub fn words(&self) -> Told {
        let (n_labels, n_rejected, n_links) = (self.n_labels(), self.rejected.len(), self.links.len());
        let all = [
            (n_labels, told!("note-said-labels", n = n_labels)),
            (n_rejected, told!("note-said-rejections", n = n_rejected)),
            (n_links, told!("note-said-links", n = n_links)),
        ];
        Told::list(all.into_iter().filter(|(n, _)| *n > 0).map(|(_, told)| told).collect())
    }

    /// The same of rows; what is said of images or clusters that have none is left out.
    pub fn constraints(
        &self,
        row: impl Fn(ImageId) -> Option<u32>,
        column: impl Fn(ClusterId) -> Option<u32>,
    ) -> Constraints {
        let pair = |[a, b]: &[ImageId; 2]| Some((row(*a)?, row(*b)?));
        let linked = |wanted: Link| {
            let links = self.links.iter().filter(|(_, link)| *link == wanted);
            links.filter_map(|(images, _)| pair(images)).collect()
        };
        let by_person = self.labels.iter().filter(|(_, (_, is_by_person))| *is_by_person);
        Constraints {
            labels: by_person.filter_map(|(image, (id, _))| Some((row(*image)?, column(*id)?))).collect(),
            rejected: self.rejected.iter().filter_map(|(image, id)| Some((row(*image)?, column(*id)?))).collect(),
            same: linked(Link::Same),
            different: linked(Link::Different),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curation::edit::Edit;
    use crate::curation::history::History;
    use crate::curation::labels::{Assignment, RunAssignments};
    use crate::ids::RunId;
    use std::sync::Arc;

    struct NoRuns;

    impl RunAssignments for NoRuns {
        fn assignment(&self, _: RunId) -> Option<Arc<Assignment>> {
            None
        }
    }

    #[test]
    fn what_has_no_row_or_column_is_left_out() {
        let images = |ids: &[u32]| ids.iter().copied().map(ImageId).collect::<Vec<_>>();
        let mut history = History::default();
        assert!(Said::of(history.labels()).is_empty());
        for edit in [
            Edit::NewCluster { id: ClusterId(1), name: "Cats".into(), images: images(&[1, 2]) },
            Edit::NewCluster { id: ClusterId(2), name: "Dogs".into(), images: images(&[3, 99]) },
            Edit::Reject { cluster: ClusterId(1), images: images(&[4]) },
            Edit::Reject { cluster: ClusterId(2), images: images(&[5]) },
            Edit::Link { images: [ImageId(6), ImageId(5)], link: Some(Link::Same) },
            Edit::Link { images: [ImageId(6), ImageId(99)], link: Some(Link::Different) },
        ] {
            history.apply(&edit, &NoRuns).expect("possible");
        }
        let said = Said::of(history.labels());
        assert_eq!(said.words().to_string(), "4 labels of yours, 2 rejections and 2 links");
        let row = |image: ImageId| (image.0 < 10).then_some(image.0 - 1);
        let constraints = said.constraints(row, |id| (id.0 == 2).then_some(0));
        assert_eq!(said.of_image(ImageId(5)), (vec![ClusterId(2)], vec![(ImageId(6), Link::Same)]));
        assert_eq!(said.of_image(ImageId(99)), (vec![], vec![(ImageId(6), Link::Different)]));
        assert_eq!(said.of_image(ImageId(1)), (vec![], vec![]));
        assert!(said.is_rejected(ImageId(5), ClusterId(2)) && !said.is_rejected(ImageId(5), ClusterId(1)));
        let expected =
            Constraints { labels: vec![(2, 0)], rejected: vec![(4, 0)], same: vec![(4, 5)], different: vec![] };
        assert_eq!(constraints, expected);
    }
}
