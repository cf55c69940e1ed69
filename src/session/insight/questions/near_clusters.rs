//! Which clusters are near another one, or near images.

use crate::ids::{ClusterId, ImageId};
use crate::session::SessionError;
use crate::session::insight::curating;
use crate::session::insight::question::{DependsOn, Question};
use crate::session::insight::source::Known;

/// The other clusters by how near their centres are to that of this one: cosine, -1 to 1, nearest first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NearClusters(pub ClusterId);

impl Question for NearClusters {
    type Answer = Vec<(ClusterId, f32)>;
    const DEPENDS_ON: DependsOn = DependsOn::Labels;

    fn answer(&self, known: &Known<'_>) -> Result<Self::Answer, SessionError> {
        let run = known.run()?;
        Ok(curating::nearest_clusters(&run.evidence, known.cluster(self.0)?, &known.source.snapshot))
    }

    fn bytes(clusters: &Self::Answer) -> usize {
        8 * clusters.len() + 64
    }
}

/// All clusters by how probable they are for these images in the mean, 0 to 1, likeliest first; the images' own one comes last.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LikelyClusters(pub Vec<ImageId>);

impl Question for LikelyClusters {
    type Answer = Vec<(ClusterId, f32)>;
    const DEPENDS_ON: DependsOn = DependsOn::Labels;

    fn answer(&self, known: &Known<'_>) -> Result<Self::Answer, SessionError> {
        Ok(curating::likely_clusters(&known.run()?.evidence, &self.0, &known.source.snapshot))
    }

    fn bytes(clusters: &Self::Answer) -> usize {
        8 * clusters.len() + 64
    }
}
